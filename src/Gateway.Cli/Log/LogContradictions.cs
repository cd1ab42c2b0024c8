using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Spectre.Console;

namespace Gateway.Cli.Log;

/// <summary><c>log contradictions</c>: heads of one log that do not go together, and the notes that prove it.</summary>
internal static class LogContradictions
{
    public static Verb Build(Surface surface)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line, the notes in base64" };
        var target = new Option<DirectoryInfo?>("--out") { Description = "Also writes the notes there: N-first.note, N-second.note", HelpName = "DIR" };
        var node = new NodeOptions("auditor");
        return new Verb("contradictions", "Lists forks and rollbacks of partners' logs that this node found. The query is logged.", [json, target, .. node.All])
        {
            Examples = ["log contradictions --data demo/FRA", "log contradictions --data demo/FRA --out evidence"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            List<Contradiction> found = [];
            ContradictionsResponse page;
            do
            {
                page = await client.Log.ContradictionsAsync(
                    new ContradictionsRequest { After = found.Count == 0 ? 0 : found[^1].Number }, cancellationToken: cancel);
                found.AddRange(page.Contradictions);
            }
            while (page.Contradictions.Count > 0);

            if (parsed.GetValue(target) is { } folder)
            {
                Write(folder, found);
            }

            Show(surface, found, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static void Write(DirectoryInfo folder, List<Contradiction> found)
    {
        folder.Create();
        foreach (Contradiction one in found)
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, FormattableString.Invariant($"{one.Number}-first.note")), one.First.Note.ToByteArray());
            File.WriteAllBytes(Path.Combine(folder.FullName, FormattableString.Invariant($"{one.Number}-second.note")), one.Second.Note.ToByteArray());
        }
    }

    private static void Show(Surface surface, List<Contradiction> found, bool json)
    {
        if (json)
        {
            found.ForEach(one => surface.Out.WriteLine(JsonFormatter.Default.Format(one)));
            return;
        }

        Table table = Page.Table(">no", "found", "log", "first", "second", "meaning");
        foreach (Contradiction one in found)
        {
            table.Row(
                one.Number.ToString(CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeMilliseconds(one.AtMs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                one.Origin,
                Head(one.First),
                Head(one.Second),
                one.Kind == ContradictionKind.SameSize ? "two roots of one size: a fork" : "not proved to extend");
        }

        surface.Console.Write(table);
        surface.Console.Say($"{found.Count} contradictions.", new Style(found.Count > 0 ? Color.Red : Color.Green));
    }

    private static string Head(ObservedHead head) => FormattableString.Invariant($"{head.Size} ({head.Place})");
}
