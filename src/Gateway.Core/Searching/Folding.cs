using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Gateway.Core.Searching;

/// <summary>
/// Takes letters that people write for each other for one: lower case, no diacritics, no vowel points, one form of every letter and digit.
/// A closed table instead of the runtime's normalisation, so that every backend and every globalisation mode gives the same words.
/// Thread-safe.
/// </summary>
internal static class Folding
{
    // Diacritics of Latin, Greek and Cyrillic, points of Hebrew and Arabic. Marks of other scripts are part of the word.
    private static readonly (int First, int Last)[] Silent =
    [
        (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2), (0x5C4, 0x5C5), (0x5C7, 0x5C7), (0x610, 0x61A),
        (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6DC), (0x6DF, 0x6E8), (0x6EA, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
        (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
    ];

    private static readonly FrozenDictionary<int, string> Table = Load();

    /// <summary>What kind of sign it is to a search.</summary>
    public static Sign Kind(Rune rune)
    {
        if (rune.IsAscii)
        {
            return Rune.IsLetterOrDigit(rune) ? Sign.Letter : Sign.Gap;
        }

        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        return category == UnicodeCategory.Format || IsSilent(rune.Value) ? Sign.Silent
            : category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? Sign.Mark
            : !IsLetterOrNumber(category) ? Sign.Gap
            : StandsAlone(Counted(rune)) ? Sign.Ideograph
            : Sign.Letter;
    }

    // By what it counts as: a circled ideograph is one, a Thai digit is a digit like others.
    private static int Counted(Rune rune) =>
        Table.TryGetValue(rune.Value, out string? folded) && folded.Length > 0 && Rune.TryGetRuneAt(folded, folded.Length - 1, out Rune last) ? last.Value : rune.Value;

    /// <summary>Adds what a letter counts as.</summary>
    public static void Append(StringBuilder word, Rune rune)
    {
        if (Table.TryGetValue(rune.Value, out string? folded))
        {
            word.Append(folded);
        }
        else
        {
            Span<char> lower = stackalloc char[2];
            word.Append(lower[..Rune.ToLowerInvariant(rune).EncodeToUtf16(lower)]);
        }
    }

    private static bool IsSilent(int value)
    {
        foreach ((int first, int last) in Silent)
        {
            if (value >= first && value <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLetterOrNumber(UnicodeCategory category) => category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Han, kana, Thai, Lao, Burmese, Khmer: written without spaces, so every letter is a word and a word is a phrase of them.
    private static bool StandsAlone(int value) => value is (>= 0xE00 and <= 0xEFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3005 and <= 0x3007) or (>= 0x3040 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9D) or (>= 0x20000 and <= 0x3FFFF);

    private static FrozenDictionary<int, string> Load()
    {
        using Stream stream = typeof(Folding).Assembly.GetManifestResourceStream($"{typeof(Folding).Namespace}.folding.csv")
            ?? throw new InvalidOperationException("The embedded table of letters is missing.");
        using var reader = new StreamReader(stream);
        var table = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                int end = line.IndexOf(';', StringComparison.Ordinal);
                foreach (string code in line[(end + 1)..].Split(' '))
                {
                    table.Add(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture), line[..end]);
                }
            }
        }

        return table.ToFrozenDictionary();
    }
}

/// <summary>What a sign is to a search.</summary>
internal enum Sign
{
    /// <summary>Ends a word.</summary>
    Gap,

    /// <summary>Part of a word, but nothing that is compared: diacritics, joiners, marks of direction.</summary>
    Silent,

    /// <summary>Part of the word before it.</summary>
    Mark,

    /// <summary>Begins or continues a word.</summary>
    Letter,

    /// <summary>A word by itself.</summary>
    Ideograph,
}
