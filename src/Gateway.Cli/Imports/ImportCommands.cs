using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using RiskAssessment = Gateway.Protocol.V1.RiskAssessment;

namespace Gateway.Cli.Imports;

/// <summary><c>gatewayctl import</c>: published forecasts into risk assessments, one a country.</summary>
internal static class ImportCommands
{
    public static Verb Build(Surface surface) => new("import", "Imports published forecasts. A file is imported whole or not at all.", Ewp(surface), Views(surface))
    {
        Examples = ["import ewp samples/ewp-2025-top40.csv --policy US --marking '(U//REL TO USA, FRA, SWE)' --dry-run"],
    };

    private static Verb Ewp(Surface surface)
    {
        var edition = new Option<int?>("--edition") { Description = "Year the file has to be of: 2018 to 2025", HelpName = "YEAR" };
        var coefficients = new Option<FileInfo?>("--coefficients") { Description = "The edition's coefficients: recipients can then compute the risks again", HelpName = "FILE" };
        return Import(
            surface,
            "ewp",
            "Imports a forecast file of the Early Warning Project: any edition from 2018 to 2025, or the compact form in samples/.",
            [edition, coefficients],
            (sheet, parsed) => EwpFiles.Read(sheet, parsed.GetValue(edition), parsed.GetValue(coefficients)),
            (table, terms) => [.. table.Forecasts.Select(forecast => new ImportedForecast(
                forecast.TwoYears.Rank,
                forecast.Country,
                $"{ForecastTemplate.Percent(forecast.TwoYears.Risk)} in two years",
                FormattableString.Invariant($"ewp-{table.Edition.Year}-{forecast.Country.Iso3}"),
                EwpAssessment.Write(forecast, table.Edition, terms, table.Coefficients)))],
            [
                "import ewp ewp_2022_forecasts.csv --edition 2022 --policy US --marking '(U//REL TO USA, FRA)' --data demo/USA",
                "import ewp ewp_2022_forecasts.csv --coefficients ewp_2022_coefficients.csv --policy TLP --marking TLP:CLEAR --data demo/SWE",
            ]);
    }

    private static Verb Views(Surface surface)
    {
        var run = new Option<string?>("--edition") { Description = "Month of the run the file has to be of: 2025-08", HelpName = "MONTH" };
        run.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !ViewsRun.TryParse(text, out _))
            {
                result.AddError($"--edition is a month, 2025-08, not '{text}'");
            }
        });
        return Import(
            surface,
            "views",
            "Imports a country-month file of ViEWS, or the compact form in samples/; the first twelve months are aggregated.",
            [run],
            (sheet, parsed) => ViewsReader.Read(sheet, parsed.GetValue(run) is { } text && ViewsRun.TryParse(text, out ViewsRun asked) ? asked : null),
            (table, terms) => [.. table.Forecasts.Select(forecast => new ImportedForecast(
                forecast.Rank,
                forecast.Country,
                FormattableString.Invariant($"{forecast.ExpectedDeaths:#,0} deaths expected"),
                $"views-{table.Run}-{forecast.Country.Iso3}",
                ViewsAssessment.Write(forecast, table.Run, terms)))],
            ["import views samples/views-2025-08-top40.csv --policy TLP --marking TLP:CLEAR --data demo/SWE"]);
    }

    private static Verb Import<T>(
        Surface surface,
        string name,
        string description,
        IReadOnlyList<Option> options,
        Func<CsvSheet, ParseResult, ImportReading<T>> read,
        Func<T, ForecastTerms, IReadOnlyList<ImportedForecast>> write,
        IReadOnlyList<string> examples)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The producer's file, or our compact form of it" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read and check everything, send nothing" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line; with --dry-run the assessments themselves" };
        var marking = new MarkingOptions();
        var node = new NodeOptions();
        var verb = new Verb(name, description, [file, .. options, .. marking.All, dryRun, json, .. node.All]) { Examples = examples };
        return verb.Does(async (parsed, cancel) =>
        {
            FileInfo source = parsed.GetRequiredValue(file);
            if (!marking.TryRead(parsed, node.Folder(parsed), out ForecastTerms? terms, out string? fault))
            {
                return surface.Refuse(fault);
            }

            using StreamReader reader = source.OpenText();
            ImportReading<T> reading = CsvSheet.Read(reader) switch
            {
                ImportReading<CsvSheet>.Read sheet => read(sheet.Value, parsed),
                ImportReading<CsvSheet>.Refused refused => new ImportReading<T>.Refused(refused.Errors),
                var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
            };
            if (reading is ImportReading<T>.Refused { Errors: var errors })
            {
                foreach (ImportError error in errors)
                {
                    surface.Error.WriteLine(error.Sentence(source.Name));
                }

                return surface.Refuse($"{source.Name}: nothing was imported");
            }

            IReadOnlyList<ImportedForecast> forecasts = write(((ImportReading<T>.Read)reading).Value, terms);
            if (parsed.GetValue(dryRun))
            {
                ImportReport.ShowRead(surface, forecasts, parsed.GetValue(json));
                return ExitCode.Done;
            }

            return await node.WithAsync(parsed, surface, client => ForecastSubmission.SendAsync(surface, client, forecasts, parsed.GetValue(json), cancel));
        });
    }
}

/// <summary>One assessment made from a file.</summary>
/// <param name="Rank">Place in the file's ranking.</param>
/// <param name="Country">The country.</param>
/// <param name="Figure">The figure that people look for.</param>
/// <param name="SubmissionId">Names this country in this edition: importing twice submits once.</param>
/// <param name="Assessment">What is submitted.</param>
internal sealed record ImportedForecast(
    int Rank, Core.Assessments.Country Country, string Figure, string SubmissionId, RiskAssessment Assessment);
