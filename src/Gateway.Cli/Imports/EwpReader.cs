using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Assessments;

namespace Gateway.Cli.Imports;

/// <summary>Reads a forecast file of the Early Warning Project, any edition, or our compact form of one: all of it or nothing.</summary>
internal static class EwpReader
{
    private const int MostCountries = 300;

    private static readonly string[] NotPredictors = ["", "SFTGcode"];

    /// <param name="sheet">The file.</param>
    /// <param name="year">The edition it has to be; null = whichever it is.</param>
    public static ImportReading<EwpTable> Read(CsvSheet sheet, int? year)
    {
        if (EwpEdition.Detect(sheet) is not { } edition)
        {
            return Refuse("unknown-edition", "The heading fits no edition of the Early Warning Project from 2018 to 2025.");
        }

        if (year is { } asked && asked != edition.Year)
        {
            return Refuse("wrong-edition", string.Create(CultureInfo.InvariantCulture, $"This is the {edition.Year} edition, not that of {asked}."));
        }

        ImmutableArray<Line> lines = [.. sheet.Rows.Select(row => ReadLine(row, edition))];
        CheckTwice(lines);
        if (edition.Rank2 is not null)
        {
            CheckRanks(lines, edition);
        }

        return sheet.Errors is [_, ..] errors
            ? new ImportReading<EwpTable>.Refused(errors)
            : new ImportReading<EwpTable>.Read(new EwpTable(edition, [.. Forecasts(lines, edition).OrderBy(f => f.TwoYears.Rank)]));
    }

    private static Line ReadLine(CsvRow row, EwpEdition edition)
    {
        if (edition.Stated is { } stated && row.Whole(stated, 1900, 2200) is var year && year != edition.Year)
        {
            row.Fail(stated, "wrong-edition", string.Create(CultureInfo.InvariantCulture, $"The compact form holds the {edition.Year} edition."));
        }

        return new Line(
            row,
            CountryOf(row, edition),
            row.Probability(edition.Risk2),
            row.Probability(edition.Risk1),
            Optional(edition.Previous, row.Probability),
            Rank(row, edition.Rank2),
            Rank(row, edition.Rank1),
            Rank(row, edition.PreviousRank),
            Rank(row, edition.Of),
            Optional(edition.Mean2, row.Probability),
            Optional(edition.Mean1, row.Probability));
    }

    private static Country? CountryOf(CsvRow row, EwpEdition edition)
    {
        int code = row.Whole(edition.Code, 1, 999);
        string name = row.Text(edition.Country);
        bool byCode = Countries.TryByGw(code, out Country? country);
        bool byName = Countries.TryByEwpName(name, out Country? named);
        if (!byCode)
        {
            row.Fail(edition.Code, "unknown-country", $"No country in force has the number {code}.");
        }

        if (!byName)
        {
            row.Fail(edition.Country, "unknown-country", $"No country in force is called '{name}'.");
        }

        if (byCode && byName && country != named)
        {
            row.Fail(edition.Country, "country-mismatch", $"The number {code} is {country!.Name}, the name is {named!.Name}.");
        }

        return country;
    }

    private static void CheckTwice(ImmutableArray<Line> lines)
    {
        foreach (IGrouping<Country, Line> same in lines.Where(l => l.Country is not null).GroupBy(l => l.Country!))
        {
            foreach (Line again in same.Skip(1))
            {
                again.Row.Fail("", "duplicate-country", $"{same.Key.Name} stands in line {same.First().Row.Line} already.");
            }
        }
    }

    // A rank that disagrees with its risk means shifted columns or an edited file.
    private static void CheckRanks(ImmutableArray<Line> lines, EwpEdition edition)
    {
        Line? before = null;
        foreach (Line line in lines.OrderBy(l => l.Rank2))
        {
            if (before is not null && (line.Rank2 == before.Rank2 || line.Risk2 > before.Risk2))
            {
                line.Row.Fail(edition.Rank2!, "rank-disagrees", $"Rank {line.Rank2} does not fit the risk beside that of rank {before.Rank2}.");
            }

            before = line;
        }
    }

    private static IEnumerable<EwpForecast> Forecasts(ImmutableArray<Line> lines, EwpEdition edition)
    {
        double mean2 = lines.Average(l => l.Risk2);
        double mean1 = lines.Average(l => l.Risk1);
        double meanBefore = lines.Average(l => l.Previous ?? 0);
        string[] predictors = edition.Of is null ? [.. lines[0].Row.Sheet.Headings.Except(edition.Columns).Except(NotPredictors)] : [];
        foreach (Line line in lines)
        {
            int of = line.Of ?? lines.Length;
            yield return new EwpForecast(
                line.Country!,
                line.Row.Text(edition.Country),
                new RankedRisk(line.Risk2, line.Rank2 ?? 1 + lines.Count(o => o.Risk2 > line.Risk2), of, line.Mean2 ?? mean2),
                new RankedRisk(line.Risk1, line.Rank1 ?? 1 + lines.Count(o => o.Risk1 > line.Risk1), of, line.Mean1 ?? mean1),
                line.Previous is { } previous ? new RankedRisk(previous, line.PreviousRank ?? 0, of, meanBefore) : null,
                [.. predictors.Select(name => (name, Value: Predictor(line.Row.Text(name)))).Where(p => p.Value is not null).Select(p => (p.name, p.Value!.Value))]);
        }
    }

    // A predictor that the producer left out ("NA") is left out here too; it is shown, nothing is computed from it.
    private static double? Predictor(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static int? Rank(CsvRow row, string? heading) => heading is null ? null : row.Whole(heading, 1, MostCountries);

    private static double? Optional(string? heading, Func<string, double> read) => heading is null ? null : read(heading);

    private static ImportReading<EwpTable>.Refused Refuse(string rule, string message) => new([new ImportError(0, "", rule, message)]);

    private sealed record Line(
        CsvRow Row, Country? Country, double Risk2, double Risk1, double? Previous,
        int? Rank2, int? Rank1, int? PreviousRank, int? Of, double? Mean2, double? Mean1);
}
