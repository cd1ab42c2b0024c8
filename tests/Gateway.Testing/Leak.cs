using System.Text;

namespace Gateway.Testing;

/// <summary>Looks for words that must not be somewhere, in every form that a careless program gives them.</summary>
public static class Leak
{
    /// <summary>True when the bytes hold the words: as UTF-8, as UTF-16, in hex, or within base64 at any alignment.</summary>
    public static bool In(ReadOnlySpan<byte> place, string words) => In(place, Encoding.UTF8.GetBytes(words));

    /// <summary>True when the bytes hold the secret, plainly or encoded.</summary>
    public static bool In(ReadOnlySpan<byte> place, byte[] secret)
    {
        foreach (byte[] form in Forms(secret))
        {
            if (place.IndexOf(form) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<byte[]> Forms(byte[] secret)
    {
        yield return secret;
        yield return Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(secret));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(secret));
        for (int shift = 0; shift < 3; shift++)
        {
            // What stands before and after changes the outermost characters; those in between are the secret's alone.
            string text = Convert.ToBase64String([.. new byte[shift], .. secret, 0, 0]);
            int first = (shift * 8 + 5) / 6;
            int last = (shift + secret.Length) * 8 / 6;
            yield return Encoding.ASCII.GetBytes(text[first..last]);
        }
    }
}
