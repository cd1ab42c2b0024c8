using System.Collections.Immutable;
using System.Globalization;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Imports;

/// <summary>
/// The coefficients of one edition of the Early Warning Project. Until 2022 the project published them as computed, for both horizons; from
/// 2023 for two years alone, to four decimals, so that a reader cannot compute the risk again (the year's own coefficient times its square
/// leaves everything open). Published risks have four significant digits in every edition.
/// </summary>
internal sealed record EwpCoefficients(ImmutableArray<ModelOutput> Outputs)
{
    private const string Intercept = "(Intercept)";
    private const string Missing = "NA";
    private const uint Digits = 4;

    /// <summary>Reads the file that belongs to a forecast file: all of it or nothing.</summary>
    /// <param name="sheet">The coefficients.</param>
    /// <param name="edition">The edition that they have to be of.</param>
    public static ImportReading<EwpCoefficients> Read(CsvSheet sheet, EwpEdition edition)
    {
        EwpCoefficientColumns? columns = EwpCoefficientColumns.Of(edition.Year);
        if (columns is null)
        {
            return Refuse("no-coefficients", string.Create(CultureInfo.InvariantCulture, $"The {edition.Year} edition published no coefficients."));
        }

        if (!sheet.Has(columns.All))
        {
            return Refuse("unknown-coefficients", string.Create(CultureInfo.InvariantCulture, $"The heading is not that of the {edition.Year} edition's coefficients."));
        }

        HashSet<string> seen = [];
        foreach (CsvRow row in sheet.Rows.Where(row => !seen.Add(row.Text(columns.Variable))))
        {
            row.Fail(columns.Variable, "duplicate-variable", "The variable stands in a line above already.");
        }

        ModelOutput[] outputs =
        [
            .. from place in new[] { (Name: "two-year", Months: 24u, Column: columns.TwoYears), (Name: "one-year", Months: 12u, Column: columns.OneYear) }
               where place.Column is not null
               select Output(sheet, columns, place.Name, place.Months, place.Column),
        ];
        return sheet.Errors is [_, ..] errors
            ? new ImportReading<EwpCoefficients>.Refused(errors)
            : new ImportReading<EwpCoefficients>.Read(new EwpCoefficients([.. outputs]));
    }

    private static ModelOutput Output(CsvSheet sheet, EwpCoefficientColumns columns, string name, uint months, string column)
    {
        var output = new ModelOutput
        {
            Name = name,
            Event = EwpAssessment.NewEvent(),
            HorizonMonths = months,
            Link = LinkFunction.Logit,
            CoefficientDecimals = columns.Decimals,
            ProbabilityDigits = Digits,
        };
        // Where a file holds several models, a variable that this one does not have is "NA".
        foreach (CsvRow row in sheet.Rows.Where(row => columns.Decimals == 0 || row.Text(column) != Missing))
        {
            double value = row.Number(column, -1e9, 1e9);
            if (row.Text(columns.Variable) == Intercept)
            {
                output.Intercept = value;
            }
            else
            {
                output.Coefficients.Add(new Coefficient { Predictor = row.Text(columns.Variable), Value = value });
            }
        }

        if (!output.HasIntercept)
        {
            sheet.Rows[0].Fail(columns.Variable, "missing-intercept", $"There is no line for {Intercept}.");
        }

        return output;
    }

    private static ImportReading<EwpCoefficients>.Refused Refuse(string rule, string message) => new([new ImportError(0, "", rule, message)]);
}

/// <summary>How an edition's file of coefficients names its columns.</summary>
internal sealed record EwpCoefficientColumns(string Variable, string TwoYears, string? OneYear, uint Decimals)
{
    public IEnumerable<string> All => new[] { Variable, TwoYears, OneYear }.OfType<string>();

    /// <summary>Null: the edition published none.</summary>
    public static EwpCoefficientColumns? Of(int year) => year switch
    {
        < 2019 => null,
        < 2023 => new("Variables", "Weights.for.2.year.forecast", "Weights.for.1.year.forecast", 0),
        _ => new("variable", "coef.full", null, 4),
    };
}
