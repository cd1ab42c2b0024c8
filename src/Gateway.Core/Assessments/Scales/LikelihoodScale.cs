using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Assessments.Scales;

/// <summary>
/// A published scale of likelihood: words and the probabilities they stand for. Between terms there may be gaps, for which the scale has no
/// word. Immutable and thread-safe.
/// </summary>
public sealed class LikelihoodScale
{
    private readonly FrozenDictionary<string, (LikelihoodTerm Term, LikelihoodWord Word)> _byWord;

    internal LikelihoodScale(string id, string name, Verification verification, string source, string note, ImmutableArray<LikelihoodTerm> terms)
    {
        (Id, Name, Verification, Source, Note, Terms) = (id, name, verification, source, note, terms);
        _byWord = terms.SelectMany(term => term.Words.Select(word => (term, word)))
            .ToFrozenDictionary(pair => pair.word.Text, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>As it stands in <c>Likelihood.scale_id</c>: <c>icd203</c>.</summary>
    public string Id { get; }

    /// <summary>Name for readers.</summary>
    public string Name { get; }

    /// <summary>How far the table was compared with its source. Show it beside everything that is read off the table.</summary>
    public Verification Verification { get; }

    /// <summary>Where the table comes from.</summary>
    public string Source { get; }

    /// <summary>What a user of the table has to know.</summary>
    public string Note { get; }

    /// <summary>From the least to the most likely. Intervals do not overlap; they may leave gaps.</summary>
    public ImmutableArray<LikelihoodTerm> Terms { get; }

    /// <summary>The term of a word or any of its synonyms; case does not matter. False for a word that the scale does not have.</summary>
    public bool TryFind(string word, [NotNullWhen(true)] out LikelihoodTerm? term)
    {
        bool found = _byWord.TryGetValue(word, out var entry);
        term = entry.Term;
        return found;
    }

    /// <summary>The row of synonyms that the word stands in; 0 for scales without rows and for unknown words.</summary>
    public int RowOf(string word) => _byWord.TryGetValue(word, out var entry) ? entry.Word.Row : 0;

    /// <summary>The term whose interval holds the probability; null in gaps and outside the scale, where it has no word.</summary>
    public LikelihoodTerm? TermFor(double probability)
    {
        foreach (LikelihoodTerm term in Terms)
        {
            if (term.Interval.Contains(probability))
            {
                return term;
            }
        }

        return null;
    }
}
