using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// The hashes of RFC 6962 §2.1, SHA-256. A leaf and a node hash different prefixes, so no entry can be presented as an inner node.
/// Hashes are 32 bytes; paths are hashes laid end to end, from the leaf towards the root. Thread-safe.
/// </summary>
public static class Merkle
{
    /// <summary>Bytes in a hash.</summary>
    public const int HashSize = 32;

    /// <summary>The longest path that an audit or consistency proof can have: one hash for each bit of a size.</summary>
    public const int MaxPathHashes = 63;

    /// <summary>What stands before an entry in the input of its leaf hash.</summary>
    internal const byte LeafPrefix = 0x00;

    /// <summary>What stands before two hashes in the input of their node.</summary>
    internal const byte NodePrefix = 0x01;

    /// <summary>Bytes in the input of a node.</summary>
    internal const int NodeInput = 1 + 2 * HashSize;

    private const int ShortEntry = 256;

    private static readonly byte[] Empty = SHA256.HashData([]);

    // One incremental hash for each thread: setting up a one-shot digest costs more than hashing 65 bytes.
    [ThreadStatic]
    private static IncrementalHash? _hasher;

    private static IncrementalHash Hasher => _hasher ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Root of the tree without leaves: SHA-256 of nothing.</summary>
    public static ReadOnlySpan<byte> EmptyRoot => Empty;

    /// <summary><c>SHA-256(00 ‖ entry)</c> into <paramref name="hash"/>, 32 bytes.</summary>
    public static void LeafHash(ReadOnlySpan<byte> entry, Span<byte> hash)
    {
        hash = hash[..HashSize];    // before the first append: a throw must not leave half an input in the shared hasher
        IncrementalHash hasher = Hasher;
        if (entry.Length <= ShortEntry)
        {
            // In one append: the call costs as much as hashing a block.
            Span<byte> input = stackalloc byte[1 + ShortEntry];
            input[0] = LeafPrefix;
            entry.CopyTo(input[1..]);
            hasher.AppendData(input[..(1 + entry.Length)]);
        }
        else
        {
            hasher.AppendData([LeafPrefix]);
            hasher.AppendData(entry);
        }

        hasher.GetHashAndReset(hash);
    }

    /// <summary><c>SHA-256(00 ‖ entry)</c>.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        byte[] hash = new byte[HashSize];
        LeafHash(entry, hash);
        return hash;
    }

    /// <summary><c>SHA-256(01 ‖ left ‖ right)</c> into <paramref name="hash"/>, which may be either child's own memory.</summary>
    public static void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        RequireHash(left);
        RequireHash(right);
        hash = hash[..HashSize];
        Span<byte> input = stackalloc byte[NodeInput];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashSize)..]);
        IncrementalHash hasher = Hasher;
        hasher.AppendData(input);
        hasher.GetHashAndReset(hash);
    }

    /// <summary>
    /// Lays hashes that travelled one by one end to end, the form that proofs are verified in. False if there are more than a proof can
    /// have, or one is not 32 bytes long: bytes must not move from one hash to the next.
    /// </summary>
    public static bool TryJoin(IReadOnlyCollection<byte[]> hashes, [NotNullWhen(true)] out byte[]? path)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        bool whole = hashes.Count <= MaxPathHashes && hashes.All(hash => hash.Length == HashSize);
        path = whole ? [.. hashes.SelectMany(hash => hash)] : null;
        return whole;
    }

    internal static void RequireHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != HashSize)
        {
            ThrowNotAHash();
        }
    }

    [DoesNotReturn]
    private static void ThrowNotAHash() => throw new ArgumentException("A hash is 32 bytes.");
}
