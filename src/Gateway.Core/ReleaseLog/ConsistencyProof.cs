using System.Numerics;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Verifies that a newer tree extends an older one, leaf by leaf (RFC 9162 §2.1.4.2, same trees as RFC 6962). Pure; never throws on
/// input. The path must have exactly the length that the sizes require.
/// </summary>
public static class ConsistencyProof
{
    /// <summary>
    /// True if the first <paramref name="from"/> leaves of the tree (<paramref name="to"/>, <paramref name="toRoot"/>) are the tree
    /// (<paramref name="from"/>, <paramref name="fromRoot"/>). Equal sizes need equal roots and an empty path. From size zero nothing is
    /// proved, so it is false: whoever holds no head yet has nothing to compare with and says so itself.
    /// </summary>
    public static bool Verify(long from, ReadOnlySpan<byte> fromRoot, long to, ReadOnlySpan<byte> toRoot, ReadOnlySpan<byte> path)
    {
        if (from <= 0 || from > to || fromRoot.Length != Merkle.HashSize || toRoot.Length != Merkle.HashSize
            || path.Length % Merkle.HashSize != 0 || path.Length > Merkle.MaxPathHashes * Merkle.HashSize)
        {
            return false;
        }

        if (from == to || path.IsEmpty)
        {
            return from == to && path.IsEmpty && fromRoot.SequenceEqual(toRoot);
        }

        int level = BitOperations.TrailingZeroCount(from);
        long node = (from - 1) >> level;
        long last = (to - 1) >> level;
        Span<byte> older = stackalloc byte[Merkle.HashSize];
        Span<byte> newer = stackalloc byte[Merkle.HashSize];

        // Where the old tree is one complete subtree its root starts the path, and the proof does not repeat it.
        if (node == 0)
        {
            fromRoot.CopyTo(older);
        }
        else
        {
            path[..Merkle.HashSize].CopyTo(older);
            path = path[Merkle.HashSize..];
        }

        older.CopyTo(newer);
        for (; !path.IsEmpty; path = path[Merkle.HashSize..])
        {
            ReadOnlySpan<byte> sibling = path[..Merkle.HashSize];
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) != 0 || node == last)
            {
                Merkle.NodeHash(sibling, older, older);
                Merkle.NodeHash(sibling, newer, newer);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                Merkle.NodeHash(newer, sibling, newer);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && older.SequenceEqual(fromRoot) && newer.SequenceEqual(toRoot);
    }
}
