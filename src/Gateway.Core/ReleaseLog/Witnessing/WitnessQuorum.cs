using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.ReleaseLog.Witnessing;

/// <summary>A partner that cosigned a checkpoint with all its algorithms.</summary>
/// <param name="Partner">Who.</param>
/// <param name="At">When it says it saw the head: the earliest of its lines.</param>
public sealed record Cosigner(PartnerCode Partner, DateTimeOffset At);

/// <summary>Why a checkpoint of a log that is not followed does not count.</summary>
public enum QuorumFault
{
    /// <summary>It counts.</summary>
    None,

    /// <summary>No log of the roster, or the roster is not in force.</summary>
    UnknownLog,

    /// <summary>The log itself did not sign with every key that the roster demands.</summary>
    BadCheckpoint,

    /// <summary>Fewer partners cosigned than the roster asks for.</summary>
    TooFewWitnesses,
}

/// <summary>
/// Counts who cosigned a checkpoint. A partner counts once, with a verified line of each of its algorithms, never for its own log, and
/// never with a key that signs the log. So neither the log's owner nor whoever has one key of a witness makes a quorum. A checkpoint of a
/// log that a verifier does not follow itself needs the roster's quorum. Immutable, thread-safe.
/// </summary>
public sealed class WitnessQuorum
{
    /// <summary>How far a line's time may lie ahead of the verifier's clock.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly Roster _roster;
    private readonly ImmutableArray<(PartnerCode Partner, ImmutableArray<VerifierKey> Keys)> _witnesses;

    /// <summary>The witnesses of a roster. One whose keys cannot be read never counts.</summary>
    public WitnessQuorum(Roster roster)
    {
        ArgumentNullException.ThrowIfNull(roster);
        _roster = roster;
        _witnesses = [.. roster.Partners.Where(partner => partner.Witness is not null)
            .Select(partner => (partner.Code, Keys(partner.Witness!)))
            .Where(witness => witness.Item2.Length > 0)];
    }

    /// <summary>How many partners the roster asks for.</summary>
    public int Required => _roster.Terms.WitnessQuorum;

    /// <summary>The partners that may cosign the log of this owner, by code.</summary>
    public IEnumerable<PartnerCode> WitnessesOf(PartnerCode owner) =>
        _witnesses.Where(witness => witness.Partner != owner).Select(witness => witness.Partner);

    /// <summary>
    /// Who cosigned the note, by code. None at all when a line of any known witness fails: such a note was tampered with. A line from the
    /// future (beyond <see cref="ClockTolerance"/>) does not count.
    /// </summary>
    public ImmutableArray<Cosigner> Cosigners(Note note, PartnerCode owner, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (!note.HasDistinctLines())
        {
            return [];
        }

        HashSet<string> own = _roster.TryFind(owner, out Partner? log) ? [.. log.ReleaseLog.VerifierKeys.Select(Material)] : [];
        var cosigners = ImmutableArray.CreateBuilder<Cosigner>();
        foreach ((PartnerCode partner, ImmutableArray<VerifierKey> keys) in _witnesses.Where(witness => witness.Partner != owner))
        {
            if (note.Verify(keys, out ImmutableArray<VerifiedLine> lines) == NoteFinding.BadSignature)
            {
                return [];
            }

            bool whole = lines.Length == keys.Length
                && lines.All(line => line.Time > 0 && line.Time <= (now + ClockTolerance).ToUnixTimeSeconds())
                && !keys.Any(key => own.Contains(Material(key)));
            if (whole)
            {
                cosigners.Add(new Cosigner(partner, DateTimeOffset.FromUnixTimeSeconds(lines.Min(line => line.Time))));
            }
        }

        return cosigners.ToImmutable();
    }

    /// <summary>
    /// Verifies a checkpoint of a log that the caller does not follow: all lines of the log's own keys, and cosignatures of at least
    /// <paramref name="atLeast"/> other partners, by default as many as the roster asks for.
    /// </summary>
    public bool TryVerify(
        ReadOnlySpan<byte> note,
        DateTimeOffset now,
        [NotNullWhen(true)] out Checkpoint? checkpoint,
        out ImmutableArray<Cosigner> cosigners,
        out QuorumFault fault,
        int? atLeast = null)
    {
        fault = Check(note, now, atLeast ?? Required, out Checkpoint? verified, out cosigners);
        checkpoint = fault == QuorumFault.None ? verified : null;
        return checkpoint is not null;
    }

    private QuorumFault Check(
        ReadOnlySpan<byte> note, DateTimeOffset now, int atLeast, out Checkpoint? checkpoint, out ImmutableArray<Cosigner> cosigners)
    {
        (checkpoint, cosigners) = (null, []);
        if (!Note.TryParse(note, out Note? parsed) || !Checkpoint.TryParse(parsed.Text.Span, out Checkpoint? claimed))
        {
            return QuorumFault.BadCheckpoint;
        }

        Partner? owner = _roster.Partners.FirstOrDefault(partner => partner.ReleaseLog.Origin == claimed.Origin);
        if (owner is null || now >= _roster.Terms.Expires || CheckpointBook.Verifier(owner) is not { } log)
        {
            return QuorumFault.UnknownLog;
        }

        if (!log.Verifier.TryVerify(note, out checkpoint, out _))
        {
            return QuorumFault.BadCheckpoint;
        }

        cosigners = Cosigners(parsed, owner.Code, now);
        return cosigners.Length < atLeast ? QuorumFault.TooFewWitnesses : QuorumFault.None;
    }

    private static ImmutableArray<VerifierKey> Keys(WitnessIdentity witness)
    {
        var keys = ImmutableArray.CreateBuilder<VerifierKey>();
        foreach (string text in witness.VerifierKeys)
        {
            if (!VerifierKey.TryParse(text, out VerifierKey? key) || key.Name != witness.Name
                || key.Algorithm is not (KeyAlgorithm.CosignatureEd25519 or KeyAlgorithm.MLDsa44))
            {
                return [];
            }

            keys.Add(key);
        }

        bool complete = witness.Algorithms.Append("cosignature-ed25519").All(word => keys.Any(key => Word(key.Algorithm) == word));
        return complete ? keys.ToImmutable() : [];
    }

    private static string Word(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.CosignatureEd25519 => "cosignature-ed25519",
        KeyAlgorithm.MLDsa44 => "ml-dsa-44",
        KeyAlgorithm.Ed25519 or KeyAlgorithm.MLDsa44Note => "",
    };

    /// <summary>The public key alone: under another name it is the same key.</summary>
    private static string Material(VerifierKey key) => Convert.ToHexStringLower(key.PublicKey.AsSpan());

    private static string Material(string text) => VerifierKey.TryParse(text, out VerifierKey? key) ? Material(key) : text;
}
