using System.Globalization;
using Gateway.Protocol.V1;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>A node that watches dies between finding, recording, submitting and noting; every degree is told once, and the last one is told.</summary>
public sealed class WatchCrashTests
{
    private const int Killed = 137;

    [Theory]
    [InlineData("watch-evaluated:4")]
    [InlineData("watch-recorded")]
    [InlineData("watch-submitted")]
    [InlineData("watch-recorded:2")]
    [InlineData("watch-submitted:2")]
    public async Task A_watch_that_dies_at_a_step_loses_and_doubles_nothing(string at)
    {
        await using NodeSet nodes = WatchWorld.Prepare();
        Task<RunningNode> starting = nodes.StartAsync("FRA");
        RunningNode usa = await nodes.StartArmedAsync("USA", at) ?? throw new InvalidOperationException("The node died before it listened.");
        RunningNode fra = await starting;
        Task<int> ended = usa.EndedAsync();
        var work = new Workload(nodes);
        Task<double> submitting = WorsenAsync(work, ended);
        Assert.Equal(Killed, await ended);

        await nodes.StartAsync("USA");
        double last = await submitting;
        string worst = string.Create(CultureInfo.InvariantCulture, $"observes {last} events");
        await fra.WarnedAsync(1, WatchWorld.About(worst));
        await Records.SoundAsync(nodes, work, "USA", "FRA");
        List<SharedProduct> warned = await fra.WarnedAsync(1, _ => true);
        Assert.Single(warned.Select(shared => shared.LineageId).Distinct());
        Assert.Equal(WarningKind.Alert, warned[0].Warning.Header[0].Kind);
        Assert.All(warned.Skip(1), shared => Assert.Equal(WarningKind.Update, shared.Warning.Header[0].Kind));
        Assert.Equal(warned.Count, warned.Select(shared => shared.Warning.Danger[0].Statement).Distinct().Count());
        Assert.Contains(worst, warned[^1].Warning.Danger[0].Statement, StringComparison.Ordinal);
    }

    /// <summary>Reports one step more each time until the node has died; the last number.</summary>
    private static async Task<double> WorsenAsync(Workload work, Task ended)
    {
        var values = new List<double>();
        for (int i = 0; i < 2 || !ended.IsCompleted; i++)
        {
            values.Add(21 + (20 * i));
            await work.SubmitAsync("USA", WatchWorld.Observation($"seen-{i}", "murders", WatchWorld.Everybody, values: [.. values]));
        }

        return values[^1];
    }
}
