using System.Diagnostics;
using System.Text.Json;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>The benchmark program as people start it. Says nothing about speed: a busy machine must not fail a test.</summary>
public sealed class BenchmarkTests
{
    private static readonly string[] Gates =
    [
        "seal 40 portions in 64",
        "verify 40 portions, head known",
        "flatten and reassemble (15 µs)",
        "read a new mark",
        "read a new mark for 30 partners",
        "sign a checkpoint",
        "verify a checkpoint",
        "decide alone, with rule ids",
        "decide through the memo",
        "decide by row",
        "log, 1 caller",
        "log, 64 callers",
        "log, batches of 256",
        "fan-out to 30, 1 in a commit",
        "fan-out to 30, 32 in a commit",
        "pull, receive only / bare stream",
        "pull, receive only / naive stream",
        "pull and verify / bare stream",
        "pull and store / bare stream",
        "search, 20 products / bare query",
        "put products into the index / bare",
        "diff, 20k portions",
        "compare 4x30x8",
        "grown log, 1 caller",
        "grown log, batches of 256",
        "grown log, fan-out to 30",
        "grown log, pull",
    ];

    [Fact]
    public async Task A_quick_run_has_a_row_with_figure_baseline_and_verdict_for_every_gate()
    {
        using var directory = new TempDirectory();
        string json = directory.File("results.json");
        (int code, string output, string errors) = await RunAsync("--quick", "--json", json, "--folder", directory.Path);

        Assert.True(code == 0, errors);
        using JsonDocument run = JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
        JsonElement[] gated = [.. run.RootElement.GetProperty("results").EnumerateArray().Where(row => row.GetProperty("passed").ValueKind != JsonValueKind.Null)];
        Assert.Equal(Gates, gated.Select(row => row.GetProperty("what").GetString()!));
        Assert.All(gated, row =>
        {
            Assert.True(row.GetProperty("ours").GetDouble() > 0);
            Assert.True(row.GetProperty("baseline").GetDouble() > 0);
            Assert.Equal(row.GetProperty("passed").GetBoolean(), row.GetProperty("reason").ValueKind == JsonValueKind.Null);
        });
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Equal([json], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_scenario_that_is_not_there_is_refused_with_the_list_of_those_that_are()
    {
        (int code, _, string errors) = await RunAsync("--only", "speling");

        Assert.Equal(2, code);
        Assert.Contains("There is no scenario 'speling'. There are: seal, verify, assessment,", errors);
    }

    [Theory]
    [InlineData("--speed")]
    [InlineData("--json")]
    [InlineData("--json", "no-such-folder/results.json")]
    [InlineData("--grown", "many")]
    [InlineData("preload", "--entries", "10")]
    [InlineData("preload", "--entries", "0", "--to", "x")]
    public async Task Wrong_arguments_are_answered_with_what_is_wrong_and_the_usage(params string[] arguments)
    {
        (int code, string output, string errors) = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Matches("^[^\n]+\\.\n *usage: ./dev bench", errors);
        Assert.DoesNotContain("Exception", errors);
    }

    [Fact]
    public async Task A_preloaded_log_verifies_when_a_node_opens_it()
    {
        using var directory = new TempDirectory();
        (int code, string output, string errors) = await RunAsync("preload", "--entries", "20000", "--to", directory.File("nodes"));

        Assert.True(code == 0, errors);
        Assert.Contains("its head: 20,003 entries", output);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        string program = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Gateway.Benchmarks", new DirectoryInfo(AppContext.BaseDirectory).Name, "Gateway.Benchmarks.dll"));
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
