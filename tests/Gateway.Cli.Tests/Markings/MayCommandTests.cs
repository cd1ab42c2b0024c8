using System.Text.Json;
using Gateway.Cli.Markings;
using Gateway.Cli.Tests.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Markings;

/// <summary>Whether a partner may have a portion, step by step.</summary>
public sealed class MayCommandTests
{
    private static readonly string[] Fra = ["--policy", "US", "--to", "FRA", "--clearance", "SECRET"];

    [Fact]
    public async Task A_yes_names_all_ten_steps_and_ends_with_0()
    {
        CommandRun run = await CommandRun.Of(["marking", "may", .. Fra, "(S//REL TO USA, FRA)"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("YES  FRA may have it.", run.Out, StringComparison.Ordinal);
        Assert.All(MayAnswer.StepRules, step => Assert.Contains(step.Name, run.Out, StringComparison.Ordinal));
        Assert.Contains("Assumed: an agreement", run.Out, StringComparison.Ordinal);
        Assert.All(run.Lines, line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
    }

    [Fact]
    public async Task A_no_names_the_deciding_step_and_ends_with_1()
    {
        CommandRun run = await CommandRun.Of(["marking", "may", .. Fra, "(S//NF)"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("NO  It stays home. Step 4 decides: national-only caveat (M03-national-only).", run.Out, StringComparison.Ordinal);
        Assert.Contains(">4", run.Out, StringComparison.Ordinal);
    }

    // One portion for every step that keeps everything else open (markings policy §6, steps 1 to 9).
    [Theory]
    [InlineData(1, "M00-unreadable", "withhold", "(S//REL TO FRA)", "")]
    [InlineData(1, "M10-embargo", "withhold", "(S//REL TO USA, FRA)", "--not-before 2031-01-01T00:00Z --now 2030-01-01T00:00Z")]
    [InlineData(2, "M01-clearance", "withhold", "(TS//REL TO USA, FRA)", "")]
    [InlineData(2, "M01-clearance", "withhold", "(//NS//REL TO USA, FRA, NATO)", "--clearance-for NATO=UNCLASSIFIED")]
    [InlineData(3, "M02-agreement", "withhold", "(S//REL TO USA, FRA)", "--no-agreement")]
    [InlineData(3, "M02-agreement", "withhold", "(S//REL TO USA, FRA)", "--ceiling CONFIDENTIAL")]
    [InlineData(3, "M02-agreement", "withhold", "(S//REL TO USA, FRA)", "--stage 3 --class evidence")]
    [InlineData(3, "M02-agreement", "tear line", "(S//REL TO USA, FRA)", "--stage 1")]
    [InlineData(4, "M03-national-only", "withhold", "(S//NF)", "")]
    [InlineData(5, "M04-releasability", "withhold", "(S//REL TO USA, GBR)", "")]
    [InlineData(5, "M04-releasability", "withhold", "(S)", "")]
    [InlineData(5, "M04-releasability", "withhold", "(S//REL TO USA, TEYE)", "")]
    [InlineData(5, "M04-releasability", "hold", "(S//REL TO USA, FRA/RELIDO)", "")]
    [InlineData(5, "M06-display-only", "withhold", "(S//DISPLAY ONLY FRA)", "")]
    [InlineData(6, "M05-owner-consent", "withhold", "(S//FGI GBR//REL TO USA, FRA)", "")]
    [InlineData(6, "M05-owner-consent", "withhold", "(S//FGI//REL TO USA, FRA)", "")]
    [InlineData(7, "M07-orcon", "withhold", "(S//OC/REL TO USA, FRA)", "")]
    [InlineData(7, "M07-orcon", "withhold", "(S//OC/REL TO USA, FRA)", "--named GBR")]
    [InlineData(9, "M09-unknown-code", "withhold", "(S//PR/REL TO USA, FRA)", "")]
    public async Task Every_step_can_be_the_deciding_one(int step, string rule, string outcome, string mark, string options)
    {
        using JsonDocument answer = await Answer(1, [.. Fra, .. Words(options), mark]);
        Decided(answer, step, rule, outcome);
    }

    [Fact]
    public async Task The_traffic_light_can_be_the_deciding_step()
    {
        using JsonDocument answer = await Answer(
            1, ["--policy", "TLP", "--to", "FRA", "--originator", "USA", "--releasable-to", "FRA", "--releaser", "GBR", "TLP:AMBER"]);
        Decided(answer, 8, "M08-tlp", "withhold");
    }

    [Fact]
    public async Task The_EU_in_a_list_is_the_organisation_and_not_its_members()
    {
        using JsonDocument answer = await Answer(1, [.. Fra, "--member", "EU", "(S//REL TO USA, EU)"]);
        Decided(answer, 5, "M04-releasability", "withhold");
    }

    [Theory]
    [InlineData("(S//REL TO USA, FRA)", "--stage 4")]
    [InlineData("(S//OC/REL TO USA, FRA)", "--named FRA")]
    [InlineData("(S//PR/REL TO USA, FRA)", "--caveat PROPIN")]
    [InlineData("(S//REL TO USA, FRA/RELIDO)", "--approved")]
    [InlineData("(S//REL TO USA, NATO)", "")]
    [InlineData("(S//FGI GBR//REL TO USA, FRA, GBR)", "")]
    [InlineData("(S//REL TO USA, FRA)", "--not-before 2029-01-01T00:00Z --now 2030-01-01T00:00Z")]
    [InlineData("SECRET//REL TO USA, FRA", "--kind banner")]
    public async Task What_the_recipient_has_opens_the_step(string mark, string options)
    {
        using JsonDocument answer = await Answer(0, [.. Fra, .. Words(options), mark]);
        Assert.True(answer.RootElement.GetProperty("may").GetBoolean());
        Assert.Equal(JsonValueKind.Null, answer.RootElement.GetProperty("decidedBy").ValueKind);
        Assert.All(answer.RootElement.GetProperty("steps").EnumerateArray(), step => Assert.Equal("yes", step.GetProperty("answer").GetString()));
    }

    [Theory]
    [InlineData("2023-01-01T00:00Z", 1)] // Sweden joined on 7 March 2024: membership counts at sealing and now
    [InlineData("2025-01-01T00:00Z", 0)]
    public async Task Membership_counts_on_the_day_of_sealing(string sealedAt, int code)
    {
        using JsonDocument answer = await Answer(
            code, ["--policy", "US", "--to", "SWE", "--clearance", "HEMLIG", "--sealed", sealedAt, "--now", "2030-01-01T00:00Z", "(S//REL TO USA, NATO)"]);
        Assert.Equal(code == 0, answer.RootElement.GetProperty("may").GetBoolean());
    }

    [Fact]
    public async Task Json_has_ten_steps_with_rules_and_reasons()
    {
        using JsonDocument answer = await Answer(0, [.. Fra, "(S//REL TO USA, FRA)"]);
        Assert.Equal(["mark", "policy", "to", "may", "outcome", "decidedBy", "steps", "assumed"], answer.RootElement.EnumerateObject().Select(member => member.Name));
        JsonElement[] steps = [.. answer.RootElement.GetProperty("steps").EnumerateArray()];
        Assert.Equal(Enumerable.Range(1, 10), steps.Select(step => step.GetProperty("step").GetInt32()));
        Assert.All(steps, step => Assert.NotEmpty(step.GetProperty("because").GetString()!));
        Assert.Equal("SECRET//REL TO USA, FRA", steps[9].GetProperty("because").GetString());
    }

    [Fact]
    public void Every_mandatory_check_stands_behind_exactly_one_step() => Assert.Equal(
        RuleIds.All.Remove(RuleIds.NoRule).Remove(RuleIds.Recalled).Remove(RuleIds.ThirdParty).Remove(RuleIds.Addressee).Order(StringComparer.Ordinal),
        MayAnswer.StepRules.SelectMany(step => step.Rules).Order(StringComparer.Ordinal));

    [Fact]
    public async Task An_unreadable_mark_leaves_the_other_steps_unasked()
    {
        using JsonDocument answer = await Answer(1, [.. Fra, "(S//nf)"]);
        Assert.Equal("not asked", answer.RootElement.GetProperty("steps")[1].GetProperty("answer").GetString());
        Assert.Contains("US-CASE", answer.RootElement.GetProperty("steps")[0].GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_needs_the_registry_and_the_caveat()
    {
        using TempDirectory folder = new();
        string file = Path.Combine(folder.Path, "registry.json");
        await File.WriteAllTextAsync(
            file, """{"format":"gateway-marking-registry/1","tokens":[{"policy":"US","category":"sci","banner":"SI"}]}""", TestContext.Current.CancellationToken);
        using JsonDocument without = await Answer(1, [.. Fra, "(S//SI//REL TO USA, FRA)"]);
        Decided(without, 1, "M00-unreadable", "withhold");
        using JsonDocument bare = await Answer(1, [.. Fra, "--registry", file, "(S//SI//REL TO USA, FRA)"]);
        Decided(bare, 9, "M09-unknown-code", "withhold");
        using JsonDocument honoured = await Answer(0, [.. Fra, "--registry", file, "--caveat", "SI", "(S//SI//REL TO USA, FRA)"]);
        Assert.True(honoured.RootElement.GetProperty("may").GetBoolean());
    }

    [Theory]
    [InlineData("(S//REL TO USA, FRA)", 0)]
    [InlineData("(TS//REL TO USA, FRA)", 1)]
    [InlineData("(S//NF)", 1)]
    public async Task A_nodes_folder_says_what_the_partner_has(string mark, int code)
    {
        await using NodeSet nodes = NodeSet.Prepare();
        CommandRun run = await CommandRun.Of("marking", "may", "--policy", "US", "--to", "FRA", "--data", nodes.Folder("USA"), "--json", mark);
        Assert.Equal((code, ""), (run.Code, run.Error));
        using var answer = JsonDocument.Parse(run.Lines[0]);
        Assert.Empty(answer.RootElement.GetProperty("assumed").EnumerateArray());
    }

    [Theory]
    [InlineData("--to", "fra")]
    [InlineData("--to", "ZZZ")]
    [InlineData("--clearance", "VERY SECRET")]
    [InlineData("--ceiling", "HIGH")]
    [InlineData("--stage", "5")]
    [InlineData("--class", "gossip")]
    [InlineData("--clearance-for", "NATO")]
    [InlineData("--member", "CLUB")]
    [InlineData("--originator", "usa")]
    [InlineData("--releaser", "usa")]
    public async Task A_wrong_option_is_named(string option, string value)
    {
        string[] rest = option == "--to" ? ["--policy", "US"] : ["--policy", "US", "--to", "FRA"];
        CommandRun run = await CommandRun.Of(["marking", "may", .. rest, option, value, "(S)"]);
        Assert.Equal(2, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_traffic_light_needs_to_be_told_its_originator()
    {
        CommandRun run = await CommandRun.Of("marking", "may", "--policy", "TLP", "--to", "FRA", "TLP:GREEN");
        Assert.Equal(2, run.Code);
        Assert.Contains("--originator", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_folder_says_is_not_stated_again()
    {
        CommandRun run = await CommandRun.Of("marking", "may", "--policy", "US", "--to", "FRA", "--data", ".", "--clearance", "SECRET", "(S)");
        Assert.Equal(2, run.Code);
        Assert.Contains("--clearance", run.Error, StringComparison.Ordinal);
    }

    private static void Decided(JsonDocument answer, int step, string rule, string outcome)
    {
        Assert.Equal(outcome, answer.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(rule, answer.RootElement.GetProperty("decidedBy").GetProperty("rule").GetString());
        Assert.Equal(step, answer.RootElement.GetProperty("decidedBy").GetProperty("step").GetInt32());
        Assert.NotEqual("yes", answer.RootElement.GetProperty("steps")[step - 1].GetProperty("answer").GetString());
    }

    private static async Task<JsonDocument> Answer(int code, string[] args)
    {
        CommandRun run = await CommandRun.Of(["marking", "may", "--json", .. args]);
        Assert.Equal((code, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Lines[0]);
    }

    private static string[] Words(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
