using System.Diagnostics;
using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.Sealing;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>A sealed product of forty portions through the gate to thirty partners: 1,200 decisions, 91 rows beside its 40 portions.</summary>
internal static class FanOut
{
    private const string Why = "one writer puts down statements, feed rows and records of 30 partners";

    private static readonly string[] Tables =
        ["portion_exercise", "manifest_exercise", "catalog_exercise", "product", "submission", "release_log", "internal_log", "feed", "decision", "decision_portions"];

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchWorld world, string folder, Pace pace)
    {
        const int Sample = 64;
        await using var node = new BenchNode(world, folder);
        await Task.WhenAll(Enumerable.Range(0, Sample).Select(_ => node.PublishAsync(node.Seal())));
        using var bare = new BareInsert(node.Database, folder, int.MaxValue, Tables);
        for (int i = 0; i < 8; i++)
        {
            bare.Run(1, TimeSpan.Zero);
        }

        double Bare(int products) => products * bare.Run(products / (double)Sample, pace.Turn);

        return
        [
            Contest.Run("fan-out to 30, 1 in a commit", new Gate(500, 0, Why), () => Publish(node, 1, pace.Turn), () => Bare(1), pace.Turns),
            Contest.Run("fan-out to 30, 32 in a commit", new Gate(1_500, 0, Why), () => Publish(node, 32, pace.Turn), () => Bare(32), pace.Turns),
            Contest.Run("the same, 1 in a commit, by processor time", null, () => Run(node, 1, pace.Turn).OfProcessor, () => OfProcessor(() => Bare(1)), pace.Turns),
            Contest.Run("the same, 32 in a commit, by processor time", null, () => Run(node, 32, pace.Turn).OfProcessor, () => OfProcessor(() => Bare(32)), pace.Turns),
        ];
    }

    /// <summary>Products a second.</summary>
    public static double Publish(BenchNode node, int callers, TimeSpan time) => Run(node, callers, time).Rate;

    // Sealed before the clocks start; 32 callers keep about 32 products in each commit.
    private static (double Rate, double OfProcessor) Run(BenchNode node, int callers, TimeSpan time)
    {
        const int Most = 1_000;
        var sealedBefore = new Stack<SealedProduct>(Enumerable.Range(0, Most).Select(_ => node.Seal()));
        var taking = new Lock();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();

        async Task<int> CallAsync()
        {
            int count = 0;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                SealedProduct? product;
                lock (taking)
                {
                    if (!sealedBefore.TryPop(out product))
                    {
                        break;
                    }
                }

                await node.PublishAsync(product);
                count++;
            }

            return count;
        }

        int products = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync))).GetAwaiter().GetResult().Sum();
        return (products / Stopwatch.GetElapsedTime(start).TotalSeconds, products / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>A second of processor time in the place of a second: what others do on the machine counts less.</summary>
    private static double OfProcessor(Func<double> rate)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        double done = rate() * Stopwatch.GetElapsedTime(start).TotalSeconds;
        return done / (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
    }
}
