using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Policy.WhatIf;

/// <summary>Small corpora: few marks, so that classes have many portions, and sealing times on both sides of memberships.</summary>
internal static class CorpusCases
{
    public static readonly string[] Marks =
        ["(U)", "(U//REL TO USA, FRA)", "(C//REL TO USA, FRA, SWE)", "(S//REL TO USA, FRA)", "(S//REL TO USA, NATO)", "(S//REL TO USA, FVEY)", "(S//NF)", "no mark"];

    public static readonly Gen<CorpusPortion> Portion = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 11], Gen.Int[0, 7], Gen.Int[0, 9], Gen.Int[0, 200])
        .Select((mark, field, product, released, odd, index) => new CorpusPortion
        {
            Product = Product(product),
            Index = (ushort)index,
            Facts = World.Portion(Marks[mark], field % 2 == 0 ? FieldClass.Judgement : FieldClass.Factor) with
            {
                Topics = field < 2 ? ["sanctions"] : [],
                Regions = odd == 1 ? [] : ["MLI"],
                Originator = odd == 2 ? World.Fra : World.Usa,
                Grants = odd == 2 ? [World.Swe] : [],
                Consents = odd == 3 ? [World.Usa] : [],
            },
            Floors = odd == 4 ? [new Marking { Policy = "US", Text = "(S//REL TO USA, SWE)" }] : [],
            Recipients = odd == 5 ? [World.Fra, World.Gbr] : [],
            Released = [.. new[] { World.Fra, World.Gbr, World.Swe }.Where((_, i) => (released & (1 << i)) != 0)],
        });

    /// <summary>Portions as a store has them: each place once.</summary>
    public static readonly Gen<CorpusPortion[]> Portions =
        Portion.Array[0, 60].Select(all => all.DistinctBy(portion => (portion.Product.Id, portion.Index)).ToArray());

    /// <summary>A policy of a few rules, and a world that is sometimes bent: a partner leaves NATO, an agreement goes.</summary>
    public static readonly Gen<DecisionContext> Context = Gen.Select(DecisionProperties.Rule.Array[0, 5], Gen.Int[0, 5], Gen.Int[-2, 2]).Select((rules, bent, months) =>
    {
        World sound = DecisionProperties.Numbered(rules);
        World world = bent switch
        {
            0 => sound.Without(World.Usa, World.Fra),
            1 => sound with { Coalitions = [new(PartnerCode.Of("NATO"), [World.Since("FRA", 1949, 2026), World.Since("SWE", 2026)])] },
            2 => sound with { Partners = [.. sound.Partners.Where(partner => partner.Code != World.Gbr)] },
            _ => sound,
        };
        return sound.Context with
        {
            Roster = world.Roster,
            Agreements = new Agreements(world.Agreements),
            Now = World.Noon.AddMonths(months),
            Markings = MarkingBook.Default,
        };
    });

    public static CorpusProduct Product(int number) => new(
        ProductId.OfManifest([(byte)number]),
        new string((char)('a' + (number % 3)), 64),
        (Mode)(1 + (number % 3)),
        DateTimeOffset.FromUnixTimeMilliseconds(World.Noon.AddMonths(-number).ToUnixTimeMilliseconds()));
}
