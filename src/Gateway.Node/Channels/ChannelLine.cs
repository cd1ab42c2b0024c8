using Gateway.Core.Channels;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Channels;

/// <summary>
/// One channel's deliveries, one attempt at a time. An attempt is recorded before it is made, with the pause after it: a crash in between
/// repeats the message under its old id after that pause, and never in a tight loop. A delivery is given up when the pauses that were waited
/// add up to the channel's bound, so neither a jump of the clock nor time spent switched off shortens it.
/// </summary>
internal sealed class ChannelLine(
    NodeState node, ChannelSettings channel, IPeopleChannel way, Func<SummonsRow, CancellationToken, Task<Headline?>> headline, Func<double> chance, ILogger logger)
{
    private const int Batch = 256;

    // What the record does not know yet, because it could not be written: the newest row of each such delivery.
    private readonly Dictionary<long, DeliveryRow> _unrecorded = [];

    private long? _failingSince;
    private bool _alarmed;
    private bool _recordFails;

    /// <summary>Tries the first delivery that is due; false when none is.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        long now = Now;
        DeliveryRow? due = node.Read.WaitingDeliveries(channel.Name, Batch)
            .Select(row => _unrecorded.GetValueOrDefault(row.Summons, row))
            .FirstOrDefault(row => row.State == DeliveryState.Waiting && row.IsDue(now));
        if (due is null || node.Read.Summons(due.Summons) is not { } summons)
        {
            return false;
        }

        long pause = Backoff.NextMs(due.PauseMs, chance());
        DeliveryRow tried = due with { Attempts = due.Attempts + 1, WaitedMs = due.WaitedMs + due.PauseMs, PauseMs = pause, NextAtMs = now + pause };
        await RecordAsync(tried, cancellation);
        CrashPoints.Pass(CrashPoint.SummonsTried);
        Attempt attempt = await way.SendAsync(await MessageAsync(summons, cancellation), tried.Attempts, cancellation);
        CrashPoints.Pass(CrashPoint.SummonsSent);
        await EndAsync(tried, attempt, cancellation);
        return true;
    }

    private long Now => node.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<ChannelMessage> MessageAsync(SummonsRow row, CancellationToken cancellation) => new(
        row.Reference,
        row.Summons.Kind,
        row.Summons.Mode,
        DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs),
        channel.Content == ChannelContent.Headline ? await headline(row, cancellation) : null);

    private async Task EndAsync(DeliveryRow tried, Attempt attempt, CancellationToken cancellation)
    {
        switch (attempt)
        {
            case Attempt.Taken:
                ChannelLog.Taken(logger, channel.Name, tried.Summons, tried.Attempts);
                await RecordAsync(tried with { State = DeliveryState.Delivered, EndedAtMs = Now }, cancellation);
                Up();
                break;
            case Attempt.Failed failed:
                ChannelLog.Failed(logger, channel.Name, tried.Summons, tried.Attempts, failed.Reason);
                if (tried.WaitedMs >= (long)channel.GiveUpAfter.TotalMilliseconds)
                {
                    await RecordAsync(tried with { State = DeliveryState.GivenUp, EndedAtMs = Now }, cancellation);
                    ChannelLog.GivenUp(logger, channel.Name, tried.Summons, tried.Attempts);
                }

                Down();
                break;
            default:
                throw new InvalidOperationException("Attempt is closed.");
        }
    }

    private void Up()
    {
        if (_alarmed)
        {
            ChannelLog.Up(logger, channel.Name);
        }

        (_failingSince, _alarmed) = (null, false);
    }

    private void Down()
    {
        _failingSince ??= node.Clock.GetTimestamp();
        TimeSpan failing = node.Clock.GetElapsedTime(_failingSince.Value);
        if (!_alarmed && failing >= channel.AlarmAfter)
        {
            _alarmed = true;
            ChannelLog.Down(logger, channel.Name, (long)failing.TotalMinutes, node.Read.ChannelStanding(channel.Name).Waiting);
        }
    }

    /// <summary>A record that cannot be written does not keep people from being told: the row is remembered, and written when it can be.</summary>
    private async Task RecordAsync(DeliveryRow row, CancellationToken cancellation)
    {
        try
        {
            await node.Commit.RunAsync(
                scope =>
                {
                    scope.Store.SetDelivery(row);
                    return true;
                },
                cancellation);
            _unrecorded.Remove(row.Summons);
            _recordFails = false;
        }
        catch (StoreUnavailableException failure)
        {
            _unrecorded[row.Summons] = row;
            if (!_recordFails)
            {
                ChannelLog.Unrecorded(logger, channel.Name, failure.Message);
            }

            _recordFails = true;
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        foreach (DeliveryRow row in _unrecorded.Values.ToArray())
        {
            await RecordAsync(row, cancellation);
            if (_recordFails)
            {
                return;
            }
        }
    }
}
