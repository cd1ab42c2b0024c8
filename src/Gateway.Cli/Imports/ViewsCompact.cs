using System.Collections.Immutable;
using Gateway.Core.Assessments;

namespace Gateway.Cli.Imports;

/// <summary>Our compact form of a ViEWS run: one line a country, aggregated as its heading comment says (samples/).</summary>
internal static class ViewsCompact
{
    private const int MostCountries = 300;
    private const double MostDeaths = 1e9;

    public static ImmutableArray<string> Columns { get; } =
        ["run", "of", "rank", "country", "iso3", "views_id", "gw", "expected_deaths_12m", "p100_low", "p100_high", "p1000_low", "p1000_high"];

    public static ImportReading<ViewsTable> Read(CsvSheet sheet)
    {
        if (!ViewsRun.TryParse(sheet.Rows[0].Text("run"), out ViewsRun run))
        {
            sheet.Rows[0].Fail("run", "not-a-month", "The run is a month: 2025-08.");
        }

        HashSet<string> seen = [];
        List<ViewsForecast> forecasts = [];
        foreach (CsvRow row in sheet.Rows)
        {
            if (row.Text("run") != sheet.Rows[0].Text("run"))
            {
                row.Fail("run", "wrong-edition", "A file holds one run.");
            }

            if (!seen.Add(row.Text("iso3")))
            {
                row.Fail("iso3", "duplicate-country", "The country stands in a line above already.");
            }

            if (CountryOf(row) is { } country)
            {
                forecasts.Add(new ViewsForecast(
                    country,
                    row.Whole("rank", 1, MostCountries),
                    row.Whole("of", 1, MostCountries),
                    row.Number("expected_deaths_12m", 0, MostDeaths),
                    Range(row, "p100_low", "p100_high"),
                    Range(row, "p1000_low", "p1000_high")));
            }
        }

        return sheet.Errors is [_, ..] errors
            ? new ImportReading<ViewsTable>.Refused(errors)
            : new ImportReading<ViewsTable>.Read(new ViewsTable(run, [.. forecasts.OrderBy(f => f.Rank)]));
    }

    private static Country? CountryOf(CsvRow row)
    {
        if (!Countries.TryByIso3(row.Text("iso3"), out Country? country))
        {
            row.Fail("iso3", "unknown-country", $"No country in force has the code '{row.Text("iso3")}'.");
            return null;
        }

        if (row.Whole("views_id", 1, 9999) != country.ViewsId)
        {
            row.Fail("views_id", "country-mismatch", $"{country.Name} has the ViEWS id {country.ViewsId}.");
        }

        if (row.Whole("gw", 1, 999) != country.Gw)
        {
            row.Fail("gw", "country-mismatch", $"{country.Name} has the Gleditsch-Ward number {country.Gw}.");
        }

        return country;
    }

    private static Bounds Range(CsvRow row, string lowHeading, string highHeading)
    {
        var bounds = new Bounds(row.Probability(lowHeading), row.Probability(highHeading));
        if (bounds.Low > bounds.High)
        {
            row.Fail(lowHeading, "bounds-crossed", "The lower bound is above the upper one.");
        }

        return bounds;
    }
}
