using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Scales;

/// <summary>A spelling of a term.</summary>
/// <param name="Text">As the source writes it, in lower case: <c>very unlikely</c>.</param>
/// <param name="Row">
/// Row of synonyms that the word stands in, 1 upward; 0 where the scale has no rows. ICD 203 has two, and one product keeps to one of them.
/// </param>
/// <param name="InProse">
/// False for a word that is common in other senses ("remote villages"): a sentence that holds it need not speak of likelihood.
/// </param>
public sealed record LikelihoodWord(string Text, int Row, bool InProse);

/// <summary>One step of a scale: words that mean the same, and the probabilities they stand for. Immutable.</summary>
/// <param name="Words">The preferred word first; never empty.</param>
/// <param name="Interval">Probabilities, 0 to 1.</param>
public sealed record LikelihoodTerm(ImmutableArray<LikelihoodWord> Words, ProbabilityInterval Interval)
{
    /// <summary>The preferred word.</summary>
    public string Name => Words[0].Text;
}
