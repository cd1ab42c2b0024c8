using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Core.Assessments;

/// <summary>
/// Names, titles and codes that a reader sees as they are. Characters that change the order of others (bidirectional controls), show nothing or
/// break the line let one name pass for another.
/// </summary>
public static class PlainText
{
    // Joiners shape letters of Persian and of Indian scripts and move nothing.
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// False when the text holds a control or format character (joiners aside), a line or paragraph separator, a private-use character or half
    /// of a surrogate pair. The empty text is plain.
    /// </summary>
    public static bool IsPlain(string text)
    {
        if (System.Text.Ascii.IsValid(text) && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return true;
        }

        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int length) != OperationStatus.Done || !IsShown(rune))
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    private static bool IsShown(Rune rune) => rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}
