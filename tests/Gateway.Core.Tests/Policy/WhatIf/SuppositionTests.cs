using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Core.Tests.Policy.WhatIf;

public sealed class SuppositionTests
{
    private static readonly DecisionContext Context = new World().Context with { Markings = Gateway.Core.Policy.MarkingBook.Default };

    [Fact]
    public void Who_joins_as_a_member_all_along_gains_what_was_sealed_before()
    {
        Assert.True(Supposition.TryJoin(Context, PartnerCode.Of("FVEY"), World.Fra, DateTimeOffset.MinValue, out DecisionContext? joined));

        Assert.Equal(1, Diff("(S//REL TO USA, FVEY)", joined).NewFlowCount);
    }

    [Fact]
    public void Who_joins_now_gains_nothing_of_what_was_sealed_before()
    {
        Assert.True(Supposition.TryJoin(Context, PartnerCode.Of("FVEY"), World.Fra, World.Noon, out DecisionContext? joined));

        Assert.True(Diff("(S//REL TO USA, FVEY)", joined).IsEmpty);
    }

    [Theory]
    [InlineData("FVEY", "DEU")]
    [InlineData("ECOWAS", "FRA")]
    public void Who_or_what_the_roster_does_not_know_joins_nothing(string coalition, string partner) =>
        Assert.False(Supposition.TryJoin(Context, PartnerCode.Of(coalition), PartnerCode.Of(partner), World.Noon, out _));

    [Fact]
    public void What_lapses_takes_all_that_it_carried()
    {
        Assert.True(Supposition.TryLapse(Context, "MOU", out DecisionContext? lapsed));

        Assert.Equal(1, Diff("(S//REL TO USA, FRA)", lapsed).LossCount);
    }

    [Fact]
    public void What_is_not_held_does_not_lapse() => Assert.False(Supposition.TryLapse(Context, "MOU 1/1", out _));

    [Fact]
    public void Another_mark_is_read_in_the_place_of_one()
    {
        var old = World.Portion("(S//REL TO USA, FRA)").Marking;
        Assert.True(Supposition.TryRemark(Context, old, "(S//NF)", out DecisionContext? remarked, out _));

        Assert.Equal(1, Diff("(S//REL TO USA, FRA)", remarked).LossCount);
        Assert.True(Diff("(C//REL TO USA, FRA, SWE)", remarked).IsEmpty);
    }

    [Fact]
    public void A_stated_list_that_the_new_mark_spells_otherwise_gives_way()
    {
        CorpusPortion portion = new() { Product = CorpusCases.Product(1), Index = 1, Facts = World.Portion("(S//REL TO USA, FRA)") };
        portion = portion with { Facts = portion.Facts with { Marking = portion.Facts.Marking with { ReleasableTo = ["USA", "FRA"] } } };
        Assert.True(Supposition.TryRemark(Context, portion.Facts.Marking, "(S//REL TO USA, SWE)", out DecisionContext? remarked, out _));

        var diff = PolicyDiff.Between(CorpusIndex.Of(World.Usa, [portion]), Context, remarked);

        Assert.Equal(World.Swe, Assert.Single(diff.Gains).Partner);
        Assert.Equal(World.Fra, Assert.Single(diff.Losses).Partner);
    }

    [Fact]
    public void A_mark_that_cannot_be_read_is_refused_with_the_reasons()
    {
        Assert.False(Supposition.TryRemark(Context, World.Portion("(U)").Marking, "(S//REL TO FRA)", out _, out var errors));

        Assert.NotEmpty(errors);
    }

    private static PolicyDiff Diff(string mark, DecisionContext after) => PolicyDiff.Between(
        CorpusIndex.Of(World.Usa, [new CorpusPortion { Product = CorpusCases.Product(1), Index = 1, Facts = World.Portion(mark) }]), Context, after);
}
