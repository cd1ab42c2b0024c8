using Gateway.Node.Errors;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.Node.Federation;

/// <summary>What partners' nodes call. Who calls is what the TLS key says, never what a message says.</summary>
internal sealed class FederationService(FeedPublisher publisher, FeedStreams streams, ReceiptDesk receipts, IHostApplicationLifetime lifetime)
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
}
