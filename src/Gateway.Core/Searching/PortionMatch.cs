using System.Collections.Immutable;

namespace Gateway.Core.Searching;

/// <summary>A stretch of a field that matches.</summary>
/// <param name="Field">Position of the field.</param>
/// <param name="Start">UTF-16 code units.</param>
/// <param name="Length">UTF-16 code units.</param>
public readonly record struct MatchedSpan(int Field, int Start, int Length);

/// <summary>
/// Compares a query with the text of one portion. An index only proposes: this decides, on text that the caller may see, so that the
/// answer hangs on nothing else. Thread-safe.
/// </summary>
public static class PortionMatch
{
    /// <summary>Every stretch that a wanted term matches, by field and place; null when the portion does not match.</summary>
    public static ImmutableArray<MatchedSpan>? Of(SearchQuery query, IReadOnlyList<FieldText> fields)
    {
        ImmutableArray<Word>[] words = [.. fields.Select(field => Words.Of(field.Text))];
        var spans = ImmutableArray.CreateBuilder<MatchedSpan>();
        foreach (SearchTerm term in query.Terms)
        {
            int before = spans.Count;
            for (int i = 0; i < words.Length; i++)
            {
                Find(term, words[i], i, spans);
            }

            if (spans.Count > before == term.Excluded)
            {
                return null;
            }

            spans.Count = term.Excluded ? before : spans.Count;
        }

        spans.Sort(static (one, other) => (one.Field, one.Start, one.Length).CompareTo((other.Field, other.Start, other.Length)));
        return spans.ToImmutable();
    }

    private static void Find(SearchTerm term, ImmutableArray<Word> words, int field, ImmutableArray<MatchedSpan>.Builder spans)
    {
        int last = term.Words.Length - 1;
        for (int at = 0; at + last < words.Length; at++)
        {
            int i = 0;
            while (i <= last && Says(words[at + i].Text, term.Words[i], term.Prefix && i == last))
            {
                i++;
            }

            if (i > last)
            {
                int start = words[at].Start;
                spans.Add(new MatchedSpan(field, start, words[at + last].Start + words[at + last].Length - start));
            }
        }
    }

    private static bool Says(string word, string wanted, bool prefix) =>
        prefix ? word.StartsWith(wanted, StringComparison.Ordinal) : string.Equals(word, wanted, StringComparison.Ordinal);
}
