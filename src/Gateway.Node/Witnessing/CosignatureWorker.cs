using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Node.Hosting;

namespace Gateway.Node.Witnessing;

/// <summary>
/// Has our release log's newest head cosigned by the partners that the roster names as witnesses: soon after it moved, the newest only,
/// and every minute for a fresh time. One round at a time, so that under load witnesses cosign the same head and a quorum comes together;
/// a round ends with its quorum, and a slow witness is not waited for beyond it.
/// </summary>
internal sealed class CosignatureWorker(NodeState node, ILogger<CosignatureWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RoundPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuorumPatience = TimeSpan.FromMinutes(2);

    private DateTimeOffset _covered;
    private bool _lost;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ImmutableArray<AskedWitness> witnesses = Witnesses();
        node.Cosigned.Asked = witnesses;
        _covered = node.Clock.GetUtcNow();
        using var timer = new PeriodicTimer(Interval, node.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (node.ReleaseLog.Head is { } head)
                {
                    await RoundAsync(witnesses, head, stoppingToken);
                    Watch(head);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        finally
        {
            foreach (AskedWitness witness in witnesses)
            {
                witness.Dispose();
            }
        }
    }

    private ImmutableArray<AskedWitness> Witnesses()
    {
        var witnesses = ImmutableArray.CreateBuilder<AskedWitness>();
        foreach (PartnerCode code in node.Cosigned.Witnesses)
        {
            if (node.Model.Roster.TryFind(code, out Partner? partner) && node.Settings.Peers.TryGetValue(code, out Uri? address))
            {
                witnesses.Add(new AskedWitness(node, partner, address, logger));
            }
        }

        return witnesses.ToImmutable();
    }

    private async Task RoundAsync(ImmutableArray<AskedWitness> witnesses, SignedHead head, CancellationToken cancellation)
    {
        DateTimeOffset now = node.Clock.GetUtcNow();
        List<Task> asked = [.. witnesses.Where(witness => witness.IsDue(head, now)).Select(witness => witness.AskAsync(head, cancellation))];
        if (asked.Count == 0)
        {
            return;
        }

        var late = Task.Delay(RoundPatience, node.Clock, cancellation);
        while (asked.Count > 0 && !node.Cosigned.HasQuorum(head))
        {
            Task done = await Task.WhenAny([.. asked, late]);
            asked.Remove(done);
            if (done == late)
            {
                return;
            }

            await done;
        }
    }

    /// <summary>Says when the quorum is lost, and when it is back.</summary>
    private void Watch(SignedHead head)
    {
        DateTimeOffset now = node.Clock.GetUtcNow();
        int fresh = node.Cosigned.Asked.Count(witness => now - witness.Status.AnsweredAt < QuorumPatience);
        if (node.Cosigned.HasQuorum(head) && fresh >= node.Cosigned.Required)
        {
            _covered = now;
            if (_lost)
            {
                WitnessLog.QuorumBack(logger, fresh);
            }

            _lost = false;
        }
        else if (!_lost && now - _covered >= QuorumPatience)
        {
            _lost = true;
            WitnessLog.QuorumLost(logger, fresh, node.Cosigned.Required);
        }
    }
}
