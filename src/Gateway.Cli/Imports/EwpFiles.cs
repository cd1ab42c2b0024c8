using Gateway.Core.Assessments.Forecasting;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Imports;

/// <summary>A forecast file of the Early Warning Project with the coefficients that belong to it.</summary>
internal static class EwpFiles
{
    /// <param name="sheet">The forecasts.</param>
    /// <param name="year">The edition it has to be; null = whichever it is.</param>
    /// <param name="coefficients">The edition's coefficients; null = none.</param>
    public static ImportReading<EwpTable> Read(CsvSheet sheet, int? year, FileInfo? coefficients)
    {
        ImportReading<EwpTable> reading = EwpReader.Read(sheet, year);
        if (coefficients is null || reading is not ImportReading<EwpTable>.Read { Value: var table })
        {
            return reading;
        }

        ImportReading<EwpCoefficients> weights;
        using (StreamReader reader = coefficients.OpenText())
        {
            weights = CsvSheet.Read(reader) switch
            {
                ImportReading<CsvSheet>.Read second => EwpCoefficients.Read(second.Value, table.Edition),
                ImportReading<CsvSheet>.Refused refused => new ImportReading<EwpCoefficients>.Refused(refused.Errors),
                var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
            };
        }

        return weights switch
        {
            ImportReading<EwpCoefficients>.Refused refused =>
                new ImportReading<EwpTable>.Refused([.. refused.Errors.Select(error => error with { File = coefficients.Name })]),
            ImportReading<EwpCoefficients>.Read read => Together(table with { Coefficients = read.Value }, coefficients.Name),
            var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
        };
    }

    // A card whose numbers do not follow from it would accuse its own sender: another edition's coefficients, or an edited file.
    private static ImportReading<EwpTable> Together(EwpTable table, string file)
    {
        var terms = new ForecastTerms(new Marking(), Mode.Test);
        return table.Forecasts
            .FirstOrDefault(forecast => ModelCards.Recompute(EwpAssessment.Write(forecast, table.Edition, terms, table.Coefficients)).Any(o => o.Result is Recomputed.Differs)) is { } first
            ? new ImportReading<EwpTable>.Refused(
                [new ImportError(0, "", "coefficients-disagree", $"The published risk of {first.Country.Name} does not follow from these coefficients.") { File = file }])
            : new ImportReading<EwpTable>.Read(table);
    }
}
