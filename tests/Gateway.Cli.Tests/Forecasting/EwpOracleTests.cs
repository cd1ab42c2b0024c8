using Gateway.Cli.Tests.Shell;
using Gateway.Core.Assessments.Forecasting;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using RandomSource = Gateway.Core.Sealing.RandomSource;
using SealedMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Cli.Tests.Forecasting;

/// <summary>
/// The published editions as oracles. The figures come from a script of thirty lines over the same files that shares no code with this
/// repository; docs/forecasting.md says how it counts.
/// </summary>
public class EwpOracleTests
{
    [Theory]
    [InlineData(2019)]
    [InlineData(2020)]
    [InlineData(2021)]
    [InlineData(2022)]
    public async Task Every_published_risk_follows_from_the_card_after_import_sealing_and_reassembly(int year)
    {
        string forecasts = Data($"ewp/ewp_{year}_forecasts.csv"), coefficients = Data($"ewp/ewp_{year}_coefficients.csv");
        CommandRun import = await CommandRun.Of(
            "import", "ewp", forecasts, "--coefficients", coefficients, "--policy", "TLP", "--marking", "TLP:CLEAR", "--dry-run", "--json");
        Assert.True(import.Code == 0, import.Error);
        Assert.Equal(162, import.Lines.Count);
        var sealer = new Sealer(RandomSource.System);
        Assert.True(Schemas.TryGet(SizeClass._32, out ProductSchema? schema));
        foreach (string line in import.Lines)
        {
            var flattened = Assert.IsType<FlattenOutcome.Flattened>(Flattener.Flatten(JsonParser.Default.Parse<RiskAssessment>(line), schema, RandomSource.System));
            SealedProduct product = sealer.Seal(flattened.Portions, new SealTerms(PartnerCode.Of("USA"), new byte[32], 1, SealedMode.Actual, schema));
            var received = (RiskAssessment)Reassembler.Reassemble(product.Portions, schema);
            RecomputedOutput[] outputs = [.. ModelCards.Recompute(received)];
            Assert.Equal([24u, 12u], outputs.Select(output => output.Output.HorizonMonths));
            AssertReproduced(outputs[0], 5e-5);
            AssertReproduced(outputs[1], 5e-6);
        }

        // Four significant digits are a tighter bound than the one that the project's figures are known to keep.
        static void AssertReproduced(RecomputedOutput output, double bound)
        {
            var reproduced = Assert.IsType<Recomputed.Reproduced>(output.Result);
            Assert.InRange(Math.Abs(reproduced.Difference), 0, bound);
            Assert.InRange(reproduced.Tolerance, 0, bound * 1.0001);
        }
    }

