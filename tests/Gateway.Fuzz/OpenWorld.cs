using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Fuzz;

/// <summary>
/// A world in which nothing but the mark keeps a portion at home: everybody is cleared, agreed with and in every community, and local rules are
/// not asked. Whoever gets a portion here gets it because its mark lets them.
/// </summary>
internal static class OpenWorld
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<PartnerCode> Everybody =
        [.. ((string[])["AUS", "AUT", "CAN", "DEU", "EU", "FRA", "GBR", "NATO", "NZL", "ROU", "SWE", "USA"]).Select(PartnerCode.Of)];

    private static readonly Roster Known = new(
        new RosterTerms(1, "", Noon.AddYears(2), 2),
        Everybody.Select(Partner),
        MarkingRegistry.Default.Coalitions.Where(group => !group.Members.IsEmpty).Select(group =>
            new RosterCoalition(PartnerCode.Of(group.Code), [.. group.Members.Select(member => new Membership(PartnerCode.Of(member), Noon.AddYears(-9), null))])));

    private static readonly Agreements All = new(
        from one in Everybody
        from other in Everybody
        where one < other
        select new Agreement
        {
            Id = "MOU",
            Version = 1,
            First = one,
            Second = other,
            Stage = 4,
            CeilingFromFirst = Level.TopSecret,
            CeilingFromSecond = Level.TopSecret,
            Purposes = [Purpose.AtrocityPrevention],
            ValidFrom = Noon.AddYears(-1),
            ValidUntil = Noon.AddYears(1),
            NoticeMaxAge = TimeSpan.FromHours(24),
        });

    /// <summary>Everybody else who could be given a portion with this mark, by the originator whose policy it is.</summary>
    public static IEnumerable<PartnerCode> Recipients(Marking marking)
    {
        PartnerCode originator = Originator(marking.Policy);
        var facts = new PortionFacts { Originator = originator, FieldClass = FieldClass.Judgement, Marking = marking, SealedAt = Noon.AddDays(-1) };
        var context = new DecisionContext
        {
            Roster = Known,
            Agreements = All,
            Policy = PolicySet.Empty,
            Markings = MarkingBook.Default,
            Releaser = originator,
            Now = Noon,
        };
        return Everybody.Where(code => code != originator && MandatoryChecks.ForRelease(facts, code, context).Ceiling > Outcome.Hold);
    }

    /// <summary>Whether the order of restriction lets a partner have it: by list, or as a member of the group that owns it.</summary>
    public static bool MayHave(ParsedMarking mark, LatticePoint point, PartnerCode partner) =>
        point.Releasable.Contains(partner.Value)
        || mark.Owners.Any(owner => MarkingRegistry.Default.TryGetCoalition(owner, out Coalition? group)
            && group.Kind == CoalitionKind.Organisation && group.Members.Contains(partner.Value));

    private static PartnerCode Originator(string policy) => policy is "US" ? PartnerCode.Of("USA")
        : PartnerCode.TryParse(policy, out PartnerCode code) && Everybody.Contains(code) ? code : PartnerCode.Of("DEU");

    private static Partner Partner(PartnerCode code) => new()
    {
        Code = code,
        Name = code.Value,
        Kind = code.Value is "EU" or "NATO" ? PartnerKind.Organisation : PartnerKind.Nation,
        Clearance = new Clearance(Level.TopSecret, ImmutableSortedDictionary<PartnerCode, Level>.Empty),
        TlpCommunities = ["", "energy", "finance"],
        Caveats = ["IMCON", "PROPIN", "FOUO", "RSEN", "DEA SENSITIVE", "FISA"],
        Address = new Uri("https://node.example"),
        TlsPins = ["sha256:" + new string('a', 64)],
        ReleaseLog = new ReleaseLogIdentity($"{code}.node.example/log", [$"{code}.node.example/log+00000000+AQ=="], ["ed25519"]),
        InternalLogOrigin = $"{code}.node.example/internal",
        DocumentKeys = ["node.example/documents+00000000+AQ=="],
    };
}
