using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void Every_lane_of_every_partner_counts_for_itself()
    {
        ProductId product = Rows.Id("product");
        FeedRow[] rows =
        [
            Rows.Feed(Rows.Fra, 1, 0, product), Rows.Feed(Rows.Nato, 1, 1, product), Rows.Feed(Rows.Fra, 2, 2, product),
            Rows.Feed(Rows.Fra, 1, 3, product, Lane.Warnings),
        ];
        Write(write => Array.ForEach(rows, write.AddFeedRow));

        Assert.Equal(2, Store.Read.LastSequence(Rows.Fra, Lane.Products));
        Assert.Equal(1, Store.Read.LastSequence(Rows.Fra, Lane.Warnings));
        Assert.Equal(0, Store.Read.LastSequence(Rows.Fra, Lane.Notices));
        Assert.Equal(1, Store.Read.LastSequence(Rows.Nato, Lane.Products));
        Assert.Equal([0L, 2L], Store.Read.Feed(Rows.Fra, Lane.Products, 0, 10).Select(row => row.LogIndex));
        Same.Feed(rows[2], Assert.Single(Store.Read.Feed(Rows.Fra, Lane.Products, 1, 10)));
        Assert.Single(Store.Read.Feed(Rows.Fra, Lane.Products, 0, 1));
        Assert.Empty(Store.Read.Feed(Rows.Deu, Lane.Products, 0, 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_gap_or_a_repetition_in_a_lane_is_refused(long sequence)
    {
        ProductId product = Rows.Id("product");
        Write(write => write.AddFeedRow(Rows.Feed(Rows.Fra, 1, 0, product)));
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<ArgumentException>(() => write.AddFeedRow(Rows.Feed(Rows.Fra, sequence, 1, product)));
    }

    [Fact]
    public void A_release_is_found_by_its_position()
    {
        FeedRow row = Rows.Feed(Rows.Fra, 1, 17, Rows.Id("product"));
        Write(write => write.AddFeedRow(row));
        Same.Feed(row, Store.Read.Release(17));
        Assert.Null(Store.Read.Release(18));
    }

    [Fact]
    public void One_notice_may_stand_in_the_feeds_of_several_partners()
    {
        ProductId product = Rows.Id("recalled");
        Write(write =>
        {
            write.AddFeedRow(Rows.Feed(Rows.Fra, 1, 5, product, Lane.Notices));
            write.AddFeedRow(Rows.Feed(Rows.Nato, 1, 5, product, Lane.Notices));
        });
        Assert.Single(Store.Read.Feed(Rows.Fra, Lane.Notices, 0, 10));
        Assert.Single(Store.Read.Feed(Rows.Nato, Lane.Notices, 0, 10));
    }

    [Fact]
    public void A_withdrawal_takes_the_place_of_its_release()
    {
        FeedRow row = Rows.Feed(Rows.Fra, 1, 0, Rows.Id("product"));
        Write(write => write.AddFeedRow(row));
        Write(write => write.SetWithdrawn(Rows.Fra, Lane.Products, 1, 44));
        Same.Feed(row with { WithdrawnIndex = 44 }, Store.Read.Release(0));
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<ArgumentException>(() => write.SetWithdrawn(Rows.Fra, Lane.Products, 2, 45));
    }

    [Fact]
    public void A_second_receipt_for_a_release_changes_nothing()
    {
        ProductId product = Rows.Id("product"), other = Rows.Id("other");
        byte[] statement = Rows.Hash("receipt for both");
        Write(write =>
        {
            write.AddEntry(Rows.Entry(0, StatementKind.Release, Rows.Nato, product));
            write.AddEntry(Rows.Entry(1, StatementKind.Release, Rows.Deu, product));
            write.AddEntry(Rows.Entry(2, StatementKind.Release, Rows.Nato, other));
            write.AddReceipt(new ReceiptRow(Rows.Nato, 0, statement, 70, 1));
            write.AddReceipt(new ReceiptRow(Rows.Nato, 2, statement, 70, 1));
            write.AddReceipt(new ReceiptRow(Rows.Deu, 1, Rows.Hash("another"), 70, 2));
            write.AddReceipt(new ReceiptRow(Rows.Nato, 0, Rows.Hash("late"), 71, 3));
        });

        IReadOnlyList<ReceiptRow> receipts = Store.Read.Receipts(product);
        Assert.Equal([(Rows.Deu, 1L, 70L, 2L), (Rows.Nato, 0L, 70L, 1L)], receipts.Select(row => (row.Partner, row.ReleaseIndex, row.ReceiptIndex, row.AtMs)));
        Same.Bytes(statement, receipts[1].Statement);
        Same.Bytes(statement, Assert.Single(Store.Read.Receipts(other)).Statement);
        Assert.Empty(Store.Read.Receipts(Rows.Id("unknown")));
    }

    [Fact]
    public void Two_receipts_at_one_position_of_a_forked_log_keep_their_own_bytes()
    {
        ProductId product = Rows.Id("product");
        Write(write =>
        {
            write.AddEntry(Rows.Entry(0, StatementKind.Release, Rows.Nato, product));
            write.AddEntry(Rows.Entry(1, StatementKind.Release, Rows.Nato, product));
            write.AddReceipt(new ReceiptRow(Rows.Nato, 0, Rows.Hash("one side"), 70, 1));
            write.AddReceipt(new ReceiptRow(Rows.Nato, 1, Rows.Hash("other side"), 70, 1));
        });
        IReadOnlyList<ReceiptRow> receipts = Store.Read.Receipts(product);
        Same.Bytes(Rows.Hash("one side"), receipts[0].Statement);
        Same.Bytes(Rows.Hash("other side"), receipts[1].Statement);
    }
}
