using System.Text.Json;
using Gateway.Cli.Tests.Nodes;
using Gateway.Cli.Tests.Shell;

namespace Gateway.Cli.Tests.Policy;

/// <summary>check, test and fmt: what an officer sees of files that are half written, wrong or badly laid out.</summary>
public sealed class PolicyFileCommandTests : IClassFixture<DevelopmentFolder>, IDisposable
{
    private readonly DevelopmentFolder _folder;
    private readonly string _draft;

    public PolicyFileCommandTests(DevelopmentFolder folder)
    {
        _folder = folder;
        _draft = Path.Combine(folder.Root, Path.GetRandomFileName());
        Directory.CreateDirectory(_draft);
        foreach (string file in Directory.GetFiles(Path.Combine(folder.Usa, "policies")))
        {
            File.Copy(file, Path.Combine(_draft, Path.GetFileName(file)));
        }
    }

    private string Sweden => Path.Combine(_draft, "partner-swe.relpol");

    public void Dispose() => Directory.Delete(_draft, recursive: true);

    [Fact]
    public async Task Check_shows_every_error_with_its_line_and_a_caret()
    {
        Change("to nation SWE", "to nation SWD");

        CommandRun run = await Run("check");

        Assert.Equal(1, run.Code);
        string[] lines = run.Error.ReplaceLineEndings("\n").Split('\n');
        Assert.Contains("The roster has no partner SWD; perhaps SWE.", run.Error, StringComparison.Ordinal);
        int first = Array.FindIndex(lines, line => line.EndsWith("(unknown-name)", StringComparison.Ordinal));
        Assert.EndsWith(" |   to nation SWD", lines[first + 1], StringComparison.Ordinal);
        Assert.Equal(lines[first + 1].IndexOf("SWD", StringComparison.Ordinal), lines[first + 2].IndexOf('^', StringComparison.Ordinal));
        Assert.Equal(2, run.Error.Split("(unknown-name)").Length - 1);
        Assert.EndsWith("4 errors\n", run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_tells_scripts_one_error_a_line()
    {
        Change("to nation SWE", "to nation SWD");

        CommandRun run = await Run("check", "--json");

        Assert.Equal(1, run.Code);
        Assert.Equal("", run.Error);
        JsonElement[] errors = [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Contains(errors, error => error.GetProperty("rule").GetString() == "unknown-name"
            && error.GetProperty("file").GetString() == "partner-swe.relpol" && error.GetProperty("line").GetInt32() > 1 && error.GetProperty("column").GetInt32() == 13);
        Assert.All(errors, error => Assert.False(error.GetProperty("loaded").GetBoolean()));
    }

    [Fact]
    public async Task A_file_typed_half_way_is_refused_wherever_it_stops()
    {
        string whole = await File.ReadAllTextAsync(Sweden, TestContext.Current.CancellationToken);
        for (int length = 0; length < whole.Length - 1; length += 97)
        {
            await File.WriteAllTextAsync(Sweden, whole[..length], TestContext.Current.CancellationToken);

            CommandRun run = await Run("check");

            // Cut between two blocks it is another policy, which may be sound; it is never a crash, and no error is without its place.
            Assert.InRange(run.Code, 0, 1);
            Assert.True(run.Code == 0 || run.Error.Contains(".relpol:", StringComparison.Ordinal), run.Error);
            Assert.All(run.Error.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        }
    }

    [Fact]
    public async Task A_long_line_is_shown_around_its_error()
    {
        Change("because \"MOU 2025/3: the analysis behind them\"", $"because \"{new string('x', 200)}\" nonsense");

        CommandRun run = await Run("check");

        string[] lines = run.Error.ReplaceLineEndings("\n").Split('\n');
        int at = Array.FindIndex(lines, line => line.Contains("(syntax)", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal('^', lines[at + 2][lines[at + 1].IndexOf("nonsense", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task A_terminal_does_not_obey_what_stands_in_a_file()
    {
        Change("because \"MOU 2025/3: the analysis behind them\"", "because \u001b[2J");

        CommandRun run = await Run("check");

        Assert.Equal(1, run.Code);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task A_folder_without_policies_is_told() =>
        Assert.Contains("holds no *.relpol file", (await CommandRun.Of("policy", "check", Directory.CreateDirectory(Path.Combine(_draft, "none")).FullName, "--data", _folder.Usa)).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_file_is_told() =>
        Assert.Contains("no such file", (await CommandRun.Of("policy", "check", Path.Combine(_draft, "gone.relpol"), "--data", _folder.Usa)).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Test_says_what_each_example_and_invariant_came_to()
    {
        CommandRun run = await Run("test");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(run.Lines, line => line.StartsWith("ok  France gets the indicators", StringComparison.Ordinal) && line.Contains("L04-analysis-france", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("ok  sources and methods never leave", StringComparison.Ordinal) && line.TrimEnd().EndsWith("proved", StringComparison.Ordinal));
        Assert.All(run.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public async Task Test_marks_what_does_not_hold_and_says_where()
    {
        Change("expect withhold by M99-no-rule", "expect release by M99-no-rule");

        CommandRun run = await Run("test");

        Assert.Equal(1, run.Code);
        Assert.Contains(run.Lines, line => line.StartsWith("NO  Sweden does not follow Burkina", StringComparison.Ordinal));
        Assert.Contains("(failing-example)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_tells_scripts_each_result_and_the_sum()
    {
        Change("expect withhold by M99-no-rule", "expect release by M99-no-rule");

        CommandRun run = await Run("test", "--json");

        JsonElement[] lines = [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement failing = Assert.Single(lines, line => line.TryGetProperty("holds", out JsonElement holds) && !holds.GetBoolean());
        Assert.Equal(("release", "withhold"), (failing.GetProperty("expected").GetString(), failing.GetProperty("outcome").GetString()));
        Assert.Contains(lines, line => line.TryGetProperty("invariant", out _) && line.GetProperty("holds").GetBoolean());
        Assert.False(lines[^1].GetProperty("loaded").GetBoolean());
    }

    [Fact]
    public async Task Fmt_lays_out_once_and_for_all()
    {
        Change("  outcome release\n\nexample \"Sweden gets the tear line", " outcome   release\n\n\n\nexample \"Sweden gets the tear line");

        Assert.Equal(1, (await Run("fmt", "--check")).Code);
        CommandRun once = await Run("fmt");
        Assert.True(once.Code == 0, once.Error);
        Assert.Equal(["outbound.relpol: canonical", "partner-fra.relpol: canonical", "partner-swe.relpol: rewritten"], once.Lines);
        Assert.Equal(0, (await Run("fmt", "--check")).Code);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_folder.Usa, "policies", "partner-swe.relpol"), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(Sweden, TestContext.Current.CancellationToken));
        Assert.Equal(3, Directory.GetFileSystemEntries(_draft).Length);
    }

    [Fact]
    public async Task Fmt_check_writes_nothing()
    {
        Change("  outcome release", "  outcome  release");
        string before = await File.ReadAllTextAsync(Sweden, TestContext.Current.CancellationToken);

        CommandRun run = await Run("fmt", "--check", "--json");

        Assert.Equal(1, run.Code);
        Assert.Contains("""{"file":"partner-swe.relpol","state":"not canonical"}""", run.Lines);
        Assert.Equal(before, await File.ReadAllTextAsync(Sweden, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fmt_refuses_what_it_would_have_to_drop_and_writes_nothing_at_all()
    {
        Change("  outcome release", "  outcome  release # for now");
        string before = await File.ReadAllTextAsync(Sweden, TestContext.Current.CancellationToken);

        CommandRun run = await Run("fmt");

        Assert.Equal(1, run.Code);
        Assert.Contains("(comment-inside)", run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was written", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Sweden, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("check", "--chek")]
    [InlineData("fmt", "--write")]
    [InlineData("test", "--all")]
    [InlineData("explain", "--at")]
    public async Task A_flag_that_is_not_known_or_has_no_value_is_a_wrong_call(string command, string flag) => Assert.Equal(2, (await Run(command, flag)).Code);

    [Fact]
    public async Task No_folder_is_a_wrong_call() => Assert.Equal(2, (await CommandRun.Of("policy", "check")).Code);

    private void Change(string old, string @new)
    {
        string text = File.ReadAllText(Sweden);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(Sweden, text.Replace(old, @new, StringComparison.Ordinal));
    }

    private Task<CommandRun> Run(string command, params string[] flags) => CommandRun.Of(["policy", command, _draft, "--data", _folder.Usa, .. flags]);
}
