using Gateway.Testing;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Nodes that end as in a power cut, in the middle of a feed.</summary>
public sealed class KillTests
{
    private const int Many = 60;

    [Fact]
    public async Task A_subscriber_killed_in_the_middle_loses_nothing_and_holds_nothing_twice()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        const int Kills = 3;
        for (int kill = 0; kill < Kills; kill++)
        {
            // More waits each time: a subscriber takes all that has arrived in one commit.
            await Books.SubmitMany(usa, kill * Many, Many);
            RunningNode fra = await nodes.StartAsync("FRA");
            await fra.WroteAsync("Holding 1 new of USA");
            await fra.KillAsync();
        }

        await nodes.StartAsync("FRA");
        await Books.Reconciled(nodes, Kills * Many);
    }

    [Fact]
    public async Task A_publisher_killed_in_the_middle_loses_nothing_that_it_confirmed_and_sends_nothing_twice()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        for (int kill = 0; kill < 2; kill++)
        {
            Task submitting = Books.SubmitMany(usa, kill * Many, Many);
            await fra.WroteAsync("Holding 1 new of USA");
            await usa.KillAsync();
            await Assert.ThrowsAnyAsync<RpcException>(() => submitting);
            usa = await nodes.StartAsync("USA");

            // The client does not know what was taken; it submits all of it again.
            await Books.SubmitMany(usa, kill * Many, Many);
        }

        await Books.Reconciled(nodes, 2 * Many);
    }
}
