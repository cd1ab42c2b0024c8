using System.Text.RegularExpressions;
using Gateway.Core.Markings;

namespace Gateway.Architecture.Tests;

/// <summary>Rule ids of marks: what the source names and what the catalogue explains are the same.</summary>
public sealed class MarkingRuleTests
{
    private const string Folder = "src/Gateway.Core/Markings";

    // "US-CASE" in full, or $"{Prefix}-LIST-ORDER" where several policies share a reader.
    private static readonly Regex Id = Repository.Pattern(@"""(?<id>[A-Z]{2,6}(-[A-Z]+)+)""");
    private static readonly Regex Reported = Repository.Pattern(@"\b(Add|Warn|MarkingError)\(\s*""(?<id>[A-Z]{2,6}(-[A-Z]+)+)""");
    private static readonly Regex Tail = Repository.Pattern(@"\$""\{\w+\}(?<tail>(-[A-Z]+)+)""");
    private static readonly Regex Catalogue = Repository.Pattern(@"new\(""(?<id>[A-Z]+(-[A-Z]+)+)"",");
    private static readonly HashSet<string> Prefixes = [.. MarkingRules.All.Select(rule => rule.Id.Split('-')[0])];

    [Fact]
    public void Every_id_that_is_used_is_in_the_catalogue() =>
        Repository.HasNone(Used().Where(id => Prefixes.Contains(id.Split('-')[0]) && !IsWord(id))
            .Concat(Readers().SelectMany(text => Reported.Matches(text)).Select(match => match.Groups["id"].Value))
            .Where(id => !MarkingRules.TryFind(id, out _)).Distinct());

    [Fact]
    public void Every_tail_that_is_used_belongs_to_a_rule() =>
        Repository.HasNone(Tails().Where(tail => !MarkingRules.All.Any(rule => rule.Id.EndsWith(tail, StringComparison.Ordinal))));

    [Fact]
    public void Every_rule_of_the_catalogue_is_used()
    {
        HashSet<string> used = [.. Used()];
        string[] tails = [.. Tails()];
        Repository.HasNone(MarkingRules.All.Select(rule => rule.Id)
            .Where(id => !used.Contains(id) && !tails.Any(tail => id.EndsWith(tail, StringComparison.Ordinal))));
    }

    /// <summary>A tool or a node that read with the built-in vocabulary beside a registry file would decide by two of them.</summary>
    [Fact]
    public void Only_where_the_registry_file_is_read_does_the_built_in_vocabulary_stand_in()
    {
        string[] readers = ["src/Gateway.Node/Configuration/DocumentFiles.cs", "src/Gateway.Cli/Markings/RegistryOption.cs", "src/Gateway.Client/PackageCheck.cs"];
        var builtIn = Repository.Pattern(@"\b(MarkingRegistry|MarkingBook)\.Default\b");
        Repository.HasNone(Repository.Source("src")
            .Where(path => !path.StartsWith("src/Gateway.Core/", StringComparison.Ordinal) && !readers.Contains(path) && builtIn.IsMatch(Repository.Text(path))));
    }

    // Spellings of the register and starts of ids that readers complete.
    private static bool IsWord(string id) => id is "MARK-LIST" or "MARK-ORIGINATOR-LIST" || MarkingVocabulary.Controls.Any(word => id == word.Banner || id == word.Portion);

    private static IEnumerable<string> Used() => Readers().SelectMany(text => Id.Matches(Catalogue.Replace(text, ""))).Select(match => match.Groups["id"].Value);

    private static IEnumerable<string> Tails() => Readers().SelectMany(text => Tail.Matches(text)).Select(match => match.Groups["tail"].Value);

    // Wire forms have ids of their own, which docs/markings-wire.md lists and WireDocumentationTests compare.
    private static IEnumerable<string> Readers() =>
        Repository.Source(Folder).Where(path => !path.StartsWith(Folder + "/Wire/", StringComparison.Ordinal)).Select(Repository.Text);
}
