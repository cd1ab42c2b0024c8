using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class ReceiptGrowthTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_partner_that_logs_receipts_for_one_release_without_end_does_not_fill_the_disk_of_the_releaser()
    {
        string path = _directory.File("node.db");
        using (SqliteNodeStore store = SqliteNodeStore.Open(new SqliteOptions { Path = path }))
        {
            using INodeWrite write = store.BeginWrite();
            write.AddEntry(Rows.Entry(0, StatementKind.Release, Rows.Nato, Rows.Id("product")));
            for (int i = 0; i < 100; i++)
            {
                write.AddReceipt(new ReceiptRow(Rows.Nato, 0, Rows.Hash($"receipt {i}"), i, i));
            }

            write.Commit();
        }

        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM receipt_statement";
        Assert.Equal(1L, count.ExecuteScalar());
    }
}
