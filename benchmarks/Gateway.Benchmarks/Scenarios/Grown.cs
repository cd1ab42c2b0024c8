using Gateway.Benchmarks.World;
using Gateway.Core.Sealing;
using Grpc.Net.Client;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>A node with a long log against one with an empty log, which has to be as fast: nothing on the hot path grows with age.</summary>
internal static class Grown
{
    private static readonly Gate Same = new(0, 0.7, "larger indexes and a larger tree cost more than they should");

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchWorld world, string folder, Pace pace)
    {
        byte[] body = new ReceiptBody("gateway.example.fr/log", [RandomSource.System.Bytes(32)], []).Encode();
        List<Result> results = [];
        await using (BenchNode old = new(world, folder), young = new(world, folder))
        {
            await Preload.FillAsync(old.Commit, BenchWorld.France, pace.Grown);
            results.Add(Contest.Run(
                "grown log, 1 caller",
                Same,
                () => Statements.Callers(old, body, 1, 1, pace.Turn),
                () => Statements.Callers(young, body, 1, 1, pace.Turn),
                pace.Turns));
            results.Add(Contest.Run(
                "grown log, batches of 256",
                Same,
                () => Statements.Callers(old, body, 1, 256, pace.Turn),
                () => Statements.Callers(young, body, 1, 256, pace.Turn),
                pace.Turns));
            results.Add(Contest.Run(
                "grown log, fan-out to 30",
                Same,
                () => FanOut.Publish(old, 32, pace.Turn),
                () => FanOut.Publish(young, 32, pace.Turn),
                pace.Turns));
        }

        await using (NodePair old = await NodePair.StartAsync(folder, pace.Grown), young = await NodePair.StartAsync(folder))
        {
            await old.PublishAsync(pace.Packages);
            await young.PublishAsync(pace.Packages);
            using GrpcChannel ofOld = old.Connect(old.Address), ofYoung = young.Connect(young.Address);
            results.Add(Contest.Run(
                "grown log, pull", Same, () => Pull.Received(old, ofOld, pace), () => Pull.Received(young, ofYoung, pace), pace.Turns));
        }

        return results;
    }
}
