using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Node.Hosting;

namespace Gateway.Node.Searching;

/// <summary>
/// Keeps the index behind the record: at once after an arrival, and every second for whatever came without one. While the index cannot be
/// reached it waits and goes on where it stood; the node goes on without search, whatever is wrong with it.
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
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                Task arrival = node.Arrivals.Next;
                await CatchUpAsync(stoppingToken);
                Task pause = Task.Delay(_wait, node.Clock, stoppingToken);
                await (_away ? pause : Task.WhenAny(arrival, pause));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        try
        {
            while (await StepAsync(cancellation))
            {
            }

            if (_away)
            {
                SearchLog.Back(logger);
            }

            (_away, _wait) = (false, Interval);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Tell(failure);
            (_away, _wait) = (true, _away ? TimeSpan.FromTicks(Math.Min(2 * _wait.Ticks, LongestWait.Ticks)) : Interval);
        }
    }

    /// <summary>While others wait for the record, at most a quarter of the time is ours.</summary>
    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        long start = node.Clock.GetTimestamp();
        bool more = await feeder.StepAsync(cancellation);
        if (more && node.Commit.Waiting > 0)
        {
            await Task.Delay(3 * node.Clock.GetElapsedTime(start), node.Clock, cancellation);
        }

        return more;
    }

    /// <summary>Once, until it works again.</summary>
    private void Tell(Exception failure)
    {
        if (_away)
        {
            return;
        }

        if (failure is SearchUnavailableException or StoreUnavailableException)
        {
            SearchLog.Away(logger, failure.Message);
        }
        else
        {
            // Type and place only: a message may quote content.
            SearchLog.Failed(logger, failure.GetType().Name, failure.StackTrace ?? "");
        }
    }
}

internal static partial class SearchLog
{
    [LoggerMessage(4701, LogLevel.Warning, "The search index cannot be brought up to date; search is behind until it can: {Reason}")]
    public static partial void Away(ILogger logger, string reason);

    [LoggerMessage(4702, LogLevel.Information, "The search index is up to date again")]
    public static partial void Back(ILogger logger);

    [LoggerMessage(4703, LogLevel.Warning, "A search could not be answered: {Reason}")]
    public static partial void Unanswered(ILogger logger, string reason);

    [LoggerMessage(4704, LogLevel.Warning, "The search index is ahead of the record, which must be an older copy; the index is made anew")]
    public static partial void MadeAnew(ILogger logger);

    [LoggerMessage(4705, LogLevel.Warning, "A portion of product {Product} cannot be read and is not searched")]
    public static partial void Unreadable(ILogger logger, string product);

    [LoggerMessage(4706, LogLevel.Error, "The search index cannot be brought up to date: {Failure}: {Stack}")]
    public static partial void Failed(ILogger logger, string failure, string stack);
}
