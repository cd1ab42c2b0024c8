using System.Net;
using System.Net.Sockets;
using Gateway.Cli.Nodes;
using Gateway.Core.Partners;
using Gateway.DevKeys;

namespace Gateway.Cli.Demo;

/// <summary>The three nodes of the demo, each a process with a folder of its own.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private readonly Dictionary<string, NodeProcess> _nodes = [];
    private readonly TimeProvider _time;

    private DemoWorld(string directory, TimeProvider time)
    {
        Directory = directory;
        _time = time;
    }

    public static IReadOnlyList<string> Codes { get; } = ["USA", "FRA", "SWE"];

    /// <summary>Parent of the nodes' folders.</summary>
    public string Directory { get; }

    public bool Running => _nodes.Count > 0;

    /// <summary>Makes development keys and starts the nodes.</summary>
    public static async Task<DemoWorld> StartAsync(string directory, TimeProvider time, CancellationToken cancellation)
    {
        DevelopmentKeys.Generate(directory, time, [.. Codes.Zip(FreePorts(Codes.Count), (code, port) => new DevPartner(PartnerCode.Of(code), port))]);
        var world = new DemoWorld(directory, time);
        try
        {
            NodeProcess[] started = await Task.WhenAll(
                Codes.Select(code => NodeProcess.StartAsync(world.Folder(code), development: true, cancellation)));
            for (int i = 0; i < started.Length; i++)
            {
                world._nodes[Codes[i]] = started[i];
            }

            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public string Folder(string code) => Path.Combine(Directory, code);

    public Uri Address(string code) => _nodes[code].Address;

    /// <summary>Connects as a local caller of a node.</summary>
    public NodeClient Connect(string code, string role) => NodeFolder.Read(Folder(code), role, Address(code)) switch
    {
        NodeAccess.Known known => known.Connect(_time),
        NodeAccess.Unknown unknown => throw new IOException(unknown.Reason),
        _ => throw new InvalidOperationException("NodeAccess is closed."),
    };

    /// <summary>Stops all nodes; what they stored stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Values.Select(node => node.DisposeAsync().AsTask()));
        _nodes.Clear();
    }

    /// <summary>Ports that nobody listens on; all held until the last is found, so none comes twice.</summary>
    private static List<int> FreePorts(int count)
    {
        List<TcpListener> listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        listeners.ForEach(listener => listener.Start());
        List<int> ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
