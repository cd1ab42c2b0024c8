using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>
/// A node dies by SIGKILL at every named step of its work, is started again, and the client finishes. Then the independent check reads both
/// databases: nothing lost, nothing doubled, nothing unlogged, nothing undecided.
/// </summary>
public abstract class CrashTests
{
    private const int Killed = 137;
    private const int Products = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>One node is armed, dies in the middle of the work, and comes back.</summary>
    private protected static async Task DiesAndNothingIsBroken(string armed, string at)
    {
        await using NodeSet nodes = NodeSet.Prepare();
        string other = armed == "USA" ? "FRA" : "USA";
        Task<RunningNode> starting = nodes.StartAsync(other);
        RunningNode? dying = await nodes.StartArmedAsync(armed, at);
        await starting;
        var work = new Workload(nodes);
        Task submitting = work.SubmitAsync("USA", "crash", Products);
        Task<int> more = Task.FromResult(0);
        if (dying is not null)
        {
            Task<int> ended = dying.EndedAsync();
            more = MoreAsync(work, submitting, ended);
            Assert.Equal(Killed, await ended);
        }

        // What is on record now must hold whatever comes: only arrivals may be outstanding.
        Assert.Empty(Records.Violations(nodes, work.Told, settled: false, armed));
        RunningNode back = await nodes.StartAsync(armed);
        await submitting;
        int submitted = Products + await more;
        await Records.SoundAsync(nodes, work, "USA", "FRA");
        Assert.Equal(submitted, work.Told.Count);

        // Ending well is for other tests, and takes longer.
        await Task.WhenAll(back.KillAsync(), (await starting).KillAsync());
    }

    // How often a step is passed depends on what one batch takes in: all receipts may come in one. More work, one by one, gets there.
    private static async Task<int> MoreAsync(Workload work, Task first, Task ended)
    {
        await Task.WhenAny(first, ended);
        int more = 0;
        while (!ended.IsCompleted)
        {
            await work.SubmitAsync("USA", $"more-{more++}");
            await Task.WhenAny(ended, Task.Delay(Pause, Calls.Cancellation));
        }

        return more;
    }
}

/// <summary>The node that submissions come to.</summary>
public sealed class PublisherCrashTests : CrashTests
{
    // The first transaction of a node states keys, roster and policy.
    public static TheoryData<string> Points { get; } =
    [
        "batch-begun", "before-commit", "after-commit", "surroundings-stated",
        "submission-validated:2", "product-sealed:2", "batch-begun:3", "batch-ran:3", "before-commit:3", "after-commit:3", "after-publish:3",
        "before-answer:2", "before-send:2", "after-send:2", "receipt-checked", "receipt-stored:2",
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public Task A_publisher_that_dies_at_a_step_loses_doubles_and_hides_nothing(string at) => DiesAndNothingIsBroken("USA", at);

    [Fact]
    public async Task A_publisher_that_dies_between_a_withdrawal_and_telling_it_sends_nothing_that_policy_denies()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        var work = new Workload(nodes);
        RunningNode usa = await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "before", 3);
        Assert.Equal(0, await usa.StopAsync());
        await nodes.DropPolicyAsync("USA", PolicyChanges.Only(FederationTests.MetadataOnly));
        Task<RunningNode?> starting = nodes.StartArmedAsync("USA", "withdrawn:2");
        RunningNode fra = await nodes.StartAsync("FRA");
        await (await starting)!.EndedAsync();
        await nodes.StartAsync("USA");
        await Records.SoundAsync(nodes, work, "USA", "FRA");
        Assert.Equal(0, await fra.StopAsync());
        Assert.All(Directory.GetFiles(nodes.Folder("FRA"), "gateway.db*"), path =>
            Assert.False(Leak.In(File.ReadAllBytes(path), Samples.OnlyFrance), path));
    }

    [Fact]
    public async Task A_node_that_dies_while_it_states_where_its_internal_log_stands_starts_again()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        var work = new Workload(nodes);
        RunningNode? usa = await nodes.StartArmedAsync("USA", "internal-head-stated");
        await work.SubmitAsync("USA", "stated", 1);
        Assert.Equal(137, await usa!.StopAsync());
        await nodes.StartAsync("USA");
        await Records.SoundAsync(nodes, work, "USA");
    }
}

/// <summary>The node that products are released to.</summary>
public sealed class RecipientCrashTests : CrashTests
{
    public static TheoryData<string> Points { get; } =
    [
        "item-received:2", "package-verified:2", "batch-begun:2", "batch-ran:2", "before-commit:2", "after-commit:2", "after-publish:2",
        "package-stored:2", "before-acknowledge", "after-acknowledge", "before-commit:3", "after-commit:3",
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public Task A_recipient_that_dies_at_a_step_loses_doubles_and_hides_nothing(string at) => DiesAndNothingIsBroken("FRA", at);
}
