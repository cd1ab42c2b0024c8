using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;

namespace Gateway.Core.Tests.Sealing;

/// <summary>
/// Four places of <c>gateway.v1.RiskAssessment/32</c>, with the fields that the tests write: what is valid here is valid under the whole schema.
/// </summary>
internal static class TestSchema
{
    public const string Id = "0123456789abcdef";
    public const string OtherId = "fedcba9876543210";

    private static readonly MessageShape Header = new("gateway.v1.Header",
        [new(2, "title", FieldKind.Text), new(5, "type", FieldKind.Enum, EnumMembers: Upto(7)), new(6, "mode", FieldKind.Enum, EnumMembers: Upto(3))]);

    private static readonly MessageShape Judgement = new("gateway.v1.Judgement",
        [new(2, "statement", FieldKind.Text), new(4, "horizon_months", FieldKind.UInt32), new(10, "assumptions", FieldKind.Text, Repeated: true)]);

    private static readonly MessageShape Confidence = new("gateway.v1.Confidence",
        [new(2, "scale_id", FieldKind.Text), new(3, "level", FieldKind.Enum, EnumMembers: Upto(3)), new(4, "basis", FieldKind.Text)]);

    private static readonly MessageShape Evidence = new("gateway.v1.Evidence",
        [new(2, "opaque_ref", FieldKind.Text), new(6, "text", FieldKind.Text)]);

    public static ProductSchema Of32 { get; } = new("gateway.v1.RiskAssessment", 32,
    [
        new("header", Header.Name, FieldClass.Metadata, Header),
        new("judgements/*", Judgement.Name, FieldClass.Judgement, Judgement),
        new("judgements/*/confidence", Confidence.Name, FieldClass.Confidence, Confidence),
        new("evidence/*", Evidence.Name, FieldClass.Evidence, Evidence),
    ]);

    public static ProductSchema? Find(string name) => name == Of32.Name ? Of32 : null;

    public static ImmutableArray<DraftPortion> Drafts { get; } =
    [
        Draft("header", Header, "UNCLASSIFIED", Value((2, "Mali"), (5, 2), (6, 3)), ["DEU", "USA"]),
        Draft($"judgements/{Id}", Judgement, "SECRET//REL TO USA", Value((2, "Attacks on herders by the end of May are likely."), (4, 6)), accompany: [2]),
        Draft($"judgements/{Id}/confidence", Confidence, "SECRET//REL TO USA", Value((2, "analytic-confidence"), (3, 2), (4, "Three sources agree."))),
        Draft($"judgements/{Id}", Judgement, "DIFFUSION RESTREINTE//REL TO DEU, USA", Value((2, "Attacks are likely this season."), (4, 6)), accompany: [4], preference: 1),
        Draft($"judgements/{Id}/confidence", Confidence, "DIFFUSION RESTREINTE//REL TO DEU, USA", Value((2, "analytic-confidence"), (3, 2)), preference: 1),
        Draft($"evidence/{OtherId}", Evidence, "SECRET", Value((2, "E-17"), (6, "Said a person who was there."))),
    ];

    public static SealTerms Terms(RandomSource random, long atMs, ReadOnlyMemory<byte>? lineage = null) =>
        new(Parties.Fra, lineage ?? random.Bytes(32), atMs, Mode.Test, Of32);

    public static byte[] Value(params (int Field, object Content)[] fields)
    {
        var writer = new WireWriter();
        foreach ((int field, object content) in fields)
        {
            _ = content is string text ? writer.Text(field, text) : writer.UInt(field, (ulong)(int)content);
        }

        return writer.ToArray();
    }

    private static DraftPortion Draft(
        string path, MessageShape type, string mark, byte[] value, string[]? to = null, int[]? accompany = null, int preference = 0) => new()
        {
            Path = path,
            Type = type.Name,
            Marking = new Marking { Policy = "FRA", Text = mark, ReleasableTo = [.. to ?? []] },
            Value = value,
            Preference = preference,
            MustAccompany = [.. accompany ?? []],
            Regions = ["MLI"],
            Topics = ["intercommunal-violence"],
        };

    private static FrozenSet<int> Upto(int last) => Enumerable.Range(1, last).ToFrozenSet();
}
