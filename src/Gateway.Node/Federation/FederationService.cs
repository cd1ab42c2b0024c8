using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.Node.Federation;

/// <summary>What partners' nodes call. Who calls is what the TLS key says, never what a message says.</summary>
internal sealed class FederationService(NodeState node, FeedPublisher publisher, FeedStreams streams, ReceiptDesk receipts, StatusDesk status, GrantDesk grants, IHostApplicationLifetime lifetime)
    : Protocol.V1.Federation.FederationBase
{
    public override async Task Subscribe(FeedRequest request, IServerStreamWriter<FeedItem> responseStream, ServerCallContext context)
    {
        using FeedStreams.Place place = streams.Take(context.Peer());
        using var stopping =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping, place.Lost);
        try
        {
            await publisher.ServeAsync(context.Peer(), request, responseStream, stopping.Token);
        }
        catch (OperationCanceledException) when (place.Lost.IsCancellationRequested)
        {
            throw RichStatus.Failure(Code.ResourceExhausted, ErrorReason.QuotaExceeded, "Newer streams of this partner took the place of this one.");
        }
    }

    public override Task<AcknowledgeResponse> Acknowledge(AcknowledgeRequest request, ServerCallContext context) =>
        receipts.TakeAsync(context.Peer(), request, context.CancellationToken);

    public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) =>
        Task.FromResult(status.Answer(context.Peer(), request));

    public override Task<AskGrantResponse> AskGrant(AskGrantRequest request, ServerCallContext context) =>
        grants.TakeAsync(context.Peer(), request, context.CancellationToken);

    public override Task<ConsistencyProof> ProveConsistency(HeadProofRequest request, ServerCallContext context)
    {
        ulong newest = (ulong)(node.ReleaseLog.Head?.Checkpoint.Size ?? 0);
        return request.FromSize >= 1 && request.FromSize <= request.ToSize && request.ToSize <= newest
            ? Task.FromResult(FeedChannel.Proof(node.ReleaseLog, (long)request.FromSize, (long)request.ToSize))
            : throw RichStatus.BadRequest([new FieldViolation("from_size", "RANGE", "Must be 1 to to_size, and to_size at most the size of the newest head.")]);
    }
}
