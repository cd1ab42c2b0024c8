using Gateway.Core.Partners;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;

namespace Gateway.Node.Tests.Hosting;

/// <summary>A roster names who may have what: an older one brings back partners and keys that were taken out.</summary>
public sealed class RosterHistoryTests : IAsyncDisposable
{
    private readonly NodeFolders _folders = new();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_node_that_followed_a_roster_starts_under_no_older_one_and_under_no_other_of_that_version()
    {
        NodeSettings first = _folders.Settings("USA");
        NodeSettings second = At(first, 2), otherSecond = At(first, 2, quorum: 2), third = At(first, 3);
        await (await Open(second)).DisposeAsync();
        Assert.Contains("roster", (await Assert.ThrowsAsync<NodeRefusedException>(() => Open(first))).Message, StringComparison.Ordinal);
        Assert.Contains("roster", (await Assert.ThrowsAsync<NodeRefusedException>(() => Open(otherSecond))).Message, StringComparison.Ordinal);
        await (await Open(second)).DisposeAsync();
        await (await Open(third)).DisposeAsync();
        await Assert.ThrowsAsync<NodeRefusedException>(() => Open(second));
    }

    private static Task<NodeState> Open(NodeSettings settings) =>
        NodeStartup.OpenAsync(settings, TimeProvider.System, TestContext.Current.CancellationToken);

    private static NodeSettings At(NodeSettings settings, int version, int quorum = 3)
    {
        Roster roster = settings.Model.Roster;
        RosterTerms terms = roster.Terms with { Version = version, Previous = roster.Digest, Quorum = quorum };
        return settings with { Model = settings.Model with { Roster = new Roster(terms, roster.Partners, roster.Coalitions) } };
    }
}
