using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Sqlite;

/// <summary>The write transaction. A failure of the medium undoes it at once and ends it; a row that contradicts what is stored does not.</summary>
internal sealed partial class NodeWrite(Writer writer, StoreChanges changes) : NodeReads, INodeWrite
{
    private readonly HashSet<ProductId> _changed = [];
    private readonly Writer.Open _open = writer.Begin();
    private bool _marked;
    private bool _failed;
    private bool _over;

    public override long LastSequence(PartnerCode partner, Lane lane) => Read(_ => _open.Numbers.LastSequence(partner, lane));

    // One mark at a time: SQLite keeps a journal for each.
    public void Savepoint() => Write((session, _) =>
    {
        if (_marked)
        {
            session.Use("RELEASE mark").Done();
        }

        session.Use("SAVEPOINT mark").Done();
        _marked = true;
    });

    public void RollbackToSavepoint() => Write((session, numbers) =>
    {
        if (!_marked)
        {
            throw new InvalidOperationException("No savepoint was set.");
        }

        session.Use("ROLLBACK TO mark").Done();
        numbers.Forget();
    });

    public void AddEntry(LogRow row) => Write((session, numbers) => LogTables.Add(session, numbers, row));

    public void SetHead(StoredHead head) => Write((session, _) => LogTables.SetHead(session, head));

    public void AddSealed(SealedProduct product) =>
        Write(product.Id, (session, numbers) => ContentTables.AddSealed(session, numbers, product));

    public void AddSubmission(SubmissionRow row) => Write((session, numbers) => DecisionTables.AddSubmission(session, numbers, row));

    public void AddFeedRow(FeedRow row) => Write((session, numbers) => FeedTables.Add(session, numbers, row));

    public void AddGrants(GrantRow row) => Write((session, numbers) => OnwardTables.Add(session, numbers, row));

    public void AddConsent(ConsentRow row) => Write((session, numbers) => OnwardTables.Add(session, numbers, row));

    public void AddGrantRequest(GrantRequestRow row) => Write((session, numbers) => GrantRequestTables.Add(session, numbers, row));

    public void SetGrantRequest(GrantRequestRow row) => Write((session, _) => GrantRequestTables.Set(session, row));

    public void SetWithdrawn(PartnerCode partner, Lane lane, long sequence, long withdrawnIndex) =>
        Write((session, numbers) => FeedTables.SetWithdrawn(session, numbers, partner, lane, sequence, withdrawnIndex));

    public void SetDecision(DecisionRow row) => Write((session, numbers) => DecisionTables.Set(session, numbers, row));

    public void AddReceived(ReceivedRow row, Manifest manifest) =>
        Write(row.Product, (session, numbers) => ReceivedTables.Add(session, numbers, row, manifest));

    public void AddReceivedWithdrawn(PartnerCode releaser, Lane lane, long sequence, ReadOnlyMemory<byte> statement) =>
        Write((session, numbers) => ReceivedTables.AddWithdrawn(session, numbers, releaser, lane, sequence, statement));

    public void AddSetAside(SetAsideRow row) => Write((session, numbers) => ReceivedTables.AddSetAside(session, numbers, row));

    public void SetAcknowledged(PartnerCode releaser, Lane lane, long sequence) =>
        Write((session, numbers) => ReceivedTables.SetAcknowledged(session, numbers, releaser, lane, sequence));

    public void SetCourier(CourierRow row) => Write((session, numbers) => CourierTable.Set(session, numbers, row));

    public void SetHeld(HeldHead head) => Write((session, numbers) => ReceivedTables.SetHeld(session, numbers, head));

    public void AddReceipt(ReceiptRow row) => Write((session, numbers) => ReceiptTables.Add(session, numbers, row));

    public void AddNotice(NoticeRow row) => Write(row.Product, (session, numbers) => NoticeTables.Add(session, numbers, row));

    public void AddNoticeOpenings(ReadOnlyMemory<byte> leaf, IReadOnlyList<NoticeOpening> openings, bool direct) =>
        Write(Notice(leaf)?.Product, (session, _) => NoticeTables.AddOpenings(session, leaf, openings, direct));

    public void QueueNotice(PartnerCode partner, ReadOnlyMemory<byte> leaf) =>
        Write((session, numbers) => NoticeTables.Queue(session, numbers, partner, leaf));

    public void AddNoticeReceived(PartnerCode releaser, long sequence, ReadOnlyMemory<byte> leaf) =>
        Write((session, numbers) => NoticeTables.AddReceived(session, numbers, releaser, sequence, leaf));

    public void AddNoticeReceiptDue(PartnerCode partner, ReadOnlyMemory<byte> leaf) =>
        Write((session, numbers) => NoticeTables.AddDue(session, numbers, partner, leaf));

    public void SetNoticeAcknowledged(PartnerCode partner, ReadOnlyMemory<byte> leaf) =>
        Write((session, numbers) => NoticeTables.SetAcknowledged(session, numbers, partner, leaf));

    public void AddRelayed(RelayedRow row) => Write((session, numbers) => HolderTables.Add(session, numbers, row));

    public void SetRelayed(RelayedRow row) => Write((session, numbers) => HolderTables.SetRelayed(session, numbers, row));

    public void SetCaughtUp(PartnerCode partner, long atMs) => Write((session, numbers) => HolderTables.SetCaughtUp(session, numbers, partner, atMs));

    public void SetConfirmation(ConfirmationRow row) =>
        Write(row.Product, (session, numbers) => HolderTables.SetConfirmation(session, numbers, row));

    public void ErasePortions(ProductId product) => Erase(product, (session, _) => ErasureTables.Portions(session, product));

    public void EraseDecisions(ProductId product) => Erase(product, (session, numbers) => ErasureTables.Decisions(session, numbers, product));

    public void EraseReleases(ProductId product) => Erase(product, (session, numbers) => ErasureTables.Releases(session, numbers, product));

    public void ErasePackages(StubRow stub) => Erase(stub.Product, (session, numbers) => ErasureTables.Packages(session, numbers, stub));

    public void Commit()
    {
        try
        {
            Write((session, _) => session.Use("COMMIT").Done());
        }
        finally
        {
            changes.Publish(_changed);
        }

        _over = true;
        writer.ForgetErased();
    }

    public void Dispose()
    {
        if (!_over)
        {
            _over = true;
            writer.Undo();
        }
    }

    protected override T Read<T>(Func<Session, T> read)
    {
        ObjectDisposedException.ThrowIf(_over && !_failed, typeof(INodeWrite));
        if (_failed)
        {
            throw new StoreUnavailableException("The store failed earlier in this transaction, and nothing of it remains.");
        }

        try
        {
            return read(_open.Session);
        }
        catch (SqliteException failure)
        {
            Exception meaning = StoreFailure.Of(failure);
            if (meaning is StoreUnavailableException)
            {
                (_failed, _over) = (true, true);
                writer.Discard();
            }

            throw meaning;
        }
    }

    private void Erase(ProductId product, Action<Session, Numbers> erase)
    {
        Write(product, erase);
        writer.ErasureIsDue();
    }

    private void Write(ProductId? product, Action<Session, Numbers> write)
    {
        Write(write);
        if (product is { } changed)
        {
            _changed.Add(changed);
        }
    }

    private void Write(Action<Session, Numbers> write) => Read(session =>
    {
        write(session, _open.Numbers);
        return true;
    });
}
