using Gateway.Core.Releasing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Witnessing;

/// <summary>Raises the alarm for each contradiction, and puts both notes on record as soon as the record can be written.</summary>
internal sealed class ContradictionRecorder(NodeState node, ILogger<ContradictionRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (ContradictionRow row in node.Ledger.Found.ReadAllAsync(stoppingToken))
            {
                WitnessLog.Contradiction(
                    logger, row.Origin, row.Kind.ToString(), row.First.Size, row.First.Place, row.Second.Size, row.Second.Place);
                while (!await TryRecordAsync(row, stoppingToken))
                {
                    await Task.Delay(Pause, node.Clock, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task<bool> TryRecordAsync(ContradictionRow row, CancellationToken cancellation)
    {
        try
        {
            return await node.Commit.RunAsync(
                scope =>
                {
                    scope.Store.AddContradiction(row);
                    return true;
                },
                cancellation);
        }
        catch (StoreUnavailableException failure)
        {
            WitnessLog.EvidenceWaits(logger, row.Origin, failure.Message);
            return false;
        }
    }
}
