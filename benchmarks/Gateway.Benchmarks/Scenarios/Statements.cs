using System.Diagnostics;
using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>Durable statements through the one writer. A RECEIPT is a usual statement: one leaf hash, about 180 bytes in the log.</summary>
internal static class Statements
{
    private const string Why = "two signatures a commit; entries are made, hashed and put in order";

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchWorld world, string folder, Pace pace)
    {
        await using var node = new BenchNode(world, folder);
        byte[] body = new ReceiptBody("gateway.example.fr/log", [RandomSource.System.Bytes(32)], []).Encode();
        await node.Commit.RunAsync(scope => Append(scope, body, 1_024), CancellationToken.None);
        using var bare = new BareInsert(node.Database, folder, 1_024, "release_log");

        // Both write-ahead logs have their full size before the clock starts: a file that grows makes every sync dearer.
        for (int i = 0; i < 32; i++)
        {
            await node.Commit.RunAsync(scope => Append(scope, body, 2_048), CancellationToken.None);
            bare.Run(2, TimeSpan.Zero);
        }

        double Bare(int batch) => batch * bare.Run(batch / 1_024.0, pace.Turn);

        return
        [
            Contest.Run("log, 1 caller", new Gate(1_000, 0.3, Why), () => Callers(node, body, 1, 1, pace.Turn), () => Bare(1), pace.Turns),
            Contest.Run("log, 64 callers", new Gate(25_000, 0.35, Why), () => Callers(node, body, 64, 1, pace.Turn), () => Bare(64), pace.Turns),
            Contest.Run("log, batches of 256", new Gate(60_000, 0.5, Why), () => Callers(node, body, 1, 256, pace.Turn), () => Bare(256), pace.Turns),
        ];
    }

    public static double Callers(BenchNode node, byte[] body, int callers, int batch, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        Task<int>[] running = [.. Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(node, body, batch, start, time)))];
        int statements = Task.WhenAll(running).GetAwaiter().GetResult().Sum();
        return statements / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<int> CallAsync(BenchNode node, byte[] body, int batch, long start, TimeSpan time)
    {
        int statements = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            statements += await node.Commit.RunAsync(scope => Append(scope, body, batch), CancellationToken.None);
        }

        return statements;
    }

    private static int Append(CommitScope scope, byte[] body, int count)
    {
        for (int i = 0; i < count; i++)
        {
            scope.Append(StatementKind.Receipt, body, BenchWorld.France, null);
        }

        return count;
    }
}
