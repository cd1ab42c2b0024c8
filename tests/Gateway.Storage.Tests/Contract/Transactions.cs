using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void A_new_store_is_empty()
    {
        Assert.Null(Store.Read.Head(LogName.Release));
        Assert.Empty(Store.Read.Entries(LogName.Release, 0, 10));
        Assert.Empty(Store.Read.Catalog(Mode.Actual, 0, 10));
        Assert.Equal(0, Store.Read.LastSequence(Rows.Fra, Lane.Products));
        Assert.Equal(0, Store.Read.LastReceived(Rows.Fra, Lane.Products));
        Assert.Null(Store.Read.Held(Rows.Origin));
    }

    [Fact]
    public void Reads_see_only_what_is_committed()
    {
        using (INodeWrite write = Store.BeginWrite())
        {
            write.AddEntry(Rows.Entry(0));
            Assert.Empty(Store.Read.Entries(LogName.Release, 0, 10));
            Assert.Single(write.Entries(LogName.Release, 0, 10));
            write.Commit();
        }

        Assert.Single(Store.Read.Entries(LogName.Release, 0, 10));
    }

    [Fact]
    public void What_is_not_committed_leaves_no_trace()
    {
        SealedProduct product = Rows.Product("undone");
        using (INodeWrite write = Store.BeginWrite())
        {
            write.AddEntry(Rows.Entry(0, subject: Rows.Fra, product: product.Id));
            write.AddSealed(product);
            write.AddFeedRow(Rows.Feed(Rows.Fra, 1, 0, product.Id));
        }

        Assert.Null(Store.Read.Find(product.Id));
        Assert.Equal(0, Store.Read.LastSequence(Rows.Fra, Lane.Products));

        Write(write =>
        {
            Assert.Equal(0, write.LastSequence(Rows.Fra, Lane.Products));
            write.AddEntry(Rows.Entry(0, subject: Rows.Nato, product: product.Id));
            write.AddFeedRow(Rows.Feed(Rows.Nato, 1, 0, product.Id));
        });
        Assert.Equal(Rows.Nato, Store.Read.Entries(LogName.Release, 0, 1)[0].Subject);
        Assert.Equal(0, Store.Read.LastSequence(Rows.Fra, Lane.Products));
    }

    [Fact]
    public void A_savepoint_undoes_what_came_after_it_and_nothing_else()
    {
        ProductId kept = Rows.Id("kept"), undone = Rows.Id("undone");
        Write(write =>
        {
            write.Savepoint();
            write.AddEntry(Rows.Entry(0, subject: Rows.Fra, product: kept));
            write.AddFeedRow(Rows.Feed(Rows.Fra, 1, 0, kept));
            write.Savepoint();
            write.AddEntry(Rows.Entry(1, subject: Rows.Nato, product: undone));
            write.AddFeedRow(Rows.Feed(Rows.Fra, 2, 1, undone));
            write.RollbackToSavepoint();
            Assert.Equal(1, write.LastSequence(Rows.Fra, Lane.Products));
            write.AddEntry(Rows.Entry(1, subject: Rows.Deu, product: undone));
            write.RollbackToSavepoint();
            write.AddEntry(Rows.Entry(1, subject: Rows.Nato, product: kept));
        });

        IReadOnlyList<LogRow> entries = Store.Read.Entries(LogName.Release, 0, 10);
        Assert.Equal([Rows.Fra, Rows.Nato], entries.Select(entry => entry.Subject));
        Assert.Equal([kept, kept], entries.Select(entry => entry.Product!.Value));
        Assert.Equal(1, Store.Read.LastSequence(Rows.Fra, Lane.Products));
    }

    [Fact]
    public void Returning_to_a_savepoint_that_was_not_set_is_a_bug()
    {
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<InvalidOperationException>(write.RollbackToSavepoint);
    }

    [Fact]
    public void A_second_write_transaction_is_a_bug()
    {
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<InvalidOperationException>(Store.BeginWrite);
        write.AddEntry(Rows.Entry(0));
        write.Commit();
        Assert.Single(Store.Read.Entries(LogName.Release, 0, 10));
    }

    [Fact]
    public void A_transaction_that_is_over_takes_no_more_rows()
    {
        INodeWrite write = Store.BeginWrite();
        write.Commit();
        Assert.Throws<ObjectDisposedException>(() => write.AddEntry(Rows.Entry(0)));
        write.Dispose();
        Assert.Empty(Store.Read.Entries(LogName.Release, 0, 1));
    }

    [Fact]
    public void A_row_that_contradicts_what_is_stored_can_be_undone_alone()
    {
        SealedProduct product = Rows.Product("twice");
        Write(write => write.AddReceived(Rows.Received(product, Rows.Deu, 1, 7), product.Manifest));
        Write(write =>
        {
            write.AddEntry(Rows.Entry(0));
            write.Savepoint();
            Assert.Throws<InvalidOperationException>(
                () => write.AddReceived(Rows.Received(product, Rows.Deu, 1, 8), product.Manifest));
            write.RollbackToSavepoint();
        });
        Assert.Single(Store.Read.Entries(LogName.Release, 0, 10));
        Assert.False(Store.Read.HasReceived(Rows.Origin, 8));
    }

    [Fact]
    public void Everything_is_there_after_opening_again()
    {
        SealedProduct product = Rows.Product("kept");
        Write(write =>
        {
            write.AddEntry(Rows.Entry(0, subject: Rows.Fra, product: product.Id));
            write.SetHead(new StoredHead(LogName.Release, 1, Rows.Hash("note")));
            write.AddSealed(product);
            write.AddFeedRow(Rows.Feed(Rows.Fra, 1, 0, product.Id));
        });
        Reopen();

        Assert.Equal(1, Store.Read.Head(LogName.Release)!.Size);
        Same.Product(product, Store.Read.Sealed(product.Id));
        Same.Feed(Rows.Feed(Rows.Fra, 1, 0, product.Id), Store.Read.Release(0));
        Write(write => write.AddEntry(Rows.Entry(1)));
    }
}
