using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class FullDiskTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_full_database_refuses_whole_transactions_and_goes_on_when_there_is_room()
    {
        long pages = 180;
        using var store = SqliteNodeStore.Open(new SqliteOptions { Path = _directory.File("node.db"), MaxPages = () => pages });
        long size = FillUp(store);
        AssertWhole(store, size);
        Assert.Throws<StoreUnavailableException>(() => Append(store, size));
        AssertWhole(store, size);

        pages = 4_000;
        Append(store, size);
        AssertWhole(store, size + 16);
    }

    [Fact]
    public void A_transaction_in_which_the_store_failed_takes_no_more_rows()
    {
        long pages = 180;
        using var store = SqliteNodeStore.Open(new SqliteOptions { Path = _directory.File("node.db"), MaxPages = () => pages });
        using INodeWrite write = store.BeginWrite();
        Assert.Throws<StoreUnavailableException>(() => Fill(write, 0, 10_000));
        Assert.Throws<StoreUnavailableException>(() => write.AddEntry(Rows.Entry(0)));
        Assert.Throws<StoreUnavailableException>(write.Commit);
        Assert.Empty(store.Read.Entries(LogName.Release, 0, 10));
    }

    [Fact]
    public void A_full_disk_refuses_whole_transactions_and_recovers_when_space_returns()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root.");
        string mount = Directory.CreateDirectory(_directory.File("disk")).FullName;
        Assert.SkipUnless(Mounts.TryTmpfs(mount, "4m"), "No disk can be mounted here.");
        try
        {
            using var store = SqliteNodeStore.Open(new SqliteOptions { Path = Path.Combine(mount, "node.db") });
            long size = FillUp(store);
            AssertWhole(store, size);

            Mounts.Remount(mount, "size=32m");
            Append(store, size);
            AssertWhole(store, size + 16);
        }
        finally
        {
            Mounts.Unmount(mount);
        }
    }

    private static long FillUp(SqliteNodeStore store)
    {
        for (long size = 0; ; size += 16)
        {
            try
            {
                Append(store, size);
            }
            catch (StoreUnavailableException failure)
            {
                Assert.Contains("full", failure.Message, StringComparison.Ordinal);
                Assert.InRange(size, 1, long.MaxValue);
                return size;
            }
        }
    }

    private static void Append(SqliteNodeStore store, long size)
    {
        using INodeWrite write = store.BeginWrite();
        Fill(write, size, size + 16);
        write.Commit();
    }

    private static void Fill(INodeWrite write, long from, long until)
    {
        for (long index = from; index < until; index++)
        {
            write.Savepoint();
            write.AddEntry(Rows.Entry(index) with { Entry = new byte[1_000] });
        }

        write.SetHead(new StoredHead(LogName.Release, until, Rows.Hash("note")));
    }

    private static void AssertWhole(SqliteNodeStore store, long size)
    {
        Assert.Equal(size, store.Read.Entries(LogName.Release, 0, int.MaxValue).Count);
        Assert.Equal(size, store.Read.Head(LogName.Release)!.Size);
    }
}
