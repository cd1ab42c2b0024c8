using System.Threading.RateLimiting;

namespace Gateway.Node.Callers;

/// <summary>How much one caller may ask of the node.</summary>
/// <param name="CallsPerSecond">Calls a second over time.</param>
/// <param name="Burst">Calls at once after a pause.</param>
/// <param name="Concurrent">Calls and streams open at one time.</param>
internal sealed record QuotaSettings(int CallsPerSecond, int Burst, int Concurrent)
{
    public static QuotaSettings Default { get; } = new(CallsPerSecond: 1000, Burst: 2000, Concurrent: 64);
}

/// <summary>
/// Bounds each caller on its own, so that one partner that floods takes nothing from another. A caller is a partner of the roster or a
/// certificate of the configuration, so the table cannot be grown from outside. Thread-safe.
/// </summary>
internal sealed class CallQuota(QuotaSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _rate = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(
        key,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.Burst,
            TokensPerPeriod = Math.Max(1, settings.CallsPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 0,
            AutoReplenishment = true,
        }));

    private readonly PartitionedRateLimiter<string> _open = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = settings.Concurrent, QueueLimit = 0 }));

    /// <summary>A place for one call, given back when disposed; null when the caller's quota is used up.</summary>
    public IDisposable? TryEnter(Caller caller)
    {
        string key = Key(caller);
        RateLimitLease open = _open.AttemptAcquire(key);
        if (open.IsAcquired)
        {
            using RateLimitLease token = _rate.AttemptAcquire(key);
            if (token.IsAcquired)
            {
                return open;
            }
        }

        open.Dispose();
        return null;
    }

    public void Dispose()
    {
        _rate.Dispose();
        _open.Dispose();
    }

    private static string Key(Caller caller) => caller switch
    {
        Caller.Peer peer => "partner " + peer.Partner.Value,
        Caller.Local local => "caller " + local.Who.Name,
        Caller.Unknown => "",
        _ => "",
    };
}
