using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using ProofMessage = Gateway.Protocol.V1.ConsistencyProof;

namespace Gateway.Node.Federation;

/// <summary>
/// Decides whether a checkpoint that a third partner's package brings, of a log that its sender does not own, may be relied on. It carries every
/// line that the roster requires already; here it is put beside the one history known of that log. A partner that is away cannot hold up
/// what another hands on: without a proof the checkpoint counts on its keys, with a warning; the stored package keeps it as evidence.
/// Thread-safe.
/// </summary>
internal sealed class ForeignHeads(NodeState node, Func<Partner, ProofSource> proofs, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks each partner at its own node.</summary>
    public static Func<Partner, ProofSource> AskThem(NodeState node) => partner => async (from, to, cancellation) =>
    {
        if (!node.Settings.Peers.TryGetValue(partner.Code, out Uri? address))
        {
            return null;
        }

        using GrpcChannel channel = PartnerConnection.Open(partner, address, node.Settings.Certificate, node.Clock);
        return await new Protocol.V1.Federation.FederationClient(channel).ProveConsistencyAsync(
            new Protocol.V1.HeadProofRequest { FromSize = (ulong)from, ToSize = (ulong)to }, cancellationToken: cancellation);
    };

    /// <summary>True when the checkpoint may be relied on; false when it contradicts what is known of its log: an alarm.</summary>
    public async Task<bool> AcceptsAsync(CheckpointName name, ReadOnlyMemory<byte> note, IReadOnlyList<HeadProof> carried, CancellationToken cancellation)
    {
        if (!node.Checkpoints.TryOwner(name.Origin, out PartnerCode code) || !node.Model.Roster.TryFind(code, out Partner? owner))
        {
            return false;
        }

        if (owner.Code == node.Model.Self)
        {
            return node.ReleaseLog.TryRoot(name.Size, out byte[] own) && own.AsSpan().SequenceEqual(name.Root.Span);
        }

        var head = new HeldHead(name.Origin, name.Size, name.Root, note);
        HeadLink link = node.Heads.Link(head, null);
        while (link is HeadLink.ProofMissing missing)
        {
            if ((Carried(head, missing.Newest, carried) ?? await AskAsync(owner, head, missing.Newest, cancellation)) is not { } proof)
            {
                FeedLog.Unlinked(logger, owner.Code.Value, name.Size);
                return true;
            }

            link = node.Heads.Link(head, missing.Newest, proof);
        }

        if (link is HeadLink.Contradiction contradiction)
        {
            FeedLog.TwoHistories(logger, owner.Code.Value, name.Size);

            // Two roots of one size convict the owner by themselves; a proof that fails may be the relay's fault.
            if (contradiction.Newest.Size == head.Size)
            {
                node.Ledger.Report(contradiction.Newest, head, "hand-on");
            }
        }

        if (link is HeadLink.Linked && (node.Read.Held(head.Origin)?.Size ?? 0) < head.Size)
        {
            await node.Commit.RunAsync(scope => Hold(scope, head), cancellation);
        }

        return link is HeadLink.Linked;
    }

    // So that a second branch is found after a restart too.
    private static bool Hold(CommitScope scope, HeldHead head)
    {
        bool newer = (scope.Store.Held(head.Origin)?.Size ?? 0) < head.Size;
        if (newer)
        {
            scope.Store.SetHeld(head);
        }

        return newer;
    }

    private static ProofMessage? Carried(HeldHead head, HeldHead newest, IReadOnlyList<HeadProof> carried)
    {
        (HeldHead small, HeldHead large) = head.Size <= newest.Size ? (head, newest) : (newest, head);
        if (carried.FirstOrDefault(proof => HeadFollower.Same(small, proof.From) && HeadFollower.Same(large, proof.To)) is not { } found)
        {
            return null;
        }

        var message = new ProofMessage();
        message.Path.AddPath(found.Path.Span);
        return message;
    }

    private async Task<ProofMessage?> AskAsync(Partner owner, HeldHead head, HeldHead newest, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, node.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await proofs(owner)(Math.Min(head.Size, newest.Size), Math.Max(head.Size, newest.Size), either.Token);
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
