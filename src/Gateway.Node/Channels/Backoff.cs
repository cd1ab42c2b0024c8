namespace Gateway.Node.Channels;

/// <summary>Pauses between attempts: longer each time, up to ten minutes, spread so that many do not come at once.</summary>
internal static class Backoff
{
    /// <summary>The first pause, before it is spread.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>No pause is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The pause after an attempt, when the one before it was <paramref name="pauseMs"/> (0: there was none).</summary>
    /// <param name="pauseMs">Milliseconds.</param>
    /// <param name="chance">0 to 1, evenly.</param>
    public static long NextMs(long pauseMs, double chance)
    {
        double plain = pauseMs <= 0 ? Shortest.TotalMilliseconds : 2.0 * pauseMs;
        return (long)(Math.Min(plain, Longest.TotalMilliseconds) * (0.75 + (chance / 4)));
    }
}
