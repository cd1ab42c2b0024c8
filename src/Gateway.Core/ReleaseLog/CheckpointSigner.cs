using System.Collections.Immutable;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Signs the heads of one log with all its keys. Its keys sign nothing else, and the caller hands in only roots that it recomputed from
/// entries that a crash cannot lose. Thread-safe.
/// </summary>
public sealed class CheckpointSigner
{
    private readonly ImmutableArray<LogSigner> _signers;

    /// <summary>
    /// A signer with the keys given, at least one, each named like the log and of an algorithm of its own:
    /// <see cref="KeyAlgorithm.Ed25519"/>, <see cref="KeyAlgorithm.MLDsa44"/>. Throws <see cref="ArgumentException"/> otherwise.
    /// </summary>
    public CheckpointSigner(params ImmutableArray<LogSigner> signers)
    {
        if (signers.IsDefaultOrEmpty
            || signers.Any(signer => signer.VerifierKey.Name != signers[0].VerifierKey.Name)
            || signers.Any(signer => signer.VerifierKey.Algorithm is not (KeyAlgorithm.Ed25519 or KeyAlgorithm.MLDsa44))
            || signers.DistinctBy(signer => signer.VerifierKey.Algorithm).Count() != signers.Length)
        {
            throw new ArgumentException("A log signs with one key an algorithm, all under its own name.", nameof(signers));
        }

        _signers = signers;
    }

    /// <summary>Name of the log.</summary>
    public string Origin => _signers[0].VerifierKey.Name;

    /// <summary>The public keys, in the order of the lines.</summary>
    public ImmutableArray<VerifierKey> VerifierKeys => [.. _signers.Select(signer => signer.VerifierKey)];

    /// <summary>
    /// The note with a line of every key. <paramref name="time"/> is Unix seconds. Throws <see cref="ArgumentException"/> if the origin is
    /// not this log's, or size and root make no checkpoint.
    /// </summary>
    public byte[] Sign(string origin, long size, ReadOnlySpan<byte> root, long time)
    {
        if (origin != Origin || !Checkpoint.TryCreate(origin, size, root, out Checkpoint? checkpoint))
        {
            throw new ArgumentException("Not a head of this log.", nameof(origin));
        }

        byte[] text = checkpoint.ToText();
        return Note.Create(text, _signers.Select(signer => signer.Sign(text, time))).ToBytes();
    }
}
