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
