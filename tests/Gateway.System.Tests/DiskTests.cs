using Gateway.Testing;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Real disks that run full or cannot be written, under real nodes.</summary>
public sealed class DiskTests
{
    private const int Few = 40;

    [Fact]
    public async Task A_full_disk_under_a_publisher_refuses_releases_nothing_unlogged_and_is_left_behind_unaided()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        SmallDisk? disk = nodes.TryPutOnSmallDisk("USA", megabytes: 16);
        Assert.SkipUnless(disk is not null, SmallDisk.Absent);
        RunningNode[] both = await Task.WhenAll(nodes.StartAsync("USA"), nodes.StartAsync("FRA"));
        both[0].ExpectedErrors.Add("store is unavailable");
        var work = new Workload(nodes);
        await work.SubmitAsync("USA", "before", 2);

        disk.FillUpTo(left: 128 * 1024);
        RpcException failure = await FirstFailure(both[0]);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        await both[0].WroteAsync("The disk under the store is full");
        Assert.Empty(Records.Violations(nodes, work.Told, settled: false, "USA"));

        disk.MakeRoom();
        await work.SubmitAsync("USA", "full", Few);
        await Records.SoundAsync(nodes, work, "USA", "FRA");
    }

    [Fact]
    public async Task A_full_disk_under_a_recipient_holds_up_nothing_but_what_comes_in_and_is_left_behind_unaided()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        SmallDisk? disk = nodes.TryPutOnSmallDisk("FRA", megabytes: 16);
        Assert.SkipUnless(disk is not null, SmallDisk.Absent);
        RunningNode[] both = await Task.WhenAll(nodes.StartAsync("USA"), nodes.StartAsync("FRA"));
        both[1].ExpectedErrors.Add("StoreUnavailableException");
        both[1].ExpectedErrors.Add("store is unavailable");
        var work = new Workload(nodes);
        await work.SubmitAsync("USA", "before", 2);
        await Records.SoundAsync(nodes, work, "USA", "FRA");

        disk.FillUpTo(left: 64 * 1024);
        await work.SubmitAsync("USA", "full", Few);
        await both[1].WroteAsync("The subscription to USA failed with StoreUnavailableException");
        Assert.Empty(Records.Violations(nodes, work.Told, settled: false, "USA", "FRA"));

        disk.MakeRoom();
        await Records.SoundAsync(nodes, work, "USA", "FRA");
    }

    [Fact]
    public async Task A_disk_that_runs_low_is_told_early_and_submissions_are_refused_before_it_is_full()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        SmallDisk? disk = nodes.TryPutOnSmallDisk("USA", megabytes: 40, warnBelow: 20, refuseBelow: 10);
        Assert.SkipUnless(disk is not null, SmallDisk.Absent);
        RunningNode usa = await nodes.StartAsync("USA");
        usa.ExpectedErrors.Add("ALARM: only");
        usa.ExpectedErrors.Add("nearly full");
        var work = new Workload(nodes);
        disk.FillUpTo(left: 15 * 1024 * 1024);
        await usa.WroteAsync("below 10 MB nothing new is taken");
        await work.SubmitAsync("USA", "low");

        disk.FillUpTo(left: 0);
        disk.MakeRoom();
        disk.FillUpTo(left: 5 * 1024 * 1024);
        await usa.WroteAsync("ALARM: only");
        using NodeCaller liaison = nodes.Caller("USA", "liaison");
        RpcException failure = await Calls.FailureAsync(liaison.Assessments.SubmitAsync(Samples.Request("too low")));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);

        disk.MakeRoom();
        await usa.WroteAsync("enough again");
        await work.SubmitAsync("USA", "too low");
        await Records.SoundAsync(nodes, work, "USA");
    }

    [Fact]
    public async Task A_node_on_a_disk_that_cannot_be_written_does_not_start_says_why_and_starts_when_it_can()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        SmallDisk? disk = nodes.TryPutOnSmallDisk("USA", megabytes: 16);
        Assert.SkipUnless(disk is not null, SmallDisk.Absent);
        var work = new Workload(nodes);
        RunningNode usa = await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "before", 2);
        await usa.KillAsync();

        disk.SetReadOnly(true);
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains("read-only", output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);

        disk.SetReadOnly(false);
        await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "after", 2);
        await Records.SoundAsync(nodes, work, "USA");
    }

    /// <summary>Submits until the node refuses; what it took before is submitted again later, under the same ids.</summary>
    private static async Task<RpcException> FirstFailure(RunningNode node)
    {
        using var liaison = new NodeCaller(node, "liaison");
        return await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (int i = 0; i < Few; i++)
            {
                await liaison.Assessments.SubmitAsync(Samples.Request($"full-{i}"), cancellationToken: Calls.Cancellation);
            }
        });
    }
}
