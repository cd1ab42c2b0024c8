namespace Gateway.Node.Hosting;

/// <summary>States the internal log's head in the release log every minute in which it moved.</summary>
internal sealed class InternalHeadClock(NodeState node, ILogger<InternalHeadClock> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, node.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await node.Commit.StateInternalHeadAsync(stoppingToken);
                }
                catch (Core.Releasing.StoreUnavailableException failure)
                {
                    HostLog.InternalHeadLate(logger, failure.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}

internal static partial class HostLog
{
    [LoggerMessage(3001, LogLevel.Information, "Node {Partner} listens on {Address}")]
    public static partial void Listening(ILogger logger, string partner, string address);

    [LoggerMessage(3002, LogLevel.Warning, "The internal log's head could not be stated: {Reason}")]
    public static partial void InternalHeadLate(ILogger logger, string reason);

    [LoggerMessage(3003, LogLevel.Information, "Node {Partner} stopped")]
    public static partial void Stopped(ILogger logger, string partner);
}
