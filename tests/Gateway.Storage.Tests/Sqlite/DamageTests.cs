using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class DamageTests : IDisposable
{
    private const int PageSize = 4_096;

    private readonly TempDirectory _directory = new();

    private SqliteOptions Options => new() { Path = _directory.File("node.db") };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_damaged_page_makes_the_store_unavailable_and_quotes_nothing()
    {
        Fill();
        Overwrite(from: 150, pages: int.MaxValue);
        using var store = SqliteNodeStore.Open(Options);
        var failure = Assert.Throws<StoreUnavailableException>(() => store.Read.Entries(LogName.Release, 0, int.MaxValue));
        Assert.DoesNotContain("statement Release", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_unavailable()
    {
        File.WriteAllBytes(Options.Path, [.. Enumerable.Repeat((byte)0x5A, 3 * PageSize)]);
        Assert.Throws<StoreUnavailableException>(() => SqliteNodeStore.Open(Options));
        Assert.Throws<StoreUnavailableException>(() => SqliteNodeStore.Open(Options with { ReadOnly = true }));
    }

    [Fact]
    public void A_product_whose_stored_bytes_no_longer_read_is_unavailable_not_absent()
    {
        SealedProduct product = Rows.Product("damaged");
        using (var store = SqliteNodeStore.Open(Options))
        {
            using INodeWrite write = store.BeginWrite();
            write.AddSealed(product);
            write.Commit();
        }

        using (var session = new Session(Options.Path, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
        {
            session.Execute("UPDATE portion_actual SET body = x'FFFF'");
        }

        using var again = SqliteNodeStore.Open(Options);
        Assert.Throws<StoreUnavailableException>(() => again.Read.Sealed(product.Id));
    }

    private void Fill()
    {
        using var store = SqliteNodeStore.Open(Options);
        using INodeWrite write = store.BeginWrite();
        for (int index = 0; index < 5_000; index++)
        {
            write.AddEntry(Rows.Entry(index));
        }

        write.Commit();
    }

    private void Overwrite(int from, int pages)
    {
        using FileStream file = File.Open(Options.Path, FileMode.Open);
        file.Position = from * PageSize;
        long until = Math.Min(file.Length, ((long)from + pages) * PageSize);
        file.Write([.. Enumerable.Repeat((byte)0xEE, (int)(until - file.Position))]);
    }
}
