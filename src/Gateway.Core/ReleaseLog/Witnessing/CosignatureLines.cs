using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.ReleaseLog.Witnessing;

/// <summary>
/// Signature lines on their own, as a witness answers them (C2SP tlog-witness), and joining them to a checkpoint. Claims until
/// <see cref="WitnessQuorum"/> counts them.
/// </summary>
public static class CosignatureLines
{
    /// <summary>Longest answer that is read, bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The lines of an answer, each with its LF.</summary>
    public static byte[] Write(Checkpoint checkpoint, IEnumerable<NoteSignature> lines)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        byte[] text = checkpoint.ToText();
        return Note.Create(text, lines).ToBytes()[(text.Length + 1)..];
    }

    /// <summary>Reads an answer: one or more lines and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> answer, out ImmutableArray<NoteSignature> lines)
    {
        // Read as the signatures of a note with any text; an empty line in the answer would move the end of that text.
        lines = [];
        if (answer.Length > MaxBytes || !Note.TryParse([.. "-\n\n"u8, .. answer], out Note? note) || note.Text.Length != 2)
        {
            return false;
        }

        lines = note.Signatures;
        return true;
    }

    /// <summary>
    /// A checkpoint with lines added; one of the same name and key id takes the place of the older. False when the note is none, or would
    /// have more lines than one may.
    /// </summary>
    public static bool TryJoin(ReadOnlySpan<byte> note, IEnumerable<NoteSignature> lines, [NotNullWhen(true)] out Note? joined)
    {
        joined = null;
        if (!Note.TryParse(note, out Note? parsed))
        {
            return false;
        }

        List<NoteSignature> all = [.. parsed.Signatures];
        foreach (NoteSignature line in lines)
        {
            all.RemoveAll(other => other.KeyId == line.KeyId && other.Name == line.Name);
            all.Add(line);
        }

        if (all.Count <= Note.MaxSignatures)
        {
            joined = Note.Create(parsed.Text.Span, all);
        }

        return joined is not null;
    }
}
