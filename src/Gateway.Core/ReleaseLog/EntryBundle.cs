using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Name of an entry bundle (C2SP tlog-tiles): the entries under one level-0 tile, each as u16 length, big-endian, and bytes. Path
/// <c>tile/entries/&lt;N&gt;[.p/&lt;W&gt;]</c>. Bundles carry what was logged, so only the node's own auditors get them.
/// </summary>
/// <param name="Index">Number of the bundle, from zero; its first entry is <c>256·Index</c>.</param>
/// <param name="Width">Entries in it: 256, or 1 to 255 at the end of the log.</param>
public readonly record struct EntryBundle(long Index, int Width)
{
    /// <summary>The longest entry that fits the length field.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    private const string Prefix = "tile/entries/";

    /// <summary>The path under which the bundle is served, without a leading slash.</summary>
    public string Path => Prefix + TilePath.Format(Index, Width);

    /// <summary>Reads a path. False unless it is exactly the one that <see cref="Path"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? path, out EntryBundle bundle)
    {
        bundle = default;
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal)
            || !TilePath.TryParse(path.AsSpan(Prefix.Length), out long index, out int width))
        {
            return false;
        }

        bundle = new EntryBundle(index, width);
        return new Tile(0, index, width).IsWithin(long.MaxValue);
    }

    /// <summary>Every bundle of a log of <paramref name="size"/> entries, in order.</summary>
    public static IEnumerable<EntryBundle> Of(long size)
    {
        for (long index = 0; index * Tile.FullWidth < size; index++)
        {
            yield return new EntryBundle(index, (int)Math.Min(Tile.FullWidth, size - index * Tile.FullWidth));
        }
    }

    /// <summary>Bundle bytes of 1 to 256 entries, each at most <see cref="MaxEntryBytes"/>; throws otherwise.</summary>
    public static byte[] Encode(IReadOnlyCollection<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, Tile.FullWidth, nameof(entries));
        var bytes = new ArrayBufferWriter<byte>();
        foreach (ReadOnlyMemory<byte> entry in entries)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, MaxEntryBytes, nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.GetSpan(2), (ushort)entry.Length);
            bytes.Advance(2);
            bytes.Write(entry.Span);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Splits bundle bytes into exactly <see cref="Width"/> entries, views of <paramref name="bytes"/>. False if they do not divide so.</summary>
    public bool TryDecode(ReadOnlyMemory<byte> bytes, out ImmutableArray<ReadOnlyMemory<byte>> entries)
    {
        entries = [];
        ImmutableArray<ReadOnlyMemory<byte>>.Builder found = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < 2 || found.Count == Width)
            {
                return false;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span);
            bytes = bytes[2..];
            if (bytes.Length < length)
            {
                return false;
            }

            found.Add(bytes[..length]);
            bytes = bytes[length..];
        }

        if (found.Count != Width)
        {
            return false;
        }

        entries = found.ToImmutable();
        return true;
    }
}
