using System.Text;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.ReleaseLog;

/// <summary>Trees to test with, and the definitions of RFC 6962 written down as they stand there.</summary>
internal static class Trees
{
    /// <summary>The leaves of the RFC 6962 reference tree.</summary>
    internal static readonly byte[][] ReferenceLeaves =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    internal static byte[] Entry(long index) => Encoding.UTF8.GetBytes($"entry {index}");

    internal static MerkleTree Of(long size)
    {
        var tree = new MerkleTree();
        for (long index = 0; index < size; index++)
        {
            tree.Append(Merkle.LeafHash(Entry(index)));
        }

        return tree;
    }

    internal static MerkleTree Of(IEnumerable<byte[]> entries)
    {
        var tree = new MerkleTree();
        foreach (byte[] entry in entries)
        {
            tree.Append(Merkle.LeafHash(entry));
        }

        return tree;
    }

    /// <summary>MTH(D[n]) of RFC 6962 §2.1.</summary>
    internal static byte[] Mth(ReadOnlySpan<byte[]> leafHashes)
    {
        if (leafHashes.Length <= 1)
        {
            return leafHashes.IsEmpty ? Merkle.EmptyRoot.ToArray() : leafHashes[0];
        }

        int k = Split(leafHashes.Length);
        byte[] hash = new byte[Merkle.HashSize];
        Merkle.NodeHash(Mth(leafHashes[..k]), Mth(leafHashes[k..]), hash);
        return hash;
    }

    /// <summary>PATH(m, D[n]) of RFC 6962 §2.1.1.</summary>
    internal static byte[] Path(int m, ReadOnlySpan<byte[]> leafHashes)
    {
        if (leafHashes.Length == 1)
        {
            return [];
        }

        int k = Split(leafHashes.Length);
        return m < k
            ? [.. Path(m, leafHashes[..k]), .. Mth(leafHashes[k..])]
            : [.. Path(m - k, leafHashes[k..]), .. Mth(leafHashes[..k])];
    }

    /// <summary>SUBPROOF(m, D[n], b) of RFC 6962 §2.1.2.</summary>
    internal static byte[] Subproof(int m, ReadOnlySpan<byte[]> leafHashes, bool known)
    {
        if (m == leafHashes.Length)
        {
            return known ? [] : Mth(leafHashes);
        }

        int k = Split(leafHashes.Length);
        return m <= k
            ? [.. Subproof(m, leafHashes[..k], known), .. Mth(leafHashes[k..])]
            : [.. Subproof(m - k, leafHashes[k..], known: false), .. Mth(leafHashes[..k])];
    }

    private static int Split(int n) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)n) / 2;
}
