using System.Globalization;

namespace Gateway.Cli.Render;

/// <summary>
/// One line of comma-separated values (RFC 4180). What partners wrote is made plain, and what a spreadsheet would take for a formula begins
/// with an apostrophe.
/// </summary>
internal static class CsvLine
{
    public static void WriteCsv(this TextWriter output, params IEnumerable<string> cells) => output.WriteLine(string.Join(',', cells.Select(Cell)));

    /// <summary>A number as it is, to the last digit; nothing for none.</summary>
    public static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Cell(string text)
    {
        string plain = Page.Plain(text);
        bool number = double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        string safe = !number && plain.TrimStart() is [var first, ..] && "=+-@".Contains(first, StringComparison.Ordinal) ? "'" + plain : plain;
        return safe.AsSpan().IndexOfAny(',', '"') < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
