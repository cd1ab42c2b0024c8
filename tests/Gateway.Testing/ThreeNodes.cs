using Gateway.Core.Partners;
using Gateway.DevKeys;

namespace Gateway.Testing;

/// <summary>Nodes USA, FRA and SWE with development keys in a folder of their own, started and ended together.</summary>
public sealed class ThreeNodes : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();

    /// <summary>Parent of the nodes' folders.</summary>
    public string Directory => _directory.Path;

    /// <summary>United States.</summary>
    public RunningNode Usa { get; private set; } = null!;

    /// <summary>France.</summary>
    public RunningNode Fra { get; private set; } = null!;

    /// <summary>Sweden.</summary>
    public RunningNode Swe { get; private set; } = null!;

    /// <summary>Makes keys and starts all three.</summary>
    public static async Task<ThreeNodes> StartAsync()
    {
        var nodes = new ThreeNodes();
        string[] codes = ["USA", "FRA", "SWE"];
        DevelopmentKeys.Generate(
            nodes.Directory, TimeProvider.System, [.. codes.Select(code => new DevPartner(PartnerCode.Of(code), RunningNode.FreePort()))]);
        RunningNode[] started = await Task.WhenAll(codes.Select(code => RunningNode.StartAsync(Path.Combine(nodes.Directory, code))));
        (nodes.Usa, nodes.Fra, nodes.Swe) = (started[0], started[1], started[2]);
        return nodes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Usa.DisposeAsync();
        await Fra.DisposeAsync();
        await Swe.DisposeAsync();
        _directory.Dispose();
    }
}
