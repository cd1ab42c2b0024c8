using System.Security.Cryptography;

namespace Gateway.Cli.Records;

/// <summary>
/// RFC 6962 §2.1 as the text has it, by recursion, and nothing of the node's own tree: what checks a node must not share its faults.
/// Hashes of complete subtrees are kept, so that roots of many prefixes stay cheap.
/// </summary>
internal sealed class Rfc6962(IReadOnlyList<byte[]> leaves)
{
    private readonly Dictionary<(int Start, int Count), byte[]> _complete = [];

    public static byte[] Leaf(byte[] entry) => SHA256.HashData([0, .. entry]);

    public byte[] Root(long size) => size == 0 ? SHA256.HashData([]) : Range(0, checked((int)size));

    private byte[] Range(int start, int count)
    {
        if (count == 1)
        {
            return leaves[start];
        }

        if (_complete.TryGetValue((start, count), out byte[]? known))
        {
            return known;
        }

        // The largest power of two smaller than the count.
        int left = 1;
        while (left * 2 < count)
        {
            left *= 2;
        }

        byte[] hash = SHA256.HashData([1, .. Range(start, left), .. Range(start + left, count - left)]);
        if (left * 2 == count)
        {
            _complete.Add((start, count), hash);
        }

        return hash;
    }
}
