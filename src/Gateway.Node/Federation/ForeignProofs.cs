using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using NoticeProof = Gateway.Core.Sealing.NoticeProof;

namespace Gateway.Node.Federation;

/// <summary>
/// Verifies what stands in somebody else's log than that of the stream it came on: notices that a holder forwards, receipts that a holder
/// hands on. Signed by all keys that the roster demands; put on the one history known of the log where both sizes are known, and a fork is
/// refused wherever it shows.
/// </summary>
internal sealed class ForeignProofs(NodeState node)
{
    /// <summary>The head that a note states; null with the fault when it may not be relied on.</summary>
    public HeldHead? Head(ReadOnlyMemory<byte> note, out VerificationFault fault)
    {
        if (!node.Checkpoints.TryAdd(note, out CheckpointName? name, out fault))
        {
            return null;
        }

        var head = new HeldHead(name.Origin, name.Size, name.Root, note);
        if (node.Heads.Link(head, null) is HeadLink.Contradiction contradiction)
        {
            node.Ledger.Report(contradiction.Newest, head, "forwarded");
            fault = VerificationFault.BadCheckpoint;
            return null;
        }

        return head;
    }

    /// <summary>A notice under a head that was verified, whoever's log it is of.</summary>
    public bool TryNotice(NoticeProof proof, HeldHead head, [NotNullWhen(true)] out VerifiedNotice? notice, out VerificationFault fault)
    {
        notice = null;
        fault = VerificationFault.MissingCheckpoint;
        return HeadFollower.Same(head, proof.Checkpoint)
            && Owner(head.Origin) is { } originator
            && proof.TryVerify(originator, out notice, out fault);
    }

    /// <summary>The partner whose release log has this origin; null when the roster knows none.</summary>
    public Partner? Owner(string origin) =>
        node.Checkpoints.TryOwner(origin, out PartnerCode code) && node.Model.Roster.TryFind(code, out Partner? partner) ? partner : null;
}
