using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Assessments;

namespace Gateway.Cli.Imports;

/// <summary>
/// Reads a country-month file of ViEWS, or our compact form of one: all of it or nothing. In the producer's file <c>step_combined</c> is
/// ln(1 + deaths), and the columns named <c>multi_*_logit</c> are probabilities of under 0.5, 10, 100, 1,000 and more deaths.
/// </summary>
internal static class ViewsReader
{
    /// <summary>Months that are aggregated.</summary>
    public const int Months = 12;

    private const string Month = "month_id";
    private const string CountryId = "country_id";
    private const string Deaths = "step_combined";
    private const int LastMonth = 12 * 200;

    // The producer's regression dips a little below ln(1 + 0) in quiet countries; that means none. Above: ln(1 + 1e9).
    private const double LeastLogDeaths = -0.05;
    private const double MostLogDeaths = 20.7;

    private static readonly string[] Classes = [.. Enumerable.Range(0, 5).Select(k => FormattableString.Invariant($"multi_{k}_logit"))];

    /// <param name="sheet">The file.</param>
    /// <param name="run">The run it has to be; null = whichever it is.</param>
    public static ImportReading<ViewsTable> Read(CsvSheet sheet, ViewsRun? run)
    {
        ImportReading<ViewsTable> reading =
            sheet.Has([Month, CountryId, Deaths, .. Classes]) ? ReadMonths(sheet)
            : sheet.Has(ViewsCompact.Columns) ? ViewsCompact.Read(sheet)
            : Refuse("unknown-edition", $"The heading is not that of a ViEWS country-month file ({Month}, {CountryId}, {Deaths}, {Classes[0]} ...).");
        return reading is ImportReading<ViewsTable>.Read { Value.Run: var found } && run is not null && run != found
            ? Refuse("wrong-edition", $"This is the run of {found}, not of {run}.")
            : reading;
    }

    private static ImportReading<ViewsTable> ReadMonths(CsvSheet sheet)
    {
        ImmutableArray<Line> lines = [.. sheet.Rows.Select(ReadLine)];
        int first = lines.Min(l => l.Month);
        List<(Country Country, double Deaths, Bounds Hundred, Bounds Thousand)> found = [];
        foreach (IGrouping<Country, Line> months in lines.Where(l => l.Country is not null).GroupBy(l => l.Country!))
        {
            CheckMonths(months, first);
            Line[] year = [.. months.Where(l => l.Month < first + Months)];
            if (year.Length > 0)
            {
                found.Add((
                    months.Key,
                    year.Sum(l => Math.Max(0, Math.Exp(l.LogDeaths) - 1)),
                    Bounds.OfAny(year.Select(l => Math.Min(1, l.Classes[3] + l.Classes[4]))),
                    Bounds.OfAny(year.Select(l => l.Classes[4]))));
            }
        }

        if (sheet.Errors is [_, ..] errors)
        {
            return new ImportReading<ViewsTable>.Refused(errors);
        }

        return new ImportReading<ViewsTable>.Read(new ViewsTable(
            ViewsRun.BeforeMonth(first),
            [.. found.OrderByDescending(f => f.Deaths).Select((f, i) => new ViewsForecast(f.Country, i + 1, found.Count, f.Deaths, f.Hundred, f.Thousand))]));
    }

    private static Line ReadLine(CsvRow row)
    {
        int id = row.Whole(CountryId, 1, 9999);
        if (!Countries.TryByViewsId(id, out Country? country))
        {
            row.Fail(CountryId, "unknown-country", $"No country in force has the ViEWS id {id}.");
        }

        double[] classes = [.. Classes.Select(row.Probability)];
        if (Math.Abs(classes.Sum() - 1) > 1e-6)
        {
            row.Fail(Classes[0], "not-a-distribution", "The five class probabilities do not add up to 1.");
        }

        return new Line(row, row.Whole(Month, 2, LastMonth), country, row.Number(Deaths, LeastLogDeaths, MostLogDeaths), classes);
    }

    private static void CheckMonths(IGrouping<Country, Line> months, int first)
    {
        HashSet<int> seen = [];
        foreach (Line line in months.Where(line => !seen.Add(line.Month)))
        {
            line.Row.Fail(CountryId, "duplicate-country", string.Create(CultureInfo.InvariantCulture, $"{months.Key.Name} has month {line.Month} already."));
        }

        if (Enumerable.Range(first, Months).Where(month => !seen.Contains(month)).Cast<int?>().FirstOrDefault() is { } missing)
        {
            months.First().Row.Fail(Month, "missing-month", string.Create(CultureInfo.InvariantCulture, $"{months.Key.Name} has no month {missing}."));
        }
    }

    private static ImportReading<ViewsTable>.Refused Refuse(string rule, string message) => new([new ImportError(0, "", rule, message)]);

    private sealed record Line(CsvRow Row, int Month, Country? Country, double LogDeaths, double[] Classes);
}
