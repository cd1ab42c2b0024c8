using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class ReadOnlyTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Path => _directory.File("node.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_reader_beside_a_writer_sees_each_commit()
    {
        using SqliteNodeStore writer = Open(Path);
        Append(writer, 0);
        using SqliteNodeStore reader = Open(Path, readOnly: true);
        Assert.Single(reader.Read.Entries(LogName.Release, 0, 10));
        Append(writer, 1);
        Assert.Equal(2, reader.Read.Entries(LogName.Release, 0, 10).Count);
    }

    [Fact]
    public void A_copied_directory_is_read_without_a_writer()
    {
        using (SqliteNodeStore writer = Open(Path))
        {
            Append(writer, 0);
        }

        using SqliteNodeStore reader = Open(Copy(), readOnly: true);
        Assert.Single(reader.Read.Entries(LogName.Release, 0, 10));
    }

    [Fact]
    public void A_directory_copied_under_a_resting_writer_is_read_with_its_write_ahead_log()
    {
        using SqliteNodeStore writer = Open(Path);
        Append(writer, 0);
        string copy = Copy();
        File.Delete(copy + "-shm");
        using SqliteNodeStore reader = Open(copy, readOnly: true);
        Assert.Single(reader.Read.Entries(LogName.Release, 0, 10));
    }

    [Fact]
    public void A_reader_writes_nothing_and_creates_nothing()
    {
        Assert.Throws<StoreUnavailableException>(() => Open(Path, readOnly: true));
        Assert.Empty(Directory.GetFiles(_directory.Path));

        Open(Path).Dispose();
        using SqliteNodeStore reader = Open(Path, readOnly: true);
        Assert.Throws<InvalidOperationException>(reader.BeginWrite);
    }

    [Fact]
    public void A_copy_on_a_medium_that_cannot_be_written_is_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting needs root.");
        using (SqliteNodeStore writer = Open(Path))
        {
            Append(writer, 0);
        }

        string mount = Directory.CreateDirectory(_directory.File("medium")).FullName;
        Assert.SkipUnless(Mounts.TryTmpfs(mount, "8m"), "Nothing can be mounted here.");
        try
        {
            File.Copy(Path, System.IO.Path.Combine(mount, "node.db"));
            Mounts.Remount(mount, "ro");
            string medium = System.IO.Path.Combine(mount, "node.db");
            using (SqliteNodeStore reader = Open(medium, readOnly: true))
            {
                Assert.Single(reader.Read.Entries(LogName.Release, 0, 10));
            }

            Assert.Throws<StoreUnavailableException>(() => Open(medium));
        }
        finally
        {
            Mounts.Unmount(mount);
        }
    }

    private string Copy()
    {
        string copy = Directory.CreateDirectory(_directory.File("copy")).FullName;
        foreach (string file in Directory.GetFiles(_directory.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(file)));
        }

        return System.IO.Path.Combine(copy, "node.db");
    }

    private static SqliteNodeStore Open(string path, bool readOnly = false) =>
        SqliteNodeStore.Open(new SqliteOptions { Path = path, ReadOnly = readOnly });

    private static void Append(SqliteNodeStore store, long index)
    {
        using INodeWrite write = store.BeginWrite();
        write.AddEntry(Rows.Entry(index));
        write.Commit();
    }
}
