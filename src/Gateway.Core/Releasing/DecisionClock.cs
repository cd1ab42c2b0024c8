namespace Gateway.Core.Releasing;

/// <summary>
/// Says at which instants to decide, and never forgets the latest: a clock that goes back is noticed. What was seen outlives a restart in
/// the logs, whose statements carry the time at which they were made; nothing else is written. Thread-safe.
/// </summary>
public sealed class DecisionClock
{
    private readonly TimeProvider _clock;
    private long _latest;

    /// <summary>A clock that was seen at <paramref name="recorded"/> before; the default instant for never.</summary>
    public DecisionClock(TimeProvider clock, DateTimeOffset recorded = default)
    {
        _clock = clock;
        _latest = recorded.UtcTicks;
    }

    /// <summary>The clock itself, for what is no decision.</summary>
    public TimeProvider Provider => _clock;

    /// <summary>The instants to decide at. From here on the clock's own counts as seen.</summary>
    public DecisionTime Now()
    {
        // In this order: what other threads saw meanwhile must not pass for a clock that went back.
        long latest = Volatile.Read(ref _latest);
        DateTimeOffset now = _clock.GetUtcNow();
        for (long seen = latest; now.UtcTicks > seen;)
        {
            long before = Interlocked.CompareExchange(ref _latest, now.UtcTicks, seen);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }

        return new DecisionTime(now, new DateTimeOffset(latest, TimeSpan.Zero));
    }
}
