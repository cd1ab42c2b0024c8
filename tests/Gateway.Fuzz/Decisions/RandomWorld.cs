using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Fuzz.Decisions;

/// <summary>Rosters and agreements whose changes lie so close together that many meet at one instant.</summary>
internal sealed class RandomWorld
{
    public static readonly DateTimeOffset Noon = new(2026, 10, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Numbers of partners on either side of what a word holds.</summary>
    public static readonly ImmutableArray<int> Sizes = [1, 2, 5, 9, 30, 63, 64, 65, 129];

    public static readonly ImmutableArray<string> Communities = ["ewp", "cert"];
    public static readonly ImmutableArray<string> Countries = ["MLI", "NER", "UKR", "SDN"];
    public static readonly ImmutableArray<string> Subjects = ["sanctions", "designation", "famine"];
    private static readonly ImmutableArray<string> Caveats = ["PROPIN", "FOUO", "IMCON", "RSEN", "LES", "SI"];
    private static readonly ImmutableArray<string> Often = ["USA", "FRA", "GBR", "SWE", "DEU", "AUS", "CAN", "NATO", "EU"];

    // Some of each kind first, so that small rosters have the codes that marks hold.
    private static readonly ImmutableArray<string> AllCodes =
        [.. Often, .. MarkingRegistry.Default.Nations.Where(nation => nation.Length == 3 && !Often.Contains(nation))];

    private readonly Choices _choices;

    /// <summary>A world of so many partners.</summary>
    public RandomWorld(Choices choices, int partners)
    {
        _choices = choices;
        IsGenerous = !choices.OneIn(3);
        int skip = partners < Often.Length && choices.OneIn(2) ? choices.Below(Often.Length) : 0;
        Codes = [.. AllCodes.Take(Often.Length).Skip(skip).Concat(AllCodes.Take(skip)).Concat(AllCodes.Skip(Often.Length)).Take(partners).Select(PartnerCode.Of)];
        Releaser = Codes.Contains(PartnerCode.Of("USA")) && !choices.OneIn(3) ? PartnerCode.Of("USA") : Codes[choices.Below(Math.Min(6, partners))];
        Roster = new Roster(
            new RosterTerms(1, "", choices.OneIn(8) ? Instant() : Noon.AddYears(1), 1),
            Codes.Select(Partner),
            new[] { "FVEY", "NATO", "EU", "ACGU", "SAHEL" }.Where(_ => !choices.OneIn(6)).Select(Coalition));
        Agreements = new Agreements(AllAgreements());
    }

    /// <summary>Whether most partners may have most things: else hardly anything would get past all checks at once.</summary>
    public bool IsGenerous { get; }

    /// <summary>The partners, in no order.</summary>
    public ImmutableArray<PartnerCode> Codes { get; }

    public PartnerCode Releaser { get; }

    public Roster Roster { get; }

    public Agreements Agreements { get; }

    /// <summary>An instant at or beside one at which much changes.</summary>
    public DateTimeOffset Instant() => Noon.AddHours(_choices.Below(7) - 3);

    /// <summary>Mostly long before and long after, else an instant at which something changes.</summary>
    private (DateTimeOffset From, DateTimeOffset Until) Period() => (
        _choices.OneIn(Rarely) ? Instant() : Noon.AddYears(-2),
        _choices.OneIn(Rarely) ? Instant() : Noon.AddYears(2));

    private int Rarely => IsGenerous ? 12 : 3;

    private Level Mostly() => IsGenerous && !_choices.OneIn(6) ? Level.TopSecret : (Level)_choices.Below(5);

    private Partner Partner(PartnerCode code) => new()
    {
        Code = code,
        Name = code.Value,
        Kind = code.Value.Length == 3 && !_choices.OneIn(20) ? PartnerKind.Nation : PartnerKind.Organisation,
        Clearance = new Clearance(
            Mostly(),
            _choices.Some(Often, 2).ToImmutableSortedDictionary(PartnerCode.Of, _ => Mostly())),
        TlpCommunities = [.. _choices.Some(Communities, 2)],
        Caveats = IsGenerous && _choices.OneIn(2) ? [.. Caveats] : [.. _choices.Some(Caveats, 5)],
        Regions = [.. _choices.Some(Countries, 4)],
        Address = new Uri("https://node.example"),
        TlsPins = ["sha256:" + new string('a', 64)],
        ReleaseLog = new ReleaseLogIdentity("node.example/log", ["node.example/log+00000000+AQ=="], ["ed25519"]),
        InternalLogOrigin = "node.example/internal",
        DocumentKeys = ["node.example/documents+00000000+AQ=="],
    };

    private RosterCoalition Coalition(string code)
    {
        var members = ImmutableArray.CreateBuilder<Membership>();
        foreach (PartnerCode member in Codes.Where(member => member.Value != code && !_choices.OneIn(3)))
        {
            (DateTimeOffset from, DateTimeOffset until) = Period();
            members.Add(new Membership(member, from, _choices.OneIn(2) ? null : until));
            if (_choices.OneIn(8))
            {
                // Left, and came back.
                members.Add(new Membership(member, Instant(), null));
            }
        }

        return new RosterCoalition(PartnerCode.Of(code), members.ToImmutable());
    }

    private IEnumerable<Agreement> AllAgreements()
    {
        foreach (PartnerCode one in Codes.Where(code => code == Releaser || _choices.OneIn(8)).ToArray())
        {
            foreach (PartnerCode other in Codes.Where(other => other != one))
            {
                for (int many = _choices.OneIn(8) ? _choices.Below(3) : 1; many > 0; many--)
                {
                    yield return Between(one < other ? one : other, one < other ? other : one);
                }
            }
        }
    }

    private Agreement Between(PartnerCode first, PartnerCode second)
    {
        (DateTimeOffset from, DateTimeOffset until) = Period();
        return new Agreement
        {
            Id = "MOU",
            Version = 1 + _choices.Below(3),
            First = first,
            Second = second,
            Stage = _choices.OneIn(40) ? 7 : IsGenerous && !_choices.OneIn(3) ? 4 : _choices.Of(0, 1, 1, 1, 2, 3, 4),
            CeilingFromFirst = Mostly(),
            CeilingFromSecond = Mostly(),
            Purposes = _choices.OneIn(Rarely + 4) ? [Purpose.Sanctions] : [Purpose.AtrocityPrevention, Purpose.Sanctions],
            ValidFrom = from,
            ValidUntil = until,
            HoldForOfficer = _choices.OneIn(10),
            NoticeMaxAge = TimeSpan.FromHours(24),
        };
    }
}
