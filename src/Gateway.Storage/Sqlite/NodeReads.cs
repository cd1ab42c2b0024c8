using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Every read of a node's record, over a connection that the subclass provides. Nothing of it stays open afterwards.</summary>
internal abstract partial class NodeReads : INodeRead
{
    public StoredHead? Head(LogName log) => Read(session => LogTables.Head(session, log));

    public IReadOnlyList<LogRow> Entries(LogName log, long from, int count) =>
        Read(session => LogTables.Entries(session, log, from, NotNegative(count)));

    public IReadOnlyList<LogRow> Search(LogQuery query)
    {
        NotNegative(query.Count);
        return Read(session => LogTables.Search(session, query));
    }

    public SealedProduct? Sealed(ProductId product) => Read(session => ContentTables.Sealed(session, product));

    public IReadOnlyList<CatalogRow> Catalog(Mode mode, long after, int count) =>
        Read(session => CatalogTables.List(session, mode, after, NotNegative(count)));

    public CatalogRow? Find(ProductId product) => Read(session => CatalogTables.Find(session, product));

    public CatalogRow? Newest(PartnerCode originator, ReadOnlyMemory<byte> lineageId) =>
        Read(session => CatalogTables.Newest(session, originator, lineageId));

    public SubmissionRow? Submission(string caller, string submissionId) =>
        Read(session => DecisionTables.Submission(session, caller, submissionId));

    public IReadOnlyList<FeedRow> Feed(PartnerCode partner, Lane lane, long after, int count) =>
        Read(session => FeedTables.Lane(session, partner, lane, after, NotNegative(count)));

    public virtual long LastSequence(PartnerCode partner, Lane lane) => Read(session => FeedTables.LastSequence(session, partner, lane));

    public FeedRow? Release(long logIndex) => Read(session => FeedTables.Release(session, logIndex));

    public IReadOnlyList<GrantRow> Grants(ProductId product) => Read(session => OnwardTables.Grants(session, product));

    public IReadOnlyList<ConsentRow> Consents(ProductId product) => Read(session => OnwardTables.Consents(session, product));

    public IReadOnlyList<GrantRequestRow> GrantRequests(GrantRequestState state, int count) =>
        Read(session => GrantRequestTables.Of(session, state, NotNegative(count)));

    public IReadOnlyList<GrantRequestRow> GrantRequests(PartnerCode holder, ProductId product) =>
        Read(session => GrantRequestTables.Of(session, holder, product));

    public GrantRequestRow? GrantRequest(long number) => Read(session => GrantRequestTables.Find(session, number));

    public IReadOnlyList<DecisionRow> Decisions(ProductId product) => Read(session => DecisionTables.Decisions(session, product));

    public long LastReceived(PartnerCode releaser, Lane lane) => Read(session =>
        lane == Lane.Notices
            ? Math.Max(ReceivedTables.Last(session, releaser, lane), NoticeTables.LastReceived(session, releaser))
            : ReceivedTables.Last(session, releaser, lane));

    public bool WasWithdrawn(PartnerCode releaser, Lane lane, long sequence) =>
        Read(session => ReceivedTables.WasWithdrawn(session, releaser, lane, sequence));

    public IReadOnlyList<SetAsideRow> SetAside(PartnerCode releaser, int count) =>
        Read(session => ReceivedTables.SetAside(session, releaser, NotNegative(count)));

    public ReceivedRow? ReceivedAt(PartnerCode releaser, Lane lane, long sequence) =>
        Read(session => ReceivedTables.At(session, releaser, lane, sequence));

    public IReadOnlyList<ReceivedRow> Received(ProductId product) => Read(session => ReceivedTables.Of(session, product));

    public bool HasReceived(string releaseOrigin, long releaseIndex) =>
        Read(session => ReceivedTables.Has(session, releaseOrigin, releaseIndex));

    public CourierRow? Courier(PartnerCode partner) => Read(session => CourierTable.Of(session, partner));

    public HeldHead? Held(string origin) => Read(session => ReceivedTables.Held(session, origin));

    public IReadOnlyList<ReceiptRow> Receipts(ProductId product) => Read(session => ReceiptTables.Of(session, product));

    public IReadOnlyList<ReceivedRow> Unacknowledged(PartnerCode releaser, int count) =>
        Read(session => ReceivedTables.Unacknowledged(session, releaser, NotNegative(count)));

    public IReadOnlyList<NoticeRow> Notices(ProductId product) => Read(session => NoticeTables.Of(session, product));

    public NoticeRow? Notice(ReadOnlyMemory<byte> leaf) => Read(session => NoticeTables.At(session, leaf));

    public IReadOnlyList<NoticeFeedRow> NoticeFeed(PartnerCode partner, long after, int count) =>
        Read(session => NoticeTables.Feed(session, partner, after, NotNegative(count)));

    public long LastNotice(PartnerCode partner) => Read(session => NoticeTables.Last(session, partner));

    public IReadOnlyList<PartnerCode> NoticePartners(ReadOnlyMemory<byte> leaf) => Read(session => NoticeTables.Partners(session, leaf));

    public NoticeRow? NoticeReceivedAt(PartnerCode releaser, long sequence) => Read(session => NoticeTables.ReceivedAt(session, releaser, sequence));

    public IReadOnlyList<FeedRow> Releases(ProductId product) => Read(session => FeedTables.Releases(session, product));

    public IReadOnlyList<NoticeRow> NoticeReceiptsDue(PartnerCode partner, int count) =>
        Read(session => NoticeTables.Due(session, partner, NotNegative(count)));

    public IReadOnlyList<RelayedRow> Relayed(ProductId product) => Read(session => HolderTables.Of(session, product));

    public IReadOnlyList<RelayedRow> RelaysDue(PartnerCode partner, int count) => Read(session => HolderTables.Due(session, partner, NotNegative(count)));

    public long CaughtUp(PartnerCode partner) => Read(session => HolderTables.CaughtUp(session, partner));

    public ConfirmationRow? Confirmation(ProductId product) => Read(session => HolderTables.Confirmation(session, product));

    public IReadOnlyList<ConfirmationRow> Unconfirmed(PartnerCode originator, long beforeMs, int count) =>
        Read(session => HolderTables.Unconfirmed(session, originator, beforeMs, NotNegative(count)));

    public StubRow? Stub(ProductId product) => Read(session => HolderTables.Stub(session, product));

    protected abstract T Read<T>(Func<Session, T> read);

    // SQLite takes a negative LIMIT for none at all.
    private static int NotNegative(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count;
    }
}

/// <summary>Reads of the last committed state. Thread-safe.</summary>
internal sealed class CommittedReads(ReaderPool pool) : NodeReads
{
    protected override T Read<T>(Func<Session, T> read) => pool.Read(read);
}
