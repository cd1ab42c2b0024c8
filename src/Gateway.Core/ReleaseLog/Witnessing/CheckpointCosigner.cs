using System.Collections.Immutable;

namespace Gateway.Core.ReleaseLog.Witnessing;

/// <summary>
/// Cosigns other logs' checkpoints with all keys of one witness. Whoever calls it has persisted that the witness moved to this head
/// (<see cref="WitnessRules"/>). Thread-safe.
/// </summary>
public sealed class CheckpointCosigner
{
    private readonly ImmutableArray<LogSigner> _signers;

    /// <summary>
    /// A witness with the keys given, at least one, all under one name, each of an algorithm of its own:
    /// <see cref="KeyAlgorithm.CosignatureEd25519"/>, <see cref="KeyAlgorithm.MLDsa44"/>. Throws <see cref="ArgumentException"/> otherwise.
    /// </summary>
    public CheckpointCosigner(params ImmutableArray<LogSigner> signers)
    {
        if (signers.IsDefaultOrEmpty
            || signers.Any(signer => signer.VerifierKey.Name != signers[0].VerifierKey.Name)
            || signers.Any(signer => signer.VerifierKey.Algorithm is not (KeyAlgorithm.CosignatureEd25519 or KeyAlgorithm.MLDsa44))
            || signers.DistinctBy(signer => signer.VerifierKey.Algorithm).Count() != signers.Length)
        {
            throw new ArgumentException("A witness cosigns with one key an algorithm, all under one name.", nameof(signers));
        }

        _signers = signers;
    }

    /// <summary>Name of the witness.</summary>
    public string Name => _signers[0].VerifierKey.Name;

    /// <summary>The public keys, in the order of the lines.</summary>
    public ImmutableArray<VerifierKey> VerifierKeys => [.. _signers.Select(signer => signer.VerifierKey)];

    /// <summary>A line of every key. <paramref name="time"/> is Unix seconds, after zero.</summary>
    public ImmutableArray<NoteSignature> Cosign(Checkpoint checkpoint, long time) =>
        [.. _signers.Select(signer => Cosignature.Create(signer, checkpoint, time))];
}
