using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Watching;

/// <summary>Watchlists, thresholds and findings in words.</summary>
internal static class WatchText
{
    public static string Day(long ms) => ms == 0 ? "-" : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Minute(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static void Entries(Surface surface, IReadOnlyCollection<WatchEntry> entries, bool json)
    {
        if (json)
        {
            entries.ToList().ForEach(entry => surface.Out.WriteLine(JsonFormatter.Default.Format(entry)));
            return;
        }

        var table = Page.Table("country", "group", ">priority", "reason");
        foreach (WatchEntry entry in entries)
        {
            table.Row(entry.Iso3, entry.Group, entry.Priority.ToString(CultureInfo.InvariantCulture), entry.Reason);
        }

        surface.Console.Write(table);
        surface.Console.Say(Page.Count(entries.Count, "entry", "entries") + " would be put on the list.");
    }

    public static string Line(RedLine? line) => line is null ? "-" : line.Crossing switch
    {
        Crossing.Unspecified => "-",
        Crossing.AtLeast => string.Create(CultureInfo.InvariantCulture, $"'{line.Indicator}' at {line.Value} {line.Unit} or more"),
        Crossing.AtMost => string.Create(CultureInfo.InvariantCulture, $"'{line.Indicator}' at {line.Value} {line.Unit} or less"),
        Crossing.Seen => $"'{line.Indicator}' is seen",
    };

    public static string Word(FindingStep step) => step switch
    {
        FindingStep.Unspecified => "unknown",
        FindingStep.Due => "being sent",
        FindingStep.Waiting => "WAITS",
        FindingStep.Sent => "sent",
        FindingStep.Dismissed => "dismissed",
        FindingStep.Overtaken => "ended before",
        FindingStep.Stuck => "STUCK",
    };

    public static string Word(WarningKind kind) => kind switch
    {
        WarningKind.Unspecified => "-",
        WarningKind.Alert => "alert",
        WarningKind.Update => "update",
        WarningKind.Cancel => "cancel",
    };
}
