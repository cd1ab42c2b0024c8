using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gateway.Core.ReleaseLog;

/// <summary>The small grammar shared by notes, checkpoints and keys. Everything has one spelling: what is read would be written the same.</summary>
internal static class NoteSyntax
{
    internal static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>C2SP signed-note: a key name is not empty and has no Unicode spaces and no <c>+</c>.</summary>
    internal static bool IsName(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return false;
        }

        foreach (Rune rune in name.EnumerateRunes())
        {
            // U+FFFD is also what an unpaired surrogate enumerates as.
            if (rune == Rune.ReplacementChar || rune.Value is '+' or < 0x20 or 0x7f || Rune.IsWhiteSpace(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Standard padded base64 with one spelling a value: no white space, no stray bits in the last character.</summary>
    internal static bool TryBase64(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        byte[] decoded = new byte[text.Length / 4 * 3];
        if (text.Length % 4 != 0 || !Convert.TryFromBase64Chars(text, decoded, out int length))
        {
            return false;
        }

        Array.Resize(ref decoded, length);
        if (!text.SequenceEqual(Convert.ToBase64String(decoded)))
        {
            return false;
        }

        bytes = decoded;
        return true;
    }

    /// <summary>A decimal number without sign or leading zeros, up to 2^63 - 1.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return (text.Length == 1 || (text.Length > 1 && text[0] != '0'))
            && AreDigits(text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>ASCII digits and nothing else: the platform's parsers let NUL characters follow a number.</summary>
    internal static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Takes the line up to the next LF. False if there is none left.</summary>
    internal static bool TryLine(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> line)
    {
        int end = text.IndexOf('\n');
        line = end < 0 ? default : text[..end];
        text = end < 0 ? text : text[(end + 1)..];
        return end >= 0;
    }

    /// <summary>Valid UTF-8 without ASCII control characters other than LF.</summary>
    internal static bool TryText(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        foreach (byte b in bytes)
        {
            if (b is < 0x20 and not (byte)'\n' or 0x7f)
            {
                return false;
            }
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return false;
        }

        text = StrictUtf8.GetString(bytes);
        return true;
    }
}
