using Gateway.Core.Releasing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Warnings;

/// <summary>Looks at the warnings every second. A record that cannot be written is tried again: no alarm is lost, it is late.</summary>
internal sealed class WarningWorker(NodeState node, WarningSweep sweep, ILogger<WarningWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, node.Clock);
        try
        {
            do
            {
                try
                {
                    await sweep.RunAsync(stoppingToken);
                }
                catch (StoreUnavailableException failure)
                {
                    WarningLog.RecordLate(logger, failure.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
