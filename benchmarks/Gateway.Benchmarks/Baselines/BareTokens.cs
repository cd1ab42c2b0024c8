using System.Buffers;
using System.Collections.Frozen;

namespace Gateway.Benchmarks.Baselines;

/// <summary>
/// The scan alone: the text cut at separators and each piece looked up in a frozen dictionary, nothing kept and nothing checked. No reader of
/// marks can do with less.
/// </summary>
internal sealed class BareTokens
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("()/, ");

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _words;

    public BareTokens(IEnumerable<string> texts)
    {
        IEnumerable<string> words = texts.SelectMany(text => text.Split(['(', ')', '/', ',', ' '], StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal);
        _words = words.Select((word, i) => KeyValuePair.Create(word, i)).ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The sum of the numbers of the words found.</summary>
    public int Scan(string text)
    {
        int sum = 0;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int at = rest.IndexOfAny(Separators);
            ReadOnlySpan<char> word = at < 0 ? rest : rest[..at];
            sum += !word.IsEmpty && _words.TryGetValue(word, out int number) ? number : 0;
            rest = at < 0 ? [] : rest[(at + 1)..];
        }

        return sum;
    }
}
