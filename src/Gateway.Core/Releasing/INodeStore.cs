using Gateway.Core.Channels;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Core.Searching;

namespace Gateway.Core.Releasing;

/// <summary>
/// The durable record of one node: both logs, products, feeds, what was received. One writer (<see cref="BeginWrite"/>), any number of
/// readers. Implementations throw <see cref="StoreUnavailableException"/> when the medium fails (full, read-only, locked, gone); then
/// nothing of the current transaction remains.
/// </summary>
public interface INodeStore : IDisposable
{
    /// <summary>Reads of the last committed state. Thread-safe.</summary>
    INodeRead Read { get; }

    /// <summary>Products that this process wrote about.</summary>
    StoreChanges Changes { get; }

    /// <summary>Starts the one write transaction. Only <c>GroupCommit</c> calls this, from one thread.</summary>
    INodeWrite BeginWrite();
}

/// <summary>Reads. Absent is null or empty; every list is ordered as its comment says.</summary>
public interface INodeRead : IWitnessRead, IDeskRead, INoticeRead, IPolicyRead, IWatchingRead, IDueRead, IChannelRead, ISearchRead, IWarningRead
{
    /// <summary>The newest checkpoint of an own log; null before the first.</summary>
    StoredHead? Head(LogName log);

    /// <summary>Up to <paramref name="count"/> entries from <paramref name="from"/> on, ascending by index.</summary>
    IReadOnlyList<LogRow> Entries(LogName log, long from, int count);

    /// <summary>Entries that match, ascending by index.</summary>
    IReadOnlyList<LogRow> Search(LogQuery query);

    /// <summary>A product sealed here, with all its portions ascending by index; null when it was not sealed here.</summary>
    SealedProduct? Sealed(ProductId product);

    /// <summary>Up to <paramref name="count"/> catalogue rows of one mode after <paramref name="after"/>, ascending by ordinal.</summary>
    IReadOnlyList<CatalogRow> Catalog(Mode mode, long after, int count);

    /// <summary>The catalogue row of a product.</summary>
    CatalogRow? Find(ProductId product);

    /// <summary>The newest edition of a lineage by one originator.</summary>
    CatalogRow? Newest(PartnerCode originator, ReadOnlyMemory<byte> lineageId);

    /// <summary>An earlier submission by the same caller with the same id.</summary>
    SubmissionRow? Submission(string caller, string submissionId);

    /// <summary>Up to <paramref name="count"/> rows of a partner's lane after a sequence, ascending.</summary>
    IReadOnlyList<FeedRow> Feed(PartnerCode partner, Lane lane, long after, int count);

    /// <summary>The last sequence given out in a partner's lane; 0 when empty.</summary>
    long LastSequence(PartnerCode partner, Lane lane);

    /// <summary>The feed row of the RELEASE at this position of the release log.</summary>
    FeedRow? Release(long logIndex);

    /// <summary>Grants of a product sealed here, oldest publication first.</summary>
    IReadOnlyList<GrantRow> Grants(ProductId product);

    /// <summary>ONWARD_GRANTs that this node holds for a product, oldest first.</summary>
    IReadOnlyList<ConsentRow> Consents(ProductId product);

    /// <summary>Up to <paramref name="count"/> requests for ONWARD_GRANTs in a state, oldest first.</summary>
    IReadOnlyList<GrantRequestRow> GrantRequests(GrantRequestState state, int count);

    /// <summary>Requests of one holder for one product, oldest first.</summary>
    IReadOnlyList<GrantRequestRow> GrantRequests(PartnerCode holder, ProductId product);

    /// <summary>A request by its number.</summary>
    GrantRequestRow? GrantRequest(long number);

    /// <summary>Decisions about a product, ascending by partner.</summary>
    IReadOnlyList<DecisionRow> Decisions(ProductId product);

    /// <summary>The last sequence received and stored from a releaser's lane; 0 before the first.</summary>
    long LastReceived(PartnerCode releaser, Lane lane);

    /// <summary>Whether a WITHDRAWN filled this place of a releaser's lane.</summary>
    bool WasWithdrawn(PartnerCode releaser, Lane lane, long sequence);

    /// <summary>Places whose release was refused for good, of one releaser, ascending by arrival.</summary>
    IReadOnlyList<SetAsideRow> SetAside(PartnerCode releaser, int count);

    /// <summary>What was received at this place of a releaser's lane.</summary>
    ReceivedRow? ReceivedAt(PartnerCode releaser, Lane lane, long sequence);

