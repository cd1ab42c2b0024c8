namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Verifies that a leaf stands at an index of a tree (RFC 9162 §2.1.3.2, same trees as RFC 6962). Pure; never throws on input.
/// The path must have exactly the length that index and size require, so a proof has one encoding only.
/// </summary>
public static class InclusionProof
{
    /// <summary>
    /// True if the tree with <paramref name="size"/> leaves and <paramref name="root"/> has <paramref name="leafHash"/> at
    /// <paramref name="index"/>. <paramref name="path"/> is hashes end to end, leaf to root.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> leafHash, long index, long size, ReadOnlySpan<byte> path, ReadOnlySpan<byte> root)
    {
        if (leafHash.Length != Merkle.HashSize || root.Length != Merkle.HashSize || index < 0 || index >= size
            || path.Length % Merkle.HashSize != 0 || path.Length > Merkle.MaxPathHashes * Merkle.HashSize)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[Merkle.HashSize];
        leafHash.CopyTo(hash);
        long node = index;
        long last = size - 1;
        for (; !path.IsEmpty; path = path[Merkle.HashSize..])
        {
            ReadOnlySpan<byte> sibling = path[..Merkle.HashSize];
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) != 0 || node == last)
            {
                Merkle.NodeHash(sibling, hash, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                Merkle.NodeHash(hash, sibling, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash.SequenceEqual(root);
    }
}
