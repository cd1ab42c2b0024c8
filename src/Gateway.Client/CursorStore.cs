namespace Gateway.Client;

/// <summary>Keeps where a reader stands, across restarts. One reader a store.</summary>
public interface ICursorStore
{
    /// <summary>The cursor kept last; empty at the beginning.</summary>
    ReadOnlyMemory<byte> Load();

    /// <summary>Keeps a cursor durably before it returns.</summary>
    void Save(ReadOnlyMemory<byte> cursor);
}

/// <summary>
/// A cursor in a file. It is replaced whole: a crash leaves the old one or the new one. Throws <see cref="IOException"/> when the disk does
/// not take it; then the same products come again.
/// </summary>
public sealed class FileCursorStore(string path) : ICursorStore
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Load() => File.Exists(path) ? File.ReadAllBytes(path) : ReadOnlyMemory<byte>.Empty;

    /// <inheritdoc/>
    public void Save(ReadOnlyMemory<byte> cursor)
    {
        string next = path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            stream.Write(cursor.Span);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
