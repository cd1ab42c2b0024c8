using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy.Generators;

/// <summary>What policy sees of portions: of own and foreign originators, with and without regions, topics, grants and consents.</summary>
internal static class Portions
{
    /// <summary>Topics that portions have and rules list.</summary>
    public static readonly ImmutableArray<string> Topics = ["designation", "forecast", "sanctions"];

    /// <summary>Originators besides the owner of the mark: the releaser, a partner, one that no roster names.</summary>
    private static readonly PartnerCode[] Originators = [World.Usa, World.Fra, PartnerCode.Of("XKX")];

    /// <summary>A portion, its mark among the readable.</summary>
    public static readonly Gen<PortionFacts> Readable = With(GeneratedMarks.Readable);

    /// <summary>A portion, now and then with a mark that nobody can read.</summary>
    public static readonly Gen<PortionFacts> Any = With(GeneratedMarks.Any);

    /// <summary>The same, of the releaser's own partner and without grants and consents: what a node publishes.</summary>
    public static readonly Gen<PortionFacts> Own = Readable.Select(facts => facts with { Originator = World.Usa, Grants = [], Consents = [] });

    private static Gen<PortionFacts> With(Gen<Marking> marks) => Gen.Select(marks, Gen.UInt, Instants.Around).Select((mark, seed, sealedAt) =>
    {
        var draw = new Draw(seed);
        return new PortionFacts
        {
            Originator = draw.OneIn(6) ? draw.Of(Originators) : Owner(mark),
            FieldClass = draw.OneIn(40) ? (FieldClass)(draw.Below(2) * 99) : (FieldClass)(1 + draw.Below(16)),
            Marking = mark,
            Regions = draw.OneIn(5) ? draw.OneIn(2) ? default : [] : [.. draw.Some(Rosters.Regions, 2)],
            Topics = draw.OneIn(2) ? draw.OneIn(5) ? default : [] : [.. draw.Some(Topics, 2)],
            SealedAt = sealedAt,
            Grants = draw.OneIn(4) ? [.. draw.Some(Rosters.Codes[..8])] : [],
            Consents = draw.OneIn(6) ? [.. draw.Some(Rosters.Codes[..3])] : [],
        };
    });

    private static PartnerCode Owner(Marking mark) =>
        MarkingBook.Default.Read(mark) is MarkingReading.Readable { Marking.Owners: [var owner] } && PartnerCode.TryParse(owner, out PartnerCode code) ? code : World.Usa;
}
