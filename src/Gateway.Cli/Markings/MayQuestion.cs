using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Markings;

/// <summary>Whether one partner may have one portion: the portion, the partner and the world that the mandatory checks look at.</summary>
/// <param name="Facts">The portion.</param>
/// <param name="To">The partner.</param>
/// <param name="Context">Roster, agreements, releaser and time. Its policy is empty: only what no policy can loosen is asked.</param>
/// <param name="Registry">The vocabulary of markings.</param>
/// <param name="Assumed">What nobody stated, in words.</param>
internal sealed record MayQuestion(
    PortionFacts Facts, PartnerCode To, DecisionContext Context, MarkingRegistry Registry, ImmutableArray<string> Assumed);

/// <summary>What is said of a recipient on the command line. A roster and agreements are made of it, so that the release gate's own checks answer.</summary>
internal sealed record StatedRecipient
{
    private static readonly Uri NoNode = new("https://node.invalid");
    private static readonly string NoPin = "sha256:" + new string('0', 64);

    /// <summary>The partner.</summary>
    public required PartnerCode Code { get; init; }

    /// <summary>How high it is cleared, owner by owner.</summary>
    public required Clearance Clearance { get; init; }

    /// <summary>Groups it belongs to besides those the registry says.</summary>
    public required ImmutableArray<PartnerCode> Groups { get; init; }

    /// <summary>Caveats it has undertaken to honour.</summary>
    public required ImmutableSortedSet<string> Caveats { get; init; }

    /// <summary>TLP communities it belongs to.</summary>
    public required ImmutableSortedSet<string> Communities { get; init; }

    /// <summary>Stage and ceiling of its agreements with releaser, originator and owners; null when there is none.</summary>
    public required (int Stage, Level Ceiling)? Agreement { get; init; }

    /// <summary>The roster in which the recipient is as stated, and whoever the mark names is known.</summary>
    public Roster Roster(IEnumerable<PartnerCode> others, MarkingRegistry registry, DateTimeOffset now)
    {
        IEnumerable<Partner> partners = others.Append(Code).Distinct().Select(code => code == Code ? Self(registry) : Bare(code, registry));
        var groups = registry.Coalitions.Select(group => new RosterCoalition(PartnerCode.Of(group.Code), Members(group))).ToDictionary(group => group.Code);
        foreach (PartnerCode group in Groups)
        {
            RosterCoalition known = groups.TryGetValue(group, out RosterCoalition? found) ? found : new RosterCoalition(group, []);
            groups[group] = known with { Members = known.Members.Add(new Membership(Code, DateTimeOffset.MinValue, null)) };
        }

        return new Roster(new RosterTerms(1, "", now.AddYears(1), 1), partners, groups.Values);
    }

    /// <summary>One agreement with each of the givers.</summary>
    public Agreements Agreements(IEnumerable<PartnerCode> givers) => Agreement is not { } terms ? Core.Partners.Agreements.None : new Agreements(
        givers.Where(giver => giver != Code).Distinct().Select(giver => new Agreement
        {
            Id = "as stated",
            Version = 1,
            First = giver < Code ? giver : Code,
            Second = giver < Code ? Code : giver,
            Stage = terms.Stage,
            CeilingFromFirst = terms.Ceiling,
            CeilingFromSecond = terms.Ceiling,
            Purposes = [Purpose.AtrocityPrevention],
            ValidFrom = DateTimeOffset.MinValue,
            ValidUntil = DateTimeOffset.MaxValue,
            NoticeMaxAge = TimeSpan.FromDays(1),
        }));

    private Partner Self(MarkingRegistry registry) => Bare(Code, registry) with
    {
        Clearance = Clearance,
        Caveats = Caveats,
        TlpCommunities = Communities,
    };

    private static Partner Bare(PartnerCode code, MarkingRegistry registry) => new()
    {
        Code = code,
        Name = code.Value,
        Kind = registry.IsNation(code.Value) ? PartnerKind.Nation : PartnerKind.Organisation,
        Address = NoNode,
        TlsPins = [NoPin],
        ReleaseLog = new ReleaseLogIdentity("node.invalid/release", [], ["ed25519"]),
        InternalLogOrigin = "node.invalid/internal",
        DocumentKeys = [],
    };

    // Codes whose members the register keeps to itself, or that stand for themselves in lists (EU), match nobody through membership.
    private static ImmutableArray<Membership> Members(Coalition group) => !group.ExpandsForRecipients
        ? []
        : [.. group.Members.Select(member => new Membership(PartnerCode.Of(member), Since(group, member), null))];

    private static DateTimeOffset Since(Coalition group, string member) => group.Joined.TryGetValue(member, out DateOnly day)
        ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
        : DateTimeOffset.MinValue;
}
