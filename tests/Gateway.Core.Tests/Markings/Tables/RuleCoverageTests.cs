using System.Reflection;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>No rule about markings is without a row or a test that names it, and nothing names a rule that does not exist.</summary>
public sealed class RuleCoverageTests
{
    private static readonly Dictionary<string, int> Widths = new()
    {
        ["reading-us"] = 8,
        ["reading-others"] = 8,
        ["rollup"] = 4,
        ["decision"] = 7,
        ["levels"] = 5,
        ["lattice"] = 7,
    };

    private static readonly string[] Rules = [.. Table.Rows("rules", 2).Select(row => row[0])];

    [Fact]
    public void Every_rule_is_named_by_a_row_or_a_test()
    {
        string[] citations = [.. Citations()];
        string[] missing = [.. Rules.Where(rule => !citations.Any(citation => Names(citation, rule)))];
        Assert.True(missing.Length == 0, $"Nothing names {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Whatever_is_named_is_a_rule()
    {
        string[] unknown = [.. Citations().Where(citation => !Rules.Any(rule => Names(citation, rule))).Distinct()];
        Assert.True(unknown.Length == 0, $"No rule is called {string.Join(", ", unknown)}; see rules.tsv.");
    }

    [Fact]
    public void Rules_stand_once_in_the_list() => Assert.Equal(Rules.Length, Rules.Distinct().Count());

    [Fact]
    public void The_tables_are_not_thinned_out() => Assert.True(Table.Names.Sum(name => Table.Rows(name, Widths[name]).Count()) >= 700);

    // "§3.5 S-00214" names §3.5 and S-00214.
    private static bool Names(string citation, string rule) =>
        $" {citation} ".Contains($" {rule} ", StringComparison.Ordinal);

    private static IEnumerable<string> Citations() =>
        Table.Names.SelectMany(name => Table.Rows(name, Widths[name])).SelectMany(row => row.Citations).Concat(Traits());

    private static IEnumerable<string> Traits() =>
        from type in typeof(RuleCoverageTests).Assembly.GetTypes()
        from member in (IEnumerable<MemberInfo>)[type, .. type.GetMethods()]
        from trait in member.GetCustomAttributes<TraitAttribute>()
        where trait.Name == "Rule"
        select trait.Value;
}
