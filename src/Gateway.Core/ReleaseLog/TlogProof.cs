using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// A proof in one file (C2SP tlog-proof): where an entry stands, its audit path, and the checkpoint it stands under, verbatim.
/// Without an extra line; read strictly. Immutable.
/// </summary>
public sealed class TlogProof
{
    private const string Header = "c2sp.org/tlog-proof@v1\n";
    private const string IndexPrefix = "index ";

    private TlogProof(long index, ImmutableArray<byte> path, ImmutableArray<byte> checkpoint)
    {
        Index = index;
        Path = path;
        Checkpoint = checkpoint;
    }

    /// <summary>Index of the entry.</summary>
    public long Index { get; }

    /// <summary>Audit path: hashes end to end, leaf to root; at most 63.</summary>
    public ImmutableArray<byte> Path { get; }

    /// <summary>The checkpoint's note, as its log gave it.</summary>
    public ImmutableArray<byte> Checkpoint { get; }

    /// <summary>Makes a proof file. Throws <see cref="ArgumentException"/> where reading it back would fail.</summary>
    public static TlogProof Create(long index, ReadOnlySpan<byte> path, ReadOnlySpan<byte> checkpoint)
    {
        var proof = new TlogProof(index, [.. path], [.. checkpoint]);
        return path.Length % Merkle.HashSize == 0 && TryParse(proof.ToBytes(), out _)
            ? proof
            : throw new ArgumentException("These do not make a proof.", nameof(path));
    }

    /// <summary>Reads a proof file. False unless it is exactly what <see cref="ToBytes"/> writes, with a checkpoint that can be read.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        int blank = bytes.IndexOf("\n\n"u8);
        if (blank < 0 || bytes.Length > Note.MaxBytes || !NoteSyntax.TryText(bytes[..(blank + 1)], out string? head)
            || !head.StartsWith(Header, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> rest = head.AsSpan(Header.Length);
        if (!NoteSyntax.TryLine(ref rest, out ReadOnlySpan<char> line)
            || !line.StartsWith(IndexPrefix, StringComparison.Ordinal)
            || !NoteSyntax.TryNumber(line[IndexPrefix.Length..], out long index))
        {
            return false;
        }

        var path = new List<byte>();
        while (NoteSyntax.TryLine(ref rest, out line))
        {
            if (!NoteSyntax.TryBase64(line, out byte[]? hash) || hash.Length != Merkle.HashSize
                || path.Count == Merkle.MaxPathHashes * Merkle.HashSize)
            {
                return false;
            }

            path.AddRange(hash);
        }

        ReadOnlySpan<byte> checkpoint = bytes[(blank + 2)..];
        if (!Note.TryParse(checkpoint, out Note? note) || !ReleaseLog.Checkpoint.TryParse(note.Text.Span, out _))
        {
            return false;
        }

        proof = new TlogProof(index, [.. path], [.. checkpoint]);
        return true;
    }

    /// <summary>
    /// True if the log's verifier accepts the checkpoint and the tree under it has <paramref name="leafHash"/> at <see cref="Index"/>.
    /// <paramref name="fault"/> is <see cref="CheckpointFault.None"/> where only the path is wrong.
    /// </summary>
    public bool TryVerify(
        ReadOnlySpan<byte> leafHash, CheckpointVerifier verifier, [NotNullWhen(true)] out Checkpoint? checkpoint, out CheckpointFault fault)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        if (verifier.TryVerify(Checkpoint.AsSpan(), out checkpoint, out fault)
            && InclusionProof.Verify(leafHash, Index, checkpoint.Size, Path.AsSpan(), checkpoint.Root.AsSpan()))
        {
            return true;
        }

        checkpoint = null;
        return false;
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        var head = new System.Text.StringBuilder(Header);
        head.Append(CultureInfo.InvariantCulture, $"{IndexPrefix}{Index}\n");
        for (int hash = 0; hash < Path.Length; hash += Merkle.HashSize)
        {
            head.Append(Convert.ToBase64String(Path.AsSpan(hash, Merkle.HashSize))).Append('\n');
        }

        return [.. NoteSyntax.StrictUtf8.GetBytes(head.Append('\n').ToString()), .. Checkpoint];
    }
}
