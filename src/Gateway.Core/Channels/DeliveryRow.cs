namespace Gateway.Core.Channels;

/// <summary>Where one summons stands on one channel. The number is stored: never reuse one.</summary>
public enum DeliveryState
{
    /// <summary>It is tried until it is taken.</summary>
    Waiting = 1,

    /// <summary>The channel took it.</summary>
    Delivered = 2,

    /// <summary>It was tried for as long as the channel's bound says, and nobody took it.</summary>
    GivenUp = 3,
}

/// <summary>The delivery of one summons over one channel.</summary>
public sealed record DeliveryRow
{
    /// <summary><see cref="SummonsRow.Number"/>.</summary>
    public required long Summons { get; init; }

    /// <summary>The channel's configured name.</summary>
    public required string Channel { get; init; }

    /// <summary>Where it stands.</summary>
    public DeliveryState State { get; init; } = DeliveryState.Waiting;

    /// <summary>How often it was tried; counted before the attempt, so that one which a crash cut off counts.</summary>
    public int Attempts { get; init; }

    /// <summary>The pauses so far, milliseconds. What a clock that jumps cannot lengthen: a delivery is given up by this alone.</summary>
    public long WaitedMs { get; init; }

    /// <summary>The pause before the next attempt, milliseconds.</summary>
    public long PauseMs { get; init; }

    /// <summary>When the next attempt is due, milliseconds since the Unix epoch.</summary>
    public long NextAtMs { get; init; }

    /// <summary>When it was taken or given up, milliseconds since the Unix epoch; 0 before.</summary>
    public long EndedAtMs { get; init; }

    /// <summary>
    /// Whether it is due. A clock that was set back would leave the next attempt far ahead; nothing waits longer than its pause.
    /// </summary>
    public bool IsDue(long nowMs) => NextAtMs <= nowMs || NextAtMs - nowMs > PauseMs;
}

/// <summary>How one channel does.</summary>
/// <param name="Waiting">Deliveries that wait.</param>
/// <param name="Delivered">Deliveries that were taken.</param>
/// <param name="GivenUp">Deliveries that nobody took.</param>
/// <param name="OldestWaitingMs">When the oldest that waits was recorded, milliseconds since the Unix epoch; 0 when none does.</param>
/// <param name="LastDeliveredMs">When the last was taken, milliseconds since the Unix epoch; 0 before the first.</param>
public sealed record ChannelStanding(long Waiting, long Delivered, long GivenUp, long OldestWaitingMs, long LastDeliveredMs);
