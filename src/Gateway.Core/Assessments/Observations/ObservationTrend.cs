using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Observations;

/// <summary>One value of a time series.</summary>
/// <param name="At">When, or the beginning of the period that was counted.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">UCUM code or plain word; compared letter by letter, never converted.</param>
public readonly record struct ObservedValue(DateTimeOffset At, double Value, string Unit);

/// <summary>Which way a series goes.</summary>
public enum TrendDirection
{
    /// <summary>Neither.</summary>
    Steady,

    /// <summary>Later values are higher.</summary>
    Rising,

    /// <summary>Later values are lower.</summary>
    Falling,
}

/// <summary>
/// The trend of a numeric series. Slope after Theil and Sen: the median of the slopes of all pairs, which a single outlier does not move.
/// Agreement after Kendall: pairs that rise less pairs that fall, over all pairs. A series goes one way when both say so and the agreement is at
/// least <see cref="LeastAgreement"/>. With two values the answer is certain and says little: look at <see cref="Computed.Count"/>.
/// </summary>
public abstract record ObservationTrend
{
    /// <summary>Agreement from which on a series counts as rising or falling.</summary>
    public const double LeastAgreement = 0.3;

    /// <summary>Values that are looked at, the latest: the work grows with the square of their number.</summary>
    public const int Most = 1000;

    private const double DaysPerMonth = 30;

    private ObservationTrend()
    {
    }

    /// <summary>A trend.</summary>
    /// <param name="Direction">Which way.</param>
    /// <param name="SlopePerMonth">Change per thirty days, in <paramref name="Unit"/>.</param>
    /// <param name="Agreement">-1 (every pair falls) to 1 (every pair rises).</param>
    /// <param name="Count">Values that were looked at, at least two.</param>
    /// <param name="First">The earliest of them.</param>
    /// <param name="Last">The latest of them.</param>
    /// <param name="Unit">The unit of all values.</param>
    public sealed record Computed(
        TrendDirection Direction, double SlopePerMonth, double Agreement, int Count, ObservedValue First, ObservedValue Last, string Unit) : ObservationTrend;

    /// <summary>Values in different units have no trend; nothing is converted.</summary>
    /// <param name="Units">The units met, in ordinal order; an empty one is a missing unit.</param>
    public sealed record UnitsDiffer(ImmutableArray<string> Units) : ObservationTrend;

    /// <summary>Fewer than two values at different times.</summary>
    /// <param name="Count">Values given.</param>
    public sealed record TooFew(int Count) : ObservationTrend;

    /// <summary>A value, or a difference of two, is not a finite number.</summary>
    public sealed record NotFinite : ObservationTrend;

    /// <summary>Computes the trend of values in any order. Never throws.</summary>
    public static ObservationTrend Of(IEnumerable<ObservedValue> series)
    {
        ObservedValue[] values = [.. series.OrderBy(value => value.At)];
        if (values.Any(value => string.IsNullOrEmpty(value.Unit) || value.Unit != values[0].Unit))
        {
            return new UnitsDiffer([.. values.Select(value => value.Unit ?? "").Distinct().Order(StringComparer.Ordinal)]);
        }

        values = values[Math.Max(0, values.Length - Most)..];
        if (!values.All(value => double.IsFinite(value.Value)))
        {
            return new NotFinite();
        }

        return values.Length < 2 || values[0].At == values[^1].At ? new TooFew(values.Length) : Compute(values);
    }

    private static ObservationTrend Compute(ObservedValue[] values)
    {
        List<double> slopes = [];
        long balance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++)
            {
                double days = (values[j].At - values[i].At).TotalDays;
                if (days > 0)
                {
                    slopes.Add((values[j].Value - values[i].Value) / days);
                    balance += values[j].Value.CompareTo(values[i].Value);
                }
            }
        }

        double slope = Median(slopes) * DaysPerMonth;
        if (!double.IsFinite(slope))
        {
            return new NotFinite();
        }

        double agreement = (double)balance / slopes.Count;
        TrendDirection direction = (slope, agreement) switch
        {
            ( > 0, >= LeastAgreement) => TrendDirection.Rising,
            ( < 0, <= -LeastAgreement) => TrendDirection.Falling,
            _ => TrendDirection.Steady,
        };
        return new Computed(direction, slope, agreement, values.Length, values[0], values[^1], values[0].Unit);
    }

    private static double Median(List<double> numbers)
    {
        numbers.Sort();
        int middle = numbers.Count / 2;
        return numbers.Count % 2 == 1 ? numbers[middle] : (numbers[middle - 1] / 2) + (numbers[middle] / 2);
    }
}
