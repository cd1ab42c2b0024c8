namespace Gateway.Core.ReleaseLog;

/// <summary>
/// A witness's line under another log's checkpoint (C2SP tlog-cosignature): "at this time I saw this head, and it extends all I saw
/// before". What the witness has to check and persist before it says so is not here.
/// </summary>
public static class Cosignature
{
    /// <summary>
    /// The line, with a key of <see cref="KeyAlgorithm.CosignatureEd25519"/> or <see cref="KeyAlgorithm.MLDsa44"/>; throws
    /// <see cref="ArgumentException"/> with any other. <paramref name="time"/> is Unix seconds, after zero.
    /// </summary>
    public static NoteSignature Create(LogSigner witness, Checkpoint checkpoint, long time)
    {
        ArgumentNullException.ThrowIfNull(witness);
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        return IsWitnessKey(witness.VerifierKey)
            ? witness.Sign(checkpoint.ToText(), time)
            : throw new ArgumentException("Not a key for cosignatures.", nameof(witness));
    }

    /// <summary>
    /// True if the note is a checkpoint with exactly one line of this witness key and that line verifies.
    /// <paramref name="time"/> is when the witness says it saw it, Unix seconds, after zero.
    /// </summary>
    public static bool TryVerify(Note note, VerifierKey witness, out long time)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(witness);
        time = 0;
        NoteSignature[] lines = [.. note.Signatures.Where(line => line.KeyId == witness.KeyId && line.Name == witness.Name)];
        return lines.Length == 1
            && IsWitnessKey(witness)
            && witness.Verify(note.Text.Span, lines[0].Payload.AsSpan(), out time)
            && time > 0;
    }

    private static bool IsWitnessKey(VerifierKey key) => KeyAlgorithms.IsTimed(key.Algorithm);
}
