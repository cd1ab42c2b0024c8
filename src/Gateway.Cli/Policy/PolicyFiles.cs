using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary>Policy files as a command names them: files, or folders with all <c>*.relpol</c> in them.</summary>
internal static class PolicyFiles
{
    /// <summary>Files or folders; without any, those of the node's folder.</summary>
    public static Argument<string[]> Argument() => NoOption(new Argument<string[]>("FILE")
    {
        Description = "Policy files, or folders of them; otherwise those of the node's folder",
        Arity = ArgumentArity.ZeroOrMore,
    });

    /// <summary>A misspelt option is a wrong call and no name of a file.</summary>
    public static T NoOption<T>(T argument)
        where T : Argument
    {
        argument.Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(token => token.Value).Where(text => text.StartsWith('-')))
            {
                result.AddError($"There is no option '{text}'.");
            }
        });
        return argument;
    }

    /// <summary>Full paths, in the order named; a folder's files by name. Throws <see cref="IOException"/> for a folder without any.</summary>
    public static ImmutableArray<string> Paths(IEnumerable<string> named) => [.. named.SelectMany(Expand)];

    public static ImmutableArray<PolicySource> Read(IEnumerable<string> named) =>
        [.. Paths(named).Select(path => new PolicySource(Path.GetFileName(path), File.ReadAllText(path)))];

    /// <summary>Those named, or the node's own.</summary>
    public static ImmutableArray<PolicySource> ReadOr(NodeDocuments.Sound documents, string[]? named) =>
        named is { Length: > 0 } ? Read(named) : documents.Policies;

    /// <summary>Loads files that a command needs as a whole; null when they do not load, which is then said.</summary>
    public static PolicySet? Load(Surface surface, NodeDocuments.Sound documents, ImmutableArray<PolicySource> sources, bool json)
    {
        switch (PolicyLoader.Load(sources, documents.Surroundings))
        {
            case PolicyLoading.Loaded loaded:
                return loaded.Policy;
            case PolicyLoading.Refused refused:
                PolicyErrors.Show(surface, refused.Errors, sources, json);
                return null;
            default:
                throw new InvalidOperationException("No such outcome of loading.");
        }
    }

    private static IEnumerable<string> Expand(string named)
    {
        if (!Directory.Exists(named))
        {
            return [Path.GetFullPath(named)];
        }

        string[] files = [.. Directory.EnumerateFiles(named, "*.relpol").Select(Path.GetFullPath).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new IOException($"{named} holds no *.relpol file");
    }
}
