using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

/// <summary>Reads of whatever state is current when they are called.</summary>
internal partial class NodeStateReads(Func<NodeState> current) : INodeRead
{
    protected NodeState State => current();

    public StoredHead? Head(LogName log) => State.Heads.GetValueOrDefault(log);

    public IReadOnlyList<LogRow> Entries(LogName log, long from, int count) => [.. State.Log(log).Skip((int)from).Take(count)];

    public IReadOnlyList<LogRow> Search(LogQuery query) =>
    [
        .. State.Log(query.Log)
            .Where(row => row.Index > query.After
                && (query.Kind is not { } kind || row.Kind == kind)
                && (query.Subject is not { } subject || row.Subject == subject)
                && (query.Product is not { } product || row.Product == product)
                && (query.FromMs is not { } from || row.AtMs >= from)
                && (query.UntilMs is not { } until || row.AtMs < until))
            .Take(query.Count),
    ];

    public SealedProduct? Sealed(ProductId product) => State.Sealed.GetValueOrDefault(product) is { } found
        ? NoticeEffect.On(found, Notices(product))
        : null;

    public IReadOnlyList<CatalogRow> Catalog(Mode mode, long after, int count) =>
        [.. State.Catalog.Where(row => row.Mode == mode && row.Ordinal > after).Take(count)];

    public CatalogRow? Find(ProductId product) => State.Catalog.Find(row => row.Product == product);

    public CatalogRow? Newest(PartnerCode originator, ReadOnlyMemory<byte> lineageId) => State.Catalog
        .Where(row => row.Originator == originator && row.LineageId.Span.SequenceEqual(lineageId.Span))
        .OrderByDescending(row => row.IssuedAtMs)
        .FirstOrDefault();

    public SubmissionRow? Submission(string caller, string submissionId) => State.Submissions.GetValueOrDefault((caller, submissionId));

    public IReadOnlyList<FeedRow> Feed(PartnerCode partner, Lane lane, long after, int count) =>
        [.. State.Feed(partner, lane).Skip((int)after).Take(count)];

    public long LastSequence(PartnerCode partner, Lane lane) => State.Feed(partner, lane).Count;

    public FeedRow? Release(long logIndex) => State.Releases.TryGetValue(logIndex, out (PartnerCode Partner, Lane Lane, long Sequence) place)
        ? State.Feed(place.Partner, place.Lane)[(int)place.Sequence - 1]
        : null;

    public IReadOnlyList<GrantRow> Grants(ProductId product) => [.. State.Grants.Where(row => row.Product == product)];

    public IReadOnlyList<ConsentRow> Consents(ProductId product) => [.. State.Consents.Where(row => row.Product == product)];

    public IReadOnlyList<GrantRequestRow> GrantRequests(GrantRequestState state, int count) =>
        [.. State.GrantRequests.Where(row => row.State == state).Take(count)];

    public IReadOnlyList<GrantRequestRow> GrantRequests(PartnerCode holder, ProductId product) =>
        [.. State.GrantRequests.Where(row => row.Holder == holder && row.Product == product)];

    public GrantRequestRow? GrantRequest(long number) => State.GrantRequests.Find(row => row.Number == number);

    public IReadOnlyList<DecisionRow> Decisions(ProductId product) =>
        [.. State.Decisions.Values.Where(row => row.Product == product).OrderBy(row => row.Partner)];

    public long LastReceived(PartnerCode releaser, Lane lane) => State.Received.Keys.Concat(State.Withdrawn.Keys)
        .Concat(State.NoticePlaces.Keys.Select(place => (place.Releaser, Lane: Lane.Notices, place.Sequence)))
        .Concat(State.SetAside.Select(row => (row.Releaser, row.Lane, row.Sequence)))
        .Where(place => place.Releaser == releaser && place.Lane == lane)
        .Select(place => place.Sequence)
        .DefaultIfEmpty()
        .Max();

    public bool WasWithdrawn(PartnerCode releaser, Lane lane, long sequence) => State.Withdrawn.ContainsKey((releaser, lane, sequence));

    public CourierRow? Courier(PartnerCode partner) => State.Couriers.GetValueOrDefault(partner);

    public IReadOnlyList<SetAsideRow> SetAside(PartnerCode releaser, int count) =>
        [.. State.SetAside.Where(row => row.Releaser == releaser).Take(count)];

    public ReceivedRow? ReceivedAt(PartnerCode releaser, Lane lane, long sequence) =>
        State.Received.GetValueOrDefault((releaser, lane, sequence));

