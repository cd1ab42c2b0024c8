using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gateway.Core.Searching;

/// <summary>One fault of a query.</summary>
/// <param name="Column">Where, from 1, in characters.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record QueryError(int Column, string Message);

/// <summary>What reading a query comes to.</summary>
public abstract record QueryReading
{
    private QueryReading()
    {
    }

    /// <summary>It says what to look for.</summary>
    public sealed record Readable(SearchQuery Query) : QueryReading;

    /// <summary>It has faults: all of them, by column.</summary>
    public sealed record Unreadable(ImmutableArray<QueryError> Errors) : QueryReading;
}

/// <summary>
/// Reads what people type: <c>words</c>, <c>"phrases"</c>, <c>prefix*</c>, <c>-left -"out"</c>. All have to hold. Nothing else means
/// anything: OR, NEAR, brackets and colons are words and gaps between them. A word that is written together from several, such as
/// <c>door-to-door</c> or a Chinese one, is a phrase. Never throws for what the text contains.
/// </summary>
public static class QueryReader
{
    /// <summary>Most terms of one query.</summary>
    public const int MostTerms = 32;

    /// <summary>Most words of one query, over all its terms.</summary>
    public const int MostWords = 100;

    /// <summary>Most characters of one query.</summary>
    public const int MostText = 1_000;

    /// <summary>Fewest characters before a <c>*</c>: one letter would stand for a tenth of the dictionary.</summary>
    public const int ShortestPrefix = 2;

    /// <summary>Reads a query; an empty text asks nothing.</summary>
    public static QueryReading Read(string text)
    {
        if (text.Length > MostText)
        {
            return Refuse(MostText + 1, string.Create(CultureInfo.InvariantCulture, $"A query is limited to {MostText} characters."));
        }

        var errors = ImmutableArray.CreateBuilder<QueryError>();
        var terms = ImmutableArray.CreateBuilder<SearchTerm>();
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            if (Term(text, ref at, errors) is { } term)
            {
                terms.Add(term);
            }
        }

        if (terms.Count > MostTerms)
        {
            errors.Add(new QueryError(1, string.Create(CultureInfo.InvariantCulture, $"A query is limited to {MostTerms} terms; this one has {terms.Count}.")));
        }

        if (terms.Sum(term => term.Words.Length) > MostWords)
        {
            errors.Add(new QueryError(1, string.Create(CultureInfo.InvariantCulture, $"A query is limited to {MostWords} words.")));
        }

        if (terms.Count > 0 && terms.All(term => term.Excluded))
        {
            errors.Add(new QueryError(1, "Say at least one thing to look for; a query cannot only leave out."));
        }

        return errors.Count > 0
            ? new QueryReading.Unreadable(errors.ToImmutable().Sort((one, other) => one.Column.CompareTo(other.Column)))
            : new QueryReading.Readable(new SearchQuery(terms.ToImmutable()));
    }

    private static QueryReading.Unreadable Refuse(int column, string message) => new([new QueryError(column, message)]);

    private static SearchTerm? Term(string text, ref int at, ImmutableArray<QueryError>.Builder errors)
    {
        int column = at + 1;
        bool excluded = text[at] == '-';
        at += excluded ? 1 : 0;
        if (excluded && (at == text.Length || char.IsWhiteSpace(text[at])))
        {
            errors.Add(new QueryError(column, "A '-' stands directly before what to leave out."));
            return null;
        }

        bool quoted = IsQuote(text[at]);
        return Take(text, ref at, quoted, errors) is { } source ? Make(source, excluded, quoted, column, errors) : null;
    }

    /// <summary>The text up to the closing quote or the next space; null when the quote is not closed.</summary>
    private static string? Take(string text, ref int at, bool quoted, ImmutableArray<QueryError>.Builder errors)
    {
        int opened = at;
        at += quoted ? 1 : 0;
        int start = at;
        while (at < text.Length && (quoted ? !IsQuote(text[at]) : !char.IsWhiteSpace(text[at]) && !IsQuote(text[at])))
        {
            at++;
        }

        if (!quoted)
        {
            return text[start..at];
        }

        if (at == text.Length)
        {
            errors.Add(new QueryError(opened + 1, "This quote is not closed; put another '\"' behind the phrase."));
            return null;
        }

        string phrase = text[start..at++];
        if (at < text.Length && text[at] == '*')
        {
            at++;
            return phrase + "*";
        }

        return phrase;
    }

    private static SearchTerm? Make(string source, bool excluded, bool quoted, int column, ImmutableArray<QueryError>.Builder errors)
    {
        ImmutableArray<Word> words = Words.Of(source);
        int star = source.IndexOf('*', StringComparison.Ordinal);
        bool prefix = star >= 0 && star == source.Length - 1;
        if (star >= 0 && !prefix)
        {
            errors.Add(new QueryError(column, "A '*' stands at the end of a word, for whatever follows."));
        }
        else if (words.IsEmpty && quoted)
        {
            errors.Add(new QueryError(column, "The quotes are empty."));
        }
        else if (prefix && (words.IsEmpty || IsTooShort(words[^1].Text)))
        {
            errors.Add(new QueryError(column, string.Create(CultureInfo.InvariantCulture, $"Put at least {ShortestPrefix} letters before '*'.")));
        }
        else if (!words.IsEmpty)
        {
            return new SearchTerm([.. words.Select(word => word.Text)], prefix, excluded);
        }

        // Signs alone are a gap between words.
        return null;
    }

    private static bool IsTooShort(string beginning) =>
        beginning.Length < ShortestPrefix && Folding.Kind(Rune.GetRuneAt(beginning, 0)) != Sign.Ideograph;

    // As keyboards and word processors write it.
    private static bool IsQuote(char c) => c is '"' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB';
}
