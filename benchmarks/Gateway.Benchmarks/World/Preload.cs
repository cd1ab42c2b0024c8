using System.Diagnostics;
using System.Globalization;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;

namespace Gateway.Benchmarks.World;

/// <summary>
/// Fills a release log through the node's own writer: real statements, a true tree, signed checkpoints; so a node can start on it.
/// </summary>
internal static class Preload
{
    private const int Batch = 8_192;
    private const int Mebibyte = 1 << 20;

    /// <summary>Appends receipts about <paramref name="subject"/>, the commonest statement.</summary>
    public static async Task FillAsync(GroupCommit commit, PartnerCode subject, int entries)
    {
        byte[] body = new ReceiptBody("gateway.example/log", [RandomSource.System.Bytes(Limits.Hash)], []).Encode();
        for (int left = entries; left > 0; left -= Batch)
        {
            int count = Math.Min(left, Batch);
            await commit.RunAsync(scope => Append(scope, body, subject, count), CancellationToken.None);
        }
    }

    /// <summary>Makes the folders of two nodes, fills the log of the first, and opens it again as a node does.</summary>
    public static async Task<int> RunAsync(int entries, string to, TextWriter output)
    {
        try
        {
            NodePair.Generate(to);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"--to: {failure.Message}");
            return 1;
        }

        NodeSettings settings = NodePair.Settings(Path.Combine(to, "USA"));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await WriteAsync(settings, entries, output);
        await OpenAgainAsync(settings, before, output);
        await Say(output, $"start it with: dotnet Gateway.Node.dll --data {Path.Combine(to, "USA")}");
        return 0;
    }

    private static async Task WriteAsync(NodeSettings settings, int entries, TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        await using (NodeState node = await NodePair.OpenAsync(settings))
        {
            await FillAsync(node.Commit, NodePair.FraCode, entries);
        }

        await Say(output, $"{entries:N0} entries written in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {new FileInfo(settings.Database).Length / Mebibyte:N0} MiB");
    }

    /// <summary>What the node that wrote held is garbage by now, so what is more than before is what this one holds.</summary>
    private static async Task OpenAgainAsync(NodeSettings settings, long before, TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        await using NodeState node = await NodePair.OpenAsync(settings);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        await Say(output, $"a node hashed all of them, compared the root and was ready in {seconds:F1} s; it holds {held / Mebibyte:N0} MiB");
        await Say(output, $"its head: {node.ReleaseLog.Head!.Checkpoint.Size:N0} entries");
    }

    private static Task Say(TextWriter output, FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));

    private static int Append(CommitScope scope, byte[] body, PartnerCode subject, int count)
    {
        for (int i = 0; i < count; i++)
        {
            scope.Append(StatementKind.Receipt, body, subject, null);
        }

        return count;
    }
}
