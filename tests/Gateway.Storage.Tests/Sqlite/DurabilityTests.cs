using System.Diagnostics;
using System.Globalization;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class DurabilityTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_killed_writer_loses_nothing_it_committed_and_leaves_nothing_torn()
    {
        string path = _directory.File("node.db");
        foreach (int commits in (int[])[1, 2, 3, 60, 400])
        {
            long said = WriteUntilKilled(path, commits);

            using var store = SqliteNodeStore.Open(new SqliteOptions { Path = path });
            long size = store.Read.Head(LogName.Release)!.Size;
            Assert.InRange(size, said, long.MaxValue);
            Assert.Equal(0, size % EndlessWriter.Batch);
            Assert.Equal(size, store.Read.Entries(LogName.Release, 0, int.MaxValue).Count);
            Assert.Equal(size, store.Read.LastSequence(Rows.Fra, Lane.Products));
            Assert.Equal(size / EndlessWriter.Batch, store.Read.Catalog(Mode.Actual, 0, int.MaxValue).Count);
        }
    }

    [Fact]
    public void The_lock_of_a_killed_writer_is_free()
    {
        string path = _directory.File("node.db");
        WriteUntilKilled(path, 1);
        using var store = SqliteNodeStore.Open(new SqliteOptions { Path = path });
        using INodeWrite write = store.BeginWrite();
    }

    [Fact]
    public void A_reader_beside_a_writing_process_sees_whole_transactions()
    {
        string path = _directory.File("node.db");
        using Process writer = EndlessWriter.Start(path);
        try
        {
            Read(writer, 1);
            using var store = SqliteNodeStore.Open(new SqliteOptions { Path = path, ReadOnly = true });
            for (int i = 0; i < 50; i++)
            {
                long said = Read(writer, 1);
                int count = store.Read.Entries(LogName.Release, 0, int.MaxValue).Count;
                Assert.InRange(count, said, int.MaxValue);
                Assert.Equal(0, count % EndlessWriter.Batch);
            }
        }
        finally
        {
            writer.Kill();
            writer.WaitForExit();
        }
    }

    private static long WriteUntilKilled(string path, int commits)
    {
        using Process writer = EndlessWriter.Start(path);
        long said = Read(writer, commits);
        writer.Kill();
        writer.WaitForExit();
        return said;
    }

    private static long Read(Process writer, int lines)
    {
        long last = 0;
        for (int i = 0; i < lines; i++)
        {
            last = long.Parse(writer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        }

        return last;
    }
}
