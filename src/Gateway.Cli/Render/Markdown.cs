using System.Globalization;
using System.Text;

namespace Gateway.Cli.Render;

/// <summary>Tables of generated pages.</summary>
internal static class Markdown
{
    /// <summary>A section with one table.</summary>
    public static void AppendTable(this StringBuilder page, string title, IReadOnlyList<string> heads, IEnumerable<string[]> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", heads)} |\n|{string.Concat(Enumerable.Repeat(" --- |", heads.Count))}\n");
        foreach (string[] row in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(Cell))} |\n");
        }
    }

    private static string Cell(string text) => text.Length == 0 ? "—" : text.Replace("|", "\\|", StringComparison.Ordinal);
}
