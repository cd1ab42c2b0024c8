using System.Text.Json;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Nodes;

/// <summary>The commands that talk to a node, against real nodes.</summary>
public sealed class OnlineTests(OnlineTests.Nodes nodes) : IClassFixture<OnlineTests.Nodes>
{
    private string Usa => nodes.Three.Usa.Folder;

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!await condition())
        {
            late.Token.ThrowIfCancellationRequested();
        }
    }

    private string Fra => nodes.Three.Fra.Folder;

    [Fact]
    public async Task A_submitted_assessment_is_listed_and_shown_at_home()
    {
        CommandRun submit = await CommandRun.Of("product", "submit", SampleFiles.Of("assessments/SDN-exercise.json"), "--data", Usa, "--json");
        Assert.True(submit.Code == 0, submit.Error);
        SubmitResponse answer = JsonParser.Default.Parse<SubmitResponse>(submit.Out);
        Assert.Contains(answer.Partners, partner => partner is { Partner: "FRA", Released: > 20 });

        string id = Convert.ToHexStringLower(answer.ProductId.Span);
        CommandRun list = await CommandRun.Of("product", "list", "--mode", "exercise", "--data", Usa, "--as", "ministry");
        Assert.True(list.Code == 0, list.Error);
        Assert.Contains(id[..12], list.Out, StringComparison.Ordinal);
        CommandRun show = await CommandRun.Of("product", "show", id, "--data", Usa, "--as", "ministry");
        Assert.True(show.Code == 0, show.Error);
        Assert.Contains("EXERCISE", show.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Witnesses_are_shown_and_an_exported_log_verifies_with_as_many_as_cosigned_it()
    {
        CommandRun shown = await CosignedByBoth();
        Assert.Contains("cosigned here", shown.Out, StringComparison.Ordinal);
        Assert.Contains("under a checkpoint with its quorum of 1", shown.Out, StringComparison.Ordinal);
        string roster = Path.Combine(Fra, "roster.note"), export = "";
        CommandRun verified;
        int tries = 0;
        do
        {
            // Between the two commands the log may have grown by an entry that is not cosigned yet.
            await CosignedByBoth();
            export = Path.Combine(nodes.Three.Directory, $"usa-log-{++tries}");
            CommandRun run = await CommandRun.Of("log", "export", "--data", Usa, "--out", export);
            Assert.True(run.Code == 0, run.Error);
            verified = await CommandRun.Of("log", "verify", export, "--roster", roster, "--witnesses", "2", "--json");
        }
        while (verified.Code != 0 && tries < 5);

        Assert.True(verified.Code == 0, verified.Out);
        Assert.Contains("\"cosigners\":[\"FRA\",\"SWE\"]", verified.Out, StringComparison.Ordinal);
        CommandRun three = await CommandRun.Of("log", "verify", export, "--roster", roster, "--witnesses", "3");
        Assert.Equal(1, three.Code);
        Assert.Contains("2 partners cosigned the checkpoint, 3 are asked for", three.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.Of("log", "verify", export, "--witnesses", "1")).Code);
    }

    [Fact]
    public async Task Contradictions_are_none_and_say_so()
    {
        CommandRun run = await CommandRun.Of("log", "contradictions", "--data", Usa);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("0 contradictions.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_file_for_other_tools_is_printed_for_each_log()
    {
        CommandRun run = await CommandRun.Of("log", "policy", "USA", "--roster", Path.Combine(Fra, "roster.note"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(["group witnesses 1 FRA SWE", "quorum witnesses"], run.Lines.TakeLast(2));
        Assert.Equal(2, (await CommandRun.Of("log", "policy", "GBR", "--roster", Path.Combine(Fra, "roster.note"))).Code);
    }

    private async Task<CommandRun> CosignedByBoth()
    {
        await Eventually.Holds("both witnesses cosigned", () =>
        {
            using var document = JsonDocument.Parse(CommandRun.Of("log", "witnesses", "--data", Usa, "--json").GetAwaiter().GetResult().Out);
            JsonElement root = document.RootElement;
            long entries = root.GetProperty("entries").GetInt64();
            return root.GetProperty("witnesses").EnumerateArray().Count(witness => witness.GetProperty("size").GetInt64() == entries) == 2;
        });
        return await CommandRun.Of("log", "witnesses", "--data", Usa);
    }

    [Fact]
    public async Task The_record_of_a_node_is_checked_while_it_runs()
    {
        CommandRun check = await CommandRun.Of("node", "check", "--data", Usa);
        Assert.True(check.Code == 0, check.Out + check.Error);
        Assert.StartsWith("USA: sound.", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_no_nodes_has_no_record_to_check()
    {
        CommandRun check = await CommandRun.Of("node", "check", "--data", Path.GetTempPath());
        Assert.Equal(1, check.Code);
        Assert.Contains("not a node's folder", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_recalls_sees_who_answered_and_erases()
    {
        CommandRun submit = await CommandRun.Of("product", "submit", SampleFiles.Of("assessments/SDN-exercise.json"), "--submission-id", "recalled", "--data", Usa, "--json");
        string id = Convert.ToHexStringLower(JsonParser.Default.Parse<SubmitResponse>(submit.Out).ProductId.Span);
        string[] status = ["product", "status", id, "--data", Usa];
        string text = "";
        await EventuallyAsync(async () => (text = (await CommandRun.Of(status)).Out).Contains("holds", StringComparison.Ordinal));
        Assert.Contains("FRA", text, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.Of("product", "erase", id, "--data", Usa)).Code);

        CommandRun recall = await CommandRun.Of("product", "recall", id, "--reason", "Source withdrawn", "--data", Usa);
        Assert.True(recall.Code == 0, recall.Error);
        Assert.Contains("it goes to", recall.Out, StringComparison.Ordinal);
        await EventuallyAsync(async () => (text = (await CommandRun.Of(status)).Out).Contains("Everybody has answered.", StringComparison.Ordinal));
        Assert.Contains("1 erased", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        NoticeStatus json = JsonParser.Default.Parse<NoticeStatus>((await CommandRun.Of([.. status, "--json"])).Out);
        Assert.Equal("Source withdrawn", Assert.Single(json.Notices).Note);
        CommandRun stub = await CommandRun.Of("product", "show", id, "--data", Fra, "--as", "ministry");
        Assert.Contains("Recalled by its originator", stub.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of("product", "erase", id, "--data", Usa)).Code);
        Assert.Equal(0, (await CommandRun.Of(status)).Code);
        Assert.Equal(2, (await CommandRun.Of("product", "recall", "abc", "--data", Usa)).Code);
    }

    [Fact]
    public async Task The_same_file_submitted_twice_is_one_product()
    {
        string[] call = ["product", "submit", SampleFiles.Of("assessments/TCD-exercise.json"), "--data", Usa, "--json"];
        Assert.Equal(
            JsonParser.Default.Parse<SubmitResponse>((await CommandRun.Of(call)).Out).ProductId,
            JsonParser.Default.Parse<SubmitResponse>((await CommandRun.Of(call)).Out).ProductId);
    }

    [Fact]
    public async Task An_import_submits_every_country_and_importing_again_submits_none()
    {
        string[] call = ["import", "ewp", SampleFiles.Ewp, "--policy", "US", "--marking", "(U//REL TO USA, FRA, SWE)", "--data", Usa, "--json"];
        CommandRun first = await CommandRun.Of(call);
        Assert.True(first.Code == 0, first.Error);
        Assert.Equal(40, first.Lines.Count);
        Assert.Equal(first.Lines, (await CommandRun.Of(call)).Lines);
    }

    [Fact]
    public async Task A_pull_goes_on_where_the_last_one_stopped()
    {
        string inbox = Path.Combine(nodes.Three.Directory, "inbox");
        string[] call = ["product", "pull", "--mode", "test", "--out", inbox, "--data", Fra, "--json"];
        CommandRun first = await CommandRun.Of(call);
        Assert.True(first.Code == 0, first.Error);
        Assert.Empty((await CommandRun.Of(call)).Lines);
    }

    [Fact]
    public async Task The_exported_log_is_checked_before_it_is_written()
    {
        string target = Path.Combine(nodes.Three.Directory, "usa-log");
        Assert.Equal(0, (await CommandRun.Of("product", "submit", SampleFiles.Of("assessments/MMR-exercise.json"), "--data", Usa)).Code);
        CommandRun export = await CommandRun.Of("log", "export", "--data", Usa, "--out", target, "--json");
        Assert.True(export.Code == 0, export.Error);
        using var result = JsonDocument.Parse(export.Out);
        Assert.Equal("usa.gateway.example/log", result.RootElement.GetProperty("origin").GetString());
        Assert.Equal(2, File.ReadAllLines(Path.Combine(target, "vkey")).Length);
        Assert.True(File.Exists(Path.Combine(target, "checkpoint")));
    }

    [Fact]
    public async Task An_auditor_searches_the_log()
    {
        CommandRun search = await CommandRun.Of("log", "search", "--to", "FRA", "--data", Usa, "--json");
        Assert.True(search.Code == 0, search.Error);
    }

    [Fact]
    public async Task A_role_that_may_not_call_is_refused_in_one_sentence()
    {
        CommandRun search = await CommandRun.Of("log", "search", "--data", Usa, "--as", "liaison");
        Assert.Equal(1, search.Code);
        Assert.Equal("gatewayctl: this caller may not do that", search.Error.Trim());
    }

    [Fact]
    public async Task A_node_whose_key_the_roster_does_not_pin_is_not_talked_to()
    {
        CommandRun run = await CommandRun.Of(
            "product", "list", "--mode", "exercise", "--data", Usa, "--node", nodes.Three.Fra.Address.ToString());
        Assert.Equal(1, run.Code);
        Assert.Contains("did not prove", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_product_is_not_found() =>
        Assert.Equal("gatewayctl: not found", (await CommandRun.Of("product", "show", new string('0', 64), "--data", Usa, "--as", "ministry")).Error.Trim());

    public sealed class Nodes : IAsyncLifetime
    {
        public ThreeNodes Three { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Three = await ThreeNodes.StartAsync();

        public ValueTask DisposeAsync() => Three.DisposeAsync();
    }
}
