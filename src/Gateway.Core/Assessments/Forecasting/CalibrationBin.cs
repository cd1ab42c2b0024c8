using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Forecasting;

/// <summary>
/// Forecasts that said about the same, and what came of them. Well calibrated: the mean forecast lies between low and high in about
/// nineteen bins of twenty.
/// </summary>
/// <param name="From">Least probability of the bin.</param>
/// <param name="Until">Probability below which the bin ends; the last one holds 1 as well.</param>
/// <param name="Count">Forecasts in it.</param>
/// <param name="Happened">Those whose event came.</param>
/// <param name="MeanForecast">Mean probability that they gave.</param>
/// <param name="Low">Lower end of the 95 % interval of the true frequency (Wilson 1927).</param>
/// <param name="High">Upper end of it.</param>
public sealed record CalibrationBin(double From, double Until, int Count, int Happened, double MeanForecast, double Low, double High)
{
    // 97.5 % point of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>Where bins begin and end: narrow below 5 %, because nearly all forecasts of mass killing lie there.</summary>
    public static ImmutableArray<double> Edges { get; } = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

    /// <summary>Share whose event came.</summary>
    public double Frequency => (double)Happened / Count;

    internal static ImmutableArray<CalibrationBin> Of(IReadOnlyCollection<ScoredForecast> forecasts) =>
    [
        .. forecasts.GroupBy(f => Place(f.Probability)).OrderBy(group => group.Key).Select(group => Bin(group.Key, [.. group])),
    ];

    private static int Place(double probability)
    {
        int place = Edges.Length - 2;
        while (probability < Edges[place])
        {
            place--;
        }

        return place;
    }

    private static CalibrationBin Bin(int place, ScoredForecast[] forecasts)
    {
        int happened = forecasts.Count(f => f.Happened);
        double n = forecasts.Length, share = happened / n, z2 = Z * Z;
        double middle = (share + (z2 / (2 * n))) / (1 + (z2 / n));
        double half = Z / (1 + (z2 / n)) * Math.Sqrt((share * (1 - share) / n) + (z2 / (4 * n * n)));
        return new CalibrationBin(
            Edges[place],
            Edges[place + 1],
            forecasts.Length,
            happened,
            forecasts.Average(f => f.Probability),
            happened == 0 ? 0 : Math.Max(0, middle - half),
            happened == forecasts.Length ? 1 : Math.Min(1, middle + half));
    }
}
