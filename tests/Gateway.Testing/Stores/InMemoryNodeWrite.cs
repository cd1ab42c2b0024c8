using System.Runtime.CompilerServices;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

/// <summary>The write transaction: a state of its own until the commit. A failure of the medium ends it.</summary>
internal sealed class InMemoryNodeWrite : NodeStateReads, INodeWrite
{
    private readonly InMemoryNodeStore _store;
    private readonly Holder _held;
    private NodeState? _mark;
    private bool _over;

    public InMemoryNodeWrite(InMemoryNodeStore store, NodeState state)
        : this(store, new Holder { State = state })
    {
    }

    private InMemoryNodeWrite(InMemoryNodeStore store, Holder held)
        : base(() => held.State)
    {
        _store = store;
        _held = held;
    }

    public void Savepoint() => Change(state => _mark = state);

    public void RollbackToSavepoint() => Change(_ => _mark ?? throw new InvalidOperationException("No savepoint was set."));

    public void AddEntry(LogRow row) => Change(state =>
    {
        Require(row.Index == state.Log(row.Log).Count, "An entry's index is the log's size so far.");
        return state with { Logs = state.Logs.SetItem(row.Log, state.Log(row.Log).Add(row)) };
    });

    public void SetHead(StoredHead head) => Change(state => state with { Heads = state.Heads.SetItem(head.Log, head) });

    public void AddSealed(SealedProduct product) => Change(state =>
        state.Arrive(product.Id, product.Manifest, default) with { Sealed = state.Sealed.Add(product.Id, product) });

    public void AddSubmission(SubmissionRow row) => Change(state =>
        state with { Submissions = state.Submissions.Add((row.Caller, row.SubmissionId), row) });

    public void AddFeedRow(FeedRow row) => Change(state =>
    {
        var feed = state.Feed(row.Partner, row.Lane);
        Require(row.Sequence == feed.Count + 1, "A feed row's sequence is the last one + 1.");
        Require(row.Source is not { } source || state.Received.ContainsKey((source.Releaser, source.Lane, source.Sequence)), "A source was received.");
        return state with
        {
            Feeds = state.Feeds.SetItem((row.Partner, row.Lane), feed.Add(row)),
            Releases = state.Releases.Add(row.LogIndex, (row.Partner, row.Lane, row.Sequence)),
        };
    });

    public void AddGrants(GrantRow row) => Change(state => state with { Grants = state.Grants.Add(row) });

    public void AddConsent(ConsentRow row) => Change(state => state.Consents.Exists(held => held.Product == row.Product && held.Proof.Leaf.AsSpan().SequenceEqual(row.Proof.Leaf))
        ? state
        : state with { Consents = state.Consents.Add(row) });

    public void AddGrantRequest(GrantRequestRow row) => Change(state =>
        state with { GrantRequests = state.GrantRequests.Add(row with { Number = state.GrantRequests.Count + 1 }) });

    public void SetGrantRequest(GrantRequestRow row) => Change(state =>
    {
        Require(row.Number >= 1 && row.Number <= state.GrantRequests.Count, "There is no request of this number.");
        GrantRequestRow before = state.GrantRequests[(int)row.Number - 1];
        return state with
        {
            GrantRequests = state.GrantRequests.SetItem(
                (int)row.Number - 1, before with { State = row.State, LogIndex = row.LogIndex, Reason = row.Reason }),
        };
    });

    public void SetWithdrawn(PartnerCode partner, Lane lane, long sequence, long withdrawnIndex) => Change(state =>
    {
        var feed = state.Feed(partner, lane);
        Require(sequence >= 1 && sequence <= feed.Count, "There is no such feed row.");
        FeedRow row = feed[(int)sequence - 1] with { WithdrawnIndex = withdrawnIndex };
        return state with { Feeds = state.Feeds.SetItem((partner, lane), feed.SetItem((int)sequence - 1, row)) };
    });

    public void SetDecision(DecisionRow row) => Change(state =>
        state with { Decisions = state.Decisions.SetItem((row.Product, row.Partner), row) });

    public void AddReceived(ReceivedRow row, Manifest manifest) => Change(state =>
    {
        Require(!HasReceived(row.ReleaseOrigin, row.ReleaseIndex), "This release was received before.");
        return state.Arrive(row.Product, manifest, row.Releaser) with
        {
            Received = state.Received.Add((row.Releaser, row.Lane, row.Sequence), row),
        };
    });

    public void AddReceivedWithdrawn(PartnerCode releaser, Lane lane, long sequence, ReadOnlyMemory<byte> statement) =>
        Change(state => state with { Withdrawn = state.Withdrawn.Add((releaser, lane, sequence), statement) });

    public void AddSetAside(SetAsideRow row) => Change(state => state with { SetAside = state.SetAside.Add(row) });

    public void SetAcknowledged(PartnerCode releaser, Lane lane, long sequence) =>
        Change(state => state with { Acknowledged = state.Acknowledged.Add((releaser, lane, sequence)) });

    public void SetHeld(HeldHead head) => Change(state => state with { Held = state.Held.SetItem(head.Origin, head) });

    public void AddReceipt(ReceiptRow row) => Change(state => state.Receipts.ContainsKey((row.Partner, row.ReleaseIndex))
        ? state
        : state with { Receipts = state.Receipts.Add((row.Partner, row.ReleaseIndex), row) });

    public void Commit()
    {
        Change(state => state);
        _over = true;
        _store.Swap(_held.State);
    }

    public void Dispose() => _over = true;

    private void Change(Func<NodeState, NodeState> change, [CallerMemberName] string step = "")
    {
        ObjectDisposedException.ThrowIf(_over, this);
        try
        {
            _store.Check(step);
        }
        catch (StoreUnavailableException)
        {
            _over = true;
            throw;
        }

        _held.State = change(_held.State);
    }

    private static void Require(bool met, string rule)
    {
        if (!met)
        {
            throw new ArgumentException(rule);
        }
    }

    private sealed class Holder
    {
        public required NodeState State { get; set; }
    }
}
