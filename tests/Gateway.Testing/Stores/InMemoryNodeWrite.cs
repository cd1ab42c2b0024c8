using System.Runtime.CompilerServices;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

/// <summary>The write transaction: a state of its own until the commit. A failure of the medium ends it.</summary>
internal sealed partial class InMemoryNodeWrite : NodeStateReads, INodeWrite
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

    public void SetCourier(CourierRow row) => Change(state => state with { Couriers = state.Couriers.SetItem(row.Partner, row) });

    public void SetHeld(HeldHead head) => Change(state => state with { Held = state.Held.SetItem(head.Origin, head) });

    public void AddReceipt(ReceiptRow row) => Change(state => state.Receipts.ContainsKey((row.Partner, row.ReleaseIndex))
        ? state
        : state with { Receipts = state.Receipts.Add((row.Partner, row.ReleaseIndex), row) });

    public void AddNotice(NoticeRow row) => Change(state =>
    {
        Require(!state.Notices.Exists(other => Hex(other.Leaf) == Hex(row.Leaf)
            || (other.Product == row.Product && other.Originator == row.Originator && other.Number == row.Number)), "This notice is stored.");
        return state with { Notices = state.Notices.Add(row) };
    });

    public void AddNoticeOpenings(ReadOnlyMemory<byte> leaf, IReadOnlyList<NoticeOpening> openings, bool direct) => Change(state =>
    {
        int at = Index(state, leaf);
        NoticeRow row = state.Notices[at];
        return state with
        {
            Notices = state.Notices.SetItem(at, row with
            {
                Openings = [.. row.Openings.UnionBy(openings, opening => opening.Position).OrderBy(opening => opening.Position)],
                Direct = row.Direct || direct,
            }),
        };
    });

    public void QueueNotice(PartnerCode partner, ReadOnlyMemory<byte> leaf) => Change(state =>
    {
        Index(state, leaf);
        var feed = state.NoticeFeeds.GetValueOrDefault(partner, []);
        return feed.Contains(Hex(leaf)) ? state : state with { NoticeFeeds = state.NoticeFeeds.SetItem(partner, feed.Add(Hex(leaf))) };
    });

    public void AddNoticeReceived(PartnerCode releaser, long sequence, ReadOnlyMemory<byte> leaf) =>
        Change(state => state with { NoticePlaces = state.NoticePlaces.Add((releaser, sequence), Hex(leaf)) });

    public void AddNoticeReceiptDue(PartnerCode partner, ReadOnlyMemory<byte> leaf) => Change(state =>
        state.NoticeReceipts.Exists(due => due.Partner == partner && due.Leaf == Hex(leaf))
            ? state
            : state with { NoticeReceipts = state.NoticeReceipts.Add((partner, Hex(leaf), false)) });

    public void SetNoticeAcknowledged(PartnerCode partner, ReadOnlyMemory<byte> leaf) =>
        Change(state => state with { NoticeReceipts = state.NoticeReceipts.Replace((partner, Hex(leaf), false), (partner, Hex(leaf), true)) });

    public void AddRelayed(RelayedRow row) => Change(state =>
        state.Relayed.Exists(one => Same(one.Row, row)) ? state : state with { Relayed = state.Relayed.Add((row, false)) });

    public void SetRelayed(RelayedRow row) => Change(state =>
    {
        int at = state.Relayed.FindIndex(one => Same(one.Row, row));
        return state with { Relayed = state.Relayed.SetItem(at, (state.Relayed[at].Row, true)) };
    });

    public void SetCaughtUp(PartnerCode partner, long atMs) => Change(state => state with { CaughtUp = state.CaughtUp.SetItem(partner, atMs) });

    public void SetConfirmation(ConfirmationRow row) =>
        Change(state => state with { Confirmations = state.Confirmations.SetItem(row.Product, row) });

    public void ErasePortions(ProductId product) => Change(state => state.Sealed.TryGetValue(product, out SealedProduct? found)
        ? (state with { Sealed = state.Sealed.SetItem(product, found with { Portions = [] }) }).Forgotten(product)
        : state);

    public void EraseDecisions(ProductId product) => Change(state =>
        state with { Decisions = state.Decisions.RemoveRange(state.Decisions.Keys.Where(key => key.Item1 == product)) });

    public void EraseReleases(ProductId product) => Change(state => state with
    {
        Feeds = state.Feeds.SetItems(state.Feeds.Select(feed =>
            KeyValuePair.Create(feed.Key, feed.Value.ConvertAll(row => row.Product == product ? row.Erase() : row)))),
    });

    public void ErasePackages(StubRow stub) => Change(state => (state with
    {
        Received = state.Received.SetItems(state.Received.Where(one => one.Value.Product == stub.Product)
            .Select(one => KeyValuePair.Create(one.Key, one.Value with { Package = default }))),
        SetAside = state.SetAside.ConvertAll(row =>
            Package.TryDecode(row.Package, out Package? package, out _) && ProductId.OfManifest(package.Manifest.Span) == stub.Product
                ? row with { Package = default }
                : row),
        Stubs = stub.Markings.IsEmpty ? state.Stubs.Remove(stub.Product) : state.Stubs.SetItem(stub.Product, stub),
    }).Forgotten(stub.Product));

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

    private static int Index(NodeState state, ReadOnlyMemory<byte> leaf)
    {
        int at = state.Notices.FindIndex(row => Hex(row.Leaf) == Hex(leaf));
        Require(at >= 0, "No such notice is stored.");
        return at;
    }

    private static bool Same(RelayedRow one, RelayedRow other) =>
        one.Product == other.Product && one.Holder == other.Holder && Hex(one.SubjectLeaf) == Hex(other.SubjectLeaf);

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
