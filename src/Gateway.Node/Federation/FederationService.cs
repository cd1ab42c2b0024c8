using Gateway.Node.Errors;
using Gateway.Protocol.V1;
using Grpc.Core;

namespace Gateway.Node.Federation;

/// <summary>What partners' nodes call. Who calls is what the TLS key says, never what a message says.</summary>
internal sealed class FederationService(FeedPublisher publisher, ReceiptDesk receipts, IHostApplicationLifetime lifetime)
    : Protocol.V1.Federation.FederationBase
{
    public override async Task Subscribe(FeedRequest request, IServerStreamWriter<FeedItem> responseStream, ServerCallContext context)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await publisher.ServeAsync(context.Peer(), request, responseStream, stopping.Token);
    }

    public override Task<AcknowledgeResponse> Acknowledge(AcknowledgeRequest request, ServerCallContext context) =>
        receipts.TakeAsync(context.Peer(), request, context.CancellationToken);
}
