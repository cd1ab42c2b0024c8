using Gateway.Core.Assessments.Forecasting;

namespace Gateway.Core.Tests.Assessments.Forecasting;

public class RisesTests
{
    private static readonly Rises Of = Rises.Of(
    [
        new("KHM", 0.020, 0.022, 0.005),
        new("NER", 0.030, 0.018, 0.018),
        new("TCD", 0.050, 0.060, null),
        new("XXX", 0.050, null, 0.010),
        new("AAA", 0.020, 0.022, 0.030),
    ]);

    [Fact]
    public void Changes_are_by_the_later_editions_refit_largest_rise_first() =>
        Assert.Equal(["NER", "AAA", "KHM", "TCD"], Of.ByChange.Select(rise => rise.Iso3));

    [Fact]
    public void Published_figures_that_point_another_way_are_told()
    {
        Assert.Equal((1, 2), (Of.SignsDiffer, Of.Restated));
        Rise cambodia = Of.ByChange.Single(rise => rise.Iso3 == "KHM");
        Assert.True(cambodia is { SignDiffers: true, Change: < 0, PublishedChange: > 0 });
    }

    [Fact]
    public void Without_a_refit_no_change_is_said() => Assert.Equal(["XXX"], Of.WithoutRefit);
}
