using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.System.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Outside_development_a_node_refuses_development_keys()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        foreach (string environment in (string[])["Production", "Staging", ""])
        {
            (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"), environment);
            Assert.Equal(2, code);
            Assert.All(["node.crt", "release-log.keys", "internal-log.keys"], name =>
                Assert.Contains($"{name} was made for development", output, StringComparison.Ordinal));
        }

        Assert.False(File.Exists(nodes.Database("USA")));
    }

    [Fact]
    public async Task Every_fault_of_the_configuration_is_told_at_once()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.Configure("USA", gateway =>
        {
            gateway["Listen"] = "http://here";
            gateway["Data"] = "nowhere";
            gateway["Callers"]![0]!["Role"] = "emperor";
            gateway["Callers"]![1]!["Thumbprint"] = "AB";
        });
        File.Delete(Path.Combine(nodes.Folder("USA"), "keys", "internal-log.keys"));
        await File.WriteAllTextAsync(Path.Combine(nodes.Folder("USA"), "policies", "second.relpol"), "nonsense", Calls.Cancellation);
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(2, code);
        Assert.All(
            ["Gateway:Listen", "Gateway:Data", "Gateway:Callers:0:Role", "Gateway:Callers:1:Thumbprint", "internal-log.keys is missing", "second.relpol"],
            fault => Assert.Contains(fault, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_configuration_that_is_not_json_is_a_message_not_a_crash()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        await File.WriteAllTextAsync(Path.Combine(nodes.Folder("USA"), "appsettings.json"), "{ not json", Calls.Cancellation);
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(2, code);
        Assert.Contains("appsettings.json", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_cursor_key_is_a_message_not_a_crash()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        await File.WriteAllBytesAsync(Path.Combine(nodes.Folder("USA"), "cursor.key"), [], Calls.Cancellation);
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains("cursor", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_ends_within_seconds_though_streams_are_open_and_leaves_no_address()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        string address = Path.Combine(usa.Folder, "node.address");
        Assert.Equal(usa.Address.ToString().TrimEnd('/'), (await File.ReadAllTextAsync(address, Calls.Cancellation)).Trim());
        using var ministry = new NodeCaller(usa, "ministry");
        using AsyncServerStreamingCall<SharedProduct> open = ministry.Assessments.Subscribe(new PullRequest { Mode = Mode.Exercise });
        RunningNode fra = await nodes.StartAsync("FRA");
        await fra.WroteAsync("Subscribed to USA");
        await usa.SubmitAsync(Samples.Request("open"));
        Assert.True(await open.ResponseStream.MoveNext(Calls.Cancellation));

        long before = Stopwatch.GetTimestamp();
        Assert.Equal(0, await usa.StopAsync());
        Assert.True(Stopwatch.GetElapsedTime(before) < TimeSpan.FromSeconds(8), $"{Stopwatch.GetElapsedTime(before)}");
        Assert.False(File.Exists(address));
    }

    [Fact]
    public async Task A_second_node_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        nodes.Configure("USA", gateway => gateway["Listen"] = "https://127.0.0.1:0");
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains("does not start", output, StringComparison.Ordinal);
        await usa.SubmitAsync(Samples.Request("still here"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_sentence_not_a_stack_trace()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        nodes.Configure("USA", gateway => gateway["Listen"] = FormattableString.Invariant($"https://127.0.0.1:{port}"));
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Equal(
            FormattableString.Invariant($"The node does not start: Gateway:Listen: another process listens on 127.0.0.1:{port} already."), output.Trim());
        Assert.False(File.Exists(nodes.Database("USA")));
    }

    [Fact]
    public async Task Outside_development_a_node_refuses_to_be_armed()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.Configure("USA", gateway => gateway["CrashAt"] = "before-commit");
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"), "Production");
        Assert.Equal(2, code);
        Assert.Contains("Gateway:CrashAt ends the node on purpose", output, StringComparison.Ordinal);
        nodes.Configure("USA", gateway => gateway["CrashAt"] = "at-lunch");
        (code, output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(2, code);
        Assert.Contains("before-commit", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_whose_log_was_changed_does_not_start()
    {
        string[] changes =
        [
            "UPDATE release_log SET statement = CAST(substr(statement, 1, length(statement) - 1) || x'5a' AS BLOB) WHERE idx = 2",
            "UPDATE internal_log SET statement = CAST(substr(statement, 1, length(statement) - 1) || x'5a' AS BLOB) WHERE idx = 1",
            "DELETE FROM release_log WHERE idx = (SELECT max(idx) FROM release_log)",
            "DELETE FROM head WHERE log = 1",
            "UPDATE head SET note = CAST(replace(CAST(note AS TEXT), 'usa.gateway', 'fra.gateway') AS BLOB) WHERE log = 1",
            "INSERT INTO release_log (idx, kind, at_ms, statement) SELECT max(idx) + 1, 1, 0, x'00' FROM release_log",
        ];
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        await usa.SubmitAsync(Samples.Request("logged"));
        Assert.Equal(0, await usa.StopAsync());
        byte[] whole = await File.ReadAllBytesAsync(nodes.Database("USA"), Calls.Cancellation);
        foreach (string change in changes)
        {
            await File.WriteAllBytesAsync(nodes.Database("USA"), whole, Calls.Cancellation);
            Change(nodes.Database("USA"), change);
            (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
            Assert.True(code == 1, $"{change}\n{output}");
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        }
    }

    private static void Change(string database, string change)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this test.
        command.CommandText = change;
#pragma warning restore CA2100
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
