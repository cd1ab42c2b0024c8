using System.Diagnostics;
using Gateway.Cli.Records;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>An importer that is killed, then a node that is killed under it: run again, the file is imported once.</summary>
public sealed class ImportCrashTests
{
    private const int Countries = 40;

    [Fact]
    public async Task An_import_that_was_killed_and_run_again_makes_each_product_once()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        using (Process first = Import(nodes))
        {
            await fra.WroteAsync("Holding 1 new of USA");
            first.Kill();
            await first.WaitForExitAsync(Calls.Cancellation);
        }

        using (Process second = Import(nodes))
        {
            long before = Entries(nodes);
            await Eventually.Holds("the import goes on", () => Entries(nodes) > before || second.HasExited);
            await usa.KillAsync();
            await second.WaitForExitAsync(Calls.Cancellation);
        }

        await nodes.StartAsync("USA");
        using Process third = Import(nodes);
        await third.WaitForExitAsync(Calls.Cancellation);
        Assert.Equal(0, third.ExitCode);
        await Records.SoundAsync(nodes, new Workload(nodes), "USA", "FRA");
        Assert.Equal(Countries, Usa(nodes).Products.Count);
        Assert.Equal(Countries, Usa(nodes).Submissions.Count);
    }

    private static long Entries(NodeSet nodes) => Usa(nodes).Release.All.Count;

    private static NodeRecord Usa(NodeSet nodes) => RecordFolders.Read([nodes.Folder("USA")]).Nodes[0];

    private static Process Import(NodeSet nodes)
    {
        string tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Gateway.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name));
        return Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(tool, "gatewayctl.dll"), "import", "views", Path.Combine(tool, "samples", "views-2025-08-top40.csv"),
                "--policy", "TLP", "--marking", "TLP:CLEAR", "--data", nodes.Folder("USA"),
            ])
        { UseShellExecute = false })!;
    }
}
