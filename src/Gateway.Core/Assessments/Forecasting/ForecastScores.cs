using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Forecasting;

/// <summary>A forecast whose outcome is known.</summary>
/// <param name="Probability">Probability that was given, 0 to 1.</param>
/// <param name="Happened">Whether the event came within the forecast's horizon.</param>
public readonly record struct ScoredForecast(double Probability, bool Happened);

/// <summary>How good a set of forecasts was. Immutable.</summary>
public sealed record ForecastScores
{
    /// <summary>
    /// Least probability that the log score sees; the most is one less this. A forecast of 0 for what happened would otherwise cost
    /// infinitely much and hide all others. How many were moved stands beside the score.
    /// </summary>
    public const double Clip = 1e-6;

    private ForecastScores()
    {
    }

    /// <summary>Forecasts that were scored.</summary>
    public required int Count { get; init; }

    /// <summary>Those whose event came.</summary>
    public required int Happened { get; init; }

    /// <summary>Mean probability that was given.</summary>
    public required double MeanForecast { get; init; }

    /// <summary>Mean of (p - o)², o = 1 where the event came and 0 where not: 0 is perfect, 1 worst (Brier 1950, in its binary form).</summary>
    public required double Brier { get; init; }

    /// <summary>Mean of -ln of the probability given to what came, in nats: 0 is perfect (Good 1952). Clipped as <see cref="Clip"/> says.</summary>
    public required double Log { get; init; }

    /// <summary>Forecasts that the log score had to clip.</summary>
    public required int Clipped { get; init; }

    /// <summary>The rate that skill is measured against: the one given, or the share of these forecasts whose event came.</summary>
    public required double BaseRate { get; init; }

    /// <summary>
    /// 1 - Brier / Brier of always saying <see cref="BaseRate"/>: 1 is perfect, 0 no better, below 0 worse (Murphy 1973). Null where the
    /// base rate was never wrong. A base rate out of the same forecasts was known to nobody beforehand: it is a hard rival.
    /// </summary>
    public required double? Skill { get; init; }

    /// <summary>
    /// The chance that of one forecast whose event came and one whose event did not, the first was higher; ties count half: 0.5 is
    /// guessing, 1 perfect (area under the ROC curve, Hanley and McNeil 1982). Null unless there are both.
    /// </summary>
    public required double? Discrimination { get; init; }

    /// <summary>Forecasts by what they said, lowest first; bins that hold none are left out.</summary>
    public required ImmutableArray<CalibrationBin> Calibration { get; init; }

    /// <summary>Scores forecasts; there has to be at least one.</summary>
    /// <param name="forecasts">Forecasts with known outcomes.</param>
    /// <param name="baseRate">Rate known beforehand to measure skill against, 0 to 1; null = the forecasts' own.</param>
    /// <exception cref="ArgumentException">There are none, or a number is no probability.</exception>
    public static ForecastScores Of(IReadOnlyCollection<ScoredForecast> forecasts, double? baseRate = null)
    {
        if (forecasts.Count == 0 || forecasts.Any(f => f.Probability is not (>= 0 and <= 1)) || baseRate is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentException("Scores need at least one forecast, and probabilities from 0 to 1.");
        }

        int happened = forecasts.Count(f => f.Happened);
        double frequency = (double)happened / forecasts.Count;
        double rate = baseRate ?? frequency;
        double brier = forecasts.Average(f => Square(f.Probability - (f.Happened ? 1 : 0)));
        double rival = (frequency * Square(1 - rate)) + ((1 - frequency) * Square(rate));
        return new ForecastScores
        {
            Count = forecasts.Count,
            Happened = happened,
            MeanForecast = forecasts.Average(f => f.Probability),
            Brier = brier,
            Log = forecasts.Average(f => -Math.Log(Clipping(f.Happened ? f.Probability : 1 - f.Probability))),
            Clipped = forecasts.Count(f => f.Probability is < Clip or > 1 - Clip),
            BaseRate = rate,
            Skill = rival == 0 ? null : 1 - (brier / rival),
            Discrimination = Area(forecasts, happened),
            Calibration = CalibrationBin.Of(forecasts),
        };
    }

    private static double Clipping(double p) => Math.Clamp(p, Clip, 1 - Clip);

    private static double Square(double x) => x * x;

    // By rank sums (Mann and Whitney 1947); average ranks make ties count half.
    private static double? Area(IReadOnlyCollection<ScoredForecast> forecasts, int happened)
    {
        long others = forecasts.Count - happened;
        if (happened == 0 || others == 0)
        {
            return null;
        }

        double[] ranks = Ranks.Average([.. forecasts.Select(f => f.Probability)]);
        double sum = forecasts.Zip(ranks).Where(pair => pair.First.Happened).Sum(pair => pair.Second);
        return 1 - ((sum - (happened * (happened + 1.0) / 2)) / ((double)happened * others));
    }
}
