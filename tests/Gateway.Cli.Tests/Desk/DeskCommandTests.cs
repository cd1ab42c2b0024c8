using Gateway.Cli.Tests.Nodes;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Desk;

/// <summary>Previews, drafts and what waits for a release officer, at real nodes.</summary>
public sealed class DeskCommandTests(OnlineTests.Nodes nodes) : IClassFixture<OnlineTests.Nodes>
{
    private string Usa => nodes.Three.Usa.Folder;

    [Fact]
    public async Task A_preview_says_portion_by_portion_what_a_partner_would_get_and_why()
    {
        string[] call = ["product", "preview", SampleFiles.Of("assessments/SDN-exercise.json"), "--to", "FRA", "--data", Usa];
        CommandRun page = await CommandRun.Of(call);
        Assert.True(page.Code == 0, page.Error);
        Assert.Contains("FRA would read:", page.Out, StringComparison.Ordinal);
        Assert.Contains("M03-national-only", page.Out, StringComparison.Ordinal);
        Assert.All(page.Lines.TakeWhile(line => !line.EndsWith("would read:", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));

        RecipientPreview json = JsonParser.Default.Parse<RecipientPreview>((await CommandRun.Of([.. call, "--json"])).Out);
        Assert.Equal(("FRA", SubmitOutcome.Released), (json.Recipient, json.Outcome));
        Assert.All(json.Portions, portion => Assert.NotEmpty(portion.Rules));
    }

    [Fact]
    public async Task A_preview_without_a_source_is_a_wrong_call_and_of_an_unknown_partner_refused()
    {
        Assert.Equal(2, (await CommandRun.Of("product", "preview", "--data", Usa)).Code);
        CommandRun unknown = await CommandRun.Of("product", "preview", SampleFiles.Of("assessments/SDN-exercise.json"), "--to", "DEU", "--data", Usa);
        Assert.Equal(1, unknown.Code);
        Assert.Contains("recipients[0]", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_saved_shown_previewed_submitted_and_deleted()
    {
        string file = SampleFiles.Of("assessments/BFA-exercise.json");
        CommandRun save = await CommandRun.Of("draft", "save", "bfa", file, "--mode", "exercise", "--data", Usa);
        Assert.True(save.Code == 0, save.Error);
        Assert.Contains("ready to be submitted", save.Out, StringComparison.Ordinal);
        CommandRun stale = await CommandRun.Of("draft", "save", "bfa", file, "--mode", "exercise", "--data", Usa);
        Assert.Equal(1, stale.Code);
        Assert.Contains("DRAFT_CHANGED", stale.Error, StringComparison.Ordinal);

        string copy = Path.Combine(nodes.Three.Directory, "copy.json");
        Assert.Equal(0, (await CommandRun.Of("draft", "show", "bfa", "--out", copy, "--data", Usa)).Code);
        Assert.Equal(JsonParser.Default.Parse<RiskAssessment>(File.ReadAllText(file)), JsonParser.Default.Parse<RiskAssessment>(File.ReadAllText(copy)));
        Assert.Contains("bfa", (await CommandRun.Of("draft", "list", "--data", Usa)).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of("product", "preview", "--draft", "bfa", "--data", Usa)).Code);
        CommandRun submit = await CommandRun.Of("draft", "submit", "bfa", "--expect", "1", "--data", Usa, "--json");
        Assert.Contains(JsonParser.Default.Parse<SubmitResponse>(submit.Out).Partners, partner => partner is { Partner: "FRA", Released: > 0 });
        Assert.Equal(0, (await CommandRun.Of("draft", "delete", "bfa", "--data", Usa)).Code);
        Assert.Equal("gatewayctl: not found", (await CommandRun.Of("draft", "show", "bfa", "--data", Usa)).Error.Trim());
    }

    [Theory]
    [InlineData("approve", "approved")]
    [InlineData("reject", "rejected")]
    public async Task What_waits_is_listed_shown_and_decided(string verb, string state)
    {
        string id = await HeldAsync(verb);
        Assert.Contains(id[..12], (await CommandRun.Of("hold", "list", "--data", Usa)).Out, StringComparison.Ordinal);
        CommandRun show = await CommandRun.Of("hold", "show", id, "--to", "FRA", "--data", Usa);
        Assert.True(show.Code == 0, show.Error);
        Assert.Contains("state     waiting", show.Out, StringComparison.Ordinal);
        Assert.Contains("M90-officer", show.Out, StringComparison.Ordinal);
        CommandRun decide = await CommandRun.Of("hold", verb, id, "--to", "FRA", "--reason", "as agreed", "--data", Usa);
        Assert.True(decide.Code == 0, decide.Error);
        Assert.Contains(state, decide.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(id[..12], (await CommandRun.Of("hold", "list", "--data", Usa)).Out, StringComparison.Ordinal);
        CommandRun list = await CommandRun.Of("hold", "list", "--state", state, "--data", Usa, "--json");
        Assert.Contains(list.Lines, line => JsonParser.Default.Parse<HoldRow>(line).Reason == "as agreed");
    }

    [Fact]
    public async Task A_liaison_decides_nothing()
    {
        CommandRun run = await CommandRun.Of("hold", "list", "--data", Usa, "--as", "liaison");
        Assert.Equal((1, "gatewayctl: this caller may not do that"), (run.Code, run.Error.Trim()));
    }

    // A judgement that the sample policy gives to France, and whose marking asks for a release officer.
    private async Task<string> HeldAsync(string name)
    {
        RiskAssessment assessment = Testing.Samples.Assessment();
        assessment.Judgements[0].Portion.Marking.Text = "(S//REL TO USA, FRA/RELIDO)";
        assessment.Judgements[0].Confidence[0].Portion.Marking.Text = "(S//REL TO USA, FRA/RELIDO)";
        string file = Path.Combine(nodes.Three.Directory, $"{name}.json");
        File.WriteAllText(file, JsonFormatter.Default.Format(assessment));
        CommandRun submit = await CommandRun.Of("product", "submit", file, "--submission-id", $"held {name}", "--data", Usa, "--json");
        Assert.True(submit.Code == 0, submit.Error);
        return Convert.ToHexStringLower(JsonParser.Default.Parse<SubmitResponse>(submit.Out).ProductId.Span);
    }
}
