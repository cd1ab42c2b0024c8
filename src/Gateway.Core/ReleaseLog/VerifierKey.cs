using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// A public key with the name it signs under: a C2SP vkey, <c>name+hex8(keyID)+base64(type ‖ public key)</c>. The key id,
/// <c>SHA-256(name ‖ 0A ‖ type ‖ public key)[:4]</c>, finds a line and proves nothing. Equality is of the vkey text. Immutable, thread-safe.
/// </summary>
public sealed class VerifierKey : IEquatable<VerifierKey>
{
    private const int TimeSize = 8;

    private readonly PublicKey _key;
    private readonly string _text;

    private VerifierKey(string name, KeyAlgorithm algorithm, ReadOnlySpan<byte> publicKey, PublicKey key)
    {
        _key = key;
        Name = name;
        Algorithm = algorithm;
        PublicKey = [.. publicKey];
        byte[] typed = [.. KeyAlgorithms.Prefix(algorithm), .. publicKey];
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. NoteSyntax.StrictUtf8.GetBytes(name), 0x0a, .. typed]));
        _text = string.Create(CultureInfo.InvariantCulture, $"{name}+{KeyId:x8}+{Convert.ToBase64String(typed)}");
    }

    /// <summary>Who signs; for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>What the key signs.</summary>
    public KeyAlgorithm Algorithm { get; }

    /// <summary>The four bytes, big-endian, that stand before each signature of this key.</summary>
    public uint KeyId { get; }

    /// <summary>The encoded public key: 32 bytes for Ed25519, 1,312 for ML-DSA-44.</summary>
    public ImmutableArray<byte> PublicKey { get; }

    /// <summary>Reads a vkey. False unless it is exactly what <see cref="ToString"/> writes, of a known algorithm, with a usable public key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        int nameEnd = text?.IndexOf('+', StringComparison.Ordinal) ?? -1;
        int idEnd = nameEnd + 9;    // '+' and eight digits
        if (text is null || nameEnd < 0 || text.Length <= idEnd || text[idEnd] != '+'
            || !NoteSyntax.TryBase64(text.AsSpan(idEnd + 1), out byte[]? typed)
            || !KeyAlgorithms.TrySplit(typed, out KeyAlgorithm algorithm, out ReadOnlySpan<byte> publicKey)
            || !TryCreate(text[..nameEnd], algorithm, publicKey, out VerifierKey? created)
            || created._text != text)
        {
            return false;
        }

        key = created;
        return true;
    }

    /// <summary>Makes a key from its parts. False if the name is not one or the public key is not one of this algorithm.</summary>
    public static bool TryCreate(string name, KeyAlgorithm algorithm, ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out VerifierKey? key)
    {
        PublicKey? loaded = KeyAlgorithms.IsMLDsa(algorithm) ? MLDsa44PublicKey.Load(publicKey) : Ed25519PublicKey.Load(publicKey);
        key = loaded is not null && NoteSyntax.IsName(name) ? new VerifierKey(name, algorithm, publicKey, loaded) : null;
        return key is not null;
    }

    /// <summary>
    /// True if <paramref name="payload"/> (what follows the key id in a line) is this key's signature of <paramref name="text"/>, a note's
    /// text with its final LF. <paramref name="time"/> is the signed time, Unix seconds, where the algorithm has one; zero otherwise.
    /// A <see cref="KeyAlgorithm.MLDsa44"/> or cosignature key signs checkpoints only.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> payload, out long time)
    {
        time = 0;
        if (KeyAlgorithms.IsTimed(Algorithm))
        {
            if (payload.Length < TimeSize || BinaryPrimitives.ReadUInt64BigEndian(payload) > long.MaxValue)
            {
                return false;
            }

            time = BinaryPrimitives.ReadInt64BigEndian(payload);
            payload = payload[TimeSize..];
        }

        bool verified = SignedMessage.TryCreate(Algorithm, Name, text, time, out byte[]? message) && _key.Verify(message, payload);
        time = verified ? time : 0;
        return verified;
    }

    /// <inheritdoc/>
    public bool Equals(VerifierKey? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VerifierKey);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)KeyId;

    /// <summary>The vkey.</summary>
    public override string ToString() => _text;
}
