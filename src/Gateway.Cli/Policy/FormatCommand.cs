using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary><c>policy fmt</c>: rewrites files in canonical form, or says which are not. Comments stay or nothing is written.</summary>
internal static class FormatCommand
{
    public static Verb Build(Surface surface)
    {
        Option<DirectoryInfo> data = PolicyCommands.Data();
        var check = new Option<bool>("--check") { Description = "Write nothing; exit 1 if a file is not in canonical form" };
        Option<bool> json = PolicyCommands.Json();
        Argument<string[]> files = PolicyFiles.Argument();
        return new Verb("fmt", "Rewrites policy files in their canonical form. Comments before blocks stay where they are.", data, check, json, files)
        {
            Examples = ["policy fmt draft --data demo/USA", "policy fmt --check draft --data demo/USA"],
        }.Does(parsed => PolicyCommands.With(parsed, data, surface, documents => Format(
            surface,
            documents,
            PolicyFiles.Paths(parsed.GetValue(files) is { Length: > 0 } named ? named : [Path.Combine(parsed.GetRequiredValue(data).FullName, "policies")]),
            parsed.GetValue(check),
            parsed.GetValue(json))));
    }

    private static ExitCode Format(Surface surface, NodeDocuments.Sound documents, ImmutableArray<string> paths, bool check, bool json)
    {
        var laidOut = new List<(string Path, string Old, string New)>();
        var errors = new List<PolicyError>();
        var sources = new List<PolicySource>();
        foreach (string path in paths)
        {
            var source = new PolicySource(Path.GetFileName(path), File.ReadAllText(path));
            sources.Add(source);
            PolicyFile? file = PolicyLoader.ReadFile(source, documents.Roster, out ImmutableArray<PolicyError> unread);
            errors.AddRange(unread);
            if (file is null)
            {
                continue;
            }

            if (PolicyLayout.TryFormat(source, file, out string text, out ImmutableArray<PolicyError> misplaced))
            {
                laidOut.Add((path, source.Text, text));
            }

            errors.AddRange(misplaced);
        }

        if (errors.Count > 0)
        {
            PolicyErrors.Show(surface, errors, sources, json);
            return surface.Refuse("nothing was written");
        }

        foreach ((string path, string old, string text) in laidOut)
        {
            bool changed = old != text;
            if (changed && !check)
            {
                Replace(path, text);
            }

            Say(surface, path, changed, check, json);
        }

        return check && laidOut.Any(file => file.Old != file.New) ? ExitCode.Refused : ExitCode.Done;
    }

    // Beside the folder, on the same disk, and then over the file: whoever looks meanwhile finds one of the two, whole, and no stray file.
    private static void Replace(string path, string text)
    {
        string beside = Path.GetDirectoryName(path) + ".fmt.partial";
        File.WriteAllText(beside, text, new UTF8Encoding(false));
        File.Move(beside, path, overwrite: true);
    }

    private static void Say(Surface surface, string path, bool changed, bool check, bool json)
    {
        string state = !changed ? "canonical" : check ? "not canonical" : "rewritten";
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("file", Path.GetFileName(path));
                line.WriteString("state", state);
            });
        }
        else
        {
            surface.Out.WriteLine($"{Page.Plain(Path.GetFileName(path))}: {state}");
        }
    }
}
