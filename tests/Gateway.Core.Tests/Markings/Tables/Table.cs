using System.Collections.Immutable;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>One row of a table: where it stands and what its columns hold. The first column cites rules of rules.tsv.</summary>
internal sealed record TableRow(string Table, int Line, ImmutableArray<string> Cells)
{
    public string this[int column] => Cells[column];

    /// <summary>The rules that the row names.</summary>
    public IEnumerable<string> Citations => Cells[0].Split(", ");

    public override string ToString() => $"{Table}.tsv line {Line}: {string.Join(" | ", Cells)}";
}

/// <summary>Tables worked by hand, embedded beside the tests: tab-separated, <c>#</c> begins a comment, <c>\uXXXX</c> stands for a character.</summary>
internal static class Table
{
    public static readonly ImmutableArray<string> Names = ["reading-us", "reading-others", "rollup", "decision", "levels", "lattice"];

    /// <summary>Every row of a table, in order. A row of another width than the table's is a fault of the table and throws.</summary>
    public static IEnumerable<TableRow> Rows(string name, int width)
    {
        using Stream stream = typeof(Table).Assembly.GetManifestResourceStream($"Tables/{name}.tsv")
            ?? throw new InvalidOperationException($"{name}.tsv is not embedded.");
        using var reader = new StreamReader(stream);
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            string[] cells = text.Split('\t');
            yield return cells.Length == width
                ? new TableRow(name, line, [.. cells.Select(Unescape)])
                : throw new FormatException($"{name}.tsv line {line} has {cells.Length} columns, not {width}.");
        }
    }

    /// <summary>The rows as test cases: line and cells, so that a failure names the row.</summary>
    public static TheoryData<int, string> Cases(string name, int width) =>
        [.. Rows(name, width).Select(row => (row.Line, row.ToString()))];

    /// <summary>The row of a test case.</summary>
    public static TableRow Row(string name, int width, int line) => Rows(name, width).Single(row => row.Line == line);

    private static string Unescape(string cell)
    {
        for (int at = cell.IndexOf("\\u", StringComparison.Ordinal); at >= 0; at = cell.IndexOf("\\u", at + 1, StringComparison.Ordinal))
        {
            cell = cell[..at] + (char)Convert.ToInt32(cell.Substring(at + 2, 4), 16) + cell[(at + 6)..];
        }

        return cell;
    }
}
