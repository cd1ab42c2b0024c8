using System.Text.RegularExpressions;
using CsCheck;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy;

/// <summary>The grammar in docs/policy.md is the one that the parser reads: what it derives parses, and every one of its words is needed.</summary>
public sealed class EbnfTests
{
    private static readonly Dictionary<string, string> Productions = Regex.Replace(LanguageFiles.Ebnf, @"\(\*.*?\*\)", "", RegexOptions.Singleline, TimeSpan.FromSeconds(5))
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(production => production.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[0], parts => parts[1]);

    // What the grammar leaves to words: one of each kind that the roster and the registers of the tests know.
    private static readonly Dictionary<string, string> Terminals = new()
    {
        ["id"] = "L05-judgement",
        ["name"] = "judgement",
        ["number"] = "2",
        ["code"] = "FRA",
        ["text"] = "\"(U)\"",
        ["hex"] = new string('a', 64),
        ["date"] = "2026-10-01",
    };

    /// <summary>Every word and sign in quotes.</summary>
    public static string[] Literals { get; } =
        [.. Productions.Values.SelectMany(body => Regex.Matches(body, "\"(?<word>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["word"].Value)).Distinct()];

    [Fact]
    public void Whatever_the_grammar_derives_parses() => Gen.Int.Sample(
        seed =>
        {
            string text = new Derivation(seed, null).File();
            var errors = new List<PolicyError>();
            PolicyParser.Parse(new PolicySource("derived.relpol", text), errors);
            Assert.True(errors.Count == 0, string.Join('\n', errors) + "\n" + text);
        },
        iter: 2_000);

    [Fact]
    public void No_word_of_the_grammar_can_be_misspelt()
    {
        foreach (string literal in Literals.Where(literal => literal != "sha256:"))
        {
            // A file that uses the word, and the same with another in its place.
            string? text = Enumerable.Range(0, 2_000).Select(seed => new Derivation(seed, null).File()).FirstOrDefault(Has);
            Assert.True(text is not null, $"No derivation uses {literal}.");
            Assert.Contains(Enumerable.Range(0, 2_000), seed =>
            {
                var errors = new List<PolicyError>();
                PolicyParser.Parse(new PolicySource("derived.relpol", new Derivation(seed, literal).File()), errors);
                return errors.Count > 0;
            });

            bool Has(string file) => Regex.IsMatch(file, $@"(?<![\w-]){Regex.Escape(literal)}(?![\w-])", RegexOptions.None, TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public void Every_name_in_the_grammar_is_a_production_or_explained()
    {
        string[] names = [.. Productions.Values
            .SelectMany(body => Regex.Matches(Regex.Replace(body, "\"[^\"]*\"", "", RegexOptions.None, TimeSpan.FromSeconds(5)), "[a-z][a-z-]*", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value))
            .Distinct()];
        Assert.All(names, name => Assert.True(Productions.ContainsKey(name) || Terminals.ContainsKey(name), name));
    }

    /// <summary>One random text of the grammar; blocks begin in column 1, all else is indented. One word may be misspelt throughout.</summary>
    private sealed class Derivation(int seed, string? misspelt)
    {
        private readonly Random _random = new(seed);
        private readonly List<string> _words = [];

        public string File()
        {
            foreach (string block in (string[])["policy", "schema", "effective"])
            {
                Block(block);
            }

            for (int i = _random.Next(4); i >= 0; i--)
            {
                Block(((string[])["give", "limit", "example", "invariant"])[_random.Next(4)]);
            }

            return string.Join(' ', _words).Replace(" \n ", "\n", StringComparison.Ordinal).TrimEnd() + "\n";
        }

        private void Block(string name)
        {
            Expand(Productions[name]);
            _words.Add("\n");
        }

        private void Expand(string body)
        {
            string[] alternatives = [.. Split(body, '|')];
            foreach (string item in Split(alternatives[_random.Next(alternatives.Length)], ' '))
            {
                Item(item);
            }
        }

        private void Item(string item)
        {
            switch (item[0])
            {
                case '"':
                    string literal = item[1..^1];
                    Add(literal == misspelt ? literal + "x" : literal);
                    break;
                case '[':
                    if (_random.Next(2) == 0)
                    {
                        Expand(item[1..^1]);
                    }

                    break;
                case '{':
                    for (int i = _random.Next(3); i > 0; i--)
                    {
                        Expand(item[1..^1]);
                    }

                    break;
                case '(':
                    Expand(item[1..^1]);
                    break;
                default:
                    if (Productions.TryGetValue(item, out string? production))
                    {
                        Expand(production);
                    }
                    else
                    {
                        Add(Terminals[item]);
                    }

                    break;
            }
        }

        // A digest follows its sha256: without a space.
        private void Add(string word)
        {
            if (_words is [.., "sha256:"])
            {
                _words[^1] += word;
            }
            else
            {
                _words.Add(word);
            }
        }

        private static IEnumerable<string> Split(string body, char at)
        {
            int depth = 0, start = 0;
            bool quoted = false;
            for (int i = 0; i < body.Length; i++)
            {
                quoted ^= body[i] == '"';
                depth += quoted ? 0 : body[i] is '(' or '[' or '{' ? 1 : body[i] is ')' or ']' or '}' ? -1 : 0;
                if (!quoted && depth == 0 && (body[i] == at || (at == ' ' && char.IsWhiteSpace(body[i]))))
                {
                    if (body[start..i].Trim() is { Length: > 0 } part)
                    {
                        yield return part;
                    }

                    start = i + 1;
                }
            }

            if (body[start..].Trim() is { Length: > 0 } last)
            {
                yield return last;
            }
        }
    }
}
