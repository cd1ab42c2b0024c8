using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Node.Channels;

/// <summary>
/// A key that a receiver shares with this node, and signatures by it (Standard Webhooks 1.0, "Signature scheme"): whoever does not hold the
/// key can neither make a message nor change one, and an old one shows its age. Never prints its bytes.
/// </summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Reads <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        var key = new byte[LongestKey + 1];
        bool read = text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], key, out int length)
            && (key = key[..length]).Length is >= ShortestKey and <= LongestKey;
        secret = read ? new WebhookSecret(key) : null;
        return read;
    }

    /// <summary>The value of <c>webhook-signature</c> by one key: <c>v1,</c> and base64 of HMAC-SHA256 over id, time and body.</summary>
    public string Sign(string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    public override string ToString() => nameof(WebhookSecret);
}
