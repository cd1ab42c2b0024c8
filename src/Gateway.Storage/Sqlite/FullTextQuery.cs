using System.Collections.Immutable;
using Gateway.Core.Searching;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// Writes a plan as an expression of FTS5. Every word stands in quotes and is made of letters, digits and marks; what is not is refused, so
/// no query can say anything in the expression's own language.
/// </summary>
internal static class FullTextQuery
{
    /// <summary>Empty when the plan asks nothing.</summary>
    public static string Of(SearchPlan plan)
    {
        IEnumerable<string> parts = plan.Facets.Select(AnyOf);
        return string.Join(" AND ", plan.Query.Terms.IsEmpty ? parts : parts.Prepend(Words(plan.Query)));
    }

    /// <summary>At least one of these facets.</summary>
    public static string AnyOf(ImmutableArray<string> facets) => $"{{facets}} : ({string.Join(" OR ", facets.Select(Quote))})";

    private static string Words(SearchQuery query)
    {
        string wanted = string.Join(" AND ", query.Terms.Where(term => !term.Excluded).Select(Term));
        string unwanted = string.Join(" OR ", query.Terms.Where(term => term.Excluded).Select(Term));
        return $"{{words}} : ({(unwanted.Length > 0 ? $"({wanted}) NOT ({unwanted})" : wanted)})";
    }

    private static string Term(SearchTerm term) => Quote(string.Join(' ', term.Words)) + (term.Prefix ? " *" : "");

    private static string Quote(string words) => words.AsSpan().IndexOfAny('"', '\0') < 0
        ? $"\"{words}\""
        : throw new ArgumentException("A word of a query is made of letters, digits and marks.", nameof(words));
}
