using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gateway.Core.Partners;
using Gateway.DevKeys;

namespace Gateway.Testing;

/// <summary>
/// Folders of nodes USA, FRA and SWE with development keys, each node started, ended and started again when a test says so. Ends what
/// still runs, and fails when a node logged an Error that the test did not expect.
/// </summary>
public sealed class NodeSet : IAsyncDisposable
{
    private static readonly string[] Codes = ["USA", "FRA", "SWE"];
    private readonly TempDirectory _directory = new();
    private readonly List<RunningNode> _started = [];
    private readonly List<SmallDisk> _disks = [];

    private NodeSet()
    {
    }

    /// <summary>Parent of the nodes' folders.</summary>
    public string Directory => _directory.Path;

    /// <summary>Makes keys and configuration; starts nothing.</summary>
    public static NodeSet Prepare()
    {
        var set = new NodeSet();
        DevelopmentKeys.Generate(
            set.Directory, TimeProvider.System, [.. Codes.Select(code => new DevPartner(PartnerCode.Of(code), RunningNode.FreePort()))]);
        return set;
    }

    /// <summary>A node's folder.</summary>
    public string Folder(string code) => Path.Combine(Directory, code);

    /// <summary>Puts one policy file in the place of all that a node has; answers with those.</summary>
    public (string Name, string Text)[] SetPolicy(string code, string text) => SetPolicy(code, [("outbound.relpol", text)]);

    /// <summary>Puts policy files in the place of all that a node has; answers with those.</summary>
    public (string Name, string Text)[] SetPolicy(string code, IEnumerable<(string Name, string Text)> files)
    {
        string folder = Path.Combine(Folder(code), "policies");
        (string, string)[] before = [.. System.IO.Directory.GetFiles(folder).Select(file => (Path.GetFileName(file), File.ReadAllText(file)))];
        System.IO.Directory.Delete(folder, recursive: true);
        System.IO.Directory.CreateDirectory(folder);
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return before;
    }

    /// <summary>A node's database file.</summary>
    public string Database(string code) => Path.Combine(Folder(code), "gateway.db");

    /// <summary>Puts a node's record on a small disk of its own before the node starts; null where none can be mounted.</summary>
    public SmallDisk? TryPutOnSmallDisk(string code, int megabytes, int warnBelow = 0, int refuseBelow = 0)
    {
        Configure(code, gateway =>
        {
            gateway["Data"] = "disk";
            gateway["Disk"] = new JsonObject { ["WarnBelowMegabytes"] = warnBelow, ["RefuseBelowMegabytes"] = refuseBelow };
        });
        SmallDisk? disk = SmallDisk.TryMount(Path.Combine(Folder(code), "disk"), megabytes);
        if (disk is not null)
        {
            _disks.Add(disk);
        }

        return disk;
    }

    /// <summary>A local caller of a node at its configured address, whether the node runs or not.</summary>
    public NodeCaller Caller(string code, string role)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(code), "appsettings.json")))!;
        return new NodeCaller(Folder(code), new Uri(root["Gateway"]!["Listen"]!.GetValue<string>()), role);
    }

    /// <summary>Starts a node that dies at the nth passing of a crash point; null when it died before it listened.</summary>
    public async Task<RunningNode?> StartArmedAsync(string code, string crashAt)
    {
        Configure(code, gateway => gateway["CrashAt"] = crashAt);
        try
        {
            return await StartAsync(code);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        finally
        {
            Configure(code, gateway => gateway.Remove("CrashAt"));
        }
    }

    /// <summary>Starts a node, or starts it again.</summary>
    public async Task<RunningNode> StartAsync(string code)
    {
        RunningNode node = await RunningNode.StartAsync(Folder(code));
        _started.Add(node);
        return node;
    }

    /// <summary>Maps one more local caller before the node starts; its certificate lies beside the others.</summary>
    public void AddCaller(string code, string name, string role, string clearance, DateTimeOffset? until = null)
    {
        string folder = Folder(code);
        using X509Certificate2 certificate = TestCertificate.Write(Path.Combine(folder, "callers", name), until);
        Configure(code, gateway => gateway["Callers"]!.AsArray().Add(new JsonObject
        {
            ["Name"] = name,
            ["Thumbprint"] = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)),
            ["Role"] = role,
            ["Clearance"] = clearance,
            ["Organisation"] = code,
        }));
    }

    /// <summary>Changes section Gateway of a node's configuration.</summary>
    public void Configure(string code, Action<JsonObject> change)
    {
        string path = Path.Combine(Folder(code), "appsettings.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        change(root["Gateway"]!.AsObject());
        File.WriteAllText(path, root.ToJsonString());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        foreach (RunningNode node in _started)
        {
            try
            {
                await node.DisposeAsync();
            }
            catch (InvalidOperationException failure)
            {
                failures.Add(failure);
            }
        }

        _disks.ForEach(disk => disk.Dispose());
        _directory.Dispose();
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
