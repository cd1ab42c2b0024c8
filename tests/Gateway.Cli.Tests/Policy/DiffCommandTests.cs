using System.Text.Json;
using Gateway.Cli.Tests.Nodes;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Policy;

/// <summary>index, diff and simulate, over what a real node stored.</summary>
public sealed class DiffCommandTests(DiffCommandTests.Node node) : IClassFixture<DiffCommandTests.Node>
{
    private string Usa => node.Usa;

    private string Policies => Path.Combine(Usa, "policies");

    [Fact]
    public async Task Nothing_changes_between_a_policy_and_itself()
    {
        CommandRun run = await Diff(Policies);

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("No outcome changes.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_goes_is_a_gain_and_a_give_that_goes_is_a_loss_that_was_sent()
    {
        JsonElement[] lines = Json(await Diff(node.Changed, "--json"));

        JsonElement sum = lines[0];
        JsonElement gain = Assert.Single(lines, line => line.TryGetProperty("change", out JsonElement change) && change.GetString() == "gain");
        Assert.Equal(("FRA", "hold", "release"), (gain.GetProperty("partner").GetString(), gain.GetProperty("before").GetString(), gain.GetProperty("after").GetString()));
        Assert.Equal(1, gain.GetProperty("portions").GetInt64());
        JsonElement loss = Assert.Single(lines, line => line.TryGetProperty("change", out JsonElement change) && change.GetString() == "loss");
        Assert.Equal("SWE", loss.GetProperty("partner").GetString());
        Assert.Equal(["L07-analysis-sweden"], Texts(loss, "before_rules"));
        Assert.Equal(["M99-no-rule"], Texts(loss, "after_rules"));
        Assert.Equal(loss.GetProperty("portions").GetInt64(), loss.GetProperty("already_sent").GetInt64());
        Assert.Equal([node.Product], Texts(loss, "products"));
        Assert.Equal([node.Product], Texts(loss, "sent_products"));
        Assert.Equal(1, sum.GetProperty("new_flow").GetInt64());
        Assert.Equal(loss.GetProperty("portions").GetInt64(), sum.GetProperty("losses_already_sent").GetInt64());
    }

    [Fact]
    public async Task Gains_stand_before_losses_in_eighty_columns()
    {
        CommandRun run = await Diff(node.Changed);

        Assert.True(run.Code == 0, run.Error);
        Assert.All(run.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        int gains = run.Out.IndexOf("GAINS: 1 portion, of which 1 can newly leave", StringComparison.Ordinal);
        Assert.True(gains >= 0 && gains < run.Out.IndexOf("LOSSES: ", StringComparison.Ordinal), run.Out);
        Assert.Contains($"    {node.Product} sent", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-new-flow", 1)]
    [InlineData("gains<=0", 1)]
    [InlineData("gains<=1", 0)]
    public async Task A_gate_bounds_what_may_be_gained(string gate, int code)
    {
        CommandRun run = await Diff(node.Changed, "--gate", gate);

        Assert.Equal(code, run.Code);
        Assert.Equal(code == 1, run.Error.Contains($"gate {gate}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-new-flo")]
    [InlineData("gains<=")]
    [InlineData("gains<=-1")]
    [InlineData("gains<=1e3")]
    [InlineData("gains<5")]
    [InlineData("")]
    public async Task A_misspelt_gate_is_a_wrong_call_and_never_passed_over(string gate)
    {
        CommandRun run = await Diff(Policies, "--gate", gate);

        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task All_gates_that_are_named_count() => Assert.Equal(1, (await Diff(node.Changed, "--gate", "gains<=9", "--gate", "no-new-flow")).Code);

    [Fact]
    public async Task A_policy_that_does_not_load_is_shown_with_its_errors()
    {
        string broken = Path.Combine(node.Folder, "broken.relpol");
        await File.WriteAllTextAsync(broken, "policy", TestContext.Current.CancellationToken);

        CommandRun run = await Diff(broken);

        Assert.Equal(1, run.Code);
        Assert.Contains("broken.relpol:1:7", run.Error, StringComparison.Ordinal);
        Assert.Contains("the policy after does not load", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exported_index_gives_the_same_diff_as_the_record()
    {
        string index = await Index();

        Assert.Equal((await Diff(node.Changed, "--json")).Out, (await Diff(node.Changed, "--json", "--index", index)).Out);
    }

    [Fact]
    public async Task An_index_that_was_changed_is_refused()
    {
        string index = await Index();
        await File.WriteAllTextAsync(index, (await File.ReadAllTextAsync(index, TestContext.Current.CancellationToken)).Replace("released FRA\n", "released FIN\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        CommandRun run = await Diff(node.Changed, "--index", index);

        Assert.Equal(1, run.Code);
        Assert.Contains("(root)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_of_another_node_is_refused()
    {
        string index = await Index();
        CommandRun run = await CommandRun.Of("policy", "simulate", "--lapse", "MOU 2024/17", "--index", index, "--data", Path.Combine(node.Folder, "FRA"));

        Assert.Equal(1, run.Code);
        Assert.Contains("is the index of USA", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_is_for_its_owner_only()
    {
        string index = await Index();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(index));
        }
    }

    [Fact]
    public async Task A_node_without_a_record_is_told()
    {
        CommandRun run = await CommandRun.Of("policy", "index", "--data", Path.Combine(node.Folder, "FRA"), "--out", Path.Combine(node.Folder, "fra.index"));

        Assert.Equal(1, run.Code);
        Assert.Contains("has no record yet", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agreement_that_lapses_takes_all_from_its_partner_and_nothing_from_others()
    {
        JsonElement[] lines = Json(await Simulate("--lapse", "MOU 2025/3", "--json"));

        Assert.Equal(0, lines[0].GetProperty("gains").GetInt64());
        Assert.NotEmpty(lines[1..]);
        Assert.All(lines[1..], line => Assert.Equal("SWE", line.GetProperty("partner").GetString()));
    }

    [Fact]
    public async Task When_all_agreements_are_over_nothing_flows()
    {
        JsonElement[] lines = Json(await Simulate("--at", "2035-01-01", "--json"));

        Assert.Contains(lines[1..], line => line.GetProperty("partner").GetString() == "FRA");
        Assert.All(lines[1..], line => Assert.Equal("withhold", line.GetProperty("after").GetString()));
    }

    [Fact]
    public async Task Another_mark_is_tried_on_what_bears_the_old_one()
    {
        JsonElement[] lines = Json(await Simulate("--remark", "(C//REL TO USA, FRA, SWE)", "--as", "(C//REL TO USA, FRA)", "--json"));

        Assert.NotEmpty(lines[1..]);
        Assert.All(lines[1..], line => Assert.Equal(("loss", "SWE"), (line.GetProperty("change").GetString(), line.GetProperty("partner").GetString())));
    }

    [Fact]
    public async Task A_coalition_that_nothing_is_marked_for_changes_nothing()
    {
        CommandRun run = await Simulate("--join", "EU=USA", "--join", "NATO=SWE", "--gate", "no-new-flow");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("No outcome changes.", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("say what to suppose")]
    [InlineData("write a coalition and a partner", "--join", "NATO")]
    [InlineData("write a coalition and a partner", "--join", "NATO=DEU")]
    [InlineData("write a coalition and a partner", "--join", "FVEY=FRA")]
    [InlineData("this node holds 'MOU 2024/17', 'MOU 2025/3'", "--lapse", "MOU 2026/1")]
    [InlineData("belong together", "--remark", "(U)")]
    [InlineData("belong together", "--lapse", "MOU 2025/3", "--as", "(U)")]
    [InlineData("--as: ", "--remark", "(U)", "--as", "(S//REL TO FRA)")]
    [InlineData("--at takes a time", "--at", "tomorrow")]
    [InlineData("--at takes a time", "--at", "2035-13-01")]
    public async Task What_cannot_be_supposed_is_a_wrong_call_that_says_how_to_mend_it(string message, params string[] flags)
    {
        CommandRun run = await Simulate(flags);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static JsonElement[] Json(CommandRun run)
    {
        Assert.True(run.Code == 0, run.Error);
        return [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string[] Texts(JsonElement line, string name) => [.. line.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private Task<CommandRun> Diff(string @new, params string[] flags) => CommandRun.Of(["policy", "diff", Policies, @new, "--data", Usa, .. flags]);

    private Task<CommandRun> Simulate(params string[] flags) => CommandRun.Of(["policy", "simulate", "--data", Usa, .. flags]);

    private async Task<string> Index()
    {
        string file = Path.Combine(node.Folder, Path.GetRandomFileName());
        CommandRun run = await CommandRun.Of("policy", "index", "--data", Usa, "--out", file, "--json");
        Assert.True(run.Code == 0, run.Error);
        return file;
    }

    /// <summary>The American node with one product in its record, at rest, and a changed policy: names no longer wait, Sweden loses the indicators.</summary>
    public sealed class Node : IAsyncLifetime
    {
        private readonly NodeSet _nodes = NodeSet.Prepare();

        public string Folder => _nodes.Directory;

        public string Usa => _nodes.Folder("USA");

        public string Changed => Path.Combine(Folder, "changed");

        public string Product { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            RunningNode usa = await _nodes.StartAsync("USA");
            CommandRun submit = await CommandRun.Of("product", "submit", SampleFiles.Of("assessments/SDN-exercise.json"), "--data", Usa, "--json");
            Assert.True(submit.Code == 0, submit.Error);
            Product = Convert.ToHexStringLower(Google.Protobuf.JsonParser.Default.Parse<Gateway.Protocol.V1.SubmitResponse>(submit.Out).ProductId.Span);
            Assert.Equal(0, await usa.StopAsync());
            Directory.CreateDirectory(Changed);
            foreach (string file in Directory.GetFiles(Path.Combine(Usa, "policies"), "*.relpol"))
            {
                string text = (await File.ReadAllTextAsync(file))
                    .Replace("field class factor, indicator, population, scenario\n  to nation SWE", "field class factor, population, scenario\n  to nation SWE", StringComparison.Ordinal);
                int limit = text.IndexOf("limit L12", StringComparison.Ordinal);
                text = limit < 0 ? text : text[..limit] + text[text.IndexOf("# The marking", StringComparison.Ordinal)..];
                await File.WriteAllTextAsync(Path.Combine(Changed, Path.GetFileName(file)), text);
            }
        }

        public ValueTask DisposeAsync() => _nodes.DisposeAsync();
    }
}
