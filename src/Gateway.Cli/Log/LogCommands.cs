using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Log;

/// <summary><c>gatewayctl log</c>: what an auditor does.</summary>
internal static class LogCommands
{
    public static Verb Build(Surface surface) => new(
        "log",
        "Searches, exports and verifies a node's logs, and shows who witnessed them.",
        Search(surface), LogExport.Build(surface), LogVerify.Build(surface), LogWitnesses.Build(surface),
        LogContradictions.Build(surface), LogPolicy.Build(surface))
    {
        Examples = ["log search --to FRA --data demo/USA", "log export --data demo/USA --out usa-log", "log verify usa-log"],
    };

    private static Verb Search(Surface surface)
    {
        var log = new Option<string>("--log") { Description = "release or internal", DefaultValueFactory = _ => "release" };
        log.AcceptOnlyFromAmong("release", "internal");
        var kinds = new Option<Kind[]>("--kind") { Description = "Only statements of these kinds: Release, Receipt, Refusal ...", AllowMultipleArgumentsPerToken = true };
        var to = new Option<string?>("--to") { Description = "Only about this partner", HelpName = "CODE" };
        var product = new Option<string?>("--product") { Description = "Only about this product", HelpName = "HEX" };
        var outcome = new Option<EntryOutcome>("--outcome") { Description = "Released, Refused, Held or Withdrawn" };
        var from = new Option<DateTimeOffset?>("--from") { Description = "At this time or later", HelpName = "TIME" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Before this time", HelpName = "TIME" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var node = new NodeOptions("auditor");
        return new Verb("search", "Lists the entries that match. The search itself is logged.", [log, kinds, to, product, outcome, from, until, json, .. node.All])
        {
            Examples = ["log search --to FRA --data demo/USA", "log search --log internal --kind Refusal --from 2025-11-01 --data demo/USA --json"],
        }.Does(async (parsed, cancel) =>
        {
            if (!Hex.TryRead(parsed.GetValue(product) ?? "", out byte[] id))
            {
                return surface.Misuse("--product is 64 hex digits");
            }

            var request = new SearchRequest
            {
                Log = parsed.GetRequiredValue(log) == "internal" ? LogName.Internal : LogName.Release,
                Recipient = parsed.GetValue(to) ?? "",
                ProductId = ByteString.CopyFrom(id),
                Outcome = parsed.GetValue(outcome),
                FromMs = parsed.GetValue(from)?.ToUnixTimeMilliseconds() ?? 0,
                UntilMs = parsed.GetValue(until)?.ToUnixTimeMilliseconds() ?? 0,
                PageSize = 1000,
            };
            request.Kinds.AddRange(parsed.GetValue(kinds) ?? []);
            return await node.WithAsync(parsed, surface, async client =>
            {
                List<EntrySummary> entries = [];
                do
                {
                    SearchResponse page = await client.Log.SearchAsync(request, cancellationToken: cancel);
                    entries.AddRange(page.Entries);
                    request.Page = page.NextPage;
                }
                while (!request.Page.IsEmpty);

                Show(surface, entries, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static void Show(Surface surface, List<EntrySummary> entries, bool json)
    {
        if (json)
        {
            entries.ForEach(entry => surface.Out.WriteLine(JsonFormatter.Default.Format(entry)));
            return;
        }

        var table = Page.Table(">entry", "time", "kind", "to", "what");
        foreach (EntrySummary entry in entries)
        {
            table.Row(
                entry.Index.ToString(CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                entry.Kind.ToString(),
                entry.Recipient,
                entry.Text);
        }

        surface.Console.Write(table);
        surface.Console.Say($"{entries.Count} entries.");
    }
}
