using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Assessments;

namespace Gateway.Cli.Imports;

/// <summary>A run of the ViEWS forecasts: the last month of data. Forecasts begin with the month after.</summary>
internal sealed record ViewsRun(int Year, int Month)
{
    /// <summary>The run whose first forecast month has this id; month 1 is January 1980.</summary>
    public static ViewsRun BeforeMonth(int monthId)
    {
        int months = monthId - 2;
        return new ViewsRun(1980 + (months / 12), 1 + (months % 12));
    }

    public static bool TryParse(string text, out ViewsRun run)
    {
        bool read = DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime month);
        run = new ViewsRun(month.Year, month.Month);
        return read;
    }

    /// <summary>"2025-08".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}

/// <summary>
/// One country over a run's first twelve months. The producer gives each month alone and months depend on each other, so for "at least one
/// month" only bounds are sound: at least the likeliest month, at most the sum (Fréchet).
/// </summary>
/// <param name="Country">The country.</param>
/// <param name="Rank">Place by expected deaths, 1 = most.</param>
/// <param name="Of">Countries ranked.</param>
/// <param name="ExpectedDeaths">Deaths from state-based conflict, the months' sum.</param>
/// <param name="Hundred">A month with 100 deaths or more.</param>
/// <param name="Thousand">A month with 1,000 deaths or more.</param>
internal sealed record ViewsForecast(Country Country, int Rank, int Of, double ExpectedDeaths, Bounds Hundred, Bounds Thousand);

/// <summary>A probability known to lie between two values.</summary>
internal sealed record Bounds(double Low, double High)
{
    /// <summary>For "at least one of these", from each one's probability.</summary>
    public static Bounds OfAny(IEnumerable<double> probabilities)
    {
        double[] each = [.. probabilities];
        return new Bounds(each.Max(), Math.Min(1, each.Sum()));
    }
}

/// <summary>All countries of one run, by rank.</summary>
internal sealed record ViewsTable(ViewsRun Run, ImmutableArray<ViewsForecast> Forecasts);
