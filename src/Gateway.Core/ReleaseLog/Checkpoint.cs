using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// The head of a log (C2SP tlog-checkpoint without extension lines): three lines, <c>origin</c>, <c>size</c>, <c>base64(root)</c>.
/// One value has one spelling. A checkpoint as such says nothing: see <see cref="CheckpointVerifier"/>. Immutable; equality by value.
/// </summary>
public sealed record Checkpoint
{
    private const int MaxOriginBytes = 255;

    private Checkpoint(string origin, long size, ImmutableArray<byte> root)
    {
        Origin = origin;
        Size = size;
        Root = root;
    }

    /// <summary>Name of the log; ours is a URL without scheme and trailing slash: <c>gateway.example.fr/log</c>.</summary>
    public string Origin { get; }

    /// <summary>Number of leaves, 0 to 2^63 - 1.</summary>
    public long Size { get; }

    /// <summary>Root of the tree, 32 bytes; for size zero the empty root.</summary>
    public ImmutableArray<byte> Root { get; }

    /// <summary>Makes a checkpoint. False if the origin is empty, has control characters or more than 255 bytes, the size is negative or the root not one.</summary>
    public static bool TryCreate(string origin, long size, ReadOnlySpan<byte> root, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!IsOrigin(origin) || size < 0 || root.Length != Merkle.HashSize || (size == 0 && !root.SequenceEqual(Merkle.EmptyRoot)))
        {
            return false;
        }

        checkpoint = new Checkpoint(origin, size, [.. root]);
        return true;
    }

    /// <summary>Reads a note's text. False unless it is exactly what <see cref="ToText"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!NoteSyntax.TryText(text, out string? body))
        {
            return false;
        }

        ReadOnlySpan<char> rest = body;
        return NoteSyntax.TryLine(ref rest, out ReadOnlySpan<char> origin)
            && NoteSyntax.TryLine(ref rest, out ReadOnlySpan<char> size)
            && NoteSyntax.TryLine(ref rest, out ReadOnlySpan<char> root)
            && rest.IsEmpty
            && NoteSyntax.TryNumber(size, out long leaves)
            && NoteSyntax.TryBase64(root, out byte[]? hash)
            && TryCreate(origin.ToString(), leaves, hash, out checkpoint);
    }

    /// <summary>The three lines, each with its LF: what is signed.</summary>
    public byte[] ToText() => NoteSyntax.StrictUtf8.GetBytes(ToString());

    /// <inheritdoc/>
    public bool Equals(Checkpoint? other) =>
        other is not null && Size == other.Size && Origin == other.Origin && Root.AsSpan().SequenceEqual(other.Root.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Size, MemoryMarshal.Read<int>(Root.AsSpan()));

    /// <summary>The three lines.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.AsSpan())}\n");

    private static bool IsOrigin(string? origin)
    {
        if (string.IsNullOrEmpty(origin) || origin.Length > MaxOriginBytes)
        {
            return false;
        }

        foreach (var rune in origin.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar || rune.Value is < 0x20 or 0x7f)
            {
                return false;
            }
        }

        return NoteSyntax.StrictUtf8.GetByteCount(origin) <= MaxOriginBytes;
    }
}
