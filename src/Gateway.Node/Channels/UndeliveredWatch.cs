using Gateway.Core.Channels;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Channels;

/// <summary>
/// Alarms the sender of a warning that a partner has not receipted in time, and again every day as long as it stays so: whoever warns has to
/// know that nobody heard. What was withdrawn, recalled or erased waits for no receipt.
/// </summary>
internal sealed class UndeliveredWatch(NodeState node, ILogger<UndeliveredWatch> logger) : BackgroundService
{
    /// <summary>How long a warning may be on its way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int Page = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromDays(1);

    // Everything up to here was receipted or waits for nothing; the rest is looked at each time.
    private readonly Dictionary<PartnerCode, long> _settled = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, node.Clock);
        bool broken = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                    broken = false;
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    if (!broken)
                    {
                        ChannelLog.Broken(logger, "undelivered", failure is StoreUnavailableException ? failure.Message : failure.GetType().Name);
                    }

                    broken = true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Looks once at every partner's feed of warnings.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        foreach (Partner partner in node.Model.Roster.Partners.Where(partner => partner.Code != node.Model.Self))
        {
            bool gapless = true;
            long after = _settled.GetValueOrDefault(partner.Code);
            while (node.Read.Feed(partner.Code, Lane.Warnings, after, Page) is { Count: > 0 } rows)
            {
                foreach (FeedRow row in rows)
                {
                    after = row.Sequence;
                    bool settled = IsSettled(row);
                    gapless &= settled;
                    if (gapless)
                    {
                        _settled[partner.Code] = row.Sequence;
                    }
                    else if (!settled)
                    {
                        await TellAsync(row, cancellation);
                    }
                }
            }
        }
    }

    private bool IsSettled(FeedRow row) =>
        row.WithdrawnIndex >= 0 || row.Erased
        || node.Read.Receipts(row.Product).Any(receipt => receipt.Partner == row.Partner && receipt.ReleaseIndex == row.LogIndex)
        || node.Read.Find(row.Product) is not { } product || NoticeEffect.Of(node.Read.Notices(row.Product), product.Originator).Recalled;

    private async Task TellAsync(FeedRow row, CancellationToken cancellation)
    {
        DateTimeOffset now = node.Clock.GetUtcNow();
        TimeSpan waited = now - DateTimeOffset.FromUnixTimeMilliseconds(node.Read.Entries(LogName.Release, row.LogIndex, 1)[0].AtMs);
        if (waited < Patience || node.Read.Find(row.Product) is not { } product)
        {
            return;
        }

        var summons = new Summons(SummonsKind.Undelivered, row.Product, product.Mode, row.Partner, (long)(waited / Again));
        if (await node.Commit.RunAsync(scope => scope.Store.AddSummons(summons, now.ToUnixTimeMilliseconds()), cancellation))
        {
            ChannelLog.Undelivered(logger, (long)waited.TotalMinutes, row.Partner.Value, row.LogIndex);
        }
    }
}
