using System.Globalization;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Policies;

/// <summary>
/// Decides products that were sealed here again when more of them may go: every product after a policy came into force, after roster or
/// agreements changed, and when a rule, an agreement or a membership begins or ends; single products when an embargo ends. Releases what was
/// withheld and may go now. Real products before exercises and tests. What passed while the node was down is done at the start; what was
/// released already is not released twice.
/// </summary>
internal sealed class Reconsideration(NodeState node, ILogger<Reconsideration> logger) : BackgroundService
{
    private const int Page = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    // A clock may leap, and nothing says so: it is looked at often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before anything is waited for: whoever starts the node does not wait for this.
        await Task.Yield();
        try
        {
            while (true)
            {
                Task changed = node.PolicyChanges.Next;
                TimeSpan wait = await TryRunAsync(stoppingToken);
                using var timer = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(changed, Task.Delay(wait, node.Clock, timer.Token));
                await timer.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Runs what is due; gives how long to wait for the next time.</summary>
    private async Task<TimeSpan> TryRunAsync(CancellationToken cancellation)
    {
        try
        {
            DateTimeOffset now = node.Clock.GetUtcNow();
            if (node.Read.ActivePolicy() is { } active)
            {
                if (IsDue(active, node.Model, now))
                {
                    await RunAsync(active, now, cancellation);
                }

                await RunSingleAsync(active, cancellation);
            }

            return Wait();
        }
        catch (StoreUnavailableException failure)
        {
            PolicyLog.Waits(logger, failure.Message);
            return Pause;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            PolicyLog.Failed(logger, failure.GetType().Name);
            return LongestWait;
        }
    }

    /// <summary>Whether every product is to be decided again.</summary>
    private static bool IsDue(PolicyActivation active, NodeModel model, DateTimeOffset now) =>
        active.ReconsideredAtMs == 0
        || !active.ReconsideredWith.Span.SequenceEqual(model.DocumentsDigest)
        || model.NextChange(DateTimeOffset.FromUnixTimeMilliseconds(active.ReconsideredAtMs)) <= now;

    /// <summary>Until the next instant at which time may change a decision, as far as it is known now.</summary>
    private TimeSpan Wait()
    {
        DateTimeOffset now = node.Clock.GetUtcNow();
        TimeSpan wait = node.Model.NextChange(now) - now ?? LongestWait;
        if (node.Read.Due(1) is [var first])
        {
            TimeSpan single = DateTimeOffset.FromUnixTimeMilliseconds(first.AtMs) - now;
            wait = single < wait ? single : wait;
        }

        return wait < ShortestWait ? ShortestWait : wait < LongestWait ? wait : LongestWait;
    }

    private async Task RunAsync(PolicyActivation active, DateTimeOffset from, CancellationToken cancellation)
    {
        NodeModel model = node.Model;
        int released = 0;
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            long after = 0;
            while (node.Read.Catalog(mode, after, Page) is [.., var last] rows)
            {
                foreach (CatalogRow row in rows.Where(row => row.Originator == model.Self))
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (!ReferenceEquals(model, node.Model))
                    {
                        // Another one came into force, and starts from the beginning.
                        return;
                    }

                    CrashPoints.Pass(CrashPoint.PolicyReconsidering);
                    released += await TryDecideAsync(row, active, cancellation) ? 1 : 0;
                }

                after = last.Ordinal;
            }
        }

        CrashPoints.Pass(CrashPoint.PolicyReconsidered);
        await node.Commit.RunAsync(
            scope =>
            {
                scope.Store.SetPolicyReconsidered(active.Number, from.ToUnixTimeMilliseconds(), model.DocumentsDigest);
                return true;
            },
            cancellation);
        PolicyLog.Reconsidered(logger, active.Number, released);
    }

    /// <summary>Single products whose instant has come. Deciding one sets its next, so each pass has fewer left.</summary>
    private async Task RunSingleAsync(PolicyActivation active, CancellationToken cancellation)
    {
        int released = 0;
        while (node.Read.Due(Page).Where(row => row.AtMs <= node.Clock.GetUtcNow().ToUnixTimeMilliseconds()).ToList() is { Count: > 0 } rows)
        {
            foreach (DueRow due in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                if (node.Read.Find(due.Product) is { } row)
                {
                    CrashPoints.Pass(CrashPoint.PolicyReconsidering);
                    released += await TryDecideAsync(row, active, cancellation) ? 1 : 0;
                }
            }
        }

        if (released > 0)
        {
            PolicyLog.TimeCame(logger, released);
        }
    }

    /// <summary>One product. What cannot be decided is tried again later, and does not keep the others waiting.</summary>
    private async Task<bool> TryDecideAsync(CatalogRow row, PolicyActivation active, CancellationToken cancellation)
    {
        try
        {
            var reason = new AuditBody("(node)", string.Create(CultureInfo.InvariantCulture, $"{Reason}{active.Number}"));
            if (!await node.Gate.ReconsiderAsync(row, reason, cancellation))
            {
                return false;
            }

            node.Arrivals.Pulse();
            return true;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or StoreUnavailableException))
        {
            PolicyLog.Failed(logger, failure.GetType().Name);
            long later = (node.Clock.GetUtcNow() + AfterFailure).ToUnixTimeMilliseconds();
            await node.Commit.RunAsync(
                scope =>
                {
                    scope.Store.SetDue(row.Product, later);
                    return true;
                },
                cancellation);
            return false;
        }
    }

    /// <summary>How the AUDIT of a product that is decided again begins; the number of the set follows.</summary>
    internal const string Reason = "policy reconsider number=";
}

internal static partial class PolicyLog
{
    [LoggerMessage(2301, LogLevel.Information, "Policy {Number} is in force, by {Author} and {Approver}; brought by {Caller}")]
    public static partial void Activated(ILogger logger, long number, string author, string approver, string caller);

    [LoggerMessage(2302, LogLevel.Warning, "A policy change, brought by {Caller}, is refused, and the policy of before stays in force: {Faults}")]
    public static partial void Refused(ILogger logger, string caller, string faults);

    [LoggerMessage(2303, LogLevel.Warning, "Policy {Number} is in force without signatures; only a development node takes one so, and only its first")]
    public static partial void Unsigned(ILogger logger, long number);

    [LoggerMessage(2304, LogLevel.Information, "Policy {Number}: every product was decided again; of {Released} something is released, or waits, that was withheld")]
    public static partial void Reconsidered(ILogger logger, long number, int released);

    [LoggerMessage(2307, LogLevel.Information, "An instant came at which more may go: of {Released} products something is released, or waits, that was withheld")]
    public static partial void TimeCame(ILogger logger, int released);

    [LoggerMessage(2306, LogLevel.Error, "A policy change, or deciding products again, failed with {Failure}")]
    public static partial void Failed(ILogger logger, string failure);

    [LoggerMessage(2305, LogLevel.Warning, "A policy change waits: {Reason}")]
    public static partial void Waits(ILogger logger, string reason);
}
