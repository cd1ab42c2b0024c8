using System.Diagnostics;
using System.Globalization;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;

namespace Gateway.Storage.Tests.Sqlite;

/// <summary>A child process that commits batches until it is killed, and says after every commit how long its log is.</summary>
internal static class EndlessWriter
{
    public const string Argument = "--write-until-killed";

    public const int Batch = 7;

    public static Process Start(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(path);
        return Process.Start(start)!;
    }

    public static void Run(string path)
    {
        using var store = SqliteNodeStore.Open(new SqliteOptions { Path = path });
        for (long size = store.Read.Head(LogName.Release)?.Size ?? 0; ; size += Batch)
        {
            SealedProduct product = Rows.Product(size.ToString(CultureInfo.InvariantCulture));
            using (INodeWrite write = store.BeginWrite())
            {
                write.AddSealed(product);
                for (long index = size; index < size + Batch; index++)
                {
                    write.Savepoint();
                    write.AddEntry(Rows.Entry(index, subject: Rows.Fra, product: product.Id));
                    write.AddFeedRow(Rows.Feed(Rows.Fra, index + 1, index, product.Id));
                }

                write.SetHead(new StoredHead(LogName.Release, size + Batch, Rows.Hash("note")));
                write.Commit();
            }

            Console.Out.WriteLine((size + Batch).ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }
    }
}
