using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gateway.Core.ReleaseLog.Witnessing;

/// <summary>
/// What a log asks of a witness (C2SP tlog-witness, add-checkpoint): <c>old N\n</c>, the consistency path from size N in base64, one hash a
/// line, an empty line, the checkpoint. One value has one spelling. Nothing in it is verified. Immutable.
/// </summary>
public sealed class AddCheckpointRequest
{
    /// <summary>Longest request that is read, bytes: a path of full length and a checkpoint with some twenty lines of every kind.</summary>
    public const int MaxBytes = 96 * 1024;

    private const int HashLine = 44;

    /// <summary>A request. Throws <see cref="ArgumentException"/> if the path is no whole number of at most 63 hashes.</summary>
    /// <param name="oldSize">Size of the tree that the log believes the witness to have cosigned last; 0: none.</param>
    /// <param name="path">RFC 6962 consistency path from that size, 32-byte hashes end to end.</param>
    /// <param name="note">The checkpoint, a signed note, verbatim.</param>
    public AddCheckpointRequest(long oldSize, ReadOnlyMemory<byte> path, ReadOnlyMemory<byte> note)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        if (path.Length % Merkle.HashSize != 0 || path.Length > Merkle.MaxPathHashes * Merkle.HashSize)
        {
            throw new ArgumentException("A path is at most 63 hashes of 32 bytes.", nameof(path));
        }

        OldSize = oldSize;
        Path = path;
        Note = note;
    }

    /// <summary>Size that the path starts from.</summary>
    public long OldSize { get; }

    /// <summary>The consistency path.</summary>
    public ReadOnlyMemory<byte> Path { get; }

    /// <summary>The checkpoint.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    /// <summary>Reads a request. False unless it is exactly what <see cref="ToBytes"/> writes and at most <see cref="MaxBytes"/> long.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AddCheckpointRequest? request)
    {
        request = null;
        int blank = bytes.IndexOf("\n\n"u8);
        if (bytes.Length > MaxBytes || blank < 0 || bytes[..blank].ContainsAnyExceptInRange((byte)'\n', (byte)'~'))
        {
            return false;
        }

        ReadOnlySpan<char> head = Encoding.ASCII.GetString(bytes[..(blank + 1)]);
        if (!NoteSyntax.TryLine(ref head, out ReadOnlySpan<char> first)
            || !first.StartsWith("old ", StringComparison.Ordinal)
            || !NoteSyntax.TryNumber(first["old ".Length..], out long oldSize))
        {
            return false;
        }

        var path = new ArrayBufferWriter<byte>();
        while (NoteSyntax.TryLine(ref head, out ReadOnlySpan<char> line))
        {
            if (line.Length != HashLine || path.WrittenCount == Merkle.MaxPathHashes * Merkle.HashSize
                || !NoteSyntax.TryBase64(line, out byte[]? hash) || hash.Length != Merkle.HashSize)
            {
                return false;
            }

            path.Write(hash);
        }

        request = new AddCheckpointRequest(oldSize, path.WrittenMemory, bytes[(blank + 2)..].ToArray());
        return true;
    }

    /// <summary>The body of the request.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(FormattableString.Invariant($"old {OldSize}\n"));
        for (int at = 0; at < Path.Length; at += Merkle.HashSize)
        {
            text.Append(Convert.ToBase64String(Path.Span.Slice(at, Merkle.HashSize))).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. Note.Span];
    }
}