    public IReadOnlyList<ReceivedRow> Received(ProductId product) =>
        [.. State.Received.Values.Where(row => row.Product == product).OrderBy(row => row.ReceivedAtMs).ThenBy(row => row.ReceiptIndex)];

    public bool HasReceived(string releaseOrigin, long releaseIndex) =>
        State.Received.Values.Any(row => row.ReleaseOrigin == releaseOrigin && row.ReleaseIndex == releaseIndex);

    public HeldHead? Held(string origin) => State.Held.GetValueOrDefault(origin);

    public IReadOnlyList<ReceiptRow> Receipts(ProductId product) =>
    [
        .. State.Receipts.Values.Where(row => State.Log(LogName.Release).Find(entry => entry.Index == row.ReleaseIndex)?.Product == product
                || Release(row.ReleaseIndex)?.Product == product)
            .OrderBy(row => row.Partner).ThenBy(row => row.ReleaseIndex),
    ];

    public IReadOnlyList<ReceivedRow> Unacknowledged(PartnerCode releaser, int count) =>
    [
        .. State.Received.Values
            .Where(row => row.Releaser == releaser && !State.Acknowledged.Contains((row.Releaser, row.Lane, row.Sequence)))
            .OrderBy(row => row.Lane).ThenBy(row => row.Sequence)
            .Take(count),
    ];

    public IReadOnlyList<NoticeRow> Notices(ProductId product) =>
        [.. State.Notices.Where(row => row.Product == product).OrderBy(row => row.Originator).ThenBy(row => row.Number)];

    public NoticeRow? Notice(ReadOnlyMemory<byte> leaf) => Notice(Hex(leaf));

    public IReadOnlyList<NoticeFeedRow> NoticeFeed(PartnerCode partner, long after, int count) =>
    [
        .. State.NoticeFeeds.GetValueOrDefault(partner, []).Select((leaf, i) => new NoticeFeedRow(i + 1, Notice(leaf)!)).Skip((int)after).Take(count),
    ];

    public long LastNotice(PartnerCode partner) => State.NoticeFeeds.GetValueOrDefault(partner, []).Count;

    public IReadOnlyList<PartnerCode> NoticePartners(ReadOnlyMemory<byte> leaf) =>
        [.. State.NoticeFeeds.Where(feed => feed.Value.Contains(Hex(leaf))).Select(feed => feed.Key).Order()];

    public NoticeRow? NoticeReceivedAt(PartnerCode releaser, long sequence) =>
        State.NoticePlaces.TryGetValue((releaser, sequence), out string? leaf) ? Notice(leaf) : null;

    public IReadOnlyList<FeedRow> Releases(ProductId product) =>
        [.. State.Feeds.Values.SelectMany(feed => feed).Where(row => row.Product == product).OrderBy(row => row.LogIndex)];

    public IReadOnlyList<NoticeRow> NoticeReceiptsDue(PartnerCode partner, int count) =>
        [.. State.NoticeReceipts.Where(due => due.Partner == partner && !due.Done).Take(count).Select(due => Notice(due.Leaf)!)];

    public IReadOnlyList<RelayedRow> Relayed(ProductId product) =>
        [.. State.Relayed.Select(one => one.Row).Where(row => row.Product == product).OrderBy(row => row.Holder)];

    public IReadOnlyList<RelayedRow> RelaysDue(PartnerCode partner, int count) =>
        [.. State.Relayed.Where(one => one.Row.RelayTo == partner && !one.Done).Select(one => one.Row).Take(count)];

    public long CaughtUp(PartnerCode partner) => State.CaughtUp.GetValueOrDefault(partner);

    public ConfirmationRow? Confirmation(ProductId product) => State.Confirmations.GetValueOrDefault(product);

    public IReadOnlyList<ConfirmationRow> Unconfirmed(PartnerCode originator, long beforeMs, int count) =>
    [
        .. State.Confirmations.Values.Where(row => row.Originator == originator && (row.Due || row.AtMs < beforeMs)).OrderBy(row => row.AtMs).Take(count),
    ];

    public StubRow? Stub(ProductId product) => State.Stubs.GetValueOrDefault(product);

    protected static string Hex(ReadOnlyMemory<byte> leaf) => Convert.ToHexStringLower(leaf.Span);

    private NoticeRow? Notice(string leaf) => State.Notices.Find(row => Hex(row.Leaf) == leaf);
}
