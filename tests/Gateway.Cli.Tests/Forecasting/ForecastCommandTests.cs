using System.Text;
using Gateway.Cli.Render;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Forecasting;

/// <summary>The commands over small files worked by hand: nothing here depends on data outside the repository.</summary>
public sealed class ForecastCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-forecast-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Worked by hand: logit(0.75) = ln 3.
    [Fact]
    public async Task A_card_in_a_file_is_recomputed_and_a_number_that_does_not_follow_fails_the_command()
    {
        string right = Write("right.json", Line("MLI", 0.75, Card())), wrong = Write("wrong.json", Line("MLI", 0.75, Card()), Line("NER", 0.7, Card()));
        CommandRun good = await CommandRun.Of("recompute", right);
        Assert.True(good.Code == 0, good.Error);
        Assert.Contains("reproduced", good.Out, StringComparison.Ordinal);
        CommandRun bad = await CommandRun.Of("recompute", wrong);
        Assert.Equal(1, bad.Code);
        Assert.Contains("differs", bad.Out, StringComparison.Ordinal);
        AssertPage(good, bad);
        CommandRun csv = await CommandRun.Of("recompute", wrong, "--csv");
        Assert.StartsWith("MLI,by-hand,1,one-year,12,reproduced,0.75,0.75,0,", csv.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_cards_are_answered_and_never_computed()
    {
        Model huge = Card(), missing = Card(), twice = Card(), none = Card();
        huge.Outputs[0].Coefficients[0].Value = 1e308;
        huge.Predictors[0].Value = 1e308;
        missing.Predictors[0].ClearValue();
        twice.Predictors.Add(new Predictor { Name = "x", Value = 2 });
        none.Outputs[0].Link = LinkFunction.Unspecified;
        Model many = Card();
        many.Predictors.Add(Enumerable.Range(0, 10_000).Select(i => new Predictor { Name = $"p{i}", Value = i }));
        many.Outputs[0].Coefficients.Add(Enumerable.Range(0, 10_000).Select(i => new Coefficient { Predictor = $"p{i}", Value = 0 }));
        string file = Write("hostile.json", [.. new[] { huge, missing, twice, none, many }.Select(card => Line("MLI", 0.75, card))]);
        CommandRun run = await CommandRun.Of("recompute", file, "--csv");
        Assert.Equal(["overflow", "incomplete", "incomplete", "incomplete", "reproduced"], run.Lines.Skip(1).Select(line => line.Split(',')[5]));
        Assert.EndsWith(",x", run.Lines[2], StringComparison.Ordinal);
        Assert.EndsWith(",(link)", run.Lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_partner_wrote_is_no_formula_and_no_second_line_in_a_spreadsheet()
    {
        Model card = Card();
        (card.ModelId, card.Version, card.Outputs[0].Name) = ("=HYPERLINK(\"http://x\")", "@sum(1,2)\r\n=1", " +cmd|'/c calc'!A1");
        CommandRun run = await CommandRun.Of("recompute", Write("formula.json", Line("MLI", 0.75, card)), "--csv");
        Assert.Equal(2, run.Lines.Count);
        Assert.StartsWith("MLI,\"'=HYPERLINK(\"\"http://x\"\")\",\"'@sum(1,2)\ufffd\ufffd=1\",' +cmd|'/c calc'!A1,12,reproduced,", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_stay_numbers_in_a_spreadsheet()
    {
        using var output = new StringWriter();
        output.WriteCsv("-0.5", "+1e-3", "-", "", "a,b", CsvLine.Number(-0.002), CsvLine.Number(null));
        Assert.Equal($"-0.5,+1e-3,'-,,\"a,b\",-0.002,{Environment.NewLine}", output.ToString());
    }

    // Worked by hand: (0.01 + 0.49) / 2, and the forecast of 2024 is not over.
    [Fact]
    public async Task Forecasts_in_files_are_scored_by_outcomes_in_a_file()
    {
        string forecasts = Write("forecasts.json", Line("MLI", 0.1, year: 2022), Line("SDN", 0.3, year: 2023), Line("SDN", 0.4, year: 2024));
        foreach (string outcomes in (string[])["iso3,year\nSDN,2023", "iso3,earliest,before\nSDN,2023-04-15,2023-04-16", "startyear,mk_location_cow\n2023.0,625.0\n1945.0,315.0"])
        {
            CommandRun run = await CommandRun.Of("score", forecasts, "--outcomes", Write("outcomes.csv", outcomes), "--known-until", "2024-01-01", "--json");
            Assert.True(run.Code == 0, run.Error);
            ForecastScore all = JsonParser.Default.Parse<ScoreResponse>(run.Out).Scores[0];
            Assert.Equal((2u, 1u, 1u, 0.25), (all.Count, all.Happened, all.Open, Math.Round(all.Brier, 12)));
        }

        CommandRun page = await CommandRun.Of("score", forecasts, "--outcomes", Write("outcomes.csv", "iso3,year\nSDN,2023"), "--known-until", "2024-01-01", "--base-rate", "0.01");
        Assert.Contains("0.25000", page.Out, StringComparison.Ordinal);
        AssertPage(page);
        Assert.StartsWith("2022,1,0,0.1,0.01", (await CommandRun.Of("score", forecasts, "--outcomes", Path.Combine(_folder, "outcomes.csv"), "--known-until", "2024-01-01", "--csv")).Lines[2].Replace("0.010000000000000002", "0.01"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iso3,year\nXXZ,2023", "unknown-country")]
    [InlineData("iso3,year\nSDN,soon", "not-a-number")]
    [InlineData("iso3,earliest,before\nSDN,2023-04-15,2023-04-15", "out-of-order")]
    [InlineData("iso3,earliest,before\nSDN,15.4.2023,2023-04-16", "not-a-date")]
    [InlineData("country,when\nSudan,2023", "unknown-columns")]
    [InlineData("", "not-a-list")]
    public async Task A_list_of_outcomes_with_a_fault_scores_nothing(string outcomes, string rule)
    {
        CommandRun run = await CommandRun.Of(
            "score", Write("forecasts.json", Line("SDN", 0.3)), "--outcomes", Write("outcomes.csv", outcomes), "--known-until", "2026-01-01");
        Assert.Equal(1, run.Code);
        Assert.Contains($"({rule})", run.Error, StringComparison.Ordinal);
    }

    // Worked by hand: 1 2 3 against 1 3 2 is 0.5.
    [Fact]
    public async Task Two_files_are_two_producers()
    {
        string first = Write("first.json", Line("MLI", 0.3), Line("NER", 0.2), Line("SDN", 0.1), Line("TCD", 0.4));
        string second = Write("second.json", Line("MLI", 0.9), Line("NER", 0.01), Line("SDN", 0.5));
        string[] call = ["agreement", first, second, "--first-measure", "p-best", "--second-measure", "p-best", "--top", "1"];
        CommandRun run = await CommandRun.Of([.. call, "--json"]);
        Assert.True(run.Code == 0, run.Error);
        AgreementResponse agreement = JsonParser.Default.Parse<AgreementResponse>(run.Out);
        Assert.Equal((3u, 0.5, 1u), (agreement.Common, agreement.Spearman, agreement.Overlap));
        CommandRun page = await CommandRun.Of(call);
        Assert.Contains("0.500", page.Out, StringComparison.Ordinal);
        AssertPage(page);
        Assert.Equal(2, (await CommandRun.Of("agreement", first)).Code);
        Assert.Equal(2, (await CommandRun.Of("agreement", first, second, "--top", "0")).Code);
        Assert.Equal(2, (await CommandRun.Of("agreement", first, second, "--first-event", "a/b/c/d")).Code);
    }

    [Fact]
    public async Task The_samples_agree_in_part_and_the_page_says_how_each_number_was_made()
    {
        CommandRun run = await CommandRun.Of("agreement", SampleFiles.Ewp, SampleFiles.Views, "--first-horizon", "24");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("EWP 2025-26", run.Out, StringComparison.Ordinal);
        Assert.Contains("The sum of twelve monthly expectations", run.Out, StringComparison.Ordinal);
        AssertPage(run);
        CommandRun rises = await CommandRun.Of("rises", SampleFiles.Ewp, "--horizon", "24");
        Assert.Contains("Since EWP 2024-25", rises.Out, StringComparison.Ordinal);
        AssertPage(rises);
        CommandRun ambiguous = await CommandRun.Of("agreement", SampleFiles.Ewp, SampleFiles.Views);
        Assert.Equal(1, ambiguous.Code);
        Assert.Contains("over 24 months", ambiguous.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_two_modes_are_refused()
    {
        RiskAssessment exercise = Forecast("SDN", 0.3), actual = Forecast("MLI", 0.3);
        actual.Header[0].Mode = Mode.Actual;
        CommandRun run = await CommandRun.Of("rises", Write("mixed.json", JsonFormatter.Default.Format(exercise), JsonFormatter.Default.Format(actual)));
        Assert.Equal(1, run.Code);
        Assert.Contains("never mixed", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.Of("rises", Write("no.json", "{\"nonsense\": 1}"))).Code);
        Assert.Equal(2, (await CommandRun.Of("rises")).Code);
        Assert.Equal(2, (await CommandRun.Of("score", "--outcomes", "x.csv", "--known-until", "tomorrow")).Code);
    }

    private static void AssertPage(params CommandRun[] pages) => Assert.All(pages.SelectMany(page => page.Lines), line =>
    {
        Assert.InRange(line.TrimEnd().Length, 0, 80);
        Assert.DoesNotContain('\ufffd', line);
    });

    private static string Line(string iso3, double p, Model? card = null, int year = 2024) => JsonFormatter.Default.Format(Forecast(iso3, p, card, year));

    private static RiskAssessment Forecast(string iso3, double p, Model? card = null, int year = 2024)
    {
        var assessment = new RiskAssessment
        {
            Header =
            {
                new Header
                {
                    Title = "EXERCISE", Mode = Mode.Exercise, Edition = $"{year}",
                    ValidFromMs = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
                },
            },
            Subject = { new Subject { Iso3 = iso3 } },
            Judgements = { new Judgement { Statement = "It begins.", Event = new Event { DefinitionId = "by-hand" }, HorizonMonths = 12, Likelihood = new Likelihood { PBest = p } } },
        };
        if (card is not null)
        {
            assessment.Model.Add(card);
        }

        return assessment;
    }

    private static Model Card() => new()
    {
        ModelId = "by-hand",
        Version = "1",
        Predictors = { new Predictor { Name = "x", Value = 1 } },
        Outputs =
        {
            new ModelOutput
            {
                Name = "one-year",
                Event = new Event { DefinitionId = "by-hand" },
                HorizonMonths = 12,
                Link = LinkFunction.Logit,
                Intercept = 0,
                Coefficients = { new Coefficient { Predictor = "x", Value = Math.Log(3) } },
                ProbabilityDigits = 4,
            },
        },
    };

    private string Write(string name, params string[] lines)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, string.Join('\n', lines), Encoding.UTF8);
        return file;
    }
}
