using Microsoft.Extensions.Time.Testing;

namespace Gateway.Node.Tests.Warnings;

/// <summary>A clock that somebody sets, while time goes by as it does.</summary>
internal sealed class ShiftedClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
{
    /// <summary>How far the clock is off.</summary>
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
