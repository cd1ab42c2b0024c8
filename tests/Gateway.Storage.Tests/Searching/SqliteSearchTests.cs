using System.Text;
using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Searching;

/// <summary>The index that the record itself keeps.</summary>
public sealed class SqliteSearchTests : SearchContract, IDisposable
{
    private readonly TempDirectory _directory = new();
    private SqliteNodeStore? _store;

    private SqliteNodeStore Store => _store ??= SqliteNodeStore.Open(new SqliteOptions { Path = _directory.File("node.db") });

    protected override ISearchIndex Index => new RecordIndex(Store.Read, Write);

    protected override void Reopen()
    {
        _store?.Dispose();
        _store = null;
    }

    public void Dispose()
    {
        Reopen();
        _directory.Dispose();
    }

    [Fact]
    public void Whatever_comes_grows_or_is_erased_is_a_change_in_the_same_transaction()
    {
        SealedProduct own = Rows.Product("own"), foreign = Rows.Product("foreign", Mode.Exercise);
        Write(store => store.AddSealed(own));
        Write(store => store.AddReceived(Rows.Received(foreign, Rows.Deu, 1, 7), foreign.Manifest));
        Write(store => store.AddReceived(Rows.Received(foreign, Rows.Nato, 1, 8), foreign.Manifest));
        using (INodeWrite undone = Store.BeginWrite())
        {
            undone.AddSealed(Rows.Product("undone"));
        }

        Write(store => store.ErasePortions(own.Id));
        Write(store => store.ErasePackages(new StubRow(foreign.Id, [])));
        Assert.Equal(
            [(1, Mode.Actual, 1), (2, Mode.Exercise, 2), (3, Mode.Exercise, 2), (4, Mode.Actual, 1), (5, Mode.Exercise, 2)],
            Store.Read.SearchChanges(0, 10).Select(change => ((int)change.Sequence, change.Mode, (int)change.Ordinal)));
        Assert.Equal([5], Store.Read.SearchChanges(4, 10).Select(change => (int)change.Sequence));
    }

    [Fact]
    public async Task Erasing_content_erases_its_words_from_the_file()
    {
        // Enough others that the index has many pages, and a directory of them.
        SealedProduct[] products = [.. Enumerable.Range(0, 60).Select(i => Rows.Product($"p{i}"))];
        Write(store => Array.ForEach(products, store.AddSealed));
        await Put([.. products.SelectMany((_, i) => new[] { (i, Text: Secret(i)) }).Select(pair => Doc(pair.i + 1, pair.Text))]);
        Assert.Contains("foxglove17a", Everything(), StringComparison.Ordinal);

        for (int i = 0; i < products.Length; i += 2)
        {
            Write(store => store.ErasePortions(products[i].Id));
            Assert.Empty(await Hits($"foxglove{i}a"));
        }

        int steps = 0;
        while (!await Index.TidyAsync(Cancellation))
        {
            Assert.True(++steps < 1_000);
        }

        string file = Everything();
        for (int i = 0; i < products.Length; i++)
        {
            Assert.Equal(i % 2 == 1, file.Contains($"foxglove{i}a", StringComparison.Ordinal));
            Assert.False(i % 2 == 0 && file.Contains($"glove{i}a", StringComparison.Ordinal), $"the end of {i}");
        }

        Assert.Equal([(18L, 0)], await Hits("foxglove17a"));
    }

    [Fact]
    public async Task What_was_erased_while_its_words_were_read_does_not_come_back()
    {
        SealedProduct product = Rows.Product("own");
        Write(store => store.AddSealed(product));
        IndexedProduct read = Doc(1, "foxglove");
        Write(store => store.ErasePortions(product.Id));
        await Index.ApplyAsync([read], 1, Cancellation);
        Assert.Empty(await Hits("foxglove"));
        Assert.Equal([2], Store.Read.SearchChanges(await Index.ThroughAsync(Cancellation), 10).Select(change => (int)change.Sequence));
    }

    [Fact]
    public async Task A_step_that_breaks_off_leaves_nothing_and_is_done_again()
    {
        IndexedProduct product = Doc(1, "siege");
        using (INodeWrite broken = Store.BeginWrite())
        {
            broken.SetSearched([product], 1);
        }

        Reopen();
        Assert.Equal(0, await Index.ThroughAsync(Cancellation));
        Assert.Empty(await Hits("siege"));
        await Put(product);
        Assert.Equal([(1L, 0)], await Hits("siege"));
    }

    private Task Write(Action<INodeWrite> work, CancellationToken cancellation)
    {
        Write(work);
        return Task.CompletedTask;
    }

    private void Write(Action<INodeWrite> work)
    {
        using INodeWrite write = Store.BeginWrite();
        work(write);
        write.Commit();
    }

    private static string Secret(int i) => string.Join(' ', Enumerable.Range(0, 200).Select(k => $"common{(i * 31) + (k * 17)}")) + $" foxglove{i}a";

    /// <summary>Every byte of the record's files.</summary>
    private string Everything() => string.Concat(Directory.GetFiles(_directory.Path).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Select(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }));
}
