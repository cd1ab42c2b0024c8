using Gateway.Core.Releasing;
using Gateway.Node.Hosting;
using Grpc.Core;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Watching;

/// <summary>Looks when something arrives, when a date is due, and after a failure again and again; reminds people of what waits for them.</summary>
internal sealed class WatchWorker(NodeState node, WatchDesk desk, ILogger<WatchWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (node.Settings.Watching is not { } settings)
        {
            return;
        }

        // Without this the start would wait for the first look.
        await Task.Yield();
        DateTimeOffset reminded = node.Clock.GetUtcNow();
        try
        {
            while (true)
            {
                Task next = node.Arrivals.Next;
                long began = node.Clock.GetTimestamp();
                TimeSpan pause = await LookAsync(settings, stoppingToken);

                // While products stream in, the watch rests as long as it looks: it never takes more than half of one processor.
                TimeSpan rest = node.Clock.GetElapsedTime(began);
                await Task.Delay(rest < LongestRest ? rest : LongestRest, node.Clock, stoppingToken);
                DateTimeOffset now = node.Clock.GetUtcNow();
                if (now - reminded >= Reminder || now < reminded)
                {
                    reminded = now;
                    desk.Remind(Reminder);
                }

                using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(next, Task.Delay(pause < Reminder ? pause : Reminder, node.Clock, over.Token));
                await over.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Looks at every mode; answers how long nothing new can come of time alone.</summary>
    private async Task<TimeSpan> LookAsync(WatchSettings settings, CancellationToken stopping)
    {
        try
        {
            TimeSpan pause = Reminder;
            foreach (CoreMode mode in Enum.GetValues<CoreMode>())
            {
                if (await desk.LookAsync(settings, mode, stopping) is { } wake && wake - node.Clock.GetUtcNow() is var left && left < pause)
                {
                    pause = left > TimeSpan.Zero ? left : TimeSpan.Zero;
                }
            }

            return pause;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or RpcException)
        {
            WatchLog.Later(logger, failure is RpcException refused ? refused.StatusCode.ToString() : failure.Message);
            return Again;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Type and place only: a message may quote content. A watch that dies in silence would be the warning that never came.
            WatchLog.Failed(logger, failure.GetType().Name, failure.StackTrace ?? "");
            return Again;
        }
    }
}