    [Theory]
    [InlineData(2023, 166)]
    [InlineData(2024, 168)]
    [InlineData(2025, 168)]
    public async Task Coefficients_to_four_decimals_are_said_to_be_too_coarse_and_not_to_agree(int year, int countries)
    {
        CommandRun run = await CommandRun.Of("recompute", Data($"ewp/ewp_{year}_forecasts.csv"), "--coefficients", Data($"ewp/ewp_{year}_coefficients.csv"), "--csv");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(countries, run.Lines.Skip(1).Count(line => line.Contains(",two-year,24,too coarse,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Coefficients_of_another_edition_are_refused()
    {
        CommandRun run = await CommandRun.Of(
            "import", "ewp", Data("ewp/ewp_2022_forecasts.csv"), "--coefficients", Data("ewp/ewp_2021_coefficients.csv"),
            "--policy", "TLP", "--marking", "TLP:CLEAR", "--dry-run");
        Assert.Equal(1, run.Code);
        Assert.Contains("ewp_2021_coefficients.csv: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("(coefficients-disagree)", run.Error, StringComparison.Ordinal);
        Assert.Contains("(no-coefficients)", (await CommandRun.Of("recompute", Data("ewp/ewp_2018_forecasts.csv"), "--coefficients", Data("ewp/ewp_2019_coefficients.csv"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_2025_edition_is_read_against_its_own_refit_of_2024()
    {
        CommandRun run = await CommandRun.Of("rises", Data("ewp/ewp_2024_forecasts.csv"), Data("ewp/ewp_2025_forecasts.csv"), "--horizon", "24", "--json");
        Assert.True(run.Code == 0, run.Error);
        RisesResponse rises = JsonParser.Default.Parse<RisesResponse>(run.Out);
        Assert.Equal(("EWP 2024-25", "EWP 2025-26", 168u, 52u), (rises.Since, rises.Forecasts.Edition, rises.Restated, rises.SignsDiffer));
        Assert.Equal(("NER", 1.228), (rises.Rises[0].Iso3, Math.Round(100 * (rises.Rises[0].Now - rises.Rises[0].Refit), 6)));
        CountryRise cambodia = rises.Rises.Single(rise => rise.Iso3 == "KHM");
        Assert.Equal((-0.2, 1.467), (Math.Round(100 * (cambodia.Now - cambodia.Refit), 6), Math.Round(100 * (cambodia.Now - cambodia.Published), 6)));
        Assert.Equal(0.1041, rises.Rises.Max(rise => rise.Now));
        Assert.Equal(0.015533274, rises.Rises.Average(rise => rise.Now), 9);
    }

    /// <summary>Three ways of making a year out of ViEWS' months, all of them as the products carry them.</summary>
    [Theory]
    [InlineData("rank", "none", 0.738866, "sum of twelve monthly expectations")]
    [InlineData("p-low", "views-state-based-deaths/100", 0.737881, "Low is the likeliest single month")]
    [InlineData("p-high", "views-state-based-deaths/100", 0.737520, "high the sum")]
    public async Task Ewp_2025_and_Views_August_2025_put_countries_in_about_the_same_order(string measure, string topic, double spearman, string caveat)
    {
        CommandRun run = await CommandRun.Of(
            "agreement", Data("ewp/ewp_2025_forecasts.csv"), Data("forecasts/views_cm_2025_08.csv"), "--first-horizon", "24", "--first-measure", "p-best",
            "--second-event", topic, "--second-measure", measure, "--top", "30", "--json");
        Assert.True(run.Code == 0, run.Error);
        AgreementResponse agreement = JsonParser.Default.Parse<AgreementResponse>(run.Out);
        Assert.InRange(agreement.Spearman, 0.736, 0.744);
        Assert.Equal(spearman, agreement.Spearman, 4);
        Assert.Equal((168u, 20u), (agreement.Common, agreement.Overlap));
        Assert.Contains(agreement.Second.Caveats, text => text.Contains(caveat, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("12", 1144u, 5u, 0.004429546, 0.026460678, -0.017929041, 0.8658472, "811:0 191:2 114:3 26:0 2:0")]
    [InlineData("24", 976u, 10u, 0.010562287, 0.051756911, -0.041550865, 0.8495342, "589:0 140:4 154:0 67:6 22:0 4:0")]
    public async Task Past_editions_scored_against_the_mass_killings_that_began(
        string horizon, uint count, uint happened, double brier, double log, double skill, double discrimination, string bins)
    {
        CommandRun run = await CommandRun.Of(
            [
                "score", .. Enumerable.Range(2018, 8).Select(year => Data($"ewp/ewp_{year}_forecasts.csv")), "--horizon", horizon,
                "--outcomes", Data("ewp/mass_killing_events.csv"), "--known-until", "2025-01-01", "--json",
            ]);
        Assert.True(run.Code == 0, run.Error);
        ScoreResponse answer = JsonParser.Default.Parse<ScoreResponse>(run.Out);
        ForecastScore all = answer.Scores[0];
        Assert.Equal((count, happened, 0u), (all.Count, all.Happened, all.Clipped));
        Assert.Equal(brier, all.Brier, 9);
        Assert.Equal(log, all.Log, 9);
        Assert.Equal(skill, all.Skill, 9);
        Assert.Equal(discrimination, all.Discrimination, 7);
        Assert.Equal(9, answer.Scores.Count);
        Assert.Equal(bins, string.Join(' ', all.Calibration.Select(bin => $"{bin.Count}:{bin.Happened}")));
    }

    // Converting a one-year risk at a constant hazard, 1 - (1 - p)², misses the project's own two-year risk by up to almost three times.
    [Fact]
    public async Task A_horizon_is_never_made_out_of_another()
    {
        CommandRun run = await CommandRun.Of("recompute", Data("ewp/ewp_2022_forecasts.csv"), "--coefficients", Data("ewp/ewp_2022_coefficients.csv"), "--json");
        double[] factors =
        [
            .. from line in run.Lines
               let outputs = JsonParser.Default.Parse<RecomputeResponse>(global::System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("result").GetRawText()).Outputs
               let one = outputs.Single(output => output.HorizonMonths == 12).Published
               select (1 - ((1 - one) * (1 - one))) / outputs.Single(output => output.HorizonMonths == 24).Published,
        ];
        Assert.Equal((0.636, 2.785), (Math.Round(factors.Min(), 3), Math.Round(factors.Max(), 3)));

        var forecast = new Judgement { HorizonMonths = 12, Likelihood = new Likelihood { PBest = 0.1 } };
        var row = new ForecastRow("SDN", "2024", DateTimeOffset.UnixEpoch, 1, forecast);
        Assert.IsType<SettledForecasts.Nothing>(new ForecastQuestion { HorizonMonths = 24, Measure = ForecastMeasure.PBest }.Settle([row]));
    }

    private static string Data(string relative)
    {
        string? file = SharedData.File(relative);
        Assert.SkipUnless(file is not null, SharedData.Absent);
        return file;
    }
}
