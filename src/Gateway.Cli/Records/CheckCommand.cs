using System.CommandLine;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;

namespace Gateway.Cli.Records;

/// <summary><c>gatewayctl node check</c>: what an operator runs after an incident.</summary>
internal static class CheckCommand
{
    public static Verb Build(Surface surface)
    {
        var data = new Option<DirectoryInfo[]>("--data") { Required = true, Description = "A node's folder; several are compared with each other", HelpName = "DIR" };
        var settled = new Option<bool>("--settled") { Description = "Nothing is under way: what was released must have arrived and be receipted" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        return new Verb(
            "check",
            "Checks the records of nodes without the nodes' own code: nothing lost, doubled, unlogged or undecided. Reads only. Nodes may run, but must be at rest when several are compared.",
            data,
            settled,
            json)
        {
            Examples = ["node check --data demo/USA", "node check --data demo/USA --data demo/FRA --settled"],
        }.Does(parsed =>
        {
            (IReadOnlyList<NodeRecord> nodes, IReadOnlyList<string> roster) =
                RecordFolders.Read([.. parsed.GetRequiredValue(data).Select(folder => folder.FullName)]);
            IReadOnlyList<Violation> violations = RecordCheck.Run(new RecordSet(nodes, roster) { Settled = parsed.GetValue(settled) });
            foreach (Violation violation in violations)
            {
                Show(surface, violation, parsed.GetValue(json));
            }

            if (violations.Count > 0)
            {
                return surface.Refuse($"{violations.Count} broken promise{(violations.Count == 1 ? "" : "s")}; docs/operations.md says what to do");
            }

            surface.Out.WriteLine(string.Join('\n', nodes.Select(Sound)));
            return ExitCode.Done;
        });
    }

    private static string Sound(NodeRecord node) => FormattableString.Invariant(
        $"{node.Partner}: sound. {node.Release.All.Count} and {node.Internal.All.Count} entries, {node.Products.Count} products sealed, {node.Feed.Count} in feeds, {node.Received.Count} received.");

    private static void Show(Surface surface, Violation violation, bool json)
    {
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("partner", violation.Partner);
                line.WriteString("fault", violation.Fault.ToString());
                line.WriteString("where", violation.Where);
            });
        }
        else
        {
            surface.Out.WriteLine(violation.ToString());
        }
    }
}
