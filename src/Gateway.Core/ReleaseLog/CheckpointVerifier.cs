using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.ReleaseLog;

/// <summary>Why a checkpoint is not accepted.</summary>
public enum CheckpointFault
{
    /// <summary>It is accepted.</summary>
    None,

    /// <summary>Not a canonical note with a checkpoint in it, or two lines of one name and key id.</summary>
    BadNote,

    /// <summary>Another log's.</summary>
    WrongOrigin,

    /// <summary>A required key has no line.</summary>
    MissingLine,

    /// <summary>A required key has a line that does not verify.</summary>
    BadSignature,
}

/// <summary>
/// Accepts the checkpoints of one log: all required keys must have signed, and those come from the pinned roster, never from the message.
/// Whoever holds all but one of the keys can still make nothing pass. Says nothing about freshness or forks. Immutable, thread-safe.
/// </summary>
public sealed class CheckpointVerifier
{
    private readonly string _origin;
    private readonly ImmutableArray<VerifierKey> _required;

    /// <summary>
    /// A verifier for the log <paramref name="origin"/>. Throws <see cref="ArgumentException"/> if no key is required, or two share name and
    /// key id: nothing may pass for want of keys.
    /// </summary>
    public CheckpointVerifier(string origin, params ImmutableArray<VerifierKey> required)
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        if (required.IsDefaultOrEmpty || required.DistinctBy(key => (key.Name, key.KeyId)).Count() != required.Length)
        {
            throw new ArgumentException("At least one key, and no two with the same name and id.", nameof(required));
        }

        _origin = origin;
        _required = required;
    }

    /// <summary>Verifies a note as it came. True with the checkpoint, or false with the first fault found.</summary>
    public bool TryVerify(ReadOnlySpan<byte> note, [NotNullWhen(true)] out Checkpoint? checkpoint, out CheckpointFault fault)
    {
        checkpoint = null;
        if (!Note.TryParse(note, out Note? parsed) || !parsed.HasDistinctLines()
            || !Checkpoint.TryParse(parsed.Text.Span, out Checkpoint? claimed))
        {
            fault = CheckpointFault.BadNote;
            return false;
        }

        fault = Check(parsed, claimed);
        checkpoint = fault == CheckpointFault.None ? claimed : null;
        return checkpoint is not null;
    }

    private CheckpointFault Check(Note note, Checkpoint claimed)
    {
        if (claimed.Origin != _origin)
        {
            return CheckpointFault.WrongOrigin;
        }

        var lines = new NoteSignature?[_required.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            VerifierKey key = _required[i];
            lines[i] = note.Signatures.FirstOrDefault(line => line.KeyId == key.KeyId && line.Name == key.Name);
            if (lines[i] is null)
            {
                return CheckpointFault.MissingLine;
            }
        }

        for (int i = 0; i < lines.Length; i++)
        {
            if (!_required[i].Verify(note.Text.Span, lines[i]!.Payload.AsSpan(), out _))
            {
                return CheckpointFault.BadSignature;
            }
        }

        return CheckpointFault.None;
    }
}
