using System.Collections.Immutable;

namespace Gateway.Core.Searching;

/// <summary>One thing that a portion has to say, or must not.</summary>
/// <param name="Words">Folded words that follow each other; one for a single word. Never empty.</param>
/// <param name="Prefix">The last word may go on.</param>
/// <param name="Excluded">A portion that says it is left out.</param>
public sealed record SearchTerm(ImmutableArray<string> Words, bool Prefix, bool Excluded)
{
    /// <summary>The term as it was understood: <c>-"mass kill*"</c>.</summary>
    public override string ToString()
    {
        string words = string.Join(' ', Words) + (Prefix ? "*" : "");
        return (Excluded ? "-" : "") + (Words.Length > 1 ? $"\"{words}\"" : words);
    }
}

/// <summary>What to look for: every term holds within one portion. Immutable.</summary>
/// <param name="Terms">At most <see cref="QueryReader.MostTerms"/>; empty: nothing is asked of the words.</param>
public sealed record SearchQuery(ImmutableArray<SearchTerm> Terms)
{
    /// <summary>Asks nothing.</summary>
    public static SearchQuery Empty { get; } = new([]);

    /// <summary>The query as it was understood.</summary>
    public override string ToString() => string.Join(' ', Terms);
}
