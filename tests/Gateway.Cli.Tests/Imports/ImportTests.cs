using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using RandomSource = Gateway.Core.Sealing.RandomSource;

namespace Gateway.Cli.Tests.Imports;

public sealed class ImportTests : IDisposable
{
    private static readonly string[] Us = ["--policy", "US", "--marking", "(U//REL TO USA, FRA, SWE)", "--dry-run", "--json"];

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("ewp", "ewp-2025-top40.csv")]
    [InlineData("views", "views-2025-08-top40.csv")]
    public async Task Every_line_of_a_sample_becomes_an_assessment_that_a_node_accepts(string producer, string file)
    {
        List<RiskAssessment> assessments = await Import(producer, SampleFiles.Of(file));
        Assert.Equal(40, assessments.Count);
        AssertAcceptable(assessments);
    }

    [Fact]
    public async Task The_world_s_highest_risk_shows_rank_base_rate_and_the_refit_of_the_year_before()
    {
        RiskAssessment first = (await Import("ewp", SampleFiles.Ewp))[0];
        Assert.Equal("MMR", first.Subject[0].Iso3);
        Judgement judgement = first.Judgements[0];
        Assert.Equal(0.1041, judgement.Likelihood.PBest);
        Assert.Equal((1u, 168u), (judgement.Rank, judgement.Of));
        Assert.Equal(0.0155, judgement.BaseRate, 3);
        Assert.Equal(Trend.Falling, judgement.Trend);
        Assert.Contains(judgement.Caveats, caveat => caveat.Text.Contains("10.7 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Monthly_forecasts_become_bounds_and_not_a_product_of_independent_months()
    {
        RiskAssessment sudan = (await Import("views", SampleFiles.Views)).Single(a => a.Subject[0].Iso3 == "SDN");
        Likelihood thousand = sudan.Judgements.Single(j => j.Event?.Threshold == 1000).Likelihood;
        Assert.Equal((0.2371, 1.0), (thousand.PLow, thousand.PHigh));
        Assert.Equal(DateTimeOffset.Parse("2025-09-01T00:00Z", null).ToUnixTimeMilliseconds(), sudan.Header[0].ValidFromMs);
    }

    [Theory]
    [InlineData(2018, 162, "COD", 0.3086)]
    [InlineData(2019, 162, "AFG", 0.2081)]
    [InlineData(2020, 162, null, 0.1589)]
    [InlineData(2021, 162, null, 0.1516)]
    [InlineData(2022, 162, "PAK", 0.1631)]
    [InlineData(2023, 166, "AFG", 0.06531)]
    [InlineData(2024, 168, "TCD", 0.1231)]
    [InlineData(2025, 168, "MMR", 0.1041)]
    public async Task The_producer_s_own_file_of_every_edition_is_read(int year, int countries, string? highest, double risk)
    {
        string? file = SharedData.File($"ewp/ewp_{year}_forecasts.csv");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        List<RiskAssessment> assessments = await Import("ewp", file, "--edition", $"{year}");
        Assert.Equal(countries, assessments.Count);
        Assert.Equal(risk, assessments[0].Judgements[0].Likelihood.PBest);
        Assert.Equal(highest ?? assessments[0].Subject[0].Iso3, assessments[0].Subject[0].Iso3);
        Assert.NotEmpty(assessments[0].Model[0].Predictors);
        AssertAcceptable(assessments);
    }

    [Fact]
    public async Task The_sample_of_the_2025_edition_says_what_the_producer_s_file_says()
    {
        string? file = SharedData.File("ewp/ewp_2025_forecasts.csv");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        List<RiskAssessment> whole = await Import("ewp", file);
        foreach ((RiskAssessment sample, RiskAssessment full) in (await Import("ewp", SampleFiles.Ewp)).Zip(whole))
        {
            Assert.Equal(full.Subject, sample.Subject);
            foreach ((Judgement ours, Judgement theirs) in sample.Judgements.Zip(full.Judgements))
            {
                Assert.Equal(theirs.BaseRate, ours.BaseRate, 5);
                theirs.BaseRate = ours.BaseRate;
                Assert.Equal(theirs, ours);
            }
        }
    }

    [Theory]
    [InlineData("2025_08", "ISR")]
    [InlineData("2024_10", null)]
    public async Task The_producer_s_own_months_are_aggregated(string run, string? highest)
    {
        string? file = SharedData.File($"forecasts/views_cm_{run}.csv");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        List<RiskAssessment> assessments = await Import("views", file, "--edition", run.Replace('_', '-'));
        Assert.Equal(191, assessments.Count);
        Assert.Equal(highest ?? assessments[0].Subject[0].Iso3, assessments[0].Subject[0].Iso3);
        AssertAcceptable(assessments);
    }

    [Fact]
    public async Task The_sample_of_August_2025_says_what_the_producer_s_months_add_up_to()
    {
        string? file = SharedData.File("forecasts/views_cm_2025_08.csv");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        List<RiskAssessment> whole = await Import("views", file);
        foreach ((RiskAssessment sample, RiskAssessment full) in (await Import("views", SampleFiles.Views)).Zip(whole))
        {
            Assert.Equal(full.Subject, sample.Subject);
            Assert.Equal(full.Judgements[0].Statement, sample.Judgements[0].Statement);
            foreach ((Judgement ours, Judgement theirs) in sample.Judgements.Zip(full.Judgements).Skip(1))
            {
                Assert.Equal(theirs.Likelihood.PLow, ours.Likelihood.PLow, 4);
                Assert.Equal(theirs.Likelihood.PHigh, ours.Likelihood.PHigh, 4);
            }
        }
    }

    [Theory]
    [InlineData("2025,168,0.015533,0.008871,1,Burma/Myanmar,775,0.1041", "2025,168,0.015533,0.008871,1,Burma/Myanmar,775,1.041", ":8: risk_2y", "out-of-range")]
    [InlineData("Burma/Myanmar,775,0.1041", "Burma/Myanmar,775,many", ":8: risk_2y", "not-a-number")]
    [InlineData("Burma/Myanmar,775", "Atlantis,775", ":8: country", "unknown-country")]
    [InlineData("Burma/Myanmar,775", "Burma/Myanmar,999", ":8: gw", "unknown-country")]
    [InlineData("Burma/Myanmar,775", "Burma/Myanmar,483", ":8: country", "country-mismatch")]
    [InlineData("Chad,483", "Burma/Myanmar,775", ":9", "duplicate-country")]
    [InlineData("Burma/Myanmar,775", "Burma/Myanmar", ":8", "field-count")]
    [InlineData("Burma/Myanmar", "Burma\"/Myanmar", ":8", "malformed-csv")]
    [InlineData("Burma/Myanmar", "\"Burma/Myanmar", ":8", "malformed-csv")]
    [InlineData("0.008871,1,Burma", "0.008871,2,Burma", ":9: rank_2y", "rank-disagrees")]
    [InlineData("2025,168,0.015533,0.008871,1,", "2024,168,0.015533,0.008871,1,", ":8: edition", "wrong-edition")]
    [InlineData("risk_2y", "risk", "", "unknown-edition")]
    public async Task A_faulty_file_is_refused_whole_with_line_field_and_rule(string right, string wrong, string place, string rule)
    {
        string text = await File.ReadAllTextAsync(SampleFiles.Ewp, TestContext.Current.CancellationToken);
        int heading = text.IndexOf("edition,of", StringComparison.Ordinal);
        int at = text.IndexOf(right, rule == "unknown-edition" ? heading : text.IndexOf('\n', heading), StringComparison.Ordinal);
        string file = Path.Combine(_folder, "faulty.csv");
        await File.WriteAllTextAsync(file, text[..at] + wrong + text[(at + right.Length)..], TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of(["import", "ewp", file, .. Us]);
        Assert.Equal(1, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains(run.Error.Split('\n'), line =>
            line.StartsWith($"faulty.csv{place}", StringComparison.Ordinal) && line.Contains($"({rule})", StringComparison.Ordinal));
        Assert.Contains("nothing was imported", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ewp", "--edition", "2024", "2025 edition")]
    [InlineData("views", "--edition", "2025-07", "run of 2025-08")]
    public async Task A_file_of_another_edition_than_asked_for_is_refused(string producer, string option, string value, string message)
    {
        CommandRun run = await CommandRun.Of(["import", producer, producer == "ewp" ? SampleFiles.Ewp : SampleFiles.Views, option, value, .. Us]);
        Assert.Equal(1, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("549,1,0.1,0.9,0.05,0.03,0.01,0.02", "not-a-distribution")]
    [InlineData("549,9998,0.1,0.9,0.05,0.03,0.01,0.01", "unknown-country")]
    [InlineData("549,1,NaN,0.9,0.05,0.03,0.01,0.01", "not-a-number")]
    [InlineData("549,1,0.1,0.9,0.05,0.03,0.01,0.01", "missing-month")]
    [InlineData("549,1,0.1,0.9,0.05,0.03,0.01,0.01\n549,1,0.1,0.9,0.05,0.03,0.01,0.01", "duplicate-country")]
    [InlineData("", "empty-file")]
    public async Task A_faulty_file_of_months_is_refused_with_its_rule(string lines, string rule)
    {
        string file = Path.Combine(_folder, "months.csv");
        await File.WriteAllTextAsync(
            file,
            "month_id,country_id,step_combined,multi_0_logit,multi_1_logit,multi_2_logit,multi_3_logit,multi_4_logit\n" + lines + "\n",
            TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of(["import", "views", file, .. Us]);
        Assert.Equal(1, run.Code);
        Assert.Contains($"({rule})", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_that_is_not_valid_is_refused_before_the_file_is_read()
    {
        CommandRun run = await CommandRun.Of("import", "ewp", SampleFiles.Ewp, "--policy", "US", "--marking", "(S//REL TO FRA)", "--dry-run");
        Assert.Equal(1, run.Code);
        Assert.Contains("US-REL-USA-FIRST", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_valid_where_the_registry_file_of_the_call_or_of_the_nodes_folder_enables_it()
    {
        using TempDirectory folder = new();
        const string Registry = """{"format":"gateway-marking-registry/1","tokens":[{"policy":"US","category":"nonic","banner":"LIMDIS","portion":"DS"}]}""";
        await File.WriteAllTextAsync(folder.File("registry.json"), Registry, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.File("appsettings.json"), """{"Gateway":{"Partner":"USA","Registry":"registry.json"}}""", TestContext.Current.CancellationToken);
        string[] call = ["import", "ewp", SampleFiles.Ewp, "--policy", "US", "--marking", "(U//REL TO USA, FRA//DS)", "--dry-run"];
        Assert.Equal(1, (await CommandRun.Of(call)).Code);
        Assert.Equal(0, (await CommandRun.Of([.. call, "--registry", folder.File("registry.json")])).Code);
        Assert.Equal(0, (await CommandRun.Of([.. call, "--data", folder.Path])).Code);
    }

    private static async Task<List<RiskAssessment>> Import(string producer, string file, params string[] more)
    {
        CommandRun run = await CommandRun.Of(["import", producer, file, .. Us, .. more]);
        Assert.True(run.Code == 0, run.Error);
        return [.. run.Lines.Select(JsonParser.Default.Parse<RiskAssessment>)];
    }

    private static void AssertAcceptable(IEnumerable<RiskAssessment> assessments)
    {
        Assert.True(Schemas.TryGet(SizeClass._32, out Core.Sealing.ProductSchema? schema));
        foreach (RiskAssessment assessment in assessments)
        {
            FlattenOutcome outcome = Flattener.Flatten(assessment, schema, RandomSource.System);
            Assert.True(outcome is FlattenOutcome.Flattened, outcome is FlattenOutcome.Refused no ? string.Join('\n', no.Violations) : "");
        }
    }
}
