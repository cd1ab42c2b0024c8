using Gateway.Core.Searching;

namespace Gateway.Storage.Postgres;

/// <summary>
/// Writes the words of a plan as a tsquery. Every word stands in quotes and is made of letters, digits and marks; what is not is refused, so
/// no query can say anything in the expression's own language. It travels as a parameter all the same.
/// </summary>
internal static class TextSearchQuery
{
    /// <summary>
    /// Null when nothing is asked of the words. The index has no positions: a phrase asks for each of its words, and one that is left out is
    /// left to the comparison afterwards, which a node does for every proposal.
    /// </summary>
    public static string? Of(SearchQuery query)
    {
        string expression = string.Join(" & ", query.Terms.SelectMany(Parts));
        return expression.Length > 0 ? expression : null;
    }

    private static IEnumerable<string> Parts(SearchTerm term)
    {
        if (term.Excluded)
        {
            return term.Words.Length == 1 ? ["!" + Lexeme(term.Words[0], term.Prefix)] : [];
        }

        return term.Words.Select((word, i) => Lexeme(word, term.Prefix && i == term.Words.Length - 1));
    }

    private static string Lexeme(string word, bool prefix) => word.AsSpan().IndexOfAny("'\\\0") < 0
        ? $"'{word}'{(prefix ? ":*" : "")}"
        : throw new ArgumentException("A word of a query is made of letters, digits and marks.", nameof(word));
}
