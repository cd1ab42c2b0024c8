using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Markings;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Watching;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Watching;

/// <summary><c>gatewayctl rules</c>: what a node warns of by itself.</summary>
internal static class RuleCommands
{
    private const int LargestFile = 1024 * 1024;

    public static Verb Build(Surface surface) => new("rules", "Checks warning rules, and lists those in force.", Check(surface), List(surface))
    {
        Examples = ["rules check samples/watching/rules.json"],
    };

    private static Verb Check(Surface surface)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A rule file (docs/watching.md)" };
        var registry = new RegistryOption();
        Option<bool> json = Json();
        return new Verb("check", "Reads a rule file as a node would, and says every fault or what it warns of. Needs no node.", [file, registry.Symbol, json])
        {
            Examples = ["rules check samples/watching/rules.json"],
        }.Does(parsed =>
        {
            FileInfo source = parsed.GetRequiredValue(file);
            if (!registry.TryRead(parsed, out MarkingRegistry? markings, out string? fault))
            {
                return surface.Refuse(fault);
            }

            if (source.Length > LargestFile)
            {
                return surface.Refuse($"{source.Name} has more than {LargestFile} bytes");
            }

            if (!RuleFile.TryRead(File.ReadAllBytes(source.FullName), markings, out RuleSet? rules, out ImmutableArray<DocumentError> errors))
            {
                foreach (DocumentError error in errors)
                {
                    surface.Error.WriteLine($"{source.Name}: {error}");
                }

                return surface.Refuse($"{source.Name} has {Page.Count(errors.Length, "fault")}");
            }

            Show(surface, rules!.Rules.Select(rule => new RuleLine { Id = rule.Id, Kind = RuleSentence.Kind(rule), Text = RuleSentence.Of(rule) }), parsed.GetValue(json));
            return ExitCode.Done;
        });
    }

    private static Verb List(Surface surface)
    {
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("list", "Lists the rules in force at a node.", [json, .. node.All])
        {
            Examples = ["rules list --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            ListRulesResponse answer = await client.Watching.ListRulesAsync(new ListRulesRequest(), cancellationToken: cancel);
            Show(surface, answer.Rules, parsed.GetValue(json));
            if (!parsed.GetValue(json))
            {
                surface.Console.Say(answer.Off ? "No rules are configured: this node warns of nothing by itself."
                    : answer.Sends ? "Warnings go out by themselves." : "Every warning waits for a release officer.");
            }

            return ExitCode.Done;
        }));
    }

    private static void Show(Surface surface, IEnumerable<RuleLine> rules, bool json)
    {
        if (json)
        {
            rules.ToList().ForEach(rule => surface.Out.WriteLine(JsonFormatter.Default.Format(rule)));
            return;
        }

        var table = Page.Table("rule", "kind", "warns when");
        foreach (RuleLine rule in rules)
        {
            table.Row(rule.Id, rule.Kind, rule.Text);
        }

        surface.Console.Write(table);
    }

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
