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
        if (!context.HoldApproved)
        {
            return Weigh(facts, recipient, context);
        }

        // An approval speaks of what waits, and of nothing else.
        Explanation waiting = Weigh(facts, recipient, context with { HoldApproved = false });
        if (waiting.Decision.Outcome != Outcome.Hold)
        {
            return waiting;
        }

        Explanation lifted = Weigh(facts, recipient, context);
        return lifted with { Decision = lifted.Decision.And(RuleIds.Officer) };
    }

    private static Explanation Weigh(PortionFacts facts, PartnerCode recipient, DecisionContext context)
    {
        Subject? subject = Subject.Of(facts, recipient, context);
        MandatoryResult mandatory = MandatoryChecks.ForRelease(facts, recipient, context, subject);
        ImmutableArray<PolicyRule> gives = Matching(RuleKind.Give, subject, context.Policy);
        ImmutableArray<PolicyRule> limits = Matching(RuleKind.Limit, subject, context.Policy);

        Outcome given = gives.IsEmpty ? Outcome.Withhold : gives.Max(g => Of(g, context));
        Outcome limited = limits.IsEmpty ? Outcome.Release : limits.Min(l => Of(l, context));
        Outcome outcome = Lowest(mandatory.Ceiling, limited, given);

        // Whoever stands exactly at the outcome decided it. A satisfied mandatory check allows, it does not decide.
        var deciding = new List<string>();
        foreach (CheckResult check in mandatory.Results)
        {
            Add(deciding, check.Ceiling == outcome && check.Ceiling < Outcome.Release, check.Rule);
        }

        foreach (PolicyRule limit in limits)
        {
            Add(deciding, limit.Outcome == outcome && Of(limit, context) == outcome, limit.Id);
        }

        foreach (PolicyRule give in gives)
        {
            Add(deciding, given == outcome && Of(give, context) == given, give.Id);
        }

        Add(deciding, given == outcome && gives.IsEmpty, RuleIds.NoRule);
        deciding.Sort(StringComparer.Ordinal);
        return new Explanation(new Decision(outcome, [.. deciding]), mandatory, gives, limits);
    }

    private static void Add(List<string> deciding, bool decides, string id)
    {
        if (decides)
        {
            deciding.Add(id);
        }
    }

    private static Outcome Of(PolicyRule rule, DecisionContext context) =>
        context.HoldApproved && rule.Outcome == Outcome.Hold ? Outcome.Release : rule.Outcome;

    private static Outcome Lowest(Outcome mandatory, Outcome limited, Outcome given) =>
        (Outcome)Math.Min((int)mandatory, Math.Min((int)limited, (int)given));

    private static ImmutableArray<PolicyRule> Matching(RuleKind kind, Subject? subject, PolicySet policy)
    {
        var matching = new List<PolicyRule>();
        foreach (PolicyRule rule in subject is null ? [] : policy.Rules)
        {
            if (rule.Kind == kind && RuleMatching.Matches(rule, subject!))
            {
                matching.Add(rule);
            }
        }

        return [.. matching];
    }
}
