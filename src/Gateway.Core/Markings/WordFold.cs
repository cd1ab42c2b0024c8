using System.Collections.Frozen;
using System.Text;

namespace Gateway.Core.Markings;

/// <summary>
/// Folds a level word for comparison: upper case, no diacritics. A closed table instead of Unicode normalisation, so that the answer
/// never depends on the runtime's globalisation mode and no input can make it throw.
/// </summary>
internal static class WordFold
{
    private static readonly FrozenDictionary<char, char> Base = Table(
        "AÁÀÂÃÄÅĀĂĄ", "CÇĆČ", "DĎĐÐ", "EÈÉÊËĒĖĘĚ", "GĞĢ", "HĦ", "IÌÍÎÏĪĮİı", "KĶ", "LĹĻĽŁ", "NÑŃŅŇ", "OÒÓÔÕÖŐØ", "RŔŘ", "SŚŞŠȘ", "TŢŤȚ",
        "UÙÚÛÜŪŮŰŲ", "YÝ", "ZŹŻŽ", "ΑΆ", "ΕΈ", "ΗΉ", "ΙΊΪ", "ΟΌ", "ΥΎΫ", "ΩΏ", "ІЇ", "ИЙ", "ЕЁ");

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is >= '\u0300' and <= '\u036F')
            {
                continue; // combining marks: the decomposed spelling of the same word
            }

            char upper = char.ToUpperInvariant(c);
            folded.Append(Base.TryGetValue(upper, out char letter) ? letter : upper);
        }

        return folded.ToString();
    }

    private static FrozenDictionary<char, char> Table(params string[] rows) =>
        rows.SelectMany(row => row.Skip(1).Select(variant => KeyValuePair.Create(variant, row[0]))).ToFrozenDictionary();
}
