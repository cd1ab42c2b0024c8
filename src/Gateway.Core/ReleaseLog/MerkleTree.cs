namespace Gateway.Core.ReleaseLog;

/// <summary>
/// The append-only tree of a log in memory: the hash of every complete subtree, about 64 bytes a leaf.
/// <para><b>Threads.</b> One writer calls <see cref="Append"/> and <see cref="Truncate"/>. Any number of readers may, at the same time and
/// without a lock, ask for roots, paths, hashes and tiles of any size that was reached when they asked and is never truncated away:
/// that is, of sizes under a published checkpoint. Stored hashes are never moved, and <see cref="Size"/> moves after they are written.</para>
/// </summary>
public sealed class MerkleTree
{
    private const int Levels = 63;

    private readonly HashLevel[] _levels = new HashLevel[Levels];
    private long _size;

    /// <summary>An empty tree.</summary>
    public MerkleTree()
    {
        for (int level = 0; level < Levels; level++)
        {
            _levels[level] = new HashLevel();
        }
    }

    /// <summary>Leaves appended, those not yet under a checkpoint included.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>Appends a leaf by its hash (<see cref="Merkle.LeafHash(ReadOnlySpan{byte})"/>), 32 bytes. Returns its index.</summary>
    public long Append(ReadOnlySpan<byte> leafHash)
    {
        Merkle.RequireHash(leafHash);
        long leaf = _size;
        leafHash.CopyTo(_levels[0].Slot(leaf));
        long index = leaf;
        for (int level = 0; (index & 1) != 0; level++, index >>= 1)
        {
            ReadOnlySpan<byte> pair = _levels[level].Run(index - 1, 2);
            Merkle.NodeHash(pair[..Merkle.HashSize], pair[Merkle.HashSize..], _levels[level + 1].Slot(index >> 1));
        }

        Volatile.Write(ref _size, leaf + 1);
        return leaf;
    }

    /// <summary>
    /// Drops the leaves from <paramref name="size"/> on: the tail of a batch whose commit failed. Only for leaves that no checkpoint
    /// covered and no reader was told of.
    /// </summary>
    public void Truncate(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, _size);
        Volatile.Write(ref _size, size);
    }

    /// <summary>Root of the first <paramref name="size"/> leaves; 32 bytes, the caller's own.</summary>
    public byte[] Root(long size)
    {
        RequireSize(size);
        byte[] root = new byte[Merkle.HashSize];
        TreeWalk.Range(new Source(this), 0, size, root);
        return root;
    }

    /// <summary>Audit path (RFC 6962 §2.1.1) of the leaf at <paramref name="index"/> in the tree of <paramref name="size"/>: hashes end to end, leaf to root.</summary>
    public byte[] InclusionPath(long index, long size)
    {
        RequireSize(size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        return TreeWalk.Inclusion(new Source(this), index, size);
    }

    /// <summary>
    /// Consistency path (RFC 6962 §2.1.2) between two sizes. Empty if <paramref name="from"/> equals <paramref name="to"/>, and if it is zero:
    /// every tree extends the empty one, and <see cref="ConsistencyProof"/> accepts no proof of it.
    /// </summary>
    public byte[] ConsistencyPath(long from, long to)
    {
        RequireSize(to);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        return TreeWalk.Consistency(new Source(this), from, to);
    }

    /// <summary>Hash of the complete subtree over leaves <c>index·2^level … (index + 1)·2^level - 1</c>. A view of the tree's own memory.</summary>
    public ReadOnlySpan<byte> Hash(int level, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, Levels);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size >> level);
        return _levels[level][index];
    }

    /// <summary>Consecutive hashes of one level within one block of 256.</summary>
    internal ReadOnlySpan<byte> Run(int level, long first, int count) => _levels[level].Run(first, count);

    private void RequireSize(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
    }

    private readonly struct Source(MerkleTree tree) : IHashSource
    {
        public void Read(int level, long index, Span<byte> hash) => tree._levels[level][index].CopyTo(hash);
    }
}
