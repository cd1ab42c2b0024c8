using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Releasing;

public sealed class OpeningChoiceTests
{
    /// <summary>Any portions on few paths, companions anywhere, decoys and nonsense included.</summary>
    private static readonly Gen<(Portion[] Portions, Outcome[] Outcomes)> Any =
        Gen.Select(Gen.Int[0, 4], Gen.UInt[1, 6], Gen.UInt[0, 30].Array[0, 2], Gen.Int[1, 4]).Array[0, 24].Select(all => (
            all.Select((one, i) => Of(i, $"path{one.Item1}", one.Item2, one.Item3)).ToArray(),
            all.Select(one => (Outcome)one.Item4).ToArray()));

    [Fact]
    public void Only_what_passes_is_opened() => Any.Sample(any =>
        Choose(any).All(index => any.Outcomes[index] is Outcome.Release or Outcome.TearLine));

    [Fact]
    public void What_is_opened_has_its_companions() => Any.Sample(any =>
    {
        ImmutableArray<ushort> opened = Choose(any);
        return opened.All(index => any.Portions[index].Body.MustAccompany.All(other => opened.Contains((ushort)other)));
    });

    [Fact]
    public void A_tear_line_is_never_the_fullest_variant_of_its_path() => Any.Sample(any =>
        Choose(any).Where(index => any.Outcomes[index] == Outcome.TearLine).All(index =>
            any.Portions.Any(other => other.Body.Path == any.Portions[index].Body.Path && other.Body.Rank < any.Portions[index].Body.Rank)));

    [Fact]
    public void Withholding_more_never_opens_what_did_not_pass_before() => Any.Sample(any =>
    {
        Outcome[] fewer = [.. any.Outcomes.Select((outcome, i) => i % 3 == 0 ? Outcome.Withhold : outcome)];
        return Choose((any.Portions, fewer)).All(index => any.Outcomes[index] is Outcome.Release or Outcome.TearLine && index % 3 != 0);
    });

    [Fact]
    public void Indexes_ascend() => Any.Sample(any => Choose(any) is var opened && opened.SequenceEqual(opened.Distinct().Order()));

    [Fact]
    public void Of_the_variants_that_pass_the_best_is_opened()
    {
        Portion[] three = [Of(0, "a", 10), Of(1, "a", 20), Of(2, "a", 30)];
        Assert.Equal([0], Choose((three, [Outcome.Release, Outcome.Release, Outcome.Release])));
        Assert.Equal([1], Choose((three, [Outcome.Withhold, Outcome.Release, Outcome.Release])));
        Assert.Equal([1], Choose((three, [Outcome.TearLine, Outcome.TearLine, Outcome.TearLine])));
        Assert.Empty(Choose((three, [Outcome.TearLine, Outcome.Hold, Outcome.Withhold])));
    }

    [Fact]
    public void A_variant_whose_companion_is_withheld_gives_way_to_the_next()
    {
        Portion[] portions = [Of(0, "a", 10, 2), Of(1, "a", 20), Of(2, "b", 1)];
        Assert.Equal([1], Choose((portions, [Outcome.Release, Outcome.Release, Outcome.Withhold])));
    }

    [Fact]
    public void Companions_in_a_circle_stand_and_fall_together()
    {
        Portion[] circle = [Of(0, "a", 1, 1), Of(1, "b", 1, 2), Of(2, "c", 1, 0)];
        Assert.Equal([0, 1, 2], Choose((circle, [Outcome.Release, Outcome.Release, Outcome.Release])));
        Assert.Empty(Choose((circle, [Outcome.Release, Outcome.Hold, Outcome.Release])));
    }

    [Fact]
    public void The_longest_chain_of_companions_is_walked()
    {
        Portion[] chain = [.. Enumerable.Range(0, 20_000).Select(i => Of(i, $"p{i}", 1, i == 0 ? [] : [(uint)(i - 1)]))];
        Assert.Equal(20_000, Choose((chain, [.. Enumerable.Repeat(Outcome.Release, 20_000)])).Length);
    }

    private static ImmutableArray<ushort> Choose((Portion[] Portions, Outcome[] Outcomes) any) => OpeningChoice.Choose(any.Portions, any.Outcomes);

    private static Portion Of(int index, string path, uint rank, params uint[] accompany) => new((ushort)index, default, default, new PortionBody
    {
        Path = path,
        Variant = (uint)index + 1,
        Rank = rank,
        Type = "gateway.v1.Header",
        Marking = new Marking { Policy = "TLP", Text = "TLP:CLEAR" },
        Value = default,
        MustAccompany = [.. accompany],
    });
}
