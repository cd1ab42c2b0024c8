using System.Text.Json;
using Gateway.Cli.Tests.Shell;

namespace Gateway.Cli.Tests.Markings;

public sealed class MarkingCommandTests
{
    [Fact]
    public async Task Check_prints_one_object_a_line_with_what_the_mark_says()
    {
        CommandRun run = await CommandRun.Of(["marking", "check", "--policy", "US", "--json"], "(S//OC/REL TO USA, FRA)\n\n(U)\n");
        Assert.Equal(0, run.Code);
        Assert.Equal(2, run.Lines.Count);
        using var mark = JsonDocument.Parse(run.Lines[0]);
        Assert.Equal(
            ["input", "valid", "policy", "kind", "classification", "owners", "joint", "fgi", "dissem", "relTo", "displayOnly", "nonIc", "canonical", "errors"],
            mark.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.True(mark.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal("portion", mark.RootElement.GetProperty("kind").GetString());
        Assert.Equal("ORCON", mark.RootElement.GetProperty("dissem")[0].GetString());
        Assert.Equal("FRA", mark.RootElement.GetProperty("relTo")[1].GetString());
    }

    [Fact]
    public async Task Check_names_rule_and_position_of_an_invalid_mark_and_ends_with_1()
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", "US", "--json", "(S//REL TO FRA)");
        Assert.Equal(1, run.Code);
        using var mark = JsonDocument.Parse(run.Lines[0]);
        Assert.False(mark.RootElement.GetProperty("valid").GetBoolean());
        JsonElement error = mark.RootElement.GetProperty("errors")[0];
        Assert.Equal("US-REL-USA-FIRST", error.GetProperty("rule").GetString());
        Assert.Equal(11, error.GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task Check_without_json_explains_in_words()
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", "US", "(S//NF)");
        Assert.Equal(0, run.Code);
        Assert.Contains("NOFORN", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NATO", "NATO/KFOR SECRET ATOMAL Releasable to Japan - STAFF Japan, Norway ONLY", "NATO SECRET", "Japan, Norway ONLY", "JPN")]
    [InlineData("EU", "TRÈS SECRET UE/EU TOP SECRET RELEASABLE TO USA", "TRES SECRET UE/EU TOP SECRET", "", "USA")]
    [InlineData("GBR", "UK SECRET - UK / US EYES ONLY", "SECRET", "UK/US EYES ONLY", "GBR,USA")]
    [InlineData("AUS", "SECRET//AGAO", "SECRET", "AGAO", "")]
    [InlineData("CAN", "SECRET//CANADIAN EYES ONLY", "SECRET", "CANADIAN EYES ONLY", "")]
    public async Task Check_prints_the_same_members_for_every_policy(string policy, string mark, string level, string dissem, string relTo)
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", policy, "--json", mark);
        Assert.Equal(0, run.Code);
        using var read = JsonDocument.Parse(run.Lines[0]);
        Assert.Equal(level, read.RootElement.GetProperty("classification").GetString());
        Assert.Equal(dissem, string.Join('|', read.RootElement.GetProperty("dissem").EnumerateArray()));
        Assert.Equal(relTo, string.Join(',', read.RootElement.GetProperty("relTo").EnumerateArray()));
        Assert.Equal(policy, read.RootElement.GetProperty("owners")[0].GetString());
    }

    [Theory]
    [InlineData("NATO", "NATO/KFOR SECRET ATOMAL France ONLY", "KFOR", "ATOMAL", "FRA")]
    [InlineData("GBR", "UK SECRET - COMMERCIAL - UK/US EYES ONLY", "UK", "COMMERCIAL", "GBR, USA")]
    public async Task Check_explains_context_handling_and_audience(string policy, string mark, string context, string control, string audience)
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", policy, mark);
        Assert.Equal(0, run.Code);
        Assert.Contains($"context         {context}", run.Out, StringComparison.Ordinal);
        Assert.Contains(control, run.Out, StringComparison.Ordinal);
        Assert.Contains($"nobody outside  {audience}", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["(S//REL TO USA, FRA)", "(U)"]""", "SECRET//REL TO USA, FRA", 0)]
    [InlineData("""["(S//REL TO USA, FRA)", "(C//NF)"]""", "SECRET//NOFORN", 0)]
    [InlineData("""["(S//REL TO FRA)"]""", "", 1)]
    [InlineData("[]", "", 1)]
    public async Task Rollup_prints_the_banner_of_each_line(string portions, string banner, int code)
    {
        CommandRun run = await CommandRun.Of(["marking", "rollup", "--policy", "US", "--json"], portions);
        Assert.Equal(code, run.Code);
        using var result = JsonDocument.Parse(run.Lines[0]);
        Assert.Equal(banner, result.RootElement.GetProperty("banner").GetString());
        Assert.Equal(code == 0, result.RootElement.GetProperty("errors").GetArrayLength() == 0);
    }

    [Fact]
    public async Task Rollup_names_the_line_that_is_no_list()
    {
        CommandRun run = await CommandRun.Of(["marking", "rollup", "--policy", "US"], "[\"(U)\"]\n(U)\n");
        Assert.Equal(2, run.Code);
        Assert.Contains("line 2", run.Error, StringComparison.Ordinal);
    }
}
