using Gateway.Cli.Imports;
using Gateway.Cli.Shell;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Forecasting;

/// <summary>
/// Forecasts in files, for questions without a node: a producer's CSV, an assessment as protobuf JSON, many of them one a line (as
/// <c>import --dry-run --json</c> prints them), or a product as <c>product pull</c> writes it.
/// </summary>
internal static class ForecastFiles
{
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Reads a file, or says why not and returns null.</summary>
    public static IReadOnlyList<RiskAssessment>? Read(Surface surface, FileInfo file, FileInfo? coefficients = null)
    {
        if (file.Length > MostBytes)
        {
            surface.Refuse($"{file.Name}: over {MostBytes} bytes");
            return null;
        }

        return file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Csv(surface, file, coefficients) : Json(surface, file);
    }

    /// <summary>The judgements of several files, all of one mode; or says why not and returns null.</summary>
    public static IReadOnlyList<ForecastRow>? Rows(Surface surface, IEnumerable<FileInfo> files)
    {
        List<RiskAssessment> all = [];
        foreach (FileInfo file in files)
        {
            if (Read(surface, file) is not { } assessments)
            {
                return null;
            }

            all.AddRange(assessments);
        }

        if (all.SelectMany(assessment => assessment.Header).Select(header => header.Mode).Distinct().Count() > 1)
        {
            surface.Refuse("the files are of several modes; actual, exercise and test are never mixed");
            return null;
        }

        // A later line stands for a later issue: files do not say when.
        return [.. all.SelectMany((assessment, i) => ForecastRow.Of(assessment, i))];
    }

    private static IReadOnlyList<RiskAssessment>? Csv(Surface surface, FileInfo file, FileInfo? coefficients)
    {
        using StreamReader reader = file.OpenText();
        var terms = new ForecastTerms(new Marking(), Mode.Actual);
        ImportReading<IReadOnlyList<RiskAssessment>> reading = CsvSheet.Read(reader) switch
        {
            ImportReading<CsvSheet>.Refused refused => Refused(refused.Errors),
            ImportReading<CsvSheet>.Read { Value: var sheet } => EwpEdition.Detect(sheet) is not null
                ? EwpFiles.Read(sheet, null, coefficients) switch
                {
                    ImportReading<EwpTable>.Read { Value: var table } => new ImportReading<IReadOnlyList<RiskAssessment>>.Read(
                        [.. table.Forecasts.Select(forecast => EwpAssessment.Write(forecast, table.Edition, terms, table.Coefficients))]),
                    ImportReading<EwpTable>.Refused refused => Refused(refused.Errors),
                    var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
                }
                : ViewsReader.Read(sheet, null) switch
                {
                    ImportReading<ViewsTable>.Read { Value: var table } => new ImportReading<IReadOnlyList<RiskAssessment>>.Read(
                        [.. table.Forecasts.Select(forecast => ViewsAssessment.Write(forecast, table.Run, terms))]),
                    ImportReading<ViewsTable>.Refused refused => Refused(refused.Errors),
                    var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
                },
            var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
        };
        if (reading is ImportReading<IReadOnlyList<RiskAssessment>>.Refused { Errors: var errors })
        {
            foreach (ImportError error in errors)
            {
                surface.Error.WriteLine(error.Sentence(file.Name));
            }

            surface.Refuse($"{file.Name}: nothing was read");
            return null;
        }

        return ((ImportReading<IReadOnlyList<RiskAssessment>>.Read)reading).Value;
    }

    private static IReadOnlyList<RiskAssessment>? Json(Surface surface, FileInfo file)
    {
        string text = File.ReadAllText(file.FullName);
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return lines.All(line => line is ['{', .., '}']) ? [.. lines.Select(Parse)] : [Parse(text)];
        }
        catch (Exception e) when (e is InvalidJsonException or InvalidProtocolBufferException)
        {
            surface.Refuse($"{file.Name} holds no assessments: {e.Message}");
            return null;
        }
    }

    private static RiskAssessment Parse(string json)
    {
        try
        {
            return JsonParser.Default.Parse<RiskAssessment>(json);
        }
        catch (InvalidProtocolBufferException)
        {
            return JsonParser.Default.Parse<SharedProduct>(json).Assessment ?? new RiskAssessment();
        }
    }

    private static ImportReading<IReadOnlyList<RiskAssessment>>.Refused Refused(System.Collections.Immutable.ImmutableArray<ImportError> errors) => new(errors);
}
