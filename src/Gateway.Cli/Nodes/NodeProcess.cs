using System.Diagnostics;
using System.Text;

namespace Gateway.Cli.Nodes;

/// <summary>The node did not come up. The message is what it said.</summary>
internal sealed class NodeStartException(string message) : Exception(message);

/// <summary>
/// A node as a child process. It ends when this process closes its input or dies, whichever comes first, so no node is ever left behind.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process, string logFile)
    {
        _process = process;
        _log = new StreamWriter(File.Open(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts the node of a folder and waits until it listens. What it logs goes to <c>logs/node.log</c> there.</summary>
    public static async Task<NodeProcess> StartAsync(string folder, bool development, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Program(), "--data", folder, "--until-input-ends"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (development)
        {
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        }

        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        var node = new NodeProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, Path.Combine(folder, "logs", "node.log"));
        node._process.OutputDataReceived += (_, line) => node.Take(line.Data);
        node._process.ErrorDataReceived += (_, line) => node.Take(line.Data);
        node._process.Exited += (_, _) => node._listening.TrySetException(new NodeStartException(node.Said()));
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        try
        {
            node.Address = await node._listening.Task.WaitAsync(Patience, cancellation);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the node ends by itself; its exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>Asks the node to stop and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
        }

        _process.WaitForExit();
        _process.Dispose();
        lock (_said)
        {
            _log.Dispose();
        }
    }

    /// <summary>Beside this tool where both are installed together, or in the build's neighbouring folder.</summary>
    private static string Program()
    {
        string here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string[] places =
        [
            Path.Combine(here, "Gateway.Node.dll"),
            Path.GetFullPath(Path.Combine(here, "..", "..", "Gateway.Node", Path.GetFileName(here), "Gateway.Node.dll")),
        ];
        return places.FirstOrDefault(File.Exists)
            ?? throw new NodeStartException("Gateway.Node is not installed beside this tool.");
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _log.WriteLine(line);
            if (!_listening.Task.IsCompleted)
            {
                _said.AppendLine(line);
            }
        }

        int at = line.IndexOf(" listens on https://", StringComparison.Ordinal);
        if (at >= 0)
        {
            _listening.TrySetResult(new Uri(line[(at + " listens on ".Length)..].Trim()));
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString().Trim();
        }
    }
}
