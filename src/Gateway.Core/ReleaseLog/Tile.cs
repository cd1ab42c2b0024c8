using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Name of a hash tile (C2SP tlog-tiles): up to 256 consecutive hashes of tree level <c>8·Level</c>. Path
/// <c>tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]</c>. A tile is never empty, and a full one never changes.
/// </summary>
/// <param name="Level">Tile level, 0 to 7: no tree of fewer than 2^63 leaves has another.</param>
/// <param name="Index">Number of the tile in its level, from zero.</param>
/// <param name="Width">Hashes in it: 256 for a full tile, 1 to 255 for a partial one.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    /// <summary>Hashes in a full tile.</summary>
    public const int FullWidth = 256;

    private const int MaxLevel = 7;

    /// <summary>The path under which the tile is served, without a leading slash.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{TilePath.Format(Index, Width)}");

    /// <summary>Reads a path. False unless it is exactly the one that <see cref="Path"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? path, out Tile tile)
    {
        tile = default;
        if (path is null || path.Length < 8 || !path.StartsWith("tile/", StringComparison.Ordinal)
            || path[5] is < '0' or > (char)('0' + MaxLevel) || path[6] != '/'
            || !TilePath.TryParse(path.AsSpan(7), out long index, out int width))
        {
            return false;
        }

        tile = new Tile(path[5] - '0', index, width);
        return tile.IsWithin(long.MaxValue);
    }

    /// <summary>The tile of <paramref name="level"/> that holds number <paramref name="index"/>, as wide as a tree of <paramref name="size"/> fills it; width 0 if not at all.</summary>
    public static Tile At(int level, long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        return new Tile(level, index, (int)Math.Clamp((size >> (8 * level)) - index * FullWidth, 0, FullWidth));
    }

    /// <summary>Every tile that a tree of <paramref name="size"/> has, level by level, each as wide as that size fills it.</summary>
    public static IEnumerable<Tile> Of(long size)
    {
        for (int level = 0; level <= MaxLevel && size >> (8 * level) > 0; level++)
        {
            for (long index = 0; index * FullWidth < size >> (8 * level); index++)
            {
                yield return At(level, index, size);
            }
        }
    }

    /// <summary>True if a tree of <paramref name="size"/> fills this tile at least as far as its width.</summary>
    public bool IsWithin(long size) =>
        Level is >= 0 and <= MaxLevel && Width is > 0 and <= FullWidth && Index >= 0
        && Index <= (size >> (8 * Level)) / FullWidth
        && Width <= (size >> (8 * Level)) - Index * FullWidth;

    /// <summary>
    /// The tile's bytes, 32 a hash. Throws <see cref="ArgumentOutOfRangeException"/> unless <see cref="IsWithin"/> the tree of
    /// <paramref name="size"/> leaves: serve no further than the published checkpoint.
    /// </summary>
    public byte[] Read(MerkleTree tree, long size)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, tree.Size);
        if (!IsWithin(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), "The tree does not fill this tile.");
        }

        return tree.Run(8 * Level, Index * FullWidth, Width).ToArray();
    }
}
