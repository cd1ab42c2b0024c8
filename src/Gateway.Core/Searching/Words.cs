using System.Collections.Immutable;
using System.Text;

namespace Gateway.Core.Searching;

/// <summary>One word of a text as a search compares it.</summary>
/// <param name="Text">Folded: letters, digits and marks only, never empty, at most <see cref="Words.Longest"/> characters.</param>
/// <param name="Start">Where it stands in the text, UTF-16 code units.</param>
/// <param name="Length">How much of the text it covers, UTF-16 code units.</param>
public readonly record struct Word(string Text, int Start, int Length);

/// <summary>
/// Cuts text into words. Every index holds these words and nothing else, so that what is found is the same whatever stores it. Words of
/// scripts without spaces are cut letter by letter. Thread-safe; never throws for what the text contains.
/// </summary>
public static class Words
{
    /// <summary>Characters after which a word is cut off; longer ones are compared by their beginning.</summary>
    public const int Longest = 64;

    /// <summary>The words of a text, in order.</summary>
    public static ImmutableArray<Word> Of(string text)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        var word = new StringBuilder();
        int start = 0, end = 0, at = 0;
        bool alone = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            Sign sign = Folding.Kind(rune);
            bool begins = sign == Sign.Ideograph || (alone && sign == Sign.Letter);
            if (sign == Sign.Gap || begins)
            {
                Close();
            }

            if (sign is Sign.Letter or Sign.Ideograph or Sign.Mark && (word.Length > 0 || sign != Sign.Mark))
            {
                start = word.Length == 0 ? at : start;
                alone = word.Length == 0 ? sign == Sign.Ideograph : alone;
                Folding.Append(word, rune);
            }

            at += rune.Utf16SequenceLength;
            end = sign == Sign.Gap ? end : at;
        }

        Close();
        return words.ToImmutable();

        void Close()
        {
            if (word.Length > 0)
            {
                string folded = Cut(word);
                words.AddRange((alone ? Letters(folded) : [folded]).Select(text => new Word(text, start, end - start)));
                word.Clear();
            }

            alone = false;
        }
    }

    /// <summary>One sign may count as several letters of a script without spaces; marks go with the letter before them.</summary>
    private static IEnumerable<string> Letters(string folded)
    {
        var letter = new StringBuilder();
        foreach (Rune rune in folded.EnumerateRunes())
        {
            bool mark = Folding.Kind(rune) == Sign.Mark;
            if (!mark && letter.Length > 0)
            {
                yield return letter.ToString();
                letter.Clear();
            }

            if (!mark || letter.Length > 0)
            {
                letter.Append(rune);
            }
        }

        if (letter.Length > 0)
        {
            yield return letter.ToString();
        }
    }

    // Never between the halves of a pair.
    private static string Cut(StringBuilder word)
    {
        int length = word.Length <= Longest ? word.Length : char.IsHighSurrogate(word[Longest - 1]) ? Longest - 1 : Longest;
        return word.ToString(0, length);
    }
}
