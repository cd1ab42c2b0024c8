using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary><c>policy check</c>: loads as a node would, and shows every error with its line.</summary>
internal static class CheckCommand
{
    public static Verb Build(Surface surface)
    {
        Option<DirectoryInfo> data = PolicyCommands.Data();
        Option<bool> json = PolicyCommands.Json();
        Argument<string[]> files = PolicyFiles.Argument();
        return new Verb("check", "Loads policy files together as a node would, and shows all errors at once.", data, json, files)
        {
            Examples = ["policy check --data demo/USA", "policy check draft --data demo/USA"],
        }.Does(parsed => PolicyCommands.With(parsed, data, surface, documents =>
        {
            ImmutableArray<PolicySource> sources = PolicyFiles.ReadOr(documents, parsed.GetValue(files));
            if (PolicyFiles.Load(surface, documents, sources, parsed.GetValue(json)) is not { } policy)
            {
                return ExitCode.Refused;
            }

            Show(surface, policy, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    /// <summary>A policy that loads, in two lines.</summary>
    public static void Show(Surface surface, PolicySet policy, bool json)
    {
        int examples = policy.Files.Sum(file => file.Examples.Length), invariants = policy.Files.Sum(file => file.Invariants.Length);
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteBoolean("loaded", true);
                line.WriteString("digest", policy.Digest);
                line.WriteNumber("files", policy.Files.Length);
                line.WriteNumber("rules", policy.Rules.Length);
                line.WriteNumber("examples", examples);
                line.WriteNumber("invariants", invariants);
            });
            return;
        }

        surface.Out.WriteLine(
            $"{Page.Count(policy.Files.Length, "file")}, {Page.Count(policy.Rules.Length, "rule")}, {Page.Count(examples, "example")} hold, {Page.Count(invariants, "invariant")} proved");
        surface.Out.WriteLine($"digest sha256:{policy.Digest}");
    }
}
