using System.Collections.Concurrent;
using Gateway.Core.Partners;
using Gateway.Node.Hosting;

namespace Gateway.Node.Federation;

/// <summary>
/// Notes that all of a partner's feed is here: a heartbeat comes only when nothing waits in any lane, so no notice of that partner on
/// anything that it released to us is missing. Written down at most once a minute. Thread-safe.
/// </summary>
internal sealed class FeedCurrency(NodeState node)
{
    private const long Interval = 60_000;

    private readonly ConcurrentDictionary<PartnerCode, long> _written = new();

    public async Task CaughtUpAsync(PartnerCode partner, CancellationToken cancellation)
    {
        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (now - _written.GetOrAdd(partner, node.Read.CaughtUp) < Interval)
        {
            return;
        }

        await node.Commit.RunAsync(
            scope =>
            {
                scope.Store.SetCaughtUp(partner, now);
                return true;
            },
            cancellation);
        _written[partner] = now;
    }
}
