using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Witnessing;

/// <summary>
/// This node as its partners' witness: verifies, judges and moves in one transaction, and cosigns only what is durable. Thread-safe.
/// </summary>
internal sealed class WitnessDesk(NodeState node, CheckpointCosigner cosigner, ILogger logger)
{
    private readonly WitnessQuorum _roster = new(node.Model.Roster);

    /// <summary>What the request comes to, and the lines where it is cosigned.</summary>
    public async Task<(WitnessDecision Decision, ReadOnlyMemory<byte> Lines)> TakeAsync(
        PartnerCode peer, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        WitnessDecision decision = await JudgeAsync(peer, body, cancellation);
        if (decision is not WitnessDecision.Cosign cosign)
        {
            if (decision is not WitnessDecision.OtherSize)
            {
                WitnessLog.RequestRefused(logger, peer.Value, decision.GetType().Name);
            }

            return (decision, default);
        }

        ImmutableArray<NoteSignature> lines = cosigner.Cosign(cosign.Head, node.Clock.GetUtcNow().ToUnixTimeSeconds());
        return (decision, CosignatureLines.Write(cosign.Head, lines));
    }

    private async Task<WitnessDecision> JudgeAsync(PartnerCode peer, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (!AddCheckpointRequest.TryParse(body.Span, out AddCheckpointRequest? request)
            || !Note.TryParse(request.Note.Span, out Note? note)
            || !Checkpoint.TryParse(note.Text.Span, out Checkpoint? claimed))
        {
            return new WitnessDecision.Malformed();
        }

        Partner? owner = node.Model.Roster.Partners.FirstOrDefault(partner => partner.ReleaseLog.Origin == claimed.Origin);
        if (owner is null || owner.Code == node.Model.Self)
        {
            return new WitnessDecision.UnknownLog();
        }

        // Outside the writer's thread: verifying is the costly part, and whoever fails here costs no transaction.
        if (!_roster.TryVerify(request.Note.Span, node.Clock.GetUtcNow(), out _, out _, out QuorumFault fault, atLeast: 0))
        {
            return fault == QuorumFault.UnknownLog ? new WitnessDecision.UnknownLog() : new WitnessDecision.BadSignature();
        }

        byte[] kept = OwnLines(note, owner);
        (WitnessDecision decision, ObservedHead? last) = await node.Commit.RunAsync(scope => Move(scope, request, claimed, kept), cancellation);
        Compare(peer, owner, decision, last, new ObservedHead(claimed.Size, claimed.Root.AsMemory(), kept, "witness"));
        return decision;
    }

    /// <summary>
    /// Judges and stores. A log that this node followed before it became its witness starts from the head held, not from anything it likes;
    /// and no head is cosigned that contradicts the one held.
    /// </summary>
    private (WitnessDecision, ObservedHead?) Move(CommitScope scope, AddCheckpointRequest request, Checkpoint claimed, byte[] note)
    {
        WitnessedHead? witnessed = scope.Store.Witnessed(claimed.Origin);
        HeldHead? held = scope.Store.Held(claimed.Origin);
        ObservedHead? last = witnessed is not null ? new ObservedHead(witnessed.Size, witnessed.Root, witnessed.Note, "witness")
            : held is not null ? new ObservedHead(held.Size, held.Root, held.Note, "feed")
            : null;
        WitnessDecision decision = held is not null && held.Size == claimed.Size && !held.Root.Span.SequenceEqual(claimed.Root.AsSpan())
            ? new WitnessDecision.OtherRoot(last!.Size)
            : WitnessRules.Judge(request, claimed, Head(claimed.Origin, last));
        if (decision is WitnessDecision.Cosign cosign)
        {
            long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            scope.Store.SetWitnessed(new WitnessedHead(claimed.Origin, cosign.Head.Size, cosign.Head.Root.AsMemory(), note, now));
        }

        return (decision, last);
    }

    /// <summary>
    /// A missing proof speaks against the log only when the log itself asked: anybody else could hand in a true checkpoint with a false
    /// proof. Two roots of one size speak for themselves, whoever shows them.
    /// </summary>
    private void Compare(PartnerCode peer, Partner owner, WitnessDecision decision, ObservedHead? last, ObservedHead shown)
    {
        if (decision is WitnessDecision.Cosign)
        {
            node.Ledger.Observe(owner.ReleaseLog.Origin, shown.Size, shown.Root, shown.Note, shown.Place);
            return;
        }

        node.Ledger.Suspect(owner, shown.Note, shown.Place);
        if (decision is WitnessDecision.BadProof && peer == owner.Code && last is not null)
        {
            node.Ledger.Report(owner.ReleaseLog.Origin, ContradictionKind.NotExtending, last, shown);
        }
    }

    private static Checkpoint? Head(string origin, ObservedHead? last) => last is null ? null
        : Checkpoint.TryCreate(origin, last.Size, last.Root.Span, out Checkpoint? head) ? head
        : throw new InvalidOperationException("A stored head is a checkpoint.");

    /// <summary>The checkpoint with the log's own lines alone: what others added is neither evidence nor ours to keep.</summary>
    private static byte[] OwnLines(Note note, Partner owner)
    {
        HashSet<(string, uint)> known = [];
        foreach (string text in owner.ReleaseLog.VerifierKeys)
        {
            if (VerifierKey.TryParse(text, out VerifierKey? key))
            {
                known.Add((key.Name, key.KeyId));
            }
        }

        return Note.Create(note.Text.Span, note.Signatures.Where(line => known.Contains((line.Name, line.KeyId)))).ToBytes();
    }
}
