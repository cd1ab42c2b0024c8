using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gateway.Cli.Render;

/// <summary>How results look to people: plain tables, 80 columns, nothing that depends on colour alone.</summary>
internal static class Page
{
    /// <summary>Columns of every page.</summary>
    public const int Width = 80;

    /// <summary>A table with these headings; a leading <c>&gt;</c> aligns a column right.</summary>
    public static Table Table(params string[] headings)
    {
        Table table = new Table().Border(TableBorder.None).Collapse();
        foreach (string heading in headings)
        {
            bool right = heading.StartsWith('>');
            var column = new TableColumn(new Text(right ? heading[1..] : heading, new Style(decoration: Decoration.Bold | Decoration.Underline))).PadLeft(0).PadRight(heading == headings[^1] ? 0 : 2);
            table.AddColumn(right ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Adds a row of plain text: brackets and line breaks in the data are data.</summary>
    public static Table Row(this Table table, params string[] cells) => table.AddRow(cells.Select(cell => (IRenderable)new Text(Plain(cell))));

    /// <summary>The same, with line breaks of our own in the cells; data in them must have been made plain.</summary>
    public static Table Row(this Table table, string[] cells, bool lines) => table.AddRow(cells.Select(cell => (IRenderable)new Text(Plain(cell, lines))));

    /// <summary>
    /// Text that a terminal shows and does not obey: what partners wrote may hold escape sequences, line breaks that pose as lines of ours,
    /// and marks that turn the direction of writing. Each becomes U+FFFD.
    /// </summary>
    public static string Plain(string text, bool lines = false)
    {
        bool Shown(char c) => (lines && c == '\n')
            || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        return text.All(Shown) ? text : string.Concat(text.Select(c => Shown(c) ? c : '\ufffd'));
    }

    /// <summary>The text in lines of at most this many characters, broken at spaces; a longer word stands alone.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    /// <summary>A number of things in words: <c>1 rule</c>, <c>2,000 rules</c>.</summary>
    public static string Count(long number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>Plain text broken at spaces into lines of the page, all but the first indented.</summary>
    public static string Wrap(string text, int indent)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in Plain(text).Split(' '))
        {
            if (line.Trim().Length > 0 && line.Length + 1 + word.Length > Width)
            {
                lines.Add(line);
                line = new string(' ', indent) + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        lines.Add(line);
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>A line of plain text in a style.</summary>
    public static void Say(this IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Text(Plain(text), style));
        console.WriteLine();
    }

    /// <summary>The same in lines of the page, all but the first indented: the breaks are ours, and none comes from the text.</summary>
    public static void SayWrapped(this IAnsiConsole console, string text, int indent, Style? style = null)
    {
        foreach (string line in Wrap(text, indent).Split(Environment.NewLine))
        {
            console.Say(line, style);
        }
    }
}
