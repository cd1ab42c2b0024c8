using System.CommandLine;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Cli.Policy;

/// <summary><c>policy diff</c>: what a change of policy would do to all that the node holds.</summary>
internal static class DiffCommand
{
    public static Verb Build(Surface surface)
    {
        Option<DirectoryInfo> data = PolicyCommands.Data();
        Option<FileInfo> index = StoredOrExported.Index();
        Option<DateTimeOffset?> at = PolicyCommands.Time("--at", "Time of both decisions; otherwise now");
        Option<DiffGate[]> gates = DiffGate.Option();
        Option<bool> json = PolicyCommands.Json();
        Argument<string> old = PolicyFiles.NoOption(new Argument<string>("OLD") { Description = "The policy before: a file, or a folder of them" });
        Argument<string> @new = PolicyFiles.NoOption(new Argument<string>("NEW") { Description = "The policy after" });
        return new Verb("diff", "Lists what a policy change would let out and what it would stop, over all that the node holds.", old, @new, data, index, at, gates, json)
        {
            Examples =
            [
                "policy diff demo/USA/policies draft --data demo/USA",
                "policy diff demo/USA/policies draft --data demo/USA --gate no-new-flow",
                "policy diff old new --data demo/USA --index usa.index --json",
            ],
        }.Does(parsed => PolicyCommands.With(parsed, data, surface, documents =>
        {
            bool asJson = parsed.GetValue(json);
            DateTimeOffset now = parsed.GetValue(at) ?? surface.Time.GetUtcNow();
            if (PolicyFiles.Load(surface, documents, PolicyFiles.Read([parsed.GetRequiredValue(old)]), asJson) is not { } before)
            {
                return surface.Refuse("the policy before does not load");
            }

            if (PolicyFiles.Load(surface, documents, PolicyFiles.Read([parsed.GetRequiredValue(@new)]), asJson) is not { } after)
            {
                return surface.Refuse("the policy after does not load");
            }

            if (StoredOrExported.Read(surface, documents, parsed.GetRequiredValue(data), parsed.GetValue(index)) is not { } corpus)
            {
                return ExitCode.Refused;
            }

            DecisionContext context = ExplainCommand.Context(documents, before, now);
            return DiffReport.Show(surface, PolicyDiff.Between(corpus, context, context with { Policy = after }), parsed.GetValue(gates) ?? [], asJson);
        }));
    }
}