    /// <summary>All packages received of a product, ascending by time of arrival.</summary>
    IReadOnlyList<ReceivedRow> Received(ProductId product);

    /// <summary>Whether a release was received before: (origin, index) of its statement.</summary>
    bool HasReceived(string releaseOrigin, long releaseIndex);

    /// <summary>Where a partner stands that is reached by files; null before the first file.</summary>
    CourierRow? Courier(PartnerCode partner);

    /// <summary>The newest head held of another node's log.</summary>
    HeldHead? Held(string origin);

    /// <summary>Receipts for our releases of a product, ascending by partner.</summary>
    IReadOnlyList<ReceiptRow> Receipts(ProductId product);

    /// <summary>Received packages that no acknowledgement was confirmed for, of one releaser, ascending by lane and sequence.</summary>
    IReadOnlyList<ReceivedRow> Unacknowledged(PartnerCode releaser, int count);
}

/// <summary>
/// The one write transaction. Reads through it see its own writes. Disposing without <see cref="Commit"/> undoes everything.
/// Not thread-safe.
/// </summary>
public interface INodeWrite : INodeRead, IWitnessWrite, IDeskWrite, INoticeWrite, IPolicyWrite, IWatchingWrite, IDueWrite, IChannelWrite, ISearchWrite, IWarningWrite, IDisposable
{
    /// <summary>Marks a place to return to.</summary>
    void Savepoint();

    /// <summary>Undoes everything since the last <see cref="Savepoint"/>.</summary>
    void RollbackToSavepoint();

    /// <summary>Adds a log entry; its index is the log's size so far.</summary>
    void AddEntry(LogRow row);

    /// <summary>Replaces the newest checkpoint of an own log.</summary>
    void SetHead(StoredHead head);

    /// <summary>Adds a product sealed here and its catalogue row.</summary>
    void AddSealed(SealedProduct product);

    /// <summary>Remembers a submission.</summary>
    void AddSubmission(SubmissionRow row);

    /// <summary>Adds a feed row; its sequence is <see cref="INodeRead.LastSequence"/> + 1.</summary>
    void AddFeedRow(FeedRow row);

    /// <summary>Adds the grants of one publication.</summary>
    void AddGrants(GrantRow row);

    /// <summary>Adds an ONWARD_GRANT; a second one with the same leaf changes nothing.</summary>
    void AddConsent(ConsentRow row);

    /// <summary>Adds a request; the store gives the number.</summary>
    void AddGrantRequest(GrantRequestRow row);

    /// <summary>Replaces state, position and reason of the request of this number.</summary>
    void SetGrantRequest(GrantRequestRow row);

    /// <summary>Marks a feed row as withdrawn by the statement at this position.</summary>
    void SetWithdrawn(PartnerCode partner, Lane lane, long sequence, long withdrawnIndex);

    /// <summary>Sets the newest decision for a product and partner.</summary>
    void SetDecision(DecisionRow row);

    /// <summary>Adds a received package and, for a product new to this node, its catalogue row.</summary>
    void AddReceived(ReceivedRow row, Manifest manifest);

    /// <summary>Notes that a WITHDRAWN filled a place of a releaser's lane.</summary>
    void AddReceivedWithdrawn(PartnerCode releaser, Lane lane, long sequence, ReadOnlyMemory<byte> statement);

    /// <summary>Notes that the release at a place of a releaser's lane was refused for good.</summary>
    void AddSetAside(SetAsideRow row);

    /// <summary>Marks received packages as acknowledged.</summary>
    void SetAcknowledged(PartnerCode releaser, Lane lane, long sequence);

    /// <summary>Sets where a partner stands that is reached by files.</summary>
    void SetCourier(CourierRow row);

    /// <summary>Replaces the newest head held of another node's log.</summary>
    void SetHeld(HeldHead head);

    /// <summary>Adds a partner's receipt; a second one for the same release changes nothing.</summary>
    void AddReceipt(ReceiptRow row);

    /// <summary>Makes everything durable (survives power loss), then visible.</summary>
    void Commit();
}

/// <summary>The durable medium failed: full, read-only, locked or gone. Nothing of the transaction remains; trying again later is right.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Makes the exception. The message must not quote stored content.</summary>
    public StoreUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Makes the exception with a general message.</summary>
    public StoreUnavailableException()
        : this("The store is unavailable.")
    {
    }

    /// <summary>Makes the exception.</summary>
    public StoreUnavailableException(string message)
        : this(message, null)
    {
    }
}
