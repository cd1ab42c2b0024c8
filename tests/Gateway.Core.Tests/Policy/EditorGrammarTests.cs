using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Core.Tests.Policy;

/// <summary>The TextMate grammar colours every character of the sample policies, and knows every keyword of the language.</summary>
public sealed class EditorGrammarTests
{
    private const string Stray = "none";
    private const string Word = "variable.other.relpol";

    private static readonly (string Scope, Regex Match)[] Patterns = Read();

    public static TheoryData<string> Policies => LanguageFiles.SamplePolicies;

    [Theory]
    [MemberData(nameof(Policies))]
    public void Nothing_in_a_sample_policy_is_left_uncoloured(string path) => Assert.All(
        LanguageFiles.Text(path).Split('\n').SelectMany(Tokenise), token => Assert.True(token.Scope != Stray, token.Text));

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_text_in_quotes_and_a_comment_are_one_token(string path) => Assert.All(
        LanguageFiles.Text(path).Split('\n').Where(line => line.StartsWith("  because", StringComparison.Ordinal) || line.StartsWith('#')),
        line => Assert.True(Tokenise(line).Count(token => token.Scope != Stray) is 1 or 2, line));

    [Fact]
    public void Every_keyword_of_the_grammar_is_coloured_as_more_than_a_word()
    {
        string[] keywords = [.. EbnfTests.Literals.Where(word => char.IsAsciiLetterLower(word[0]) && word != "sha256:")];
        Assert.NotEmpty(keywords);
        Assert.All(keywords, keyword =>
        {
            bool starts = keyword is "policy" or "give" or "limit" or "schema" or "effective" or "example" or "invariant";
            string line = keyword is "policy" or "give" or "limit" ? $"{keyword} name" : starts ? keyword : keyword switch { "tear" => "  tear line", "line" => "  tear line", _ => "  " + keyword };
            Assert.DoesNotContain(Tokenise(line), token => token.Scope == Word);
        });
    }

    [Theory]
    [InlineData("give L05-judgement", "entity.name.function.relpol")]
    [InlineData("  outcome tear line", "constant.language.outcome.relpol")]
    [InlineData("  when level <= TOP SECRET", "constant.language.level.relpol")]
    [InlineData("  to NOR at 2025-06-01", "constant.other.code.relpol")]
    [InlineData("  expect withhold by M07-orcon", "support.function.relpol")]
    [InlineData("  until 2027-04-01T00:00Z", "constant.numeric.date.relpol")]
    [InlineData("  field class factor # why", "comment.line.number-sign.relpol")]
    public void What_an_officer_looks_for_has_a_colour_of_its_own(string line, string scope) =>
        Assert.Contains(Tokenise(line), token => token.Scope == scope);

    // As an editor does it: at each place the pattern that matches first, and of those the one listed first.
    private static IEnumerable<(string Text, string Scope)> Tokenise(string line)
    {
        int at = 0;
        while (at < line.Length)
        {
            (int Index, int Length, string Scope)[] found =
                [.. Patterns.Select(pattern => (pattern.Match.Match(line, at), pattern.Scope)).Where(pair => pair.Item1.Success).Select(pair => (pair.Item1.Index, pair.Item1.Length, pair.Scope))];
            (int Index, int Length, string Scope) next = found.Length == 0 ? (line.Length, 0, Stray) : found.MinBy(match => match.Index);
            string between = line[at..next.Index];
            if (between.Trim().Length > 0)
            {
                yield return (between, Stray);
            }

            if (next.Length == 0)
            {
                yield break;
            }

            yield return (line.Substring(next.Index, next.Length), next.Scope);
            at = next.Index + next.Length;
        }
    }

    private static (string, Regex)[] Read()
    {
        using var grammar = JsonDocument.Parse(LanguageFiles.Text("editors/relpol/relpol.tmLanguage.json"));
        JsonElement repository = grammar.RootElement.GetProperty("repository");
        return
        [
            .. grammar.RootElement.GetProperty("patterns").EnumerateArray()
                .Select(pattern => repository.GetProperty(pattern.GetProperty("include").GetString()![1..]))
                .Select(rule => (
                    rule.TryGetProperty("name", out JsonElement name) ? name.GetString()! : rule.GetProperty("captures").GetProperty("2").GetProperty("name").GetString()!,
                    new Regex(rule.GetProperty("match").GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)))),
        ];
    }
}
