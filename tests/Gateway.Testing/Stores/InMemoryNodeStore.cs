using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

/// <summary>
/// A node's record in memory: one immutable state, swapped whole by a commit, so readers see the last committed state and an undone
/// transaction leaves nothing. Forgets everything with the process; otherwise as strict as a real store. Thread-safe for one writer.
/// </summary>
public sealed class InMemoryNodeStore : INodeStore
{
    private volatile NodeState _state = NodeState.Empty;

    public InMemoryNodeStore() => Read = new NodeStateReads(() => _state);

    public INodeRead Read { get; }

    public StoreChanges Changes { get; } = new();

    /// <summary>Transactions that were committed.</summary>
    public int Commits { get; private set; }

    /// <summary>
    /// Called with the name of each step (<c>BeginWrite</c>, <c>AddEntry</c>, … <c>Commit</c>) before it is done; true makes it fail as a full or
    /// absent medium does. <c>Committed</c> fails when all is done: as a flush that reports an error for what is durable.
    /// </summary>
    public Func<string, bool> FailsAt { get; set; } = _ => false;

    public INodeWrite BeginWrite()
    {
        Check(nameof(BeginWrite));
        return new InMemoryNodeWrite(this, _state);
    }

    /// <summary>Replaces the bytes of an entry behind everybody's back, as somebody with access to the disk could.</summary>
    public void Tamper(LogName log, long index, Func<LogRow, LogRow> change)
    {
        NodeState state = _state;
        LogRow row = state.Log(log)[(int)index];
        _state = state with { Logs = state.Logs.SetItem(log, state.Log(log).SetItem((int)index, change(row))) };
    }

    /// <summary>Cuts a log off at a size, its head as it was.</summary>
    public void Truncate(LogName log, long size)
    {
        NodeState state = _state;
        _state = state with { Logs = state.Logs.SetItem(log, state.Log(log).RemoveRange((int)size, state.Log(log).Count - (int)size)) };
    }

    /// <summary>Replaces the stored head of a log.</summary>
    public void Tamper(StoredHead head) => _state = _state with { Heads = _state.Heads.SetItem(head.Log, head) };

    public void Dispose()
    {
    }

    internal void Check(string step)
    {
        if (FailsAt(step))
        {
            throw new StoreUnavailableException($"The store was told to fail at {step}.");
        }
    }

    internal void Swap(NodeState state)
    {
        NodeState before = _state;
        _state = state;
        Commits++;
        Changes.Publish(state.ChangedSince(before));
        Check("Committed");
    }
}
