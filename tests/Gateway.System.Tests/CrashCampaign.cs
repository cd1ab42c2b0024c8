using System.Diagnostics;
using System.Globalization;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>
/// Random nodes die at random times under load; after each round the load stops, everything settles and the independent check reads all
/// databases. <c>./dev crash --minutes N --seed S</c> goes on for N minutes; the suite runs one short round. The seed chooses whom and when,
/// not how the machine schedules: a failure is repeated by the round's kind, not to the instruction.
/// </summary>
public sealed class CrashCampaign(ITestOutputHelper output)
{
    private const int Kills = 4;
    private static readonly string[] Codes = ["USA", "FRA", "SWE"];

    [Fact]
    public async Task Nodes_that_die_at_random_under_load_lose_double_and_hide_nothing()
    {
        int seed = Setting("GATEWAY_CRASH_SEED", 20_260_101);
        TimeSpan duration = TimeSpan.FromMinutes(Setting("GATEWAY_CRASH_MINUTES", 0));
        var random = new Random(seed);
        long began = Stopwatch.GetTimestamp();
        await using NodeSet nodes = NodeSet.Prepare();
        var running = new Dictionary<string, RunningNode>();
        foreach (string code in Codes)
        {
            running[code] = await nodes.StartAsync(code);
        }

        var work = new Workload(nodes);
        int round = 0;
        do
        {
            await RoundAsync(nodes, running, work, random, round);
            round++;
            output.WriteLine(FormattableString.Invariant(
                $"seed {seed}, round {round}: {work.Told.Count} submissions, {round * Kills} kills, sound after {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s"));
        }
        while (Stopwatch.GetElapsedTime(began) < duration);
    }

    private static async Task RoundAsync(NodeSet nodes, Dictionary<string, RunningNode> running, Workload work, Random random, int round)
    {
        using var enough = new CancellationTokenSource();
        Task[] load = [LoadAsync(work, "USA", round, enough.Token), LoadAsync(work, "SWE", round, enough.Token)];
        for (int i = 0; i < Kills; i++)
        {
            string code = Codes[random.Next(Codes.Length)];
            using (var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(1, 700))))
            {
                await moment.WaitForNextTickAsync(Calls.Cancellation);
            }

            await running[code].KillAsync();
            running[code] = await nodes.StartAsync(code);
        }

        await enough.CancelAsync();
        await Task.WhenAll(load);
        await Records.SoundAsync(nodes, work, Codes);
    }

    private static async Task LoadAsync(Workload work, string code, int round, CancellationToken enough)
    {
        for (int i = 0; !enough.IsCancellationRequested; i++)
        {
            await work.SubmitAsync(code, FormattableString.Invariant($"round-{round}-{i}"));
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
