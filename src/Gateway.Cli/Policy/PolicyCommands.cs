using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;

namespace Gateway.Cli.Policy;

/// <summary>
/// <c>gatewayctl policy</c>: what a release officer does with policy files. All but activate and history work offline, against the roster,
/// agreements and record of a node's folder.
/// </summary>
internal static class PolicyCommands
{
    public static Verb Build(Surface surface) => new(
        "policy",
        "Checks, tests, explains, compares, signs and activates release policy.",
        CheckCommand.Build(surface),
        FormatCommand.Build(surface),
        TestCommand.Build(surface),
        ExplainCommand.Build(surface),
        IndexCommand.Build(surface),
        DiffCommand.Build(surface),
        SimulateCommand.Build(surface),
        PolicySign.Build(surface),
        PolicyApprove.Build(surface),
        PolicyActivate.Build(surface),
        PolicyHistory.Build(surface))
    {
        Examples =
        [
            "policy check draft --data demo/USA",
            "policy explain samples/assessments/SDN-exercise.json --to SWE --data demo/USA",
            "policy diff demo/USA/policies draft --data demo/USA",
        ],
    };

    /// <summary>The folder whose roster and agreements count.</summary>
    public static Option<DirectoryInfo> Data() =>
        new("--data") { Required = true, Description = "A node's folder: whose roster and agreements count", HelpName = "DIR" };

    public static Option<bool> Json() => new("--json") { Description = "One JSON object a line" };

    /// <summary>An instant as policy files write it, in UTC: a day or a minute.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description + ", as 2026-10-01 or 2026-10-01T12:00Z",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && DateTimeOffset.TryParseExact(
                    text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            {
                return time;
            }

            result.AddError($"{name} takes a time as 2026-10-01 or 2026-10-01T12:00Z.");
            return null;
        },
    };

    /// <summary>Runs with the folder's documents, or says why they cannot be used.</summary>
    public static ExitCode With(ParseResult parsed, Option<DirectoryInfo> data, Surface surface, Func<NodeDocuments.Sound, ExitCode> run) =>
        NodeDocuments.Read(parsed.GetRequiredValue(data).FullName) switch
        {
            NodeDocuments.Sound documents => run(documents),
            NodeDocuments.Unsound unsound => surface.Refuse(unsound.Reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is unknown."),
        };
}
