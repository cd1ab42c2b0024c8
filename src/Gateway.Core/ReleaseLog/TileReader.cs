namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Makes roots and proofs from hash tiles that somebody else serves, without the log's tree. What comes out is worth no more than the
/// tiles: compare the root with a checkpoint, and verify a proof before use. Not thread-safe; remembers the tiles it has fetched.
/// </summary>
/// <param name="size">Size of the tree that the tiles are of.</param>
/// <param name="fetch">Gives a tile's bytes, or <c>null</c> if it cannot.</param>
public sealed class TileReader(long size, Func<Tile, byte[]?> fetch)
{
    private readonly Source _source = new(size, fetch);

    /// <summary>Size of the tree.</summary>
    public long Size => size;

    /// <summary>Root of the tree. False if a tile was missing or had the wrong length.</summary>
    public bool TryRoot(out byte[] root)
    {
        root = new byte[Merkle.HashSize];
        TreeWalk.Range(_source, 0, size, root);
        return _source.Complete(ref root);
    }

    /// <summary>Audit path of the leaf at <paramref name="index"/>. False if a tile was missing or had the wrong length.</summary>
    public bool TryInclusionPath(long index, out byte[] path)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        path = TreeWalk.Inclusion(_source, index, size);
        return _source.Complete(ref path);
    }

    /// <summary>Consistency path from an older size. False if a tile was missing or had the wrong length.</summary>
    public bool TryConsistencyPath(long from, out byte[] path)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, size);
        path = TreeWalk.Consistency(_source, from, size);
        return _source.Complete(ref path);
    }

    private sealed class Source(long size, Func<Tile, byte[]?> fetch) : IHashSource
    {
        private readonly Dictionary<Tile, byte[]> _tiles = [];
        private bool _failed;

        public void Read(int level, long index, Span<byte> hash)
        {
            // The subtree lies 'depth' levels above the hashes of its tile: rehash those below it.
            int depth = level % 8;
            long first = index << depth;
            Tile tile = Tile.At(level / 8, first / Tile.FullWidth, size);
            if (!TryTile(tile, out byte[] bytes))
            {
                hash.Clear();
                return;
            }

            Span<byte> hashes = bytes.AsSpan((int)(first % Tile.FullWidth) * Merkle.HashSize, Merkle.HashSize << depth).ToArray();
            for (int count = 1 << depth; count > 1; count /= 2)
            {
                for (int pair = 0; pair < count / 2; pair++)
                {
                    ReadOnlySpan<byte> children = hashes.Slice(2 * pair * Merkle.HashSize, 2 * Merkle.HashSize);
                    Merkle.NodeHash(children[..Merkle.HashSize], children[Merkle.HashSize..], hashes[(pair * Merkle.HashSize)..]);
                }
            }

            hashes[..Merkle.HashSize].CopyTo(hash);
        }

        public bool Complete(ref byte[] result)
        {
            bool complete = !_failed;
            result = complete ? result : [];
            _failed = false;
            return complete;
        }

        private bool TryTile(Tile tile, out byte[] bytes)
        {
            if (_tiles.TryGetValue(tile, out bytes!))
            {
                return true;
            }

            bytes = fetch(tile) ?? [];
            _failed |= bytes.Length != tile.Width * Merkle.HashSize;
            if (_failed)
            {
                return false;
            }

            _tiles.Add(tile, bytes);
            return true;
        }
    }
}
