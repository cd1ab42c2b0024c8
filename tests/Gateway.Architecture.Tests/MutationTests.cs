using Gateway.Core.Policy;
using Gateway.Mutations;

namespace Gateway.Architecture.Tests;

/// <summary>
/// The list of checks and the tests that fail without them. <c>./dev mutate</c> removes each check for real; here only that the list still
/// fits the source, so that it cannot rot between two campaigns.
/// </summary>
public sealed class MutationTests
{
    private static readonly Dictionary<string, string> Tests = Repository.Source("tests").ToDictionary(path => path, Repository.Text);

    [Fact]
    public void Every_check_stands_where_the_list_says_once() => Repository.HasNone(
        Catalogue.All.Where(mutation => Repository.Text(mutation.File).Split(mutation.Find).Length != 2).Select(mutation => $"{mutation.Check}: {mutation.File}"));

    [Fact]
    public void Removing_a_check_changes_something_and_has_a_test() => Repository.HasNone(
        Catalogue.All.Where(mutation => mutation.Find == mutation.Replace || mutation.Find.Length == 0 || mutation.Killers.IsEmpty).Select(mutation => mutation.Check));

    [Fact]
    public void Every_check_has_a_name_of_its_own() => Repository.HasNone(
        Catalogue.All.GroupBy(mutation => mutation.Check).Where(group => group.Count() > 1).Select(group => group.Key));

    /// <summary>Property 14: no check that policy cannot loosen is without an edit that removes it or turns it round.</summary>
    [Fact]
    public void Every_mandatory_rule_stands_in_the_list() => Repository.HasNone(
        RuleIds.All.Remove(RuleIds.Recalled).Where(rule => !Catalogue.All.Any(mutation => mutation.Check.StartsWith(rule, StringComparison.Ordinal))));

    [Fact]
    public void Every_test_that_the_list_names_is_there() => Repository.HasNone(
        Catalogue.All.SelectMany(mutation => mutation.Killers).Distinct().Where(killer => !Exists(killer)).Select(killer => killer.ToString()));

    [Fact]
    public void The_threat_model_shows_the_list() => Assert.Contains(Catalogue.ToMarkdown(), Repository.Text("docs/threat-model.md"), StringComparison.Ordinal);

    private static bool Exists(Killer killer)
    {
        bool method = Tests.Any(file => file.Key.StartsWith($"tests/{killer.Project}/", StringComparison.Ordinal)
            && file.Value.Contains($"class {killer.Class}", StringComparison.Ordinal)
            && file.Value.Contains($" {killer.Method}(", StringComparison.Ordinal));
        return method && (killer.Case.Length == 0 || Tests.Any(file => file.Key.StartsWith($"tests/{killer.Project}/", StringComparison.Ordinal)
            && file.Value.Contains($"\"{killer.Case}\"", StringComparison.Ordinal)));
    }
}
