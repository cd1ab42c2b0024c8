using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;
using Spectre.Console;

namespace Gateway.Cli.Policy;

/// <summary><c>policy test</c>: every example and every invariant with what it came to.</summary>
internal static class TestCommand
{
    public static Verb Build(Surface surface)
    {
        Option<DirectoryInfo> data = PolicyCommands.Data();
        Option<bool> json = PolicyCommands.Json();
        Argument<string[]> files = PolicyFiles.Argument();
        return new Verb("test", "Tries every example and proves every invariant, and says what each came to.", data, json, files)
        {
            Examples = ["policy test --data demo/USA", "policy test draft --data demo/USA"],
        }.Does(parsed => PolicyCommands.With(parsed, data, surface, documents =>
        {
            ImmutableArray<PolicySource> sources = PolicyFiles.ReadOr(documents, parsed.GetValue(files));
            bool asJson = parsed.GetValue(json);
            if (PolicyTrial.Of(sources, documents.Surroundings, out ImmutableArray<PolicyError> errors) is not { } trial)
            {
                PolicyErrors.Show(surface, errors, sources, asJson);
                return ExitCode.Refused;
            }

            if (asJson)
            {
                WriteJson(surface, trial);
            }
            else
            {
                Show(surface, trial, sources);
            }

            return !trial.Errors.IsEmpty ? ExitCode.Refused : ExitCode.Done;
        }));
    }

    private static void Show(Surface surface, PolicyTrial trial, ImmutableArray<PolicySource> sources)
    {
        Table table = Page.Table("", "example or invariant", "comes to", "decided by");
        foreach (ExampleResult result in trial.Examples)
        {
            table.Row(Mark(result.Holds), result.Example.Title, PolicyFormatter.Word(result.Decision.Outcome), string.Join(' ', result.Decision.Rules));
        }

        foreach (InvariantResult result in trial.Invariants)
        {
            table.Row(
                Mark(result.Threats.IsEmpty), result.Invariant.Title, result.Threats.IsEmpty ? "proved" : "not proved", string.Join(' ', result.Threats.Select(rule => rule.Id)));
        }

        surface.Console.Write(table);
        surface.Out.WriteLine();
        if (!trial.Errors.IsEmpty)
        {
            PolicyErrors.Show(surface, trial.Errors, sources, json: false);
        }
        else
        {
            CheckCommand.Show(surface, trial.Policy, json: false);
        }
    }

    private static void WriteJson(Surface surface, PolicyTrial trial)
    {
        foreach (ExampleResult result in trial.Examples)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("example", result.Example.Title);
                line.WriteString("file", result.Example.Position.File);
                line.WriteNumber("line", result.Example.Position.Line);
                line.WriteBoolean("holds", result.Holds);
                line.WriteString("expected", PolicyFormatter.Word(result.Example.Expected));
                line.WriteString("outcome", PolicyFormatter.Word(result.Decision.Outcome));
                line.WriteTexts("rules", result.Decision.Rules);
            });
        }

        foreach (InvariantResult result in trial.Invariants)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("invariant", result.Invariant.Title);
                line.WriteString("file", result.Invariant.Position.File);
                line.WriteNumber("line", result.Invariant.Position.Line);
                line.WriteBoolean("holds", result.Threats.IsEmpty);
                line.WriteTexts("threats", result.Threats.Select(rule => rule.Id));
            });
        }

        foreach (PolicyRule rule in trial.Unshown)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("unshown", rule.Id);
                line.WriteString("file", rule.Position.File);
                line.WriteNumber("line", rule.Position.Line);
                line.WriteBoolean("holds", false);
            });
        }

        surface.Out.WriteJson(line =>
        {
            line.WriteBoolean("loaded", trial.Errors.IsEmpty);
            line.WriteString("digest", trial.Policy.Digest);
            line.WriteNumber("rules", trial.Policy.Rules.Length);
            line.WriteNumber("examples", trial.Examples.Length);
            line.WriteNumber("invariants", trial.Invariants.Length);
        });
    }

    private static string Mark(bool holds) => holds ? "ok" : "NO";
}
