namespace Gateway.Cli.Demo;

/// <summary>Waits for what the nodes bring about by themselves: asks again until it is so, and fails the demo when it takes too long.</summary>
internal static class Patience
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The first answer that is <paramref name="enough"/>.</summary>
    /// <param name="stage">Whose clock counts.</param>
    /// <param name="what">What is waited for, as a sentence's beginning: "France's answer".</param>
    /// <param name="ask">Asks once.</param>
    /// <param name="enough">Whether the wait is over.</param>
    /// <param name="cancellation">Ends the demo.</param>
    public static async Task<T> UntilAsync<T>(
        DemoStage stage, string what, Func<CancellationToken, Task<T>> ask, Func<T, bool> enough, CancellationToken cancellation)
    {
        long started = stage.Surface.Time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, stage.Surface.Time);
        while (true)
        {
            T answer = await ask(cancellation);
            if (enough(answer))
            {
                return answer;
            }

            if (stage.Surface.Time.GetElapsedTime(started) > Limit)
            {
                throw new DemoFailedException(FormattableString.Invariant($"{what} did not come within {Limit.TotalSeconds:0} seconds"));
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
