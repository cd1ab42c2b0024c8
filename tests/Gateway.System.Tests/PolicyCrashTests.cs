using Gateway.Protocol.V1;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>
/// A node dies by SIGKILL at every step of bringing a policy into force and of releasing what it gives, and is started again. Afterwards the
/// policy was brought into force once, every partner has what it gives, once, and the independent check finds nothing broken.
/// </summary>
public sealed class PolicyCrashTests
{
    private const int Killed = 137;

    public static TheoryData<string> Points { get; } =
    [
        "policy-checked", "policy-recorded", "before-commit:2", "after-commit:2", "policy-activated",
        "policy-reconsidering", "policy-reconsidering:2", "policy-reconsidered",
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_node_that_dies_while_its_policy_changes_has_the_old_or_the_new_one_and_then_the_new_one(string at)
    {
        await using NodeSet nodes = NodeSet.Prepare();
        (string, string)[] wide = nodes.FirstPolicy("USA");
        nodes.SetPolicy("USA", FederationTests.MetadataOnly);
        var work = new Workload(nodes);
        RunningNode usa = await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "policy", 3);
        Assert.Equal(0, await usa.StopAsync());
        await nodes.DropPolicyAsync("USA", wide);

        if (await nodes.StartArmedAsync("USA", at) is { } dying)
        {
            Assert.Equal(Killed, await dying.EndedAsync());
        }

        Assert.InRange(nodes.Sets("USA").Count, 1, 2);
        Assert.Empty(Records.Violations(nodes, work.Told, settled: false, "USA"));

        usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        foreach (var told in work.Told)
        {
            await fra.ShowsAsync(
                Google.Protobuf.ByteString.CopyFrom(Convert.FromHexString(told.Product)), product => product.Assessment.Judgements.Count > 0);
        }

        await Records.SoundAsync(nodes, work, "USA", "FRA");
        Assert.Equal(2, nodes.Sets("USA").Count);
        await Eventually.Holds("all products decided again", () => nodes.Sets("USA")[^1].ReconsideredAtMs > 0);
        await Task.WhenAll(usa.KillAsync(), fra.KillAsync());
    }
}
