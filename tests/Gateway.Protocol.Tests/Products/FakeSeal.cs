using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;
using Gateway.Protocol.Products;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Protocol.Tests.Products;

/// <summary>Does to drafts what sealing and verifying do to them, without the hashes: permutes, encodes, reads strictly.</summary>
internal static class FakeSeal
{
    public static ProductSchema Schema { get; } = Schemas.Largest(ProductKind.All[0]);

    public static ImmutableArray<DraftPortion> Flatten(V1.RiskAssessment assessment)
    {
        FlattenOutcome outcome = Flattener.Flatten(assessment, Schema, RandomSource.System);
        return Assert.IsType<FlattenOutcome.Flattened>(outcome, exactMatch: true).Portions;
    }

    public static ImmutableArray<Portion> Seal(ImmutableArray<DraftPortion> drafts, int seed = 1)
    {
        var random = new Random(seed);
        int[] index = [.. Enumerable.Range(0, Schema.Commitments)];
        random.Shuffle(index);
        return [.. drafts.Select((draft, i) => One(draft, i, index, random)).OrderBy(portion => portion.Index)];
    }

    public static bool IsNested(Portion portion) =>
        Schema.TryResolve(portion.Body.Path, portion.Body.Type, out PortionType? type) && type.Pattern.Replace("/*", "", StringComparison.Ordinal).Contains('/');

    private static Portion One(DraftPortion draft, int position, int[] index, Random random)
    {
        byte[] encoded = new PortionBody
        {
            Path = draft.Path,
            Type = draft.Type,
            Marking = draft.Marking,
            Value = draft.Value,
            Variant = (uint)random.Next(1, int.MaxValue),
            Rank = (uint)((draft.Preference * 1000) + random.Next(1, 1000)),
            MustAccompany = [.. draft.MustAccompany.Select(other => (uint)index[other]).Order()],
            Regions = draft.Regions,
            Topics = draft.Topics,
        }.Encode();
        Assert.True(PortionBody.TryDecode(encoded, out PortionBody? body, out WireFault fault), fault.ToString());
        Assert.True(Schema.TryResolve(body.Path, body.Type, out PortionType? type), body.Path);
        Assert.Equal(WireFault.None, StrictWire.Check(body.Value.Span, type.Shape));
        return new Portion((ushort)index[position], default, encoded, body);
    }
}
