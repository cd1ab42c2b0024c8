using Gateway.Protocol.V1;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>A node that watches dies between finding, recording, submitting and noting; one warning comes of it, and no more.</summary>
public sealed class WatchCrashTests
{
    private const int Killed = 137;

    [Theory]
    [InlineData("watch-evaluated:4")]
    [InlineData("watch-recorded")]
    [InlineData("watch-submitted")]
    [InlineData("watch-recorded:2")]
    [InlineData("watch-submitted:2")]
    public async Task A_watch_that_dies_at_a_step_warns_once(string at)
    {
        await using NodeSet nodes = WatchWorld.Prepare();
        Task<RunningNode> starting = nodes.StartAsync("FRA");
        RunningNode usa = await nodes.StartArmedAsync("USA", at) ?? throw new InvalidOperationException("The node died before it listened.");
        RunningNode fra = await starting;
        var work = new Workload(nodes);
        await work.SubmitAsync("USA", WatchWorld.Observation("one", "murders", WatchWorld.Everybody, values: [21]));
        await work.SubmitAsync("USA", WatchWorld.Observation("two", "murders", WatchWorld.Everybody, values: [21, 90]));
        Assert.Equal(Killed, await usa.EndedAsync());

        await nodes.StartAsync("USA");
        List<SharedProduct> warned = await fra.WarnedAsync(at.EndsWith('2') ? 2 : 1, _ => true);
        await work.SubmitAsync("USA", WatchWorld.Observation("marker", "murders", WatchWorld.Everybody, "NER", values: [21]));
        warned = [.. (await fra.WarnedAsync(warned.Count + 1, _ => true)).Where(shared => shared.Warning.Subject[0].Iso3 == "BFA")];
        await Records.SoundAsync(nodes, work, "USA", "FRA");

        // One chain; each degree told once; the last one told is the worst.
        Assert.Single(warned.Select(shared => shared.LineageId).Distinct());
        Assert.Equal(WarningKind.Alert, warned[0].Warning.Header[0].Kind);
        Assert.Equal(warned.Count, warned.Select(shared => shared.Warning.Danger[0].Statement).Distinct().Count());
        Assert.Contains("90 events", warned[^1].Warning.Danger[0].Statement, StringComparison.Ordinal);
    }
}
