using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Node.Warnings;
using Gateway.Protocol.V1;
using AcknowledgeBody = Gateway.Core.Sealing.AcknowledgeBody;
using InclusionProof = Gateway.Core.ReleaseLog.InclusionProof;
using LogName = Gateway.Core.Sealing.LogName;
using Receipt = Gateway.Protocol.V1.Receipt;
using ReleaseBody = Gateway.Core.Sealing.ReleaseBody;
using Statement = Gateway.Core.Sealing.Statement;

namespace Gateway.Node.Federation;

/// <summary>
/// Checks answers to warnings: each is a statement in the log of the partner that answers, and names the release by which that very partner
/// holds that very warning. Null is one that does not. The sender cannot make one up, and who gave it cannot take it back.
/// </summary>
internal sealed class ResponseDesk(NodeState node)
{
    private readonly ForeignProofs _foreign = new(node);

    /// <summary>Whether a relayed statement is an answer, and no receipt.</summary>
    public static bool IsResponse(RelayedReceipt relayed) =>
        Statement.TryDecode(relayed.Statement.Memory, out Statement? statement, out _) && statement.Kind == StatementKind.Acknowledge;

    /// <summary>A partner's answer to what this node released to it, under a verified head of its log.</summary>
    public ResponseRow? Own(PartnerCode partner, HeldHead? head, Receipt receipt)
    {
        if (head is null
            || !receipt.Path.TryPath(out byte[] path)
            || Read(partner, head, receipt.Statement.Memory, receipt.Index, path) is not ({ } statement, { } body)
            || receipt.ReleaseIndexes.Count != 1 || receipt.ReleaseIndexes[0] > long.MaxValue
            || node.Read.Release((long)receipt.ReleaseIndexes[0]) is not { } release
            || release.Partner != partner || release.Product != body.Product || release.WithdrawnIndex >= 0)
        {
            return null;
        }

        ReadOnlyMemory<byte> entry = node.Read.Entries(LogName.Release, release.LogIndex, 1)[0].Entry;
        return Merkle.LeafHash(entry.Span).AsSpan().SequenceEqual(body.Release.Span)
            ? Row(partner, partner, statement, body, entry, receipt.Statement.ToByteArray(), receipt.Index, path, head.Note)
            : null;
    }

    /// <summary>An answer of somebody further on that a partner hands on: only about what the partner has from here.</summary>
    public ResponseRow? Relayed(PartnerCode via, RelayedReceipt relayed)
    {
        if (_foreign.Head(relayed.Note.Memory, out _) is not { } head
            || _foreign.Owner(head.Origin) is not { } holder || holder.Code == node.Model.Self
            || !relayed.Path.TryPath(out byte[] path)
            || Read(holder.Code, head, relayed.Statement.Memory, relayed.Index, path) is not ({ } statement, { } body)
            || !Merkle.LeafHash(relayed.Subject.Span).AsSpan().SequenceEqual(body.Release.Span)
            || !Statement.TryDecode(relayed.Subject.Memory, out Statement? subject, out _)
            || subject.Kind != StatementKind.Release || _foreign.Owner(subject.Origin)?.Code != subject.Author
            || !ReleaseBody.TryDecode(subject.Body.Span, out ReleaseBody? release, out _)
            || release.Recipient != holder.Code || release.Product != body.Product
            || !node.Read.Releases(body.Product).Any(row => row.Partner == via && row.WithdrawnIndex < 0))
        {
            return null;
        }

        return Row(holder.Code, via, statement, body, relayed.Subject.ToByteArray(), relayed.Statement.ToByteArray(), relayed.Index, path, relayed.Note.ToByteArray());
    }

    private static (Statement Statement, AcknowledgeBody Body)? Read(PartnerCode author, HeldHead head, ReadOnlyMemory<byte> bytes, ulong index, byte[] path) =>
        index <= long.MaxValue
        && InclusionProof.Verify(Merkle.LeafHash(bytes.Span), (long)index, head.Size, path, head.Root.Span)
        && Statement.TryDecode(bytes, out Statement? statement, out _)
        && statement.Kind == StatementKind.Acknowledge
        && statement.Origin == head.Origin
        && statement.Author == author
        && AcknowledgeBody.TryDecode(statement.Body.Span, out AcknowledgeBody? body)
            ? (statement, body)
            : null;

    private ResponseRow? Row(
        PartnerCode holder,
        PartnerCode via,
        Statement statement,
        AcknowledgeBody body,
        ReadOnlyMemory<byte> subject,
        ReadOnlyMemory<byte> bytes,
        ulong index,
        byte[] path,
        ReadOnlyMemory<byte> note) => node.Read.Find(body.Product) is { } found && WarningBook.IsWarning(found)
            ? new ResponseRow
            {
                Product = body.Product,
                Holder = holder,
                Via = via,
                Response = body.Response,
                AtMs = statement.AtMs,
                StoredAtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
                Subject = subject,
                Statement = bytes,
                LogIndex = (long)index,
                Path = path,
                Note = note,
                RelayTo = found.ReceivedFrom,
            }
            : null;
}
