using CsCheck;
using Gateway.Core.Assessments.Observations;

namespace Gateway.Core.Tests.Assessments.Observations;

public class ObservationTrendTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sporadic_increase_is_a_rise() // murders a month
    {
        var trend = Assert.IsType<ObservationTrend.Computed>(Of(2, 5, 3, 8, 6, 11));
        Assert.Equal((TrendDirection.Rising, 6, "events"), (trend.Direction, trend.Count, trend.Unit));
        Assert.Equal((2.0, 11.0), (trend.First.Value, trend.Last.Value));
        Assert.Equal(11.0 / 15, trend.Agreement, 12); // 13 pairs rise, 2 fall
        Assert.Equal(1.5, trend.SlopePerMonth, 12); // the eighth of the fifteen slopes in order
    }

    [Fact]
    public void One_outlier_does_not_make_a_trend() => Assert.Equal(TrendDirection.Steady, Direction(5, 5, 5, 900, 5, 5, 5));

    [Fact]
    public void A_falling_series_falls() => Assert.Equal(TrendDirection.Falling, Direction(9, 7, 8, 4, 2));

    [Fact]
    public void What_goes_up_and_down_is_steady() => Assert.Equal(TrendDirection.Steady, Direction(1, 9, 1, 9, 1, 9, 1));

    [Fact]
    public void Values_may_come_in_any_order() =>
        Assert.Equal(Of(1, 2, 3), ObservationTrend.Of(Series(1, 2, 3).Reverse()));

    [Fact]
    public void Units_are_compared_and_never_converted()
    {
        ObservedValue[] mixed = [new(Start, 1, "km"), new(Start.AddDays(1), 2000, "m"), new(Start.AddDays(2), 3, "")];
        Assert.Equal(["", "km", "m"], Assert.IsType<ObservationTrend.UnitsDiffer>(ObservationTrend.Of(mixed)).Units);
        Assert.Equal([""], Assert.IsType<ObservationTrend.UnitsDiffer>(ObservationTrend.Of([new(Start, 1, ""), new(Start.AddDays(1), 2, "")])).Units);
        Assert.Equal([""], Assert.IsType<ObservationTrend.UnitsDiffer>(ObservationTrend.Of([default])).Units);
    }

    [Fact]
    public void One_value_or_one_moment_has_no_trend()
    {
        Assert.Equal(new ObservationTrend.TooFew(0), ObservationTrend.Of([]));
        Assert.Equal(new ObservationTrend.TooFew(1), Of(4));
        Assert.Equal(new ObservationTrend.TooFew(2), ObservationTrend.Of([new(Start, 1, "events"), new(Start, 9, "events")]));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(-1.7e308, 1.7e308)] // their difference is beyond a double
    public void Numbers_that_are_not_finite_have_no_trend(double first, double second) =>
        Assert.IsType<ObservationTrend.NotFinite>(Of(first, second));

    [Fact]
    public void The_latest_thousand_are_looked_at()
    {
        double[] values = [.. Enumerable.Range(0, 1500).Select(i => i < 500 ? 10_000.0 - i : i)];
        var trend = Assert.IsType<ObservationTrend.Computed>(Of(values));
        Assert.Equal((TrendDirection.Rising, 1000), (trend.Direction, trend.Count));
    }

    [Fact]
    public void Turning_the_series_around_turns_the_trend_around() => Gen.Double[-1e6, 1e6].Array[2, 20].Sample(values =>
    {
        var up = (ObservationTrend.Computed)Of(values);
        var down = (ObservationTrend.Computed)Of([.. values.Select(value => -value)]);
        Assert.Equal(-up.Agreement, down.Agreement, 12);
        Assert.Equal(-up.SlopePerMonth, down.SlopePerMonth, 6);
    });

    private static TrendDirection Direction(params double[] values) => ((ObservationTrend.Computed)Of(values)).Direction;

    private static ObservationTrend Of(params double[] values) => ObservationTrend.Of(Series(values));

    private static ObservedValue[] Series(params double[] values) =>
        [.. values.Select((value, i) => new ObservedValue(Start.AddDays(30 * i), value, "events"))];
}
