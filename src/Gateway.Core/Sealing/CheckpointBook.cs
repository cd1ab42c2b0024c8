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
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _verified = new();
    private readonly ConcurrentDictionary<string, (CheckpointVerifier Verifier, PartnerCode Owner)?> _verifiers = new();

    /// <summary>Digest of the roster that the entries were verified under.</summary>
    public string RosterDigest => roster.Digest;

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
        if (_verified.Count >= Capacity)
        {
            _verified.Clear();
        }

        _verified[Key(name)] = note;
        return true;
    }

    /// <summary>The verified note of this name.</summary>
    public bool TryGet(CheckpointName name, out ReadOnlyMemory<byte> note) => _verified.TryGetValue(Key(name), out note);

    /// <summary>The partner whose release log has this origin.</summary>
    public bool TryOwner(string origin, out PartnerCode owner)
    {
        owner = Log(origin)?.Owner ?? default;
        return owner != default;
    }

    private static string Key(CheckpointName name) => $"{name.Origin}\n{name.Size}\n{Convert.ToHexStringLower(name.Root.Span)}";

    private (CheckpointVerifier Verifier, PartnerCode Owner)? Log(string origin)
    {
        // Only origins of the roster are remembered, so a peer cannot grow the table.
        Partner? partner = roster.Partners.FirstOrDefault(candidate => candidate.ReleaseLog.Origin == origin);
        return partner is null ? null : _verifiers.GetOrAdd(origin, _ => Verifier(partner));
    }

    private static (CheckpointVerifier Verifier, PartnerCode Owner)? Verifier(Partner partner)
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

        return keys.Count == 0 ? null : (new CheckpointVerifier(partner.ReleaseLog.Origin, keys.ToImmutable()), partner.Code);
    }
}
