using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Gateway.Node.Federation;
using Gateway.Node.Witnessing;

namespace Gateway.Node.Hosting;

/// <summary>
/// The node once its record is open and its logs are verified: everything that services share. Made by <see cref="NodeStartup"/>; its
/// parts are thread-safe.
/// </summary>
internal sealed class NodeState(
    NodeSettings settings, INodeStore store, TransparencyLog release, TransparencyLog @internal, CursorCodec cursors, TimeProvider clock)
    : IAsyncDisposable
{
    private volatile NodeModel _model = settings.Model;

    public NodeSettings Settings => settings;

    /// <summary>All that decides, now. A new policy swaps it whole, on the writer's thread between two transactions.</summary>
    public NodeModel Model => _model;

    public INodeStore Store => store;

    public INodeRead Read => store.Read;

    public TransparencyLog ReleaseLog => release;

    public TransparencyLog InternalLog => @internal;

    public TimeProvider Clock => clock;

    public CursorCodec Cursors => cursors;

    public Arrivals Arrivals { get; } = new();

    /// <summary>Wakes whoever waits for another policy.</summary>
    public Arrivals PolicyChanges { get; } = new();

    /// <summary>Checkpoints of partners' logs that verified under the roster in force.</summary>
    public CheckpointBook Checkpoints { get; } = new(settings.Model.Roster);

    /// <summary>The one history that this node knows of every partner's log.</summary>
    public PartnerHeads Heads { get; } = new(store.Read);

    /// <summary>Heads of others' logs as they come by, compared with each other.</summary>
    public HeadLedger Ledger { get; } = new(store.Read, clock);

    /// <summary>Our own release log's heads as partners cosigned them.</summary>
    public CosignedHeads Cosigned { get; } = new(release, settings.Model.Roster, settings.Self, store.Read, clock);

    /// <summary>Places of partners' feeds whose item was refused.</summary>
    public FeedRefusals Refusals { get; } = new();

    /// <summary>What is free under the record.</summary>
    public DiskSpace Disk { get; } = new(settings);

    public GroupCommit Commit { get; } = new(store, release, @internal, clock);

    /// <summary>At which instants to decide, with what the record has seen.</summary>
    public DecisionClock Decisions { get; } = new(clock, DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(release.RecordedMs, @internal.RecordedMs)));

    public ReleaseGate Gate => field ??= new ReleaseGate(Commit, store, release, () => Model, Decisions, RandomSource.System);

    public HoldDesk Holds => field ??= new HoldDesk(Commit, store, () => Model, Decisions, RandomSource.System);

    public NoticeIntake NoticeIntake => field ??= new NoticeIntake(Commit, Gate.Sent, clock, RandomSource.System);

    /// <summary>How far this node is caught up with others' feeds.</summary>
    public FeedCurrency Currency => field ??= new FeedCurrency(this);

    public Intake Intake => field ??= new Intake(Commit, clock);

    /// <summary>What follows a policy being in force: from here on it decides.</summary>
    public void Decide(PolicySet policy) => _model = _model with { Policy = policy };

    public TransparencyLog Log(LogName name) => name switch
    {
        LogName.Release => release,
        LogName.Internal => @internal,
    };

    /// <summary>Appends a statement on its own.</summary>
    public Task<LogPosition> StateAsync(StatementKind kind, byte[] body, CancellationToken cancellation) =>
        Commit.RunAsync(scope => scope.Append(kind, body, default, null), cancellation);

    /// <summary>States where the internal log stands, then finishes what is queued and closes the record.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Commit.StateInternalHeadAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The store is away; the next start states it.
        }

        await Commit.DisposeAsync();
        NoticeIntake.Dispose();
        Gate.Dispose();
        Holds.Dispose();
        cursors.Dispose();
        store.Dispose();
    }
}
