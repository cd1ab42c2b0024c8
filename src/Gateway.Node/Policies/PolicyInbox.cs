using Gateway.Core.Releasing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Policies;

/// <summary>
/// Takes policy changes out of the folder. It acts on what was the same at two looks, so that nobody is interrupted in writing; and since
/// the approval names the digest of the files, half a set is never a set. One caller at a time.
/// </summary>
internal sealed class PolicyInbox(NodeState node, PolicyDesk desk, ILogger<PolicyInbox> logger)
{
    /// <summary>Who asked, in the log, when it was the folder.</summary>
    public const string By = "(folder)";

    private string _seen = "";
    private string _done = "";

    /// <summary>Looks once. A failing store leaves the change for the next look.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        string now = PolicyFolder.Fingerprint(node.Settings.Policies);
        bool settled = now.Length > 0 && now == _seen && now != _done;
        _seen = now;
        if (!settled)
        {
            return;
        }

        // Whatever comes of it, it is not tried twice; only what fails with the store is.
        _done = now;
        try
        {
            await TakeAsync(PolicyFolder.Read(node.Settings.Policies), cancellation);
        }
        catch (StoreUnavailableException failure)
        {
            _done = "";
            PolicyLog.Waits(logger, failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A change that this code cannot handle must not end the node.
            PolicyLog.Failed(logger, failure.GetType().Name);
        }
    }

    private async Task TakeAsync(PolicyFolderReading folder, CancellationToken cancellation)
    {
        if (!folder.Faults.IsEmpty)
        {
            PolicyLog.Refused(logger, By, string.Join(" ", folder.Faults));
            return;
        }

        if (node.Read.ActivePolicy() is { } active && active.Approval.Span.SequenceEqual(folder.Bundle.Approval.Span))
        {
            // What was brought into force lies there until the next change.
            return;
        }

        switch (await desk.ActivateAsync(folder.Bundle, By, cancellation))
        {
            case PolicyAnswer.Activated { Set: var set }:
                PolicyLog.Activated(logger, set.Number, set.Author, set.Approver, By);
                break;
            case PolicyAnswer.InForce:
                break;
            case PolicyAnswer.Refused { Faults: var faults }:
                PolicyLog.Refused(logger, By, string.Join(" ", faults.Select(fault => fault.ToString())));
                break;
        }
    }
}

/// <summary>Looks into the folder every second.</summary>
internal sealed class PolicyWatch(NodeState node, PolicyInbox inbox, ILogger<PolicyWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        PolicyActivation active = node.Read.ActivePolicy() ?? throw new InvalidOperationException("A node that started has a policy.");
        if (active.Author.Length == 0)
        {
            PolicyLog.Unsigned(logger, active.Number);
        }

        using var timer = new PeriodicTimer(Interval, node.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await inbox.LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
