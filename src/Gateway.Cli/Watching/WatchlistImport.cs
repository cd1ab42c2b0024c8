using System.Collections.Immutable;
using System.Globalization;
using Gateway.Cli.Imports;
using Gateway.Core.Assessments;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Watching;

/// <summary>
/// Reads a file into entries of a watchlist, whole or not at all: a forecast edition of the Early Warning Project (its highest ranks), the
/// project's list of mass killings that go on (its target groups), or entries one a line.
/// </summary>
internal static class WatchlistImport
{
    private const string Target = "Target";
    private const string Country = "Country";
    private static readonly string[] Ongoing = [Country, "State-Led or Non-State-Led", "Start Year", "Perpetrator", Target];
    private static readonly string[] Own = ["iso3", "adm_pcode", "group", "priority", "reason"];

    // A spelling of the project's list that no edition of its forecasts has.
    private static readonly Dictionary<string, string> Spellings = new() { ["Phillippines"] = "Philippines" };

    /// <param name="sheet">The file.</param>
    /// <param name="top">How many ranks of a forecast edition.</param>
    /// <param name="terms">How each entry is marked.</param>
    public static ImportReading<ImmutableArray<WatchEntry>> Read(CsvSheet sheet, int top, ForecastTerms terms)
    {
        if (sheet.Has(Ongoing))
        {
            return Rows(sheet, row => KillingsOngoing(row, terms));
        }

        if (sheet.Has(Own))
        {
            return Rows(sheet, row => Entry(row, terms));
        }

        return EwpReader.Read(sheet, year: null) switch
        {
            ImportReading<EwpTable>.Read { Value: var table } => new ImportReading<ImmutableArray<WatchEntry>>.Read(
                [.. table.Forecasts.Where(forecast => forecast.TwoYears.Rank <= top).Select(forecast => Ranked(forecast, table.Edition, top, terms))]),
            ImportReading<EwpTable>.Refused { Errors: [{ Rule: "unknown-edition" }] } => new ImportReading<ImmutableArray<WatchEntry>>.Refused(
                [new ImportError(0, "", "unknown-file", $"The heading is none of a forecast edition, of mass killings that go on, or {string.Join(',', Own)}.")]),
            ImportReading<EwpTable>.Refused refused => new ImportReading<ImmutableArray<WatchEntry>>.Refused(refused.Errors),
            var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
        };
    }

    private static ImportReading<ImmutableArray<WatchEntry>> Rows(CsvSheet sheet, Func<CsvRow, WatchEntry> read)
    {
        ImmutableArray<WatchEntry> entries = [.. sheet.Rows.Select(read)];
        return sheet.Errors is [_, ..] errors
            ? new ImportReading<ImmutableArray<WatchEntry>>.Refused(errors)
            : new ImportReading<ImmutableArray<WatchEntry>>.Read(entries);
    }

    private static WatchEntry KillingsOngoing(CsvRow row, ForecastTerms terms)
    {
        string name = row.Text(Country), group = row.Text(Target).Trim();
        if (!Countries.TryByEwpName(Spellings.GetValueOrDefault(name, name), out Core.Assessments.Country? country))
        {
            row.Fail(Country, "unknown-country", $"No country in force is called '{name}'.");
        }

        if (group.Length == 0)
        {
            row.Fail(Target, "no-group", "A mass killing has a target.");
        }

        int year = row.Whole("Start Year", 1900, 2200);
        return New(terms, country?.Iso3 ?? "", "", group, 1, string.Create(
            CultureInfo.InvariantCulture, $"{row.Text("State-Led or Non-State-Led")} mass killing since {year}; perpetrator: {row.Text("Perpetrator")}."));
    }

    private static WatchEntry Entry(CsvRow row, ForecastTerms terms)
    {
        string iso3 = row.Text("iso3");
        if (!Countries.TryByIso3(iso3, out _))
        {
            row.Fail("iso3", "unknown-country", "No country in force has this code.");
        }

        uint priority = row.Text("priority").Length == 0 ? 0 : (uint)row.Whole("priority", 0, 5);
        return New(terms, iso3, row.Text("adm_pcode"), row.Text("group").Trim(), priority, row.Text("reason"));
    }

    // Five priorities over the ranks asked for, the first for the first fifth.
    private static WatchEntry Ranked(EwpForecast forecast, EwpEdition edition, int top, ForecastTerms terms) => New(
        terms, forecast.Country.Iso3, "", "", (uint)(1 + ((forecast.TwoYears.Rank - 1) * 5 / top)), string.Create(
            CultureInfo.InvariantCulture,
            $"Rank {forecast.TwoYears.Rank} of {forecast.TwoYears.Of} in {edition.Serial}: {ForecastTemplate.Percent(forecast.TwoYears.Risk)} in two years, mean {ForecastTemplate.Percent(forecast.TwoYears.Mean)}."));

    private static WatchEntry New(ForecastTerms terms, string iso3, string area, string group, uint priority, string reason) => new()
    {
        Portion = new Portion { Marking = terms.Marking.Clone() },
        Iso3 = iso3,
        AdmPcode = area,
        Group = group,
        Priority = priority,
        Reason = reason,
    };
}
