namespace Gateway.Testing;

/// <summary>Waits for what another process will make true, where there is no stream to wait on: asks again until it is, or time is up.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until the condition holds; throws <see cref="TimeoutException"/> with what was waited for.</summary>
    public static Task Holds(string what, Func<bool> condition) => Holds(what, () => Task.FromResult(condition()));

    /// <summary>The same for a condition that has to be asked for.</summary>
    public static async Task Holds(string what, Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(Interval);
        using var late = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(late.Token);
            }
            catch (OperationCanceledException expired)
            {
                throw new TimeoutException($"Still not so after {Patience.TotalSeconds} s: {what}", expired);
            }
        }
    }
}
