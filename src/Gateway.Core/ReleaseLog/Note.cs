using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.ReleaseLog;

/// <summary>One line of a note: <c>— name base64(keyID ‖ payload)</c>. A claim until a key verifies it. Immutable.</summary>
/// <param name="name">Who claims to have signed.</param>
/// <param name="keyId">Which of its keys.</param>
/// <param name="payload">What the algorithm puts there: a signature, or a time and a signature. Not empty.</param>
public sealed class NoteSignature(string name, uint keyId, ImmutableArray<byte> payload)
{
    /// <summary>Who claims to have signed.</summary>
    public string Name => name;

    /// <summary>Which of its keys.</summary>
    public uint KeyId => keyId;

    /// <summary>What follows the key id.</summary>
    public ImmutableArray<byte> Payload => payload;
}

/// <summary>What holding a note against known keys comes to.</summary>
public enum NoteFinding
{
    /// <summary>At least one line is of a known key, and every line of a known key verifies.</summary>
    Verified,

    /// <summary>No line is of a known key.</summary>
    NoKnownKey,

    /// <summary>A line names a known key and does not verify: the note is rejected whatever its other lines say.</summary>
    BadSignature,
}

/// <summary>A line that verified.</summary>
/// <param name="Key">The key.</param>
/// <param name="Time">The signed time, Unix seconds; zero where the algorithm has none.</param>
public readonly record struct VerifiedLine(VerifierKey Key, long Time);

/// <summary>
/// A signed note (C2SP signed-note): text that ends with LF, a blank line, signature lines. Read strictly, so that writing what was read
/// gives the same bytes. What is signed is the text with its final LF, without the blank line. Immutable.
/// </summary>
public sealed class Note
{
    /// <summary>The longest note that is read, bytes.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>The most lines that are read; the format asks for at least 16.</summary>
    public const int MaxSignatures = 100;

    private const string Dash = "— ";

    private Note(byte[] text, ImmutableArray<NoteSignature> signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    /// <summary>The signed text, its final LF included.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The lines in order; at least one.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>Reads a note. False unless it is UTF-8 without control characters, ends with LF and has 1 to 100 well-formed lines.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Note? note)
    {
        note = null;
        int split = bytes.LastIndexOf("\n\n"u8);
        if (bytes.Length > MaxBytes || split < 1 || !NoteSyntax.TryText(bytes, out _))
        {
            return false;
        }

        ReadOnlySpan<char> rest = NoteSyntax.StrictUtf8.GetString(bytes[(split + 2)..]);
        ImmutableArray<NoteSignature>.Builder signatures = ImmutableArray.CreateBuilder<NoteSignature>();
        while (!rest.IsEmpty)
        {
            if (signatures.Count == MaxSignatures
                || !NoteSyntax.TryLine(ref rest, out ReadOnlySpan<char> line)
                || !TryParseLine(line, out NoteSignature? signature))
            {
                return false;
            }

            signatures.Add(signature);
        }

        note = signatures.Count == 0 ? null : new Note(bytes[..(split + 1)].ToArray(), signatures.ToImmutable());
        return note is not null;
    }

    /// <summary>Makes a note. Throws <see cref="ArgumentException"/> where reading the result back would fail.</summary>
    public static Note Create(ReadOnlySpan<byte> text, params IEnumerable<NoteSignature> signatures)
    {
        byte[] bytes = new Note(text.ToArray(), [.. signatures]).ToBytes();
        if (!TryParse(bytes, out Note? note) || !note.Text.Span.SequenceEqual(text))
        {
            throw new ArgumentException("These do not make a note.", nameof(text));
        }

        return note;
    }

    /// <summary>The note as bytes: what was read, or what others will read.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>(Text.Length + 256);
        bytes.Write(Text.Span);
        bytes.Write("\n"u8);
        foreach (NoteSignature signature in Signatures)
        {
            byte[] raw = new byte[sizeof(uint) + signature.Payload.Length];
            BinaryPrimitives.WriteUInt32BigEndian(raw, signature.KeyId);
            signature.Payload.AsSpan().CopyTo(raw.AsSpan(sizeof(uint)));
            bytes.Write(NoteSyntax.StrictUtf8.GetBytes($"{Dash}{signature.Name} {Convert.ToBase64String(raw)}\n"));
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>True if no two lines have the same name and key id.</summary>
    public bool HasDistinctLines()
    {
        var seen = new HashSet<(string, uint)>();
        return Signatures.All(signature => seen.Add((signature.Name, signature.KeyId)));
    }

    /// <summary>
    /// Holds the note against known keys. Lines of unknown keys are ignored; a key verified twice counts once. Which lines are
    /// <em>required</em> is the caller's to say: see <see cref="CheckpointVerifier"/>.
    /// </summary>
    public NoteFinding Verify(IReadOnlyCollection<VerifierKey> known, out ImmutableArray<VerifiedLine> verified)
    {
        ArgumentNullException.ThrowIfNull(known);
        verified = [];
        var lines = new List<VerifiedLine>();
        foreach (NoteSignature signature in Signatures)
        {
            foreach (VerifierKey key in known.Where(key => key.KeyId == signature.KeyId && key.Name == signature.Name))
            {
                if (!key.Verify(Text.Span, signature.Payload.AsSpan(), out long time))
                {
                    return NoteFinding.BadSignature;
                }

                if (lines.TrueForAll(line => !line.Key.Equals(key)))
                {
                    lines.Add(new VerifiedLine(key, time));
                }
            }
        }

        verified = [.. lines];
        return lines.Count == 0 ? NoteFinding.NoKnownKey : NoteFinding.Verified;
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal))
        {
            return false;
        }

        line = line[Dash.Length..];
        int space = line.IndexOf(' ');
        if (space < 0 || !NoteSyntax.TryBase64(line[(space + 1)..], out byte[]? raw) || raw.Length <= sizeof(uint))
        {
            return false;
        }

        string name = line[..space].ToString();
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(raw), [.. raw.AsSpan(sizeof(uint))]);
        return NoteSyntax.IsName(name);
    }
}
