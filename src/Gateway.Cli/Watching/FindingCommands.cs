using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Watching;

/// <summary><c>gatewayctl finding</c>: what the rules found, and what waits for a release officer.</summary>
internal static class FindingCommands
{
    public static Verb Build(Surface surface) => new(
        "finding",
        "Shows what the warning rules found, and sends or dismisses what waits.",
        List(surface),
        Decide(surface, "send", "Sends the warning that waits.", (client, request, cancel) => client.Watching.SendFindingAsync(request, cancellationToken: cancel).ResponseAsync),
        Decide(surface, "dismiss", "Decides that it is not sent; should it get worse, it waits again.", (client, request, cancel) => client.Watching.DismissFindingAsync(request, cancellationToken: cancel).ResponseAsync))
    {
        Examples = ["finding list --mode exercise --data demo/USA --as officer"],
    };

    private static Verb List(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var waiting = new Option<bool>("--waiting") { Description = "Only what waits for a person" };
        Option<bool> json = Json();
        var node = new NodeOptions("officer");
        return new Verb("list", "Lists findings, newest first, and what rules could not look at.", [mode, waiting, json, .. node.All])
        {
            Examples = ["finding list --mode actual --waiting --data demo/USA --as officer"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            ListFindingsResponse answer = await client.Watching.ListFindingsAsync(
                new ListFindingsRequest { Mode = ModeOption.Read(parsed, mode), Waiting = parsed.GetValue(waiting) }, cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                answer.Findings.ToList().ForEach(finding => surface.Out.WriteLine(JsonFormatter.Default.Format(finding)));
                answer.Remarks.ToList().ForEach(remark => surface.Out.WriteLine(JsonFormatter.Default.Format(remark)));
                return ExitCode.Done;
            }

            foreach (FindingRow finding in answer.Findings)
            {
                Show(surface, finding);
            }

            surface.Console.Say(Page.Count(answer.Findings.Count, "finding") + ".");
            foreach (RuleRemark remark in answer.Remarks)
            {
                surface.Console.Say($"rule {remark.RuleId} could not look at '{remark.Indicator}' of {remark.Partner} in {remark.Subject.Iso3}: {remark.Reason}");
            }

            return ExitCode.Done;
        }));
    }

    private static Verb Decide(Surface surface, string name, string description, Func<NodeClient, DecideFindingRequest, CancellationToken, Task<FindingRow>> call)
    {
        Option<string> mode = ModeOption.Create();
        var key = new Argument<string>("KEY") { Description = "The finding, as listed" };
        var revision = new Option<uint>("--revision") { Required = true, Description = "The revision that you looked at", HelpName = "N" };
        Option<bool> json = Json();
        var node = new NodeOptions("officer");
        return new Verb(name, description, [key, revision, mode, json, .. node.All])
        {
            Examples = [$"finding {name} KEY --revision 1 --mode exercise --data demo/USA --as officer"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            var request = new DecideFindingRequest { Mode = ModeOption.Read(parsed, mode), Key = parsed.GetRequiredValue(key), Revision = parsed.GetValue(revision) };
            FindingRow row = await call(client, request, cancel);
            if (parsed.GetValue(json))
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(row));
            }
            else
            {
                Show(surface, row);
            }

            return ExitCode.Done;
        }));
    }

    private static void Show(Surface surface, FindingRow finding)
    {
        WarningHeader? header = finding.Warning?.Header.FirstOrDefault();
        Danger? danger = finding.Warning?.Danger.FirstOrDefault();
        surface.Console.Say(
            $"{finding.Key}  {WatchText.Word(finding.Step)}, {(finding.Active ? "holds" : "over")}, {WatchText.Minute(finding.ChangedAtMs)}");
        surface.Console.Say(string.Create(CultureInfo.InvariantCulture,
            $"  rule {finding.RuleId}, revision {finding.Revision}, degree {finding.Degree}{(header is null ? "" : ", " + WatchText.Word(header.Kind))}"));
        if (header is not null && danger is not null)
        {
            surface.Console.Say(Page.Wrap($"  {header.Portion.Marking.Text} {header.Title}", 4));
            surface.Console.Say(Page.Wrap($"  {danger.Statement}", 4));
        }

        if (finding.Audience.Count > 0)
        {
            surface.Console.Say(Page.Wrap($"  to {string.Join(", ", finding.Audience)}", 4));
        }

        if (finding.Officer.Length > 0)
        {
            surface.Console.Say($"  by {finding.Officer}");
        }

        surface.Console.Say("");
    }

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
