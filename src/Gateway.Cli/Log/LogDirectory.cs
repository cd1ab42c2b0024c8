using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Cli.Log;

/// <summary>Where a log is exported from: its checkpoint and, one by one, its tiles and entry bundles.</summary>
internal interface ILogSource
{
    /// <summary>The newest checkpoint, a signed note; null when the log is empty.</summary>
    Task<byte[]?> CheckpointAsync(CancellationToken cancellation);

    /// <summary>The bytes at a path of C2SP tlog-tiles.</summary>
    Task<byte[]> ReadAsync(string path, CancellationToken cancellation);
}

/// <summary>A log out of a node's own store, without the node.</summary>
internal sealed class StoredLog(INodeRead store, LogName name) : ILogSource
{
    private readonly MerkleTree _tree = new();

    public Task<byte[]?> CheckpointAsync(CancellationToken cancellation) => Task.FromResult(Checkpoint()?.Note.ToArray());

    /// <summary>With the cosignatures, where the newest checkpoint has them.</summary>
    private StoredHead? Checkpoint() =>
        store.Head(name) is { } head && name == LogName.Release && store.Cosigned() is { } cosigned && cosigned.Size == head.Size ? cosigned : store.Head(name);

    public Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        if (EntryBundle.TryParse(path, out EntryBundle bundle))
        {
            IReadOnlyList<LogRow> rows = store.Entries(name, bundle.Index * Tile.FullWidth, bundle.Width);
            return Task.FromResult(EntryBundle.Encode([.. rows.Select(row => row.Entry)]));
        }

        // Hashes come from the entries, not from anything that was stored beside them.
        long size = store.Head(name)?.Size ?? 0;
        while (_tree.Size < size)
        {
            foreach (LogRow row in store.Entries(name, _tree.Size, (int)Math.Min(4096, size - _tree.Size)))
            {
                _tree.Append(Merkle.LeafHash(row.Entry.Span));
            }
        }

        return Tile.TryParse(path, out Tile tile)
            ? Task.FromResult(tile.Read(_tree, size))
            : throw new IOException($"{path} is not a path of a log");
    }
}

/// <summary>A log as a directory in C2SP tlog-tiles form, which any tlog tool reads.</summary>
internal static class LogDirectory
{
    /// <summary>Writes checkpoint, tiles, entries and the verifier keys; returns the number of entries.</summary>
    public static async Task<long> WriteAsync(
        ILogSource source, IEnumerable<string> verifierKeys, string directory, CancellationToken cancellation)
    {
        byte[] note = await source.CheckpointAsync(cancellation) ?? throw new IOException("the log is empty, there is nothing to export");
        if (!Note.TryParse(note, out Note? parsed) || !Checkpoint.TryParse(parsed.Text.Span, out Checkpoint? checkpoint))
        {
            throw new IOException("the checkpoint cannot be read");
        }

        IEnumerable<string> paths = Tile.Of(checkpoint.Size).Select(tile => tile.Path).Concat(EntryBundle.Of(checkpoint.Size).Select(bundle => bundle.Path));
        foreach (string path in paths)
        {
            string file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, await source.ReadAsync(path, cancellation), cancellation);
        }

        await File.WriteAllBytesAsync(Path.Combine(directory, "checkpoint"), note, cancellation);
        await File.WriteAllLinesAsync(Path.Combine(directory, "vkey"), verifierKeys, cancellation);
        return checkpoint.Size;
    }
}
