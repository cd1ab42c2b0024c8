using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;

namespace Gateway.Cli.Imports;

/// <summary>A comma-separated file, read strictly (RFC 4180): one heading, as many fields in every line, quotes where they belong.</summary>
internal sealed class CsvSheet
{
    /// <summary>Largest file, in characters; the largest producer's file has under a million.</summary>
    private const int MaxLength = 16 * 1024 * 1024;

    private const int MaxErrors = 50;

    private readonly Dictionary<string, int> _columns;
    private readonly List<ImportError> _errors = [];

    private CsvSheet(string[] headings, List<CsvRow> rows)
    {
        Headings = [.. headings];
        _columns = headings.Select((heading, at) => (heading, at)).Where(c => c.heading.Length > 0).ToDictionary(c => c.heading, c => c.at);
        Rows = [.. rows.Select(row => row with { Sheet = this })];
    }

    /// <summary>The headings, in order; a producer's row counter has an empty one.</summary>
    public ImmutableArray<string> Headings { get; }

    /// <summary>The lines below the heading.</summary>
    public ImmutableArray<CsvRow> Rows { get; }

    /// <summary>What was found wrong so far, at most fifty.</summary>
    public ImmutableArray<ImportError> Errors => [.. _errors.OrderBy(error => error.Line).Take(MaxErrors)];

    /// <summary>Whether all these columns are there.</summary>
    public bool Has(IEnumerable<string> headings) => headings.All(_columns.ContainsKey);

    public static ImportReading<CsvSheet> Read(TextReader reader)
    {
        char[] buffer = new char[MaxLength + 1];
        int length = reader.ReadBlock(buffer, 0, buffer.Length);
        if (length > MaxLength)
        {
            return Refuse(new ImportError(0, "", "too-large", $"The file has more than {MaxLength} characters."));
        }

        List<ImportError> errors = [];
        using var csv = CsvReader.FromText(new string(buffer, 0, length), new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            CommentPrefix = '#',
            // No producer breaks lines inside a field; so one stray quote cannot swallow the rest of the file.
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = bad => errors.Add(Malformed(bad)),
        });
        if (!csv.Read())
        {
            return Refuse(new ImportError(0, "", "empty-file", "The file has no heading."));
        }

        string[] headings = Fields(csv);
        int headingLine = (int)csv.LineNumber;
        if (headings.Where(h => h.Length > 0).GroupBy(h => h).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return Refuse(new ImportError(headingLine, twice.Key, "duplicate-column", "The heading names this column twice."));
        }

        List<CsvRow> rows = [];
        while (csv.Read())
        {
            rows.Add(new CsvRow(null!, (int)csv.LineNumber, Fields(csv)));
        }

        return errors.Count > 0 ? new ImportReading<CsvSheet>.Refused([.. errors.Take(MaxErrors)])
            : rows.Count == 0 ? Refuse(new ImportError(0, "", "empty-file", "There is no line below the heading."))
            : new ImportReading<CsvSheet>.Read(new CsvSheet(headings, rows));
    }

    internal string Field(CsvRow row, string heading) => row.Fields[_columns[heading]];

    internal void Fail(CsvRow row, string heading, string rule, string message) => _errors.Add(new ImportError(row.Line, heading, rule, message));

    private static string[] Fields(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static ImportError Malformed(CsvMalformedRecord bad) => bad.Reason == CsvMalformedReason.FieldCountMismatch
        ? new ImportError((int)bad.LineNumber, "", "field-count", "The line has more or fewer fields than the heading.")
        : new ImportError((int)bad.LineNumber, "", "malformed-csv", "A quotation mark stands where none may, or is never closed (RFC 4180).");

    private static ImportReading<CsvSheet>.Refused Refuse(ImportError error) => new([error]);
}

/// <summary>One line of a sheet. Its readers note what is wrong in the sheet and carry on with a stand-in.</summary>
internal sealed record CsvRow(CsvSheet Sheet, int Line, string[] Fields)
{
    public string Text(string heading) => Sheet.Field(this, heading);

    /// <summary>A finite number within the bounds, inclusive.</summary>
    public double Number(string heading, double least, double most)
    {
        string text = Text(heading);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            Fail(heading, "not-a-number", $"'{Shown(text)}' is not a number.");
            return least;
        }

        if (value < least || value > most)
        {
            Fail(heading, "out-of-range", string.Create(CultureInfo.InvariantCulture, $"{value} is not within {least} to {most}."));
            return least;
        }

        return value;
    }

    public double Probability(string heading) => Number(heading, 0, 1);

    /// <summary>A whole number within the bounds, inclusive.</summary>
    public int Whole(string heading, int least, int most)
    {
        double value = Number(heading, least, most);
        if (value != Math.Floor(value))
        {
            Fail(heading, "not-whole", $"'{Shown(Text(heading))}' is not a whole number.");
            return least;
        }

        return (int)value;
    }

    public void Fail(string heading, string rule, string message) => Sheet.Fail(this, heading, rule, message);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
