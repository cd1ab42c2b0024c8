using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>
/// The checks that no policy can loosen. Each answers for itself with a ceiling; the lowest counts, so their order decides only which
/// reason is logged first. What is unknown, unreadable or contradictory is withheld. Stateless.
/// </summary>
public static class MandatoryChecks
{
    private static readonly ImmutableArray<(string Rule, Func<Subject, Outcome> Check)> s_release =
    [
        (RuleIds.Clearance, RecipientChecks.Clearance),
        (RuleIds.Agreement, AgreementChecks.Agreement),
        (RuleIds.NationalOnly, MarkingChecks.NationalOnly),
        (RuleIds.Releasability, MarkingChecks.Releasability),
        (RuleIds.OwnerConsent, MarkingChecks.OwnerConsent),
        (RuleIds.DisplayOnly, MarkingChecks.DisplayOnly),
        (RuleIds.Orcon, MarkingChecks.Orcon),
        (RuleIds.Tlp, MarkingChecks.TrafficLight),
        (RuleIds.UnknownCode, RecipientChecks.UnknownCode),
        (RuleIds.Embargo, MarkingChecks.Embargo),
        (RuleIds.Purpose, AgreementChecks.Purpose),
    ];

    /// <summary>What may at most happen to a portion for a partner. Never throws for what portion, marking or code contain.</summary>
    public static MandatoryResult ForRelease(PortionFacts facts, PartnerCode recipient, DecisionContext context) =>
        ForRelease(facts, recipient, context, Subject.Of(facts, recipient, context));

    /// <summary>The same for whoever has made the subject already; null stands for an unreadable mark or an unknown recipient.</summary>
    internal static MandatoryResult ForRelease(PortionFacts facts, PartnerCode recipient, DecisionContext context, Subject? subject)
    {
        // An expired roster knows nobody.
        bool expired = context.Now >= context.Roster.Terms.Expires;
        if (subject is null || expired || !Enum.IsDefined(subject.Marking.Level))
        {
            return Blind(Read(facts, context) is not null, known: !expired && context.Roster.TryFind(recipient, out _));
        }

        var results = new CheckResult[s_release.Length + 1];
        results[0] = new CheckResult(RuleIds.Unreadable, Outcome.Release);
        for (int i = 0; i < s_release.Length; i++)
        {
            results[i + 1] = new CheckResult(s_release[i].Rule, s_release[i].Check(subject));
        }

        return new MandatoryResult(ImmutableCollectionsMarshal.AsImmutableArray(results));
    }

    /// <summary>
    /// Whether a reader at home may see a portion that the node holds. DISPLAY ONLY lets a reader see; agreements, purposes and
    /// embargoes bound what leaves a node and are not asked again. Ceilings are release or withhold only.
    /// </summary>
    public static MandatoryResult ForLocalReader(PortionFacts facts, LocalReader reader, DecisionContext context)
    {
        ParsedMarking? marking = Read(facts, context);
        bool known = context.Roster.TryFind(reader.Nation, out Partner? nation);
        return marking is null || !known || nation is null
            ? Blind(readable: marking is not null, known)
            : LocalReaderChecks.All(new Subject(facts, marking, nation, context), reader);
    }

    internal static Outcome Allow(bool satisfied) => satisfied ? Outcome.Release : Outcome.Withhold;

    private static ParsedMarking? Read(PortionFacts facts, DecisionContext context) => context.Markings.Read(facts.Marking) switch
    {
        MarkingReading.Readable readable when Enum.IsDefined(readable.Marking.Level) => readable.Marking,
        _ => null,
    };

    private static MandatoryResult Blind(bool readable, bool known) => new(
    [
        new CheckResult(RuleIds.Unreadable, Allow(readable)),
        new CheckResult(RuleIds.UnknownCode, Allow(known)),
    ]);
}

/// <summary>Somebody who reads at a node of their own nation or organisation.</summary>
/// <param name="Nation">The partner they read for.</param>
/// <param name="Clearance">The level they are cleared to, already within the nation's own accreditation.</param>
/// <param name="TlpCommunities">TLP communities they belong to.</param>
public sealed record LocalReader(PartnerCode Nation, Level Clearance, ImmutableArray<string> TlpCommunities);
