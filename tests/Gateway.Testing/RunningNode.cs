using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>
/// A real node process on loopback, started from its folder and ended by its id. Everything it logs is kept; an Error line that the test
/// did not expect fails the test when the node is disposed.
/// </summary>
public sealed class RunningNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningNode(string folder, Process process)
    {
        Folder = folder;
        _process = process;
    }

    /// <summary>The node's folder.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything it wrote, line by line.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Most memory that it held so far, bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Parts of Error lines that the test causes on purpose.</summary>
    public IList<string> ExpectedErrors { get; } = [];

    /// <summary>Starts a node and waits until it listens.</summary>
    public static async Task<RunningNode> StartAsync(string folder, string environment = "Development")
    {
        var node = new RunningNode(folder, new Process { StartInfo = Command(folder, environment), EnableRaisingEvents = true });
        node._process.OutputDataReceived += (_, line) => node.Take(line.Data);
        node._process.ErrorDataReceived += (_, line) => node.Take(line.Data);
        node._process.Exited += (_, _) => node._listening.TrySetException(
            new InvalidOperationException($"The node ended before it listened:\n{string.Join('\n', node._lines)}"));
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        node.Address = await node._listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return node;
    }

    /// <summary>Runs a node that is expected to refuse its start, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output)> RefusedAsync(string folder, string environment = "Development")
    {
        using var process = new Process { StartInfo = Command(folder, environment) };
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Waits until the node has written a line with these words.</summary>
    public Task WroteAsync(string words) => Eventually.Holds($"a line with '{words}'", () => _lines.Any(line => line.Contains(words)));

    /// <summary>Ends the node as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until the node has ended by itself; its exit code (137: killed).</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <summary>Asks the node to stop, and waits.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using Process? signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        return _process.ExitCode;
    }

    /// <summary>A loopback port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.WaitForExit();
        _process.Dispose();
        string[] unexpected = [.. _lines.Where(line => line.Contains("fail:") || line.Contains("crit:")).Where(line => !ExpectedErrors.Any(line.Contains))];
        if (unexpected.Length > 0)
        {
            throw new InvalidOperationException("Unexpected Error log:\n" + string.Join('\n', unexpected.Select(line => line[..Math.Min(line.Length, 600)])));
        }
    }

    private static ProcessStartInfo Command(string folder, string environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "--data", folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        return start;
    }

    private static string Program => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Gateway.Node", new DirectoryInfo(AppContext.BaseDirectory).Name, "Gateway.Node.dll"));

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        int at = line.IndexOf(" listens on https://", StringComparison.Ordinal);
        if (at >= 0)
        {
            _listening.TrySetResult(new Uri(line[(at + " listens on ".Length)..].Trim()));
        }
    }
}
