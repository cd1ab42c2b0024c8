using System.Reflection;
using System.Text.Json;
using Gateway.Cli.Assessments;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Core.Assessments.Frameworks;
using Gateway.Core.Assessments.Scales;
using Gateway.Protocol.Products;

namespace Gateway.Cli.Tests.Assessments;

public sealed class AssessmentCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-assessments-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_takes_what_a_node_would_take() =>
        Assert.Equal((0, ""), Ended(await CommandRun.Of("product", "check", SampleFiles.Of("assessments/every-field.json"))));

    [Fact]
    public async Task Check_names_every_fault_with_field_and_rule()
    {
        string text = await File.ReadAllTextAsync(SampleFiles.Of("assessments/every-field.json"), TestContext.Current.CancellationToken);
        string file = Write("bad.json", text.Replace("\"unlikely\"", "\"very likely\"", StringComparison.Ordinal).Replace("\"NGA\"", "\"NGX\"", StringComparison.Ordinal));
        CommandRun run = await CommandRun.Of("product", "check", file, "--json");
        Assert.Equal(1, run.Code);
        (string?, string?)[] faults =
        [
            .. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => (line.GetProperty("field").GetString(), line.GetProperty("rule").GetString())),
        ];
        Assert.Superset(
            new HashSet<(string?, string?)>
            {
                ("judgements[0].likelihood.p_low", SubmissionRule.RangeOutsideTerm), ("judgements[0].likelihood.p_best", SubmissionRule.RangeOutsideTerm),
                ("judgements[0].likelihood.p_high", SubmissionRule.RangeOutsideTerm),
                ("flows[0].to_iso3", SubmissionRule.CountryUnknown), ("spillovers[0].to_iso3", SubmissionRule.CountryUnknown),
                ("populations[0].displaced[1].area.iso3", SubmissionRule.CountryUnknown),
            },
            faults.ToHashSet());
        Assert.Equal(6, faults.Length);
    }

    [Fact]
    public async Task A_field_form_becomes_an_assessment_and_comes_back()
    {
        string form = SampleFiles.Of("assessments/field-form.json");
        CommandRun forth = await CommandRun.Of("product", "field-form", form);
        Assert.Equal(0, forth.Code);
        string assessment = Write("assessment.json", forth.Out);
        Assert.Equal(0, (await CommandRun.Of("product", "check", assessment)).Code);
        CommandRun back = await CommandRun.Of("product", "field-form", "--back", assessment);
        Assert.Equal(0, back.Code);
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse(await File.ReadAllTextAsync(form, TestContext.Current.CancellationToken)).RootElement, JsonDocument.Parse(back.Out).RootElement));
    }

    [Fact]
    public async Task Faults_of_a_field_form_name_its_own_fields()
    {
        string text = await File.ReadAllTextAsync(SampleFiles.Of("assessments/field-form.json"), TestContext.Current.CancellationToken);
        string file = Write("form.json", text.Replace("\"NENIM\"", "\"Niamey\"", StringComparison.Ordinal).Replace("\"likely\"", "\"perhaps\"", StringComparison.Ordinal));
        CommandRun run = await CommandRun.Of("product", "field-form", "--check", file);
        Assert.Equal(1, run.Code);
        Assert.Contains("post: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("judgement.term: ", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"title":1}""")]
    [InlineData("""{"nothing":""}""")]
    [InlineData("[")]
    [InlineData("")]
    public async Task What_is_no_form_is_refused(string text) =>
        Assert.Equal(1, (await CommandRun.Of("product", "field-form", Write("form.json", text))).Code);

    [Fact]
    public async Task An_assessment_that_says_more_than_a_form_is_refused_with_the_fields()
    {
        CommandRun run = await CommandRun.Of("product", "field-form", "--back", SampleFiles.Of("assessments/every-field.json"));
        Assert.Equal(1, run.Code);
        Assert.Contains("evidence", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provenance_shows_the_whole_chain()
    {
        CommandRun run = await CommandRun.Of("product", "provenance", SampleFiles.Of("assessments/every-field.json"), "onset", "--json");
        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["sources", "evidence", "based_on", "indicators", "indicators", "triggers", "factors", "judgements", "options", "scenarios"],
            run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("field").GetString())
                .Where(field => field != "dissent"));
        Assert.Equal(1, (await CommandRun.Of("product", "provenance", SampleFiles.Of("assessments/every-field.json"), "no-such")).Code);
    }

    [Fact]
    public async Task The_generated_page_in_the_repository_is_up_to_date_and_names_what_is_unverified()
    {
        string page = await File.ReadAllTextAsync(Docs("assessments-reference.md"), TestContext.Current.CancellationToken);
        Assert.True(
            AssessmentReference.Page() == page.ReplaceLineEndings("\n"), "Run: ./dev gatewayctl product reference > docs/assessments-reference.md");
        Assert.All(LikelihoodScales.All, scale => Assert.Contains($"| {scale.Id} |", page, StringComparison.Ordinal));
        Assert.All(RiskFrameworks.All, framework => Assert.Contains($"| {framework.Id} |", page, StringComparison.Ordinal));
        Assert.Contains("| ajp21 | likely | — | [0.6, 0.9) | **unverified** |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_rule_about_content_stands_in_the_documentation()
    {
        string page = await File.ReadAllTextAsync(Docs("assessments.md"), TestContext.Current.CancellationToken);
        Assert.All(
            typeof(SubmissionRule).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
            rule => Assert.Contains($"`{rule}`", page, StringComparison.Ordinal));
    }

    private static (int Code, string Error) Ended(CommandRun run) => (run.Code, run.Error);

    private static string Docs(string page)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Gateway.sln is not above the tests."), "docs", page);
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
