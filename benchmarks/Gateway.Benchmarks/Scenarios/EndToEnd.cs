using System.Diagnostics;
using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Node.Federation;
using Gateway.Protocol.V1;
using Grpc.Net.Client;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>
/// The whole way, live: callers submit at USA over mutual TLS; it flattens, seals, decides, logs and serves; FRA verifies, stores and logs
/// receipts, which USA checks and keeps. Beside it a bare stream of the packages that arrive.
/// </summary>
internal static class EndToEnd
{
    private const int Callers = 16;
    private const int MostTurns = 3;
    private const int Share = 4;

    public static async Task<IReadOnlyList<Result>> RunAsync(string folder, Pace pace)
    {
        await using NodePair pair = await NodePair.StartAsync(folder);
        await pair.PublishAsync(pace.Packages);
        using GrpcChannel liaison = pair.ConnectLiaison(), partner = pair.Connect(pair.Address);
        List<byte[]> messages = [];
        await Pull.ReceiveAsync(partner, Pull.Feed, Pull.Request(0), pace.Packages + 1, messages.Add);
        await using BareStream bare = await BareStream.StartAsync(pair.Usa.Settings.Certificate, messages);
        using GrpcChannel bareChannel = pair.Connect(bare.Address);

        using Subscription subscription = pair.Subscribe(partner);
        using var stop = new CancellationTokenSource();
        Task running = Task.Run(() => subscription.RunAsync(stop.Token));
        await await Task.WhenAny(pair.ReceivedAsync(), running);
        var client = new Assessment.AssessmentClient(liaison);
        int submitted = 0;
        Result result = Contest.Run(
            "end to end, stored with receipt",
            null,
            () => ShareAsync(pair, client, pace, () => Interlocked.Increment(ref submitted)).GetAwaiter().GetResult(),
            () => pace.Packages / Pull.ReceiveAsync(bareChannel, BareStream.Bare, [], messages.Count, null).GetAwaiter().GetResult(),
            Math.Min(pace.Turns, MostTurns));
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        return [result];
    }

    private static async Task<double> ShareAsync(NodePair pair, Assessment.AssessmentClient client, Pace pace, Func<int> next)
    {
        RiskAssessment assessment = BenchAssessment.Make();
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, pace.Packages / Share), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (_, cancellation) =>
        {
            var request = new SubmitRequest { SubmissionId = $"bench-{next()}", SizeClass = SizeClass._128, Assessment = assessment };
            await client.SubmitAsync(request, cancellationToken: cancellation);
        });
        await pair.ReceivedAsync();
        return pace.Packages / Share / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
