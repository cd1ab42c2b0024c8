using System.Text.Json.Nodes;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Courier;

public sealed class PackageCommandTests
{
    [Fact]
    public async Task A_feed_goes_from_node_to_node_through_a_file_and_a_changed_file_is_refused_in_one_sentence()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.Configure("USA", gateway => gateway["Peers"] = new JsonArray(Offline("FRA"), Offline("SWE")));
        nodes.Configure("FRA", gateway => gateway["Peers"] = new JsonArray(Offline("USA"), Offline("SWE")));
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        string file = Path.Combine(nodes.Directory, "usa.feed");
        Assert.Equal(0, (await CommandRun.Of("product", "submit", SampleFiles.Of("assessments/SDN-exercise.json"), "--data", usa.Folder)).Code);
        CommandRun export = await CommandRun.Of("package", "export", "--to", "FRA", file, "--data", usa.Folder);
        Assert.True(export.Code == 0, export.Error);
        CommandRun import = await CommandRun.Of("package", "import", file, "--data", fra.Folder);
        Assert.True(import.Code == 0, import.Error);
        Assert.Equal("1 items and 0 receipts of USA", import.Lines[0]);

        CommandRun again = await CommandRun.Of("package", "export", "--to", "FRA", file, "--data", usa.Folder);
        Assert.Equal((2, "gatewayctl: usa.feed exists already"), (again.Code, again.Error.Trim()));
        CommandRun nobody = await CommandRun.Of("package", "export", "--to", "XXX", file + "2", "--data", usa.Folder);
        Assert.Equal(1, nobody.Code);
        Assert.Contains("partner: Must be another partner of the roster.", nobody.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file + "2") || File.Exists(file + "2.partial"));

        byte[] changed = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        changed[^20] ^= 1;
        await File.WriteAllBytesAsync(file, changed, TestContext.Current.CancellationToken);
        CommandRun refused = await CommandRun.Of("package", "import", file, "--data", fra.Folder);
        Assert.Equal(1, refused.Code);
        Assert.Contains("FILE_REFUSED", refused.Error, StringComparison.Ordinal);
    }

    private static JsonObject Offline(string partner) => new() { ["Partner"] = partner, ["Offline"] = true };
}
