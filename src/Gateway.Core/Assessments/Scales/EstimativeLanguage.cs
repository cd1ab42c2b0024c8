using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Scales;

/// <summary>
/// Finds sentences that state a likelihood and a confidence together, which ICD 203 forbids: a reader takes "high confidence that it is likely"
/// for more than likely. English and French.
/// </summary>
public static class EstimativeLanguage
{
    private const int MostWordsBetween = 3;

    private static readonly ImmutableArray<string> Terms =
    [
        .. LikelihoodScales.All.SelectMany(scale => scale.Terms).SelectMany(term => term.Words).Where(word => word.InProse)
            .Select(word => word.Text).Distinct(),
    ];

    private static readonly ImmutableArray<string> Nouns = ["confidence", "confiance"];

    private static readonly ImmutableArray<string> Levels =
    [
        .. ConfidenceScales.All.SelectMany(scale => scale.Levels).Distinct(), "medium", "faible", "modérée", "moyenne", "élevée", "forte", "haute",
    ];

    // What may stand between a level and the noun: "moderate to high analytic confidence", "confidence in this judgement is low".
    private static readonly ImmutableArray<string> Links =
    [
        "analytic", "analytical", "level", "levels", "of", "to", "in", "is", "are", "was", "remains", "this", "the", "our", "judgement", "judgment",
        "assessment", "rated", "as", "est", "de", "analytique", "niveau",
    ];

    /// <summary>
    /// Whether a sentence of the text holds a term of a likelihood scale and a level of confidence. Sentences end at a full stop, question or
    /// exclamation mark before white space, and at a line break. Words that are common in other senses ("remote") do not count.
    /// </summary>
    public static bool MixesLikelihoodAndConfidence(string text)
    {
        if (!Nouns.Any(noun => text.Contains(noun, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int end = SentenceEnd(rest);
            if (StatesConfidence(rest[..end]) && HasTerm(rest[..end]))
            {
                return true;
            }

            rest = rest[end..];
        }

        return false;
    }

    private static int SentenceEnd(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool stop = text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]));
            if (stop || text[i] is '\n' or '。')
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static bool HasTerm(ReadOnlySpan<char> sentence)
    {
        foreach (string term in Terms)
        {
            int from = 0;
            while (sentence[from..].IndexOf(term, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
            {
                int start = from + at, end = start + term.Length;
                bool word = (start == 0 || !char.IsLetter(sentence[start - 1])) && (end == sentence.Length || !char.IsLetter(sentence[end]));
                if (word)
                {
                    return true;
                }

                from = end;
            }
        }

        return false;
    }

    private static bool StatesConfidence(ReadOnlySpan<char> sentence)
    {
        List<string> words = Words(sentence);
        for (int i = 0; i < words.Count; i++)
        {
            if (Nouns.Contains(words[i], StringComparer.OrdinalIgnoreCase) && (Reaches(words, i, -1) || Reaches(words, i, 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Reaches(List<string> words, int from, int step)
    {
        for (int i = from + step, seen = 0; i >= 0 && i < words.Count && seen <= MostWordsBetween; i += step, seen++)
        {
            if (Levels.Contains(words[i], StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }

            if (!Links.Contains(words[i], StringComparer.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return false;
    }

    private static List<string> Words(ReadOnlySpan<char> sentence)
    {
        List<string> words = [];
        for (int i = 0; i < sentence.Length;)
        {
            int length = 0;
            while (i + length < sentence.Length && char.IsLetter(sentence[i + length]))
            {
                length++;
            }

            if (length > 0)
            {
                words.Add(sentence.Slice(i, length).ToString());
            }

            i += Math.Max(length, 1);
        }

        return words;
    }
}
