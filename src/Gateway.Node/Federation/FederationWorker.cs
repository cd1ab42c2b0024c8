using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Gateway.Node.Federation;

/// <summary>
/// Keeps a subscription to every partner open, each on its own: a partner that is away, slow or wrong never holds up another. Tries again
/// with growing pauses and jitter; what was not received waits in the partner's feed.
/// </summary>
internal sealed class FederationWorker(NodeState node, ILogger<FederationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(node.Settings.Peers.Select(peer => FollowAsync(peer.Key, peer.Value, stoppingToken)));

    private async Task FollowAsync(PartnerCode code, Uri address, CancellationToken cancellation)
    {
        node.Model.Roster.TryFind(code, out Partner? partner);
        TimeSpan pause = ShortestPause;
        while (!cancellation.IsCancellationRequested)
        {
            long before = node.Clock.GetTimestamp();
            try
            {
                using GrpcChannel channel = PartnerConnection.Open(partner!, address, node.Settings.Certificate, node.Clock);
                using var subscription = new Subscription(node, partner!, new Protocol.V1.Federation.FederationClient(channel), logger);
                await subscription.RunAsync(cancellation);
            }
            catch (Exception failure)
            {
                Report(code, failure, cancellation);
            }

            pause = node.Clock.GetElapsedTime(before) > LongestPause ? ShortestPause : Longer(pause);
            await Pause(pause, cancellation);
        }
    }

    private void Report(PartnerCode partner, Exception failure, CancellationToken cancellation)
    {
        switch (failure)
        {
            case OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } when cancellation.IsCancellationRequested:
                break;
            case RpcException rpc when RichStatus.ReasonOf(rpc) is
                ErrorReason.HeadInconsistent or ErrorReason.PositionAhead or ErrorReason.ReceiptInvalid:
                FeedLog.Disowned(logger, partner.Value, RichStatus.Name(RichStatus.ReasonOf(rpc)));
                break;
            case RpcException rpc:
                FeedLog.Unreachable(logger, partner.Value, rpc.StatusCode.ToString());
                break;
            case FeedRefusedException refused:
                FeedLog.Refused(logger, partner.Value, refused.Fault.ToString(), refused.Message);
                break;
            default:
                FeedLog.Failed(logger, partner.Value, failure.GetType().Name);
                break;
        }
    }

    private static TimeSpan Longer(TimeSpan pause)
    {
        double jitter = 0.75 + (Random.Shared.NextDouble() / 2);
        return TimeSpan.FromTicks((long)Math.Min(LongestPause.Ticks, pause.Ticks * 1.7 * jitter));
    }

    private async Task Pause(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(pause, node.Clock, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
