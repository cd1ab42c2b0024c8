using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary><c>policy explain</c>: what a partner would get of an assessment, portion by portion, and why.</summary>
internal static class ExplainCommand
{
    public static Verb Build(Surface surface)
    {
        Option<DirectoryInfo> data = PolicyCommands.Data();
        var to = new Option<string>("--to") { Required = true, Description = "The partner that would receive", HelpName = "CODE" };
        Option<DateTimeOffset?> at = PolicyCommands.Time("--at", "Time of the decision; otherwise now");
        var policy = new Option<string[]>("--policy") { Description = "Policy files, or folders of them; otherwise those of the node's folder", HelpName = "FILE" };
        Option<bool> json = PolicyCommands.Json();
        var file = new Argument<FileInfo>("ASSESSMENT") { Description = "A risk assessment as protobuf JSON" };
        return new Verb("explain", "Says portion by portion what would be released to a partner, and which rules decide.", data, to, at, policy, json, file)
        {
            Examples = ["policy explain samples/assessments/SDN-exercise.json --to FRA --data demo/USA"],
        }.Does(parsed => PolicyCommands.With(parsed, data, surface, documents =>
        {
            if (!PartnerCode.TryParse(parsed.GetRequiredValue(to), out PartnerCode recipient) || !documents.Roster.TryFind(recipient, out _))
            {
                return surface.Misuse($"the roster has no partner {parsed.GetRequiredValue(to)}");
            }

            bool asJson = parsed.GetValue(json);
            return PolicyFiles.Load(surface, documents, PolicyFiles.ReadOr(documents, parsed.GetValue(policy)), asJson) is { } loaded
                ? ExplainedAssessment.Show(
                    surface, parsed.GetRequiredValue(file), recipient, Context(documents, loaded, parsed.GetValue(at) ?? surface.Time.GetUtcNow()), asJson)
                : surface.Refuse("the policy does not load");
        }));
    }

    /// <summary>What a node with these documents and this policy decides under.</summary>
    public static DecisionContext Context(NodeDocuments.Sound documents, PolicySet policy, DateTimeOffset now) => new()
    {
        Roster = documents.Roster,
        Agreements = documents.Agreements,
        Policy = policy,
        Markings = documents.Markings,
        Releaser = documents.Partner,
        Now = now,
    };
}
