using Gateway.Core.Releasing;

namespace Gateway.Node.Holdings;

/// <summary>Reads the holdings once while the node starts, so that the first question does not wait for all of the record.</summary>
internal sealed class HoldingsWarmUp(HoldingsIndex holdings, ILogger<HoldingsWarmUp> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () =>
        {
            try
            {
                holdings.CatchUp();
            }
            catch (StoreUnavailableException failure)
            {
                // The first question reads them instead, and says so if the store is still away.
                HoldingsLog.NotRead(logger, failure.Message);
            }
        },
        stoppingToken);
}

internal static partial class HoldingsLog
{
    [LoggerMessage(2601, LogLevel.Warning, "The holdings were not read at the start: {Reason}")]
    public static partial void NotRead(ILogger logger, string reason);
}
