using System.Numerics;

namespace Gateway.Core.ReleaseLog;

/// <summary>Roots and paths from the hashes of complete subtrees (RFC 6962 §2.1, §2.1.1, §2.1.2).</summary>
internal static class TreeWalk
{
    /// <summary>Hash of the leaves <c>[start, end)</c>, where <paramref name="start"/> begins a subtree at least that wide.</summary>
    internal static void Range<T>(T source, long start, long end, Span<byte> root)
        where T : IHashSource
    {
        if (start == end)
        {
            Merkle.EmptyRoot.CopyTo(root);
            return;
        }

        // The complete subtrees of the range, one for each bit of its length, joined from the narrowest, at the right.
        Span<byte> left = stackalloc byte[Merkle.HashSize];
        long stop = end;
        for (ulong bits = (ulong)(end - start); bits != 0; bits &= bits - 1)
        {
            int level = BitOperations.TrailingZeroCount(bits);
            long first = stop - (1L << level);
            if (stop == end)
            {
                source.Read(level, first >> level, root);
            }
            else
            {
                source.Read(level, first >> level, left);
                Merkle.NodeHash(left, root, root);
            }

            stop = first;
        }
    }

    /// <summary>Audit path of the leaf at <paramref name="index"/> in the tree of <paramref name="size"/>.</summary>
    internal static byte[] Inclusion<T>(T source, long index, long size)
        where T : IHashSource
    {
        Span<byte> path = stackalloc byte[Merkle.MaxPathHashes * Merkle.HashSize];
        return path[..Climb(source, 0, index, size, path)].ToArray();
    }

    /// <summary>Consistency path between two sizes; empty where they are equal, and from zero, of which nothing can be proved.</summary>
    internal static byte[] Consistency<T>(T source, long from, long to)
        where T : IHashSource
    {
        if (from == 0 || from == to)
        {
            return [];
        }

        // The last complete subtree of the old tree; its hash is given unless it is the whole old tree, whose root the verifier has.
        Span<byte> path = stackalloc byte[(Merkle.MaxPathHashes + 1) * Merkle.HashSize];
        int level = BitOperations.TrailingZeroCount(from);
        long index = (from - 1) >> level;
        int length = 0;
        if (index != 0)
        {
            source.Read(level, index, path[..Merkle.HashSize]);
            length = Merkle.HashSize;
        }

        length += Climb(source, level, index, to, path[length..]);
        return path[..length].ToArray();
    }

    private static int Climb<T>(T source, int level, long index, long size, Span<byte> path)
        where T : IHashSource
    {
        int length = 0;
        for (; level < 63 && 1L << level < size; level++, index >>= 1)
        {
            long sibling = index ^ 1;
            if (sibling > (size - 1) >> level)
            {
                continue;    // nothing to the right: the node moves up as it is
            }

            Span<byte> hash = path.Slice(length, Merkle.HashSize);
            long start = sibling << level;
            if (size - start >= 1L << level)
            {
                source.Read(level, sibling, hash);
            }
            else
            {
                Range(source, start, size, hash);
            }

            length += Merkle.HashSize;
        }

        return length;
    }
}
