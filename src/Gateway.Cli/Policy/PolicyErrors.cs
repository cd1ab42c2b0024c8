using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary>Shows why policy files are refused: each error with the line it stands on and a caret under it.</summary>
internal static class PolicyErrors
{
    private const int Margin = 8;

    public static void Show(Surface surface, IReadOnlyList<PolicyError> errors, IReadOnlyList<PolicySource> sources, bool json)
    {
        foreach (PolicyError error in errors)
        {
            if (json)
            {
                WriteJson(surface, error);
            }
            else
            {
                Show(surface, error, sources);
            }
        }

        if (!json)
        {
            surface.Error.WriteLine(errors.Count == 1 ? "1 error" : $"{errors.Count.ToString(CultureInfo.InvariantCulture)} errors");
        }
    }

    private static void Show(Surface surface, PolicyError error, IReadOnlyList<PolicySource> sources)
    {
        surface.Error.WriteLine(Page.Wrap(error.ToString(), 4));
        if (sources.FirstOrDefault(source => source.Name == error.File) is not { } source || error.Line > source.Text.Count(c => c == '\n') + 1)
        {
            return;
        }

        // A long line is shown around the place.
        string line = Page.Plain(source.Text.Split('\n')[error.Line - 1]);
        int room = Page.Width - Margin;
        int from = error.Column <= room ? 0 : Math.Min(error.Column - (room / 2), Math.Max(0, line.Length - room));
        string shown = line[Math.Min(from, line.Length)..];
        shown = shown[..Math.Min(shown.Length, room)];
        surface.Error.WriteLine($"{error.Line.ToString(CultureInfo.InvariantCulture),5} | {shown}");
        surface.Error.WriteLine($"{"",5} | {new string(' ', Math.Max(0, error.Column - 1 - from))}^");
    }

    private static void WriteJson(Surface surface, PolicyError error) => surface.Out.WriteJson(line =>
    {
        line.WriteBoolean("loaded", false);
        line.WriteString("file", error.File);
        line.WriteNumber("line", error.Line);
        line.WriteNumber("column", error.Column);
        line.WriteString("rule", error.Rule);
        line.WriteString("message", error.Message);
    });
}
