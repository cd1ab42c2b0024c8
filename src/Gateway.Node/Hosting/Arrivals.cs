namespace Gateway.Node.Hosting;

/// <summary>
/// Wakes streams when something new may be there. A wake-up says nothing about what: whoever waits looks for itself, so a lost or
/// superfluous one does no harm. Thread-safe.
/// </summary>
internal sealed class Arrivals
{
    private volatile TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Pulse"/>. Take it before looking, so that nothing falls between.</summary>
    public Task Next => _next.Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
