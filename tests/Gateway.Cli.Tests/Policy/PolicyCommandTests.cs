using System.Text.Json;
using Gateway.Cli.Tests.Nodes;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;

namespace Gateway.Cli.Tests.Policy;

public sealed class PolicyCommandTests(DevelopmentFolder folder) : IClassFixture<DevelopmentFolder>
{
    [Theory]
    [InlineData("USA")]
    [InlineData("FRA")]
    [InlineData("SWE")]
    public async Task The_sample_policies_load_with_their_examples(string partner)
    {
        CommandRun run = await CommandRun.Of("policy", "check", "--data", Path.Combine(folder.Root, partner), "--json");
        Assert.True(run.Code == 0, run.Error);
        using var result = JsonDocument.Parse(run.Out);
        Assert.True(result.RootElement.GetProperty("loaded").GetBoolean());
        Assert.Equal(3, result.RootElement.GetProperty("files").GetInt32());
        Assert.True(result.RootElement.GetProperty("examples").GetInt32() >= result.RootElement.GetProperty("rules").GetInt32());
    }

    [Fact]
    public async Task A_faulty_policy_is_refused_by_file_line_and_rule()
    {
        string file = Path.Combine(folder.Root, "faulty.relpol");
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(SampleFiles.Of("policies/usa/partner-swe.relpol"), TestContext.Current.CancellationToken)).Replace("to nation SWE", "to nation SWD", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("policy", "test", file, "--data", folder.Usa);
        Assert.Equal(1, run.Code);
        Assert.Contains("faulty.relpol:", run.Error, StringComparison.Ordinal);
        Assert.Contains("SWD", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SDN", "SWE", 17)]
    [InlineData("BFA", "SWE", 4)]
    public async Task Sweden_gets_no_secret_no_evidence_and_no_source(string country, string to, int released)
    {
        List<JsonElement> rows = await Explain(country, to);
        List<JsonElement> given = [.. rows.Where(row => row.GetProperty("outcome").GetString() == "release")];
        Assert.Equal(released, given.Count);
        Assert.All(given, row => Assert.DoesNotContain("(S", row.GetProperty("marking").GetString(), StringComparison.Ordinal));
        Assert.All(given, row => Assert.False(row.GetProperty("class").GetString() is "evidence" or "sources-and-methods"));
    }

    [Fact]
    public async Task France_gets_the_originator_s_evidence_only_where_the_originator_named_it_and_never_a_source()
    {
        List<JsonElement> rows = await Explain("SDN", "FRA");
        Assert.Contains(rows, row => Is(row, "evidence", "release", "L05-evidence-france"));
        Assert.Contains(rows, row => Is(row, "evidence", "withhold", "M07-orcon"));
        Assert.Contains(rows, row => Is(row, "actor", "hold", "L12-named-individuals"));
        Assert.DoesNotContain(rows, row => row.GetProperty("class").GetString() == "sources-and-methods" && row.GetProperty("outcome").GetString() != "withhold");
    }

    [Fact]
    public async Task The_table_for_people_fits_eighty_columns()
    {
        CommandRun run = await CommandRun.Of("policy", "explain", SampleFiles.Of("assessments/SDN-exercise.json"), "--to", "SWE", "--data", folder.Usa, "--at", "2025-10-07");
        Assert.Equal(0, run.Code);
        Assert.All(run.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.Contains("L06-judgements-sweden", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not-json")]
    [InlineData("""{"headers":[]}""", "not-an-assessment")]
    [InlineData("{}", "required")]
    public async Task A_file_that_is_no_assessment_is_refused_with_the_rule(string text, string rule)
    {
        string file = Path.Combine(folder.Root, rule + ".json");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("policy", "explain", file, "--to", "FRA", "--data", folder.Usa);
        Assert.Equal(1, run.Code);
        Assert.Contains($"({rule})", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_partner_is_a_wrong_call() =>
        Assert.Equal(2, (await CommandRun.Of("policy", "explain", SampleFiles.Of("assessments/SDN-exercise.json"), "--to", "DEU", "--data", folder.Usa)).Code);

    [Fact]
    public async Task An_agreement_that_was_changed_by_hand_is_refused()
    {
        string copy = Path.Combine(folder.Root, "tampered");
        CommandRun init = await CommandRun.Of("node", "init", "--dir", copy, "USA", "FRA", "SWE");
        Assert.Equal(0, init.Code);
        string file = Path.Combine(copy, "USA", "agreements", "SWE-USA.note");
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("\"stage\": 3", "\"stage\": 4", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("policy", "test", "--data", Path.Combine(copy, "USA"));
        Assert.Equal(1, run.Code);
        Assert.Contains("SWE-USA.note", run.Error, StringComparison.Ordinal);
    }

    private static bool Is(JsonElement row, string fieldClass, string outcome, string rule) =>
        row.GetProperty("class").GetString() == fieldClass
        && row.GetProperty("outcome").GetString() == outcome
        && row.GetProperty("rules").EnumerateArray().Any(r => r.GetString() == rule);

    private async Task<List<JsonElement>> Explain(string country, string to)
    {
        CommandRun run = await CommandRun.Of(
            "policy", "explain", SampleFiles.Of($"assessments/{country}-exercise.json"), "--to", to, "--data", folder.Usa, "--json");
        Assert.True(run.Code == 0, run.Error);
        return [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
