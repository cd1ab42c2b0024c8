using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Node.Hosting;

namespace Gateway.Node.Searching;

/// <summary>
/// Keeps the index behind the record: at once after an arrival, and every second for whatever came without one. While the index cannot be
/// reached it waits and goes on where it stood; nothing else waits for it.
/// </summary>
internal sealed class SearchWorker(NodeState node, IndexFeeder feeder, ILogger<SearchWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private TimeSpan _wait = Interval;
    private bool _away;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts one service after the other, and each waits for the first pause of the one before.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Task arrival = node.Arrivals.Next;
                await CatchUpAsync(stoppingToken);
                await Task.WhenAny(_away ? Task.Delay(Timeout.Infinite, stoppingToken) : arrival, Task.Delay(_wait, node.Clock, stoppingToken));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        try
        {
            while (await feeder.StepAsync(cancellation))
            {
            }

            if (_away)
            {
                SearchLog.Back(logger);
            }

            (_away, _wait) = (false, Interval);
        }
        catch (Exception failure) when (failure is SearchUnavailableException or StoreUnavailableException)
        {
            if (!_away)
            {
                SearchLog.Away(logger, failure.Message);
            }

            _wait = _away ? TimeSpan.FromTicks(Math.Min(2 * _wait.Ticks, LongestWait.Ticks)) : Interval;
            _away = true;
        }
    }
}

internal static partial class SearchLog
{
    [LoggerMessage(4701, LogLevel.Warning, "The search index cannot be brought up to date; search is behind until it can: {Reason}")]
    public static partial void Away(ILogger logger, string reason);

    [LoggerMessage(4702, LogLevel.Information, "The search index is up to date again")]
    public static partial void Back(ILogger logger);

    [LoggerMessage(4704, LogLevel.Warning, "The search index is ahead of the record, which must be an older copy; the index is made anew")]
    public static partial void MadeAnew(ILogger logger);

    [LoggerMessage(4703, LogLevel.Warning, "A search could not be answered: {Reason}")]
    public static partial void Unanswered(ILogger logger, string reason);
}
