using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>All that led to a decision. For officers and auditors at home; nothing of it leaves the node.</summary>
/// <param name="Decision">The outcome and the rules that decided.</param>
/// <param name="Mandatory">Every mandatory check with its ceiling.</param>
/// <param name="Gives">Matching gives, by id.</param>
/// <param name="Limits">Matching limits, by id.</param>
public sealed record Explanation(
    Decision Decision, MandatoryResult Mandatory, ImmutableArray<PolicyRule> Gives, ImmutableArray<PolicyRule> Limits);

/// <summary>
/// Decides by walking the rules: the lowest of the mandatory ceiling, the lowest matching limit, and the highest matching give
/// (without one: withhold, <see cref="RuleIds.NoRule"/>). Plain on purpose: it is what faster engines are tested against. Stateless;
/// never throws for what a portion, a marking or a recipient's code contains.
/// </summary>
public static class Interpreter
{
    /// <summary>The outcome for one portion and one recipient. The releaser itself and unknown recipients get nothing.</summary>
    public static Decision Decide(PortionFacts facts, PartnerCode recipient, DecisionContext context) => Explain(facts, recipient, context).Decision;

    /// <summary>The outcome, and every check and rule that had a say.</summary>
    public static Explanation Explain(PortionFacts facts, PartnerCode recipient, DecisionContext context)
    {
        MandatoryResult mandatory = MandatoryChecks.ForRelease(facts, recipient, context);
        ImmutableArray<PolicyRule> matching = Matching(facts, recipient, context);
        ImmutableArray<PolicyRule> gives = [.. matching.Where(r => r.Kind == RuleKind.Give)];
        ImmutableArray<PolicyRule> limits = [.. matching.Where(r => r.Kind == RuleKind.Limit)];

        Outcome given = gives.IsEmpty ? Outcome.Withhold : gives.Max(g => g.Outcome);
        Outcome outcome = limits.Select(l => l.Outcome).Append(mandatory.Ceiling).Append(given).Min();

        // Whoever stands exactly at the outcome decided it. A satisfied mandatory check allows, it does not decide.
        IEnumerable<string> deciding =
        [
            .. mandatory.Results.Where(r => r.Ceiling == outcome && r.Ceiling < Outcome.Release).Select(r => r.Rule),
            .. limits.Where(l => l.Outcome == outcome).Select(l => l.Id),
            .. given == outcome ? gives.Where(g => g.Outcome == given).Select(g => g.Id) : [],
            .. given == outcome && gives.IsEmpty ? (string[])[RuleIds.NoRule] : [],
        ];
        return new Explanation(new Decision(outcome, [.. deciding.Order(StringComparer.Ordinal)]), mandatory, gives, limits);
    }

    private static ImmutableArray<PolicyRule> Matching(PortionFacts facts, PartnerCode recipient, DecisionContext context)
    {
        if (context.Markings.Read(facts.Marking) is not MarkingReading.Readable readable
            || !context.Roster.TryFind(recipient, out Partner? partner))
        {
            return [];
        }

        var subject = new Subject(facts, readable.Marking, partner, context);
        return [.. context.Policy.Rules.Where(rule => RuleMatching.Matches(rule, subject))];
    }
}
