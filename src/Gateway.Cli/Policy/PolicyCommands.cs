using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary><c>gatewayctl policy</c>: offline, against the roster and agreements of a node's folder.</summary>
internal static class PolicyCommands
{
    public static Verb Build(Surface surface) => new("policy", "Tests and explains release policy.", Test(surface), Explain(surface))
    {
        Examples = ["policy test --data demo/USA", "policy explain samples/assessments/SDN-exercise.json --to SWE --data demo/USA"],
    };

    private static Verb Test(Surface surface)
    {
        Option<DirectoryInfo> data = Data();
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var files = new Argument<FileInfo[]>("FILE") { Description = "Policy files; otherwise those of the node's folder", Arity = ArgumentArity.ZeroOrMore };
        return new Verb("test", "Loads policy files as a node would: all errors at once, every example, every invariant.", data, json, files)
        {
            Examples = ["policy test --data demo/USA", "policy test outbound.relpol --data demo/USA"],
        }.Does(parsed => With(parsed, data, surface, documents =>
        {
            PolicySource[] sources = parsed.GetValue(files) is { Length: > 0 } given
                ? [.. given.Select(file => new PolicySource(file.Name, File.ReadAllText(file.FullName)))]
                : [.. documents.Policies];
            PolicyLoading loading = PolicyLoader.Load(sources, documents.Surroundings);
            PolicyReport.Show(surface, loading, parsed.GetValue(json));
            return loading is PolicyLoading.Loaded ? ExitCode.Done : ExitCode.Refused;
        }));
    }

    private static Verb Explain(Surface surface)
    {
        Option<DirectoryInfo> data = Data();
        var to = new Option<string>("--to") { Required = true, Description = "The partner that would receive", HelpName = "CODE" };
        var at = new Option<DateTimeOffset?>("--at") { Description = "Time of the decision; otherwise now", HelpName = "TIME" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var file = new Argument<FileInfo>("ASSESSMENT") { Description = "A risk assessment as protobuf JSON" };
        return new Verb("explain", "Says portion by portion what would be released to a partner, and which rules decide.", data, to, at, json, file)
        {
            Examples = ["policy explain samples/assessments/SDN-exercise.json --to FRA --data demo/USA"],
        }.Does(parsed => With(parsed, data, surface, documents =>
        {
            if (!PartnerCode.TryParse(parsed.GetRequiredValue(to), out PartnerCode recipient) || !documents.Roster.TryFind(recipient, out _))
            {
                return surface.Misuse($"the roster has no partner {parsed.GetRequiredValue(to)}");
            }

            if (PolicyLoader.Load(documents.Policies, documents.Surroundings) is not PolicyLoading.Loaded { Policy: var policy })
            {
                return surface.Refuse("the node's policy does not load; see 'gatewayctl policy test'");
            }

            var context = new DecisionContext
            {
                Roster = documents.Roster,
                Agreements = documents.Agreements,
                Policy = policy,
                Markings = documents.Markings,
                Releaser = documents.Partner,
                Now = parsed.GetValue(at) ?? surface.Time.GetUtcNow(),
            };
            return ExplainedAssessment.Show(surface, parsed.GetRequiredValue(file), recipient, context, parsed.GetValue(json));
        }));
    }

    private static ExitCode With(ParseResult parsed, Option<DirectoryInfo> data, Surface surface, Func<NodeDocuments.Sound, ExitCode> run) =>
        NodeDocuments.Read(parsed.GetRequiredValue(data).FullName) switch
        {
            NodeDocuments.Sound documents => run(documents),
            NodeDocuments.Unsound unsound => surface.Refuse(unsound.Reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is unknown."),
        };

    private static Option<DirectoryInfo> Data() =>
        new("--data") { Required = true, Description = "A node's folder: whose roster and agreements count", HelpName = "DIR" };
}
