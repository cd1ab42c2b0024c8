using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class OpeningTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Path => _directory.File("data/node.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_second_writer_is_refused_and_may_come_when_the_first_has_gone()
    {
        using (SqliteNodeStore first = Open())
        {
            var refusal = Assert.Throws<StoreUnavailableException>(() => Open());
            Assert.Contains("Another process", refusal.Message, StringComparison.Ordinal);
            Append(first);
        }

        using SqliteNodeStore second = Open();
        Assert.Single(second.Read.Entries(LogName.Release, 0, 10));
    }

    [Fact]
    public void Only_the_owner_can_read_the_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows inherits the directory's access list.");
            return;
        }

        using SqliteNodeStore store = Open();
        Append(store);
        string directory = _directory.File("data");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        string[] files = Directory.GetFiles(directory);
        Assert.Contains(Path + "-wal", files);
        foreach (string file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused()
    {
        Migration next = new(Migration.All.Count + 1, "9999-later.sql", "CREATE TABLE later (x INTEGER)");
        SqliteNodeStore.Open(new SqliteOptions { Path = Path }, [.. Migration.All, next]).Dispose();
        var refusal = Assert.Throws<IncompatibleStoreException>(() => Open());
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<IncompatibleStoreException>(() => Open(readOnly: true));
    }

    [Fact]
    public void A_database_whose_schema_came_from_another_script_is_refused()
    {
        Open().Dispose();
        Execute("UPDATE schema_migration SET checksum = 'other'");
        Assert.Throws<IncompatibleStoreException>(() => Open());
        Assert.Throws<IncompatibleStoreException>(() => Open(readOnly: true));
    }

    [Fact]
    public void A_database_of_something_else_is_refused_and_left_alone()
    {
        Open().Dispose();
        File.Delete(Path);
        Execute("CREATE TABLE theirs (x INTEGER)", SqliteOpenMode.ReadWriteCreate);
        Assert.Throws<IncompatibleStoreException>(() => Open());
    }

    [Fact]
    public void An_older_database_is_migrated_by_the_writer_only()
    {
        Open().Dispose();
        IReadOnlyList<Migration> later = [.. Migration.All, new(Migration.All.Count + 1, "0099-later.sql", "CREATE TABLE later (x INTEGER)")];
        Assert.Throws<IncompatibleStoreException>(() => SqliteNodeStore.Open(new SqliteOptions { Path = Path, ReadOnly = true }, later));
        SqliteNodeStore.Open(new SqliteOptions { Path = Path }, later).Dispose();
        SqliteNodeStore.Open(new SqliteOptions { Path = Path, ReadOnly = true }, later).Dispose();
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_database_as_it_was()
    {
        Open().Dispose();
        Migration broken = new(Migration.All.Count + 1, "0099-broken.sql", "CREATE TABLE half (x INTEGER); CREATE TABLE half (x INTEGER)");
        Assert.Throws<InvalidOperationException>(
            () => SqliteNodeStore.Open(new SqliteOptions { Path = Path }, [.. Migration.All, broken]));
        using SqliteNodeStore store = Open();
        Append(store);
    }

    [Fact]
    public void A_checksum_does_not_depend_on_line_ends() =>
        Assert.Equal(new Migration(1, "a", "x\ny\n").Checksum, new Migration(1, "a", "x\r\ny\r\n").Checksum);

    [Fact]
    public void A_place_that_cannot_be_written_is_unavailable()
    {
        File.WriteAllText(_directory.File("data"), "a file, not a directory");
        Assert.Throws<StoreUnavailableException>(() => Open());
    }

    private SqliteNodeStore Open(bool readOnly = false) => SqliteNodeStore.Open(new SqliteOptions { Path = Path, ReadOnly = readOnly });

    private static void Append(SqliteNodeStore store)
    {
        using INodeWrite write = store.BeginWrite();
        write.AddEntry(Rows.Entry(0));
        write.Commit();
    }

    private void Execute(string sql, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        using var session = new Session(Path, mode);
        session.Execute(sql);
    }
}
