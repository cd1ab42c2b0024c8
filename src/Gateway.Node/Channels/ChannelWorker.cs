using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Channels;

/// <summary>Calls people over every configured channel, each on its own: one that is away or slow never holds up another.</summary>
internal sealed class ChannelWorker(NodeState node, HeadlineReader headlines, ILogger<ChannelWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var spread = new SummonsSpread(node, node.Settings.Channels, RandomSource.System);
        return Task.WhenAll([
            RepeatAsync("all", spread.StepAsync, stoppingToken),
            .. node.Settings.Channels.Select(channel => FollowAsync(channel, stoppingToken)),
        ]);
    }

    /// <summary>The way that a channel's settings name.</summary>
    internal static IPeopleChannel Open(ChannelSettings channel, TimeProvider clock) => channel switch
    {
        ChannelSettings.Webhook webhook => new WebhookChannel(webhook, clock),
        ChannelSettings.Mail mail => new MailChannel(mail, clock),
        _ => throw new InvalidOperationException("ChannelSettings is closed."),
    };

    private async Task FollowAsync(ChannelSettings channel, CancellationToken cancellation)
    {
        using IPeopleChannel way = Open(channel, node.Clock);
        var line = new ChannelLine(
            node, channel, way, (row, stop) => headlines.OfAsync(row.Summons, channel, stop), Random.Shared.NextDouble, logger);
        await RepeatAsync(channel.Name, line.StepAsync, cancellation);
    }

    private async Task RepeatAsync(string name, Func<CancellationToken, Task<bool>> step, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, node.Clock);
        bool broken = false;
        try
        {
            do
            {
                try
                {
                    while (await step(cancellation))
                    {
                        // As long as there is something to do.
                    }

                    broken = false;
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // Nothing that goes wrong once may end the calling of people; said once, until it works again.
                    if (!broken)
                    {
                        ChannelLog.Broken(logger, name, failure is StoreUnavailableException ? failure.Message : failure.GetType().Name);
                    }

                    broken = true;
                }
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
