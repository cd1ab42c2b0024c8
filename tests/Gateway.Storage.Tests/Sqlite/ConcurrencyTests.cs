using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class ConcurrencyTests : IDisposable
{
    private const int Batch = 5;
    private const int Batches = 300;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Readers_see_whole_transactions_while_the_writer_writes()
    {
        using var store = SqliteNodeStore.Open(new SqliteOptions { Path = _directory.File("node.db") });
        using var done = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 6).Select(_ => Task.Run(() => ReadUntil(store, done.Token)))];
        for (long size = 0; size < Batch * Batches; size += Batch)
        {
            using INodeWrite write = store.BeginWrite();
            for (long index = size; index < size + Batch; index++)
            {
                write.AddEntry(Rows.Entry(index, subject: Rows.Fra, product: Rows.Id("product")));
                write.AddFeedRow(Rows.Feed(Rows.Fra, index + 1, index, Rows.Id("product")));
            }

            write.Commit();
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(Batch * Batches, store.Read.Entries(LogName.Release, 0, int.MaxValue).Count);
    }

    private static void ReadUntil(SqliteNodeStore store, CancellationToken done)
    {
        long before = 0;
        while (!done.IsCancellationRequested)
        {
            long last = store.Read.LastSequence(Rows.Fra, Lane.Products);
            IReadOnlyList<FeedRow> rows = store.Read.Feed(Rows.Fra, Lane.Products, Math.Max(0, last - 64), 200);
            Assert.InRange(last, before, long.MaxValue);
            Assert.Equal(0, last % Batch);
            Assert.Equal(rows.Select(row => row.LogIndex + 1), rows.Select(row => row.Sequence));
            before = last;
        }
    }
}
