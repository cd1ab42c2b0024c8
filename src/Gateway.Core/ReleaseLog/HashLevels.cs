namespace Gateway.Core.ReleaseLog;

/// <summary>Where proofs get the hashes of complete subtrees from: a tree in memory, or tiles.</summary>
internal interface IHashSource
{
    /// <summary>Hash of the complete subtree over leaves <c>index·2^level … (index + 1)·2^level - 1</c>.</summary>
    void Read(int level, long index, Span<byte> hash);
}

/// <summary>
/// Hashes of one level in blocks of 256, the contents of a full tile. A block never moves once made, and the table of blocks is
/// replaced by a longer copy, never changed in place where a reader looks; so readers need no lock.
/// </summary>
internal sealed class HashLevel
{
    internal const int BlockHashes = 256;
    private const int BlockBytes = BlockHashes * Merkle.HashSize;

    private byte[][] _blocks = [];
    private int _count;

    /// <summary>The 32 bytes at <paramref name="index"/>, which was written before.</summary>
    internal ReadOnlySpan<byte> this[long index] =>
        Volatile.Read(ref _blocks)[(int)(index / BlockHashes)].AsSpan((int)(index % BlockHashes) * Merkle.HashSize, Merkle.HashSize);

    /// <summary>Up to 256 consecutive hashes that lie in one block.</summary>
    internal ReadOnlySpan<byte> Run(long first, int count) =>
        Volatile.Read(ref _blocks)[(int)(first / BlockHashes)]
            .AsSpan((int)(first % BlockHashes) * Merkle.HashSize, count * Merkle.HashSize);

    /// <summary>Room for the hash at <paramref name="index"/>, at most one block past the end. For the writer only.</summary>
    internal Span<byte> Slot(long index)
    {
        int block = (int)(index / BlockHashes);
        if (block == _count)
        {
            Grow();
        }

        return _blocks[block].AsSpan((int)(index % BlockHashes) * Merkle.HashSize, Merkle.HashSize);
    }

    private void Grow()
    {
        byte[][] blocks = _blocks;
        if (_count == blocks.Length)
        {
            blocks = new byte[Math.Max(4, _count * 2)][];
            _blocks.AsSpan(0, _count).CopyTo(blocks);
        }

        blocks[_count++] = GC.AllocateUninitializedArray<byte>(BlockBytes);
        Volatile.Write(ref _blocks, blocks);
    }
}
