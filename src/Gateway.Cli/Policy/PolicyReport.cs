using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary>What loading policy files came to.</summary>
internal static class PolicyReport
{
    public static void Show(Surface surface, PolicyLoading loading, bool json)
    {
        switch (loading)
        {
            case PolicyLoading.Loaded { Policy: var policy } when json:
                surface.Out.WriteJson(line =>
                {
                    line.WriteBoolean("loaded", true);
                    line.WriteString("digest", policy.Digest);
                    line.WriteNumber("rules", policy.Rules.Length);
                    line.WriteNumber("examples", policy.Files.Sum(file => file.Examples.Length));
                    line.WriteNumber("invariants", policy.Files.Sum(file => file.Invariants.Length));
                });
                break;
            case PolicyLoading.Loaded { Policy: var policy }:
                surface.Out.WriteLine(
                    $"{policy.Rules.Length} rules, {policy.Files.Sum(f => f.Examples.Length)} examples hold, {policy.Files.Sum(f => f.Invariants.Length)} invariants proved");
                surface.Out.WriteLine($"digest sha256:{policy.Digest}");
                break;
            case PolicyLoading.Refused { Errors: var errors }:
                foreach (PolicyError error in errors)
                {
                    if (json)
                    {
                        WriteJson(surface, error);
                    }
                    else
                    {
                        surface.Error.WriteLine(error.ToString());
                    }
                }

                break;
            default:
                throw new InvalidOperationException("No such outcome of loading.");
        }
    }

    private static void WriteJson(Surface surface, PolicyError error) => surface.Out.WriteJson(line =>
    {
        line.WriteBoolean("loaded", false);
        line.WriteString("file", error.File);
        line.WriteNumber("line", error.Line);
        line.WriteNumber("column", error.Column);
        line.WriteString("rule", error.Rule);
        line.WriteString("message", error.Message);
    });
}
