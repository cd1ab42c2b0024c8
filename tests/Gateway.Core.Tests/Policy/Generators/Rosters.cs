using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Tests.Policy.Generators;

/// <summary>Rosters and agreements of any number of partners, the words of 64 partners and their edges above all.</summary>
internal static class Rosters
{
    /// <summary>Around the edges of one, two and three words of 64 partners.</summary>
    public static readonly ImmutableArray<int> Sizes = [1, 2, 63, 64, 65, 129];

    /// <summary>Partners in the order in which rosters take them in: those of the samples first.</summary>
    public static readonly ImmutableArray<PartnerCode> Codes =
        [.. new[] { "USA", "FRA", "GBR", "SWE", "DEU" }.Union(MarkingRegistry.Default.Nations).Select(PartnerCode.Of)];

    /// <summary>Coalitions that every roster names.</summary>
    public static readonly ImmutableArray<PartnerCode> Coalitions = [PartnerCode.Of("EU"), PartnerCode.Of("FVEY"), PartnerCode.Of("NATO")];

    /// <summary>Countries that partners follow, portions are about, and rules list.</summary>
    public static readonly ImmutableArray<string> Regions = ["MLI", "NER", "UKR"];

    private static readonly Level[] Levels = [Level.TopSecret, Level.TopSecret, Level.TopSecret, Level.TopSecret, Level.Secret, Level.Confidential, Level.Restricted, Level.Unclassified];

    /// <summary>A roster of any of the sizes.</summary>
    public static readonly Gen<Roster> Any = Gen.OneOf([.. Sizes.Select(OfSize)]);

    /// <summary>A roster of so many partners, the United States always among them.</summary>
    public static Gen<Roster> OfSize(int size) => Gen.Select(Gen.UInt.Array[size], Gen.UInt.Array[Coalitions.Length], Gen.Int[0, 9], Instants.Around).Select(
        (partners, coalitions, expiring, expires) => new Roster(
            new RosterTerms(1, "", expiring == 9 ? expires : World.Noon.AddYears(2), 1),
            partners.Select((seed, i) => Partner(Codes[i], new Draw(seed))),
            coalitions.Select((seed, i) => Coalition(Coalitions[i], size, new Draw(seed)))));

    /// <summary>
    /// Agreements of the four partners that write with everybody else: some missing, some ending or beginning within the hours that are asked about,
    /// some pairs with two.
    /// </summary>
    public static Gen<Agreements> AgreementsOf(Roster roster) => Gen.UInt.Array[4 * roster.Partners.Length].Select(seeds => new Agreements(
        seeds.SelectMany((seed, i) => Between(Codes[i % 4], roster.Partners[i / 4].Code, new Draw(seed)))));

    private static Partner Partner(PartnerCode code, Draw draw) => World.Nation(code.Value, "TOP SECRET", draw.OneIn(20) ? PartnerKind.Organisation : PartnerKind.Nation) with
    {
        Clearance = new Clearance(
            draw.Of(Levels), draw.OneIn(6) ? ImmutableSortedDictionary<PartnerCode, Level>.Empty.Add(draw.Of(Codes[..4]), draw.Of(Levels)) : ImmutableSortedDictionary<PartnerCode, Level>.Empty),
        Regions = draw.OneIn(3) ? [] : [.. draw.Some(Regions)],
        Caveats = draw.OneIn(3) ? [] : ["FOUO", "PROPIN"],
        TlpCommunities = draw.OneIn(2) ? ["ewp"] : [],
    };

    // The first and the last places are members more often than those between.
    private static RosterCoalition Coalition(PartnerCode code, int size, Draw draw)
    {
        var members = new List<Membership>();
        for (int i = 0; i < size; i++)
        {
            bool edge = i < 5 || i % 64 is 62 or 63 or 0 or 1;
            if (draw.Below(edge ? 2 : 8) == 0)
            {
                bool dated = draw.OneIn(3);
                DateTimeOffset from = dated ? draw.Hour() : World.Noon.AddYears(-50);
                members.Add(new Membership(Codes[i], from, dated && draw.OneIn(2) ? draw.Hour() : null));
            }
        }

        return new RosterCoalition(code, [.. members]);
    }

    private static IEnumerable<Agreement> Between(PartnerCode one, PartnerCode other, Draw draw)
    {
        for (int i = one == other || draw.OneIn(30) ? 0 : draw.OneIn(12) ? 2 : 1; i > 0; i--)
        {
            bool dated = draw.OneIn(10);
            yield return World.Agree(one, other, 4 - (draw.OneIn(5) ? draw.Below(5) : 0), Level.TopSecret) with
            {
                Version = i,
                CeilingFromFirst = draw.OneIn(10) ? draw.Of(Levels) : Level.TopSecret,
                CeilingFromSecond = draw.OneIn(10) ? draw.Of(Levels) : Level.TopSecret,
                Purposes = draw.OneIn(30) ? [Purpose.Sanctions] : [Purpose.AtrocityPrevention],
                HoldForOfficer = draw.OneIn(12),
                ValidFrom = dated ? draw.Hour() : World.Noon.AddYears(-1),
                ValidUntil = dated ? draw.Hour() : World.Noon.AddYears(1),
            };
        }
    }
}
