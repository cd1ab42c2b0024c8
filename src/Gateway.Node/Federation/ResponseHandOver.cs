using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;
using Gateway.Node.Warnings;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Node.Federation;

/// <summary>
/// What goes up the edge that a warning came down: our answers, and the answers of those who have it from us. It waits, on record, until the
/// partner says that it has it on record; a second time changes nothing there.
/// </summary>
internal sealed class ResponseHandOver(NodeState node, Partner partner, Protocol.V1.Federation.FederationClient client, ILogger logger)
{
    private const int Batch = 64;

    /// <summary>Whether anything waits.</summary>
    public bool Waits => node.Read.AcknowledgementsDue(partner.Code, 1).Count + node.Read.ResponsesDue(partner.Code, 1).Count > 0;

    /// <summary>
    /// Hands over one batch; <paramref name="prepared"/> carries our newest head with its proof. False when the partner takes none yet: they wait.
    /// </summary>
    public async Task<bool> RunAsync(AcknowledgeRequest prepared, SignedHead head, CancellationToken cancellation)
    {
        IReadOnlyList<AcknowledgementRow> own = node.Read.AcknowledgementsDue(partner.Code, Batch);
        IReadOnlyList<ResponseRow> relays = node.Read.ResponsesDue(partner.Code, Batch);
        prepared.Responses.AddRange(own.Select(row => ReceiptProof.Of(node, row, head)));
        prepared.Relayed.AddRange(relays.Select(Relayed));
        AcknowledgeResponse answer = await client.AcknowledgeAsync(prepared, cancellationToken: cancellation);
        if (answer.Responses < own.Count + relays.Count)
        {
            WarningLog.NotTaken(logger, partner.Code.Value, own.Count + relays.Count);
            return false;
        }

        return await node.Commit.RunAsync(
            scope =>
            {
                foreach (AcknowledgementRow row in own)
                {
                    scope.Store.SetHandedOver(row);
                }

                foreach (ResponseRow row in relays)
                {
                    scope.Store.SetResponseRelayed(row);
                }

                return true;
            },
            cancellation);
    }

    private static RelayedReceipt Relayed(ResponseRow row)
    {
        var relayed = new RelayedReceipt
        {
            Statement = UnsafeByteOperations.UnsafeWrap(row.Statement),
            Index = (ulong)row.LogIndex,
            Note = UnsafeByteOperations.UnsafeWrap(row.Note),
            Subject = UnsafeByteOperations.UnsafeWrap(row.Subject),
        };
        relayed.Path.AddPath(row.Path.Span);
        return relayed;
    }
}
