using System.Text.Json;
using Gateway.Cli.Tests.Shell;
using Gateway.Testing;

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
    [InlineData("NATO", "NATO/KFOR SECRET ATOMAL Releasable to Japan - STAFF France, Japan ONLY", "NATO/KFOR the context", "undertaken to honour ATOMAL", "STAFF obliges nobody",
        "France, Japan ONLY nobody outside", "JPN (Japan)")]
    [InlineData("GBR", "UK SECRET - COMMERCIAL - UK/US EYES ONLY", "UK marks what is sent abroad", "undertaken to honour COMMERCIAL", "UK/US EYES ONLY only for GBR")]
    [InlineData("AUS", "SECRET//AGAO", "AGAO only for AUS (Australia)")]
    [InlineData("NATO", "NATO SECRET HUSH", "not valid", "NATO-TOKEN-UNKNOWN at 12", "the vocabulary is closed")]
    public async Task Check_explains_marks_of_other_policies(string policy, string mark, params string[] words)
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", policy, mark);
        string text = string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("(S//FGI GBR//OC/REL TO USA, FVEY)", "FGI GBR", "ORCON", "the originator decides on every further recipient", "CAPCO 2016 §H.8 p136", "Five Eyes")]
    [InlineData("(//NIS)", "NATO ISAF SECRET", "information of this NATO activity", "SECRET on the common ladder", "reported")]
    [InlineData("(//JOINT S CAN USA//REL TO USA, CAN, GBR)", "JOINT CAN USA", "owned jointly by", "US-JOINT-REL-WIDER")]
    [InlineData("(S//FOREIGN GOVERNMENT INFORMATION)", "must not be named", "canonical spelling")]
    [InlineData("(S//FOO)", "not valid", "US-TOKEN-UNKNOWN at 4", "not enabled", "the vocabulary is closed")]
    public async Task Check_without_json_explains_every_part_with_its_source(string mark, params string[] words)
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", "US", mark);
        string text = string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.All(run.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Theory]
    [InlineData("(S//REL)", "(S//REL TO USA, FRA)", 0)]
    [InlineData("(//JOINT S//REL)", null, 1)]
    public async Task Check_reads_a_portion_as_its_banner_says(string mark, string? canonical, int code)
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", "US", "--banner", "SECRET//REL TO USA, FRA", "--json", mark);
        Assert.Equal(code, run.Code);
        using var read = JsonDocument.Parse(run.Lines[0]);
        Assert.Equal(canonical, read.RootElement.GetProperty("canonical").GetString());
        Assert.Equal(mark, read.RootElement.GetProperty("input").GetString());
    }

    [Fact]
    public async Task Check_refuses_a_banner_that_is_not_valid()
    {
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", "US", "--banner", "SECRET//NF", "(S//REL)");
        Assert.Equal(1, run.Code);
        Assert.Contains("US-FORM", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_and_rollup_read_with_a_registry_file()
    {
        using TempDirectory folder = new();
        string file = Path.Combine(folder.Path, "registry.json");
        await File.WriteAllTextAsync(
            file,
            """{"format":"gateway-marking-registry/1","tokens":[{"policy":"US","category":"sci","banner":"SI"},{"policy":"US","category":"nonic","banner":"LIMDIS","portion":"DS"}]}""",
            TestContext.Current.CancellationToken);
        CommandRun check = await CommandRun.Of("marking", "check", "--policy", "US", "--registry", file, "--json", "(S//SI//NF//DS)");
        using var mark = JsonDocument.Parse(check.Lines[0]);
        Assert.Equal(["LIMDIS"], mark.RootElement.GetProperty("nonIc").EnumerateArray().Select(token => token.GetString()));
        CommandRun rollup = await CommandRun.Of(["marking", "rollup", "--policy", "US", "--registry", file], """["(S//SI//NF)", "(U//NF//DS)"]""");
        Assert.Equal("SECRET//SI//NOFORN//LIMDIS", Assert.Single(rollup.Lines));
    }

    [Fact]
    public async Task A_registry_file_is_refused_with_all_its_errors()
    {
        using TempDirectory folder = new();
        string file = Path.Combine(folder.Path, "registry.json");
        await File.WriteAllTextAsync(file, """{"format":"x","tokens":[{"policy":"US","category":"x","banner":"SI"}]}""", TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("marking", "check", "--policy", "US", "--registry", file, "(U)");
        Assert.Equal(1, run.Code);
        Assert.Contains("not-the-format", run.Error, StringComparison.Ordinal);
        Assert.Contains("not-a-category", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TOP SECRET//NOFORN", "TOP SECRET//NOFORN", 0)]
    [InlineData("CONFIDENTIAL//NOFORN", "", 1)]
    public async Task Rollup_takes_a_compiled_banner_that_is_not_lower(string compiled, string banner, int code)
    {
        CommandRun run = await CommandRun.Of(["marking", "rollup", "--policy", "US", "--compiled", compiled, "--json"], """["(S//NF)"]""");
        Assert.Equal(code, run.Code);
        using var result = JsonDocument.Parse(run.Lines[0]);
        Assert.Equal(["portions", "banner", "errors"], result.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(banner, result.RootElement.GetProperty("banner").GetString());
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
