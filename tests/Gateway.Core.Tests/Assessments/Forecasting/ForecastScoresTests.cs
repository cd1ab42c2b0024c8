using CsCheck;
using Gateway.Core.Assessments.Forecasting;

namespace Gateway.Core.Tests.Assessments.Forecasting;

public class ForecastScoresTests
{
    private static readonly Gen<ScoredForecast[]> Forecasts =
        Gen.Select(Gen.Double[0, 1], Gen.Bool, (p, happened) => new ScoredForecast(p, happened)).Array[1, 60];

    // Worked by hand: squares 0.01, 0.01, 0.64, 0.49; logs of 0.9, 0.9, 0.2, 0.3; of the four pairs three are in order.
    [Fact]
    public void Four_forecasts_worked_by_hand()
    {
        var scores = ForecastScores.Of([new(0.1, false), new(0.9, true), new(0.8, false), new(0.3, true)]);
        Assert.Equal(0.2875, scores.Brier, 14);
        Assert.Equal(-Math.Log(0.9 * 0.9 * 0.2 * 0.3) / 4, scores.Log, 14);
        Assert.Equal((4, 2, 0.5, 0), (scores.Count, scores.Happened, scores.BaseRate, scores.Clipped));
        Assert.Equal(1 - (0.2875 / 0.25), scores.Skill!.Value, 14);
        Assert.Equal(0.75, scores.Discrimination!.Value, 14);
        Assert.Equal(0.525, scores.MeanForecast, 14);
    }

    [Fact]
    public void Skill_is_measured_against_the_rate_that_is_given()
    {
        // Always saying 0.1 would have cost 0.1², 0.9² in halves: 0.41.
        var scores = ForecastScores.Of([new(0.5, false), new(0.5, true)], 0.1);
        Assert.Equal(1 - (0.25 / 0.41), scores.Skill!.Value, 14);
        Assert.Null(ForecastScores.Of([new(0.5, false)]).Skill);
    }

    [Fact]
    public void Certainty_that_was_wrong_is_clipped_counted_and_dear()
    {
        var scores = ForecastScores.Of([new(0, true), new(1, false), new(1, true), new(0.5, true)]);
        Assert.Equal(3, scores.Clipped);
        Assert.Equal(((2 * -Math.Log(1e-6)) - Math.Log(1 - 1e-6) - Math.Log(0.5)) / 4, scores.Log, 12);
    }

    [Fact]
    public void Perfect_forecasts_cost_nothing() =>
        Gen.Bool.Array[1, 40].Sample(happened =>
        {
            var scores = ForecastScores.Of([.. happened.Select(came => new ScoredForecast(came ? 1 : 0, came))]);
            Assert.Equal(0, scores.Brier);
            Assert.InRange(scores.Log, 0, 2e-6);
            Assert.True(scores.Discrimination is null or 1);
        });

    [Fact]
    public void Scores_lie_in_their_ranges_and_bins_hold_every_forecast_once() =>
        Forecasts.Sample(forecasts =>
        {
            var scores = ForecastScores.Of(forecasts);
            Assert.InRange(scores.Brier, 0, 1);
            Assert.InRange(scores.Log, 0, -Math.Log(ForecastScores.Clip) + 1e-9);
            Assert.True(scores.Discrimination is null or (>= 0 and <= 1));
            Assert.True(scores.Skill is null or <= 1);
            Assert.Equal((scores.Count, scores.Happened), (scores.Calibration.Sum(bin => bin.Count), scores.Calibration.Sum(bin => bin.Happened)));
            Assert.All(scores.Calibration, bin =>
            {
                Assert.True(bin.From <= bin.MeanForecast + 1e-12 && bin.MeanForecast - 1e-12 <= bin.Until);
                Assert.True(0 <= bin.Low && bin.Low <= bin.Frequency && bin.Frequency <= bin.High && bin.High <= 1);
            });
        });

    [Fact]
    public void An_edge_belongs_to_the_bin_above_it_and_one_to_the_last()
    {
        var scores = ForecastScores.Of([new(0, false), new(0.00999, false), new(0.01, false), new(0.5, true), new(1, true)]);
        Assert.Equal([(0.0, 2), (0.01, 1), (0.5, 2)], scores.Calibration.Select(bin => (bin.From, bin.Count)));
        Assert.Equal(1, scores.Calibration[^1].Until);
    }

    // Wilson's interval for none of ten: z² / (10 + z²) = 3.8415 / 13.8415.
    [Fact]
    public void Few_forecasts_have_a_wide_interval()
    {
        CalibrationBin bin = Assert.Single(ForecastScores.Of([.. Enumerable.Repeat(new ScoredForecast(0.02, false), 10)]).Calibration);
        Assert.Equal(0, bin.Low);
        Assert.Equal(0.27753, bin.High, 4);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_probability_has_no_score(double p)
    {
        Assert.Throws<ArgumentException>(() => ForecastScores.Of([new(p, true)]));
        Assert.Throws<ArgumentException>(() => ForecastScores.Of([new(0.5, true)], p));
        Assert.Throws<ArgumentException>(() => ForecastScores.Of([]));
    }
}
