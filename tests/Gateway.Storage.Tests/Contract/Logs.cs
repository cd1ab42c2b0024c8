using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    private static readonly LogQuery Everything = new(LogName.Release, null, null, null, null, null, -1, 100);

    [Fact]
    public void The_two_logs_count_for_themselves()
    {
        Write(write =>
        {
            write.AddEntry(Rows.Entry(0));
            write.AddEntry(Rows.Entry(0, StatementKind.Seal));
            write.AddEntry(Rows.Entry(1));
        });

        IReadOnlyList<LogRow> release = Store.Read.Entries(LogName.Release, 0, 10);
        Assert.Equal([0L, 1L], release.Select(row => row.Index));
        Same.Entry(Rows.Entry(1), release[1]);
        Same.Entry(Rows.Entry(0, StatementKind.Seal), Assert.Single(Store.Read.Entries(LogName.Internal, 0, 10)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_entry_with_another_index_than_the_next_is_refused(long index)
    {
        Write(write => write.AddEntry(Rows.Entry(0)));
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<ArgumentException>(() => write.AddEntry(Rows.Entry(index)));
    }

    [Fact]
    public void A_range_starts_and_ends_where_it_is_told()
    {
        Write(write =>
        {
            for (int i = 0; i < 10; i++)
            {
                write.AddEntry(Rows.Entry(i));
            }
        });
        Assert.Equal([4L, 5L, 6L], Store.Read.Entries(LogName.Release, 4, 3).Select(row => row.Index));
        Assert.Equal([8L, 9L], Store.Read.Entries(LogName.Release, 8, 3).Select(row => row.Index));
        Assert.Empty(Store.Read.Entries(LogName.Release, 10, 3));
        Assert.Empty(Store.Read.Entries(LogName.Release, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Store.Read.Entries(LogName.Release, 0, -1));
    }

    [Fact]
    public void The_newest_checkpoint_replaces_the_one_before()
    {
        Write(write =>
        {
            write.SetHead(new StoredHead(LogName.Release, 1, Rows.Hash("first")));
            write.SetHead(new StoredHead(LogName.Internal, 9, Rows.Hash("internal")));
            write.SetHead(new StoredHead(LogName.Release, 2, Rows.Hash("second")));
        });
        StoredHead head = Store.Read.Head(LogName.Release)!;
        Assert.Equal(2, head.Size);
        Same.Bytes(Rows.Hash("second"), head.Note);
        Assert.Equal(9, Store.Read.Head(LogName.Internal)!.Size);
    }

    [Fact]
    public void A_search_finds_by_every_part_of_the_question()
    {
        ProductId first = Rows.Id("first"), second = Rows.Id("second");
        Write(write =>
        {
            write.AddEntry(Rows.Entry(0, StatementKind.Release, Rows.Fra, first));
            write.AddEntry(Rows.Entry(1, StatementKind.Release, Rows.Nato, first));
            write.AddEntry(Rows.Entry(2, StatementKind.Release, Rows.Fra, second));
            write.AddEntry(Rows.Entry(3, StatementKind.Withdrawn, Rows.Fra, second));
            write.AddEntry(Rows.Entry(4, StatementKind.Pad));
            write.AddEntry(Rows.Entry(0, StatementKind.Refusal, Rows.Deu, first));
        });

        Assert.Equal([0L, 1, 2, 3, 4], Found(Everything));
        Assert.Equal([0L, 1, 2], Found(Everything with { Kind = StatementKind.Release }));
        Assert.Equal([0L, 2, 3], Found(Everything with { Subject = Rows.Fra }));
        Assert.Equal([2L, 3], Found(Everything with { Product = second }));
        Assert.Equal([0L], Found(Everything with { Product = first, Subject = Rows.Fra }));
        Assert.Equal([1L, 2], Found(Everything with { FromMs = 1_001, UntilMs = 1_003 }));
        Assert.Equal([2L], Found(Everything with { Subject = Rows.Fra, After = 0, Count = 1 }));
        Assert.Equal([3L], Found(Everything with { Product = second, After = 2 }));
        Assert.Empty(Found(Everything with { Subject = Rows.Deu }));
        Assert.Empty(Found(Everything with { Product = Rows.Id("unknown") }));
        Assert.Equal([0L], Found(Everything with { Log = LogName.Internal, Product = first }));

        long[] Found(LogQuery query) => [.. Store.Read.Search(query).Select(row => row.Index)];
    }

    [Fact]
    public void A_search_that_finds_returns_whole_entries()
    {
        LogRow entry = Rows.Entry(0, StatementKind.Release, Rows.Fra, Rows.Id("product"));
        Write(write => write.AddEntry(entry));
        Same.Entry(entry, Assert.Single(Store.Read.Search(Everything with { Kind = StatementKind.Release })));
        Same.Entry(entry, Assert.Single(Store.Read.Search(Everything with { Product = Rows.Id("product") })));
    }

    [Fact]
    public void A_batch_of_1024_entries_is_one_transaction()
    {
        Write(write =>
        {
            for (int i = 0; i < 1_024; i++)
            {
                write.Savepoint();
                write.AddEntry(Rows.Entry(i, subject: Rows.Fra, product: Rows.Id($"product {i / 8}")));
                write.AddFeedRow(Rows.Feed(Rows.Fra, i + 1, i, Rows.Id($"product {i / 8}")));
            }

            write.SetHead(new StoredHead(LogName.Release, 1_024, Rows.Hash("note")));
        });
        Assert.Equal(1_024, Store.Read.Entries(LogName.Release, 0, 2_000).Count);
        Assert.Equal(1_024, Store.Read.LastSequence(Rows.Fra, Lane.Products));
        Assert.Equal(8, Store.Read.Search(Everything with { Product = Rows.Id("product 100") }).Count);
    }

    [Fact]
    public void The_largest_and_the_smallest_statement_come_back_as_they_were()
    {
        byte[] large = new byte[Limits.Statement];
        Array.Fill(large, (byte)0xA5);
        Write(write =>
        {
            write.AddEntry(Rows.Entry(0) with { Entry = large });
            write.AddEntry(Rows.Entry(1) with { Entry = default });
        });
        IReadOnlyList<LogRow> rows = Store.Read.Entries(LogName.Release, 0, 2);
        Same.Bytes(large, rows[0].Entry);
        Assert.Equal(0, rows[1].Entry.Length);
    }
}
