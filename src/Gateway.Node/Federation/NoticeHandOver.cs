using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Node.Federation;

/// <summary>What goes up the edge that a product came down: our receipts of notices, and the receipts of those who have it from us.</summary>
internal sealed class NoticeHandOver(NodeState node, Partner partner, Protocol.V1.Federation.FederationClient client)
{
    private const int Batch = 64;

    /// <summary>Whether anything waits.</summary>
    public bool Waits => node.Read.NoticeReceiptsDue(partner.Code, 1).Count + node.Read.RelaysDue(partner.Code, 1).Count > 0;

    /// <summary>Hands over one batch; <paramref name="prepared"/> carries our newest head with its proof.</summary>
    public async Task<bool> RunAsync(AcknowledgeRequest prepared, SignedHead head, CancellationToken cancellation)
    {
        IReadOnlyList<NoticeRow> notices = node.Read.NoticeReceiptsDue(partner.Code, Batch);
        IReadOnlyList<RelayedRow> relays = node.Read.RelaysDue(partner.Code, Batch);
        prepared.Receipts.AddRange(notices.Select(notice => ReceiptProof.Of(node, notice, head)));
        prepared.Relayed.AddRange(relays.Select(Relayed));
        await client.AcknowledgeAsync(prepared, cancellationToken: cancellation);
        await node.Commit.RunAsync(
            scope =>
            {
                foreach (NoticeRow notice in notices)
                {
                    scope.Store.SetNoticeAcknowledged(partner.Code, notice.Leaf);
                }

                foreach (RelayedRow relay in relays)
                {
                    scope.Store.SetRelayed(relay);
                }

                return true;
            },
            cancellation);
        return true;
    }

    private static RelayedReceipt Relayed(RelayedRow row)
    {
        var receipt = new RelayedReceipt
        {
            Statement = UnsafeByteOperations.UnsafeWrap(row.Statement),
            Index = (ulong)row.ReceiptIndex,
            Note = UnsafeByteOperations.UnsafeWrap(row.Note),
            Subject = UnsafeByteOperations.UnsafeWrap(row.Subject),
        };
        receipt.Path.AddPath(row.Path.Span);
        return receipt;
    }
}
