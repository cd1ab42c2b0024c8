using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Sealing;

/// <summary>
/// The checkpoints that were verified under one roster. In a stream a checkpoint is sent and verified once and named from then on by
/// (origin, size, root): the name holds the origin, so checkpoints of two logs with one size cannot be confused. Required keys come from
/// the roster, never from a message. Bounded; thread-safe.
/// </summary>
public sealed class CheckpointBook(Roster roster)
{
    private const int CapacityOfOneLog = 1024;

    // One shelf a log, so that no partner's stream pushes out another's checkpoints.
    private readonly ConcurrentDictionary<string, Shelf> _verified = new();
    private readonly ConcurrentDictionary<string, (CheckpointVerifier Verifier, PartnerCode Owner)?> _verifiers = new();

    /// <summary>Digest of the roster that the entries were verified under.</summary>
    public string RosterDigest => roster.Digest;

    /// <summary>Whether the roster is still in force: an expired one knows no log.</summary>
    public bool IsInForce(DateTimeOffset now) => now < roster.Terms.Expires;

    /// <summary>Verifies a note with every line that the roster requires of its log, and remembers it.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> note, [NotNullWhen(true)] out CheckpointName? name, out VerificationFault fault)
    {
        name = null;
        fault = VerificationFault.BadCheckpoint;
        if (!Note.TryParse(note.Span, out Note? parsed) || !Checkpoint.TryParse(parsed.Text.Span, out Checkpoint? claimed))
        {
            return false;
        }

        if (Log(claimed.Origin) is not { } log)
        {
            fault = VerificationFault.UnknownLog;
            return false;
        }

        if (!log.Verifier.TryVerify(note.Span, out Checkpoint? checkpoint, out _))
        {
            return false;
        }

        name = new CheckpointName(checkpoint.Origin, checkpoint.Size, checkpoint.Root.AsMemory());
        _verified.GetOrAdd(name.Origin, _ => new Shelf()).Put(Key(name), note);
        return true;
    }

    /// <summary>The verified note of this name.</summary>
    public bool TryGet(CheckpointName name, out ReadOnlyMemory<byte> note)
    {
        note = default;
        return _verified.TryGetValue(name.Origin, out Shelf? shelf) && shelf.TryGet(Key(name), out note);
    }

    /// <summary>The partner whose release log has this origin.</summary>
    public bool TryOwner(string origin, out PartnerCode owner)
    {
        owner = Log(origin)?.Owner ?? default;
        return owner != default;
    }

    private static (long Size, string Root) Key(CheckpointName name) => (name.Size, Convert.ToHexStringLower(name.Root.Span));

    private (CheckpointVerifier Verifier, PartnerCode Owner)? Log(string origin)
    {
        // Only origins of the roster are remembered, so a peer cannot grow the table.
        Partner? partner = roster.Partners.FirstOrDefault(candidate => candidate.ReleaseLog.Origin == origin);
        return partner is null ? null : _verifiers.GetOrAdd(origin, _ => Verifier(partner));
    }

    internal static (CheckpointVerifier Verifier, PartnerCode Owner)? Verifier(Partner partner)
    {
        var keys = ImmutableArray.CreateBuilder<VerifierKey>();
        foreach (string text in partner.ReleaseLog.VerifierKeys)
        {
            if (!VerifierKey.TryParse(text, out VerifierKey? key))
            {
                // A roster that names an unreadable key trusts no checkpoint of that log.
                return null;
            }

            keys.Add(key);
        }

        // Every algorithm that the roster demands needs a key of this log, Ed25519 always: an entry that forgot one trusts nothing.
        bool complete = partner.ReleaseLog.Algorithms.Append("ed25519").All(word => keys.Any(key => Word(key.Algorithm) == word))
            && keys.All(key => key.Name == partner.ReleaseLog.Origin && Word(key.Algorithm).Length > 0);
        return !complete ? null : (new CheckpointVerifier(partner.ReleaseLog.Origin, keys.ToImmutable()), partner.Code);
    }

    /// <summary>The roster's word for an algorithm that signs a log; empty for keys that sign no log of their own.</summary>
    private static string Word(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed25519 => "ed25519",
        KeyAlgorithm.MLDsa44 => "ml-dsa-44",
        KeyAlgorithm.CosignatureEd25519 or KeyAlgorithm.MLDsa44Note => "",
    };

    /// <summary>The newest checkpoints of one log.</summary>
    private sealed class Shelf
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<(long Size, string Root), ReadOnlyMemory<byte>> _notes = [];
        private readonly Queue<(long Size, string Root)> _order = [];

        public void Put((long Size, string Root) key, ReadOnlyMemory<byte> note)
        {
            lock (_gate)
            {
                if (_notes.TryAdd(key, note))
                {
                    _order.Enqueue(key);
                }

                if (_order.Count > CapacityOfOneLog)
                {
                    _notes.Remove(_order.Dequeue());
                }
            }
        }

        public bool TryGet((long Size, string Root) key, out ReadOnlyMemory<byte> note)
        {
            lock (_gate)
            {
                return _notes.TryGetValue(key, out note);
            }
        }
    }
}
