using System.Text;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.System.Tests;

/// <summary>Records whose files were torn, cut or changed: mended where nothing is lost by it, refused with the place where it is.</summary>
public sealed class DamageTests
{
    private static readonly byte[] Garbage = [.. Enumerable.Repeat((byte)0xA5, 10_000)];

    [Fact]
    public async Task A_torn_tail_of_the_write_ahead_log_is_cut_off_and_nothing_is_lost()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        var work = new Workload(nodes);
        RunningNode usa = await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "torn", 3);
        await usa.KillAsync();
        await File.AppendAllBytesAsync(nodes.Database("USA") + "-wal", Garbage, Calls.Cancellation);
        usa = await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "after");
        await usa.KillAsync();

        // The beginning of a commit that never ended: a frame's header, and half a page.
        byte[] log = await File.ReadAllBytesAsync(nodes.Database("USA") + "-wal", Calls.Cancellation);
        await File.AppendAllBytesAsync(nodes.Database("USA") + "-wal", log[32..2_000], Calls.Cancellation);
        await nodes.StartAsync("USA");
        await nodes.StartAsync("FRA");
        await Records.SoundAsync(nodes, work, "USA", "FRA");
    }

    [Fact]
    public async Task Garbage_behind_the_database_changes_nothing()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        var work = new Workload(nodes);
        RunningNode usa = await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "whole", 2);
        await usa.StopAsync();
        await File.AppendAllBytesAsync(nodes.Database("USA"), Garbage, Calls.Cancellation);
        await nodes.StartAsync("USA");
        await work.SubmitAsync("USA", "after");
        await Records.SoundAsync(nodes, work, "USA");
    }

    [Fact]
    public async Task A_write_ahead_log_that_lost_commits_is_found_by_the_partner_that_holds_more()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        var work = new Workload(nodes);
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        await work.SubmitAsync("USA", "lost", 4);
        await Records.SoundAsync(nodes, work, "USA", "FRA");
        await usa.KillAsync();
        using (FileStream log = File.Open(nodes.Database("USA") + "-wal", FileMode.Open))
        {
            log.SetLength(log.Length * 2 / 3);
        }

        fra.ExpectedErrors.Add("ALARM");
        usa = await nodes.StartAsync("USA");
        usa.ExpectedErrors.Add("ALARM");
        await usa.WroteAsync("ALARM");
        await fra.WroteAsync("ALARM");
        Assert.Contains(Records.Violations(nodes, [], settled: false, "USA", "FRA"), found => found.Fault == Gateway.Cli.Records.RecordFault.HeldHeadDiffers);
    }

    [Theory]
    [InlineData("release", "usa.gateway", "Entry 2 is damaged")]
    [InlineData("internal", "usa.gateway", "Entry 1 is damaged")]
    [InlineData("head", "usa.gateway", "BadSignature")]
    [InlineData("nonce", null, "do not hash to its signed head")]
    public async Task A_flipped_byte_is_refused_with_the_log_and_the_place_where_it_can_be_told(string where, string? at, string told)
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        await new Workload(nodes).SubmitAsync("USA", "flipped", 2);
        Assert.Equal(0, await usa.StopAsync());
        byte[] stored = Stored(nodes.Database("USA"), where switch
        {
            "release" or "nonce" => "SELECT statement FROM release_log WHERE idx = 2",
            "internal" => "SELECT statement FROM internal_log WHERE idx = 1",
            "head" => "SELECT note FROM head WHERE log = 1",
            _ => throw new ArgumentOutOfRangeException(nameof(where)),
        });
        byte[] file = await File.ReadAllBytesAsync(nodes.Database("USA"), Calls.Cancellation);
        int start = file.AsSpan().IndexOf(stored);
        Assert.True(start >= 0, "The bytes lie on more than one page.");
        int offset = at is null ? stored.Length - 40 : stored.AsSpan().IndexOf(Encoding.ASCII.GetBytes(at));
        file[start + offset] ^= 1;
        await File.WriteAllBytesAsync(nodes.Database("USA"), file, Calls.Cancellation);

        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains($"The {(where == "internal" ? "internal" : "release")} log does not verify", output, StringComparison.Ordinal);
        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.Contains("docs/operations.md", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(file, await File.ReadAllBytesAsync(nodes.Database("USA"), Calls.Cancellation));
    }

    [Fact]
    public async Task Damaged_pages_are_refused_with_one_sentence()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        await new Workload(nodes).SubmitAsync("USA", "pages", 3);
        Assert.Equal(0, await usa.StopAsync());
        using (FileStream file = File.Open(nodes.Database("USA"), FileMode.Open))
        {
            file.Position = 2 * 4096;
            file.Write([.. Enumerable.Repeat((byte)0xEE, (int)(file.Length - file.Position))]);
        }

        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains("damaged", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static byte[] Stored(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (byte[])command.ExecuteScalar()!;
    }
}
