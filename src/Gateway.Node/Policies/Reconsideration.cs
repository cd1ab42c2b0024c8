using System.Globalization;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Policies;

/// <summary>
/// After a policy came into force, and when gives of it take effect later: decides every product that was sealed here again, and releases
/// what was withheld and may go now. Real products before exercises and tests. How far it came is not kept: it starts again after a
/// restart, and what was released already is not released twice.
/// </summary>
internal sealed class Reconsideration(NodeState node, ILogger<Reconsideration> logger) : BackgroundService
{
    private const int Page = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

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

    /// <summary>Runs if it is due; gives how long to wait for the next time.</summary>
    private async Task<TimeSpan> TryRunAsync(CancellationToken cancellation)
    {
        try
        {
            DateTimeOffset now = node.Clock.GetUtcNow();
            if (node.Read.ActivePolicy() is { } active && IsDue(active, node.Model.Policy, now))
            {
                await RunAsync(active, now, cancellation);
            }

            DateTimeOffset next = node.Model.Policy.Files.Select(file => file.Effective).Where(at => at > now).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            return next - now < LongestWait ? next - now : LongestWait;
        }
        catch (StoreUnavailableException failure)
        {
            PolicyLog.Waits(logger, failure.Message);
            return Pause;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One product that cannot be decided again must not end the node.
            PolicyLog.Failed(logger, failure.GetType().Name);
            return LongestWait;
        }
    }

    private static bool IsDue(PolicyActivation active, PolicySet policy, DateTimeOffset now) =>
        active.ReconsideredAtMs == 0
        || policy.Files.Any(file => file.Effective <= now && file.Effective.ToUnixTimeMilliseconds() > active.ReconsideredAtMs);

    private async Task RunAsync(PolicyActivation active, DateTimeOffset from, CancellationToken cancellation)
    {
        NodeModel model = node.Model;
        var reason = new AuditBody("(node)", string.Create(CultureInfo.InvariantCulture, $"{Reason}{active.Number}"));
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
                    if (await node.Gate.ReconsiderAsync(row, reason, cancellation))
                    {
                        released++;
                        node.Arrivals.Pulse();
                    }
                }

                after = last.Ordinal;
            }
        }

        CrashPoints.Pass(CrashPoint.PolicyReconsidered);
        await node.Commit.RunAsync(
            scope =>
            {
                scope.Store.SetPolicyReconsidered(active.Number, from.ToUnixTimeMilliseconds());
                return true;
            },
            cancellation);
        PolicyLog.Reconsidered(logger, active.Number, released);
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

    [LoggerMessage(2306, LogLevel.Error, "A policy change, or deciding products again, failed with {Failure}")]
    public static partial void Failed(ILogger logger, string failure);

    [LoggerMessage(2305, LogLevel.Warning, "A policy change waits: {Reason}")]
    public static partial void Waits(ILogger logger, string reason);
}
