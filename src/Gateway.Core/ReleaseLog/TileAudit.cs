namespace Gateway.Core.ReleaseLog;

/// <summary>What recomputing a tree from what a log serves comes to.</summary>
public enum TileFinding
{
    /// <summary>All of it hashes up to the root.</summary>
    Consistent,

    /// <summary>A tile or bundle was not there.</summary>
    Missing,

    /// <summary>A tile has not 32 bytes a hash, or a bundle does not divide into its entries.</summary>
    Malformed,

    /// <summary>A full tile does not hash to the value that the tile above gives it.</summary>
    ParentDiffers,

    /// <summary>All tiles agree with each other, and not with the root.</summary>
    RootDiffers,
}

/// <summary>
/// Recomputes a log's root from the hash tiles or the entries themselves. Pure: the caller fetches; <c>null</c> means not there.
/// Auditing rehashes the entries; checking hash tiles alone shows only that the tree is whole.
/// </summary>
public static class TileAudit
{
    /// <summary>Checks every hash tile of a tree of <paramref name="size"/> against the tile above it, and the topmost against <paramref name="root"/>.</summary>
    public static TileFinding CheckTiles(long size, ReadOnlySpan<byte> root, Func<Tile, byte[]?> fetch)
    {
        ArgumentNullException.ThrowIfNull(fetch);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var computed = new MerkleTree();
        foreach (Tile tile in Tile.Of(size))
        {
            byte[]? bytes = fetch(tile);
            if (bytes is null)
            {
                return TileFinding.Missing;
            }

            if (bytes.Length != tile.Width * Merkle.HashSize)
            {
                return TileFinding.Malformed;
            }

            if (tile.Level == 0)
            {
                for (int hash = 0; hash < tile.Width; hash++)
                {
                    computed.Append(bytes.AsSpan(hash * Merkle.HashSize, Merkle.HashSize));
                }
            }
            else if (!bytes.AsSpan().SequenceEqual(tile.Read(computed, size)))
            {
                return TileFinding.ParentDiffers;
            }
        }

        return computed.Root(size).AsSpan().SequenceEqual(root) ? TileFinding.Consistent : TileFinding.RootDiffers;
    }

    /// <summary>Rehashes every entry of a log of <paramref name="size"/> and compares with <paramref name="root"/>.</summary>
    public static TileFinding CheckEntries(long size, ReadOnlySpan<byte> root, Func<EntryBundle, byte[]?> fetch)
    {
        ArgumentNullException.ThrowIfNull(fetch);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var computed = new MerkleTree();
        Span<byte> leaf = stackalloc byte[Merkle.HashSize];
        foreach (EntryBundle bundle in EntryBundle.Of(size))
        {
            byte[]? bytes = fetch(bundle);
            if (bytes is null)
            {
                return TileFinding.Missing;
            }

            if (!bundle.TryDecode(bytes, out var entries))
            {
                return TileFinding.Malformed;
            }

            foreach (ReadOnlyMemory<byte> entry in entries)
            {
                Merkle.LeafHash(entry.Span, leaf);
                computed.Append(leaf);
            }
        }

        return computed.Root(size).AsSpan().SequenceEqual(root) ? TileFinding.Consistent : TileFinding.RootDiffers;
    }
}
