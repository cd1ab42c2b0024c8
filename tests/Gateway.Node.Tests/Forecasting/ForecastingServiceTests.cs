using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Forecasting;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using LogName = Gateway.Core.Sealing.LogName;
using Marking = Gateway.Protocol.V1.Marking;
using Mode = Gateway.Protocol.V1.Mode;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Node.Tests.Forecasting;

/// <summary>The service over real records, without a network.</summary>
public sealed class ForecastingServiceTests : IAsyncDisposable
{
    private const string Open = "(U//REL TO USA, FRA)";
    private const string Home = "(S//NF)";
    private const string Top = "(TS//NF)";

    private static readonly LocalCaller Ministry = new("ministry@test", Role.Ministry, Level.Secret, "TEST");

    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    // Worked by hand: logit(0.75) = ln 3.
    [Fact]
    public async Task A_partner_recomputes_a_number_from_the_card_that_came_with_it()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        RiskAssessment right = Forecast("MLI", 0.75), wrong = Forecast("NER", 0.74);
        foreach (RiskAssessment assessment in (RiskAssessment[])[right, wrong])
        {
            assessment.Model.Add(Card(Open));
        }

        ByteString first = await Submit(usa, right), second = await Submit(usa, wrong);
        await new Line(usa, fra).RunAsync();
        OutputResult good = Assert.Single((await Service(fra).Recompute(new RecomputeRequest { ProductId = first }, new FakeCall(Ministry))).Outputs);
        Assert.Equal((RecomputeStatus.Reproduced, "one-year", 12u, "ewp-mass-killing"), (good.Status, good.Output, good.HorizonMonths, good.Event.DefinitionId));
        Assert.Equal(0.75, good.Computed, 14);
        OutputResult bad = Assert.Single((await Service(fra).Recompute(new RecomputeRequest { ProductId = second }, new FakeCall(Ministry))).Outputs);
        Assert.Equal((RecomputeStatus.Differs, 0.74), (bad.Status, bad.Published));
    }

    [Fact]
    public async Task What_is_withheld_leaves_no_trace_in_a_recomputation()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        RiskAssessment cardAtHome = Forecast("MLI", 0.75), judgementAtHome = Forecast("NER", 0.75), none = Forecast("TCD", 0.75);
        cardAtHome.Model.Add(Card(Home));
        judgementAtHome.Model.Add(Card(Open));
        judgementAtHome.Judgements[0].Portion.Marking.Text = Home;
        ByteString[] ids = [await Submit(usa, cardAtHome), await Submit(usa, judgementAtHome), await Submit(usa, none)];
        await new Line(usa, fra).RunAsync();
        RecomputeResponse[] answers = await Task.WhenAll(ids.Select(id => Service(fra).Recompute(new RecomputeRequest { ProductId = id }, new FakeCall(Ministry))));
        Assert.Equal(answers[2], answers[0]);
        Assert.Equal(RecomputeStatus.Unpublished, Assert.Single(answers[1].Outputs).Status);

        var absent = new byte[32];
        RpcException missing = await Assert.ThrowsAsync<RpcException>(() => Service(fra).Recompute(new RecomputeRequest { ProductId = ByteString.CopyFrom(absent) }, new FakeCall(Ministry)));
        ByteString secret = await Submit(usa, Marked(Forecast("SDN", 0.75), Top));
        RpcException hidden = await Assert.ThrowsAsync<RpcException>(() => Service(usa).Recompute(new RecomputeRequest { ProductId = secret }, new FakeCall(Ministry)));
        Assert.Equal((missing.StatusCode, missing.Status.Detail), (hidden.StatusCode, hidden.Status.Detail));
        Assert.Equal(StatusCode.NotFound, hidden.StatusCode);
    }

    // Worked by hand: 1 2 3 against 1 3 2 is 0.5; the fourth country only one has.
    [Fact]
    public async Task Two_producers_are_ranked_over_the_countries_that_both_have()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        foreach ((string iso3, double p, uint rank) in ((string, double, uint)[])[("MLI", 0.3, 2), ("NER", 0.2, 3), ("SDN", 0.1, 4), ("TCD", 0.4, 1)])
        {
            await Submit(usa, Forecast(iso3, p, rank));
        }

        foreach ((string iso3, double p, uint rank) in ((string, double, uint)[])[("MLI", 0.9, 1), ("NER", 0.01, 3), ("SDN", 0.5, 2)])
        {
            await Submit(fra, Forecast(iso3, p, rank));
        }

        await new Line(fra, usa).RunAsync();
        var request = new AgreementRequest { Mode = Mode.Exercise, First = Of("USA"), Second = Of("FRA"), Top = 1 };
        AgreementResponse answer = await Service(usa).Agreement(request, new FakeCall(Ministry));
        Assert.Equal((3u, 0.5, 1u, 1u), (answer.Common, answer.Spearman, answer.Top, answer.Overlap));
        Assert.Equal(("USA", "2024", 4u, 12u), (answer.First.Originator, answer.First.Edition, answer.First.Forecasts, answer.First.HorizonMonths));
        Assert.Equal(["How the number was made."], answer.Second.Caveats);

        AgreementResponse elsewhere = await Service(usa).Agreement(new AgreementRequest(request) { Mode = Mode.Actual }, new FakeCall(Ministry));
        Assert.Equal(new AgreementResponse { Top = 1, FirstMeasure = ForecastMeasure.Rank, SecondMeasure = ForecastMeasure.Rank }, elsewhere);
        request.Second.Originator = "SWE";
        AgreementResponse nobody = await Service(usa).Agreement(request, new FakeCall(Ministry));
        Assert.True(nobody is { First: not null, Second: null, Common: 0, HasSpearman: false });
    }

    // Worked by hand: 0.1 and it did not come, 0.3 and it came: (0.01 + 0.49) / 2.
    [Fact]
    public async Task Past_forecasts_are_scored_by_the_outcomes_that_the_caller_brings()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, Forecast("MLI", 0.1, year: 2022));
        await Submit(usa, Forecast("SDN", 0.3, year: 2023));
        await Submit(usa, Forecast("SDN", 0.4, year: 2024));
        ScoreRequest request = Score(("SDN", 2023));
        ScoreResponse answer = await Service(usa).Score(request, new FakeCall(Ministry));
        Assert.Equal(["", "2022", "2023", "2024"], answer.Scores.Select(score => score.Edition));
        ForecastScore all = answer.Scores[0];
        Assert.Equal((2u, 1u, 1u), (all.Count, all.Happened, all.Open));
        Assert.Equal(0.25, all.Brier, 14);
        Assert.Equal(1, all.Discrimination);
        Assert.Equal(2, all.Calibration.Count);
        Assert.True(answer.Scores[3] is { Count: 0, Open: 1, HasBrier: false });
    }

    [Fact]
    public async Task An_answer_does_not_change_when_what_the_caller_may_not_see_does()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, Forecast("MLI", 0.1, rank: 2));
        await Submit(usa, Forecast("SDN", 0.3, rank: 1));
        IMessage[] before = await Answers(usa);
        await Submit(usa, Marked(Forecast("TCD", 0.9, rank: 3), Top));
        RiskAssessment mixed = Forecast("NER", 0.5, rank: 4);
        mixed.Judgements[0].Portion.Marking.Text = Top;
        mixed.Judgements[0].Caveats[0].Portion.Marking.Text = Top;
        await Submit(usa, mixed);
        Assert.Equal(before, await Answers(usa));
    }

    [Fact]
    public async Task Of_two_products_for_one_country_and_edition_the_later_counts()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, Forecast("SDN", 0.9, year: 2023));
        await Submit(usa, Forecast("SDN", 0.3, year: 2023));
        ScoreResponse answer = await Service(usa).Score(Score(("SDN", 2023)), new FakeCall(Ministry));
        Assert.Equal((1u, 0.49), (answer.Scores[0].Count, Math.Round(answer.Scores[0].Brier, 12)));
    }

    [Fact]
    public async Task Rises_are_by_the_refit_with_what_was_published_beside()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, Forecast("KHM", 0.005, year: 2023));
        RiskAssessment later = Forecast("KHM", 0.020, year: 2024);
        later.Judgements[0].Earlier.Add(new EarlierEdition { Edition = "2023", Refit = true, PBest = 0.022, ValidFromMs = Ms(2023) });
        await Submit(usa, later);
        await Submit(usa, Forecast("NER", 0.03, year: 2024));
        RisesResponse answer = await Service(usa).Rises(new RisesRequest { Mode = Mode.Exercise, Forecasts = Of("USA") }, new FakeCall(Ministry));
        Assert.Equal(("2023", 1u, 1u), (answer.Since, answer.Restated, answer.SignsDiffer));
        Assert.Equal(new CountryRise { Iso3 = "KHM", Now = 0.020, Refit = 0.022, Published = 0.005 }, Assert.Single(answer.Rises));
        Assert.Equal(["NER"], answer.WithoutRefit);
    }

    [Fact]
    public async Task What_a_card_and_a_place_inside_a_country_say_is_never_taken_for_the_country()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        RiskAssessment part = Forecast("SDN", 0.9, year: 2023);
        part.Subject[0].Place.Add(new Place { Portion = new Portion { Marking = new Marking { Policy = "US", Text = Open } }, AdmPcode = "SD02" });
        await Submit(usa, part);
        RiskAssessment group = Forecast("SDN", 0.9, year: 2023);
        (group.Subject[0].Kind, group.Subject[0].GroupId, group.Subject[0].GroupName) = (SubjectKind.Group, "sdn-masalit", "Masalit");
        await Submit(usa, group);
        Assert.Equal(new ScoreResponse(), await Service(usa).Score(Score(("SDN", 2023)), new FakeCall(Ministry)));
    }

    [Fact]
    public async Task Several_topics_are_the_callers_to_choose_from_and_are_never_mixed()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        RiskAssessment two = Forecast("SDN", 0.3, year: 2022);
        Judgement further = two.Judgements[0].Clone();
        (further.HorizonMonths, further.Likelihood.PBest, further.Portion.Id) = (24, 0.6, "two");
        further.Caveats.Clear();
        two.Judgements.Add(further);
        await Submit(usa, two);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => Service(usa).Score(Score(("SDN", 2023)), new FakeCall(Ministry)));
        BadRequest.Types.FieldViolation wrong = Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal(("forecasts", "AMBIGUOUS"), (wrong.Field, wrong.Reason));
        Assert.Contains("over 24 months", wrong.Description, StringComparison.Ordinal);
        ScoreRequest request = Score(("SDN", 2023));
        request.Forecasts.HorizonMonths = 24;
        Assert.Equal(0.16, (await Service(usa).Score(request, new FakeCall(Ministry))).Scores[0].Brier, 12);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_said_at_once()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        var request = new ScoreRequest
        {
            BaseRate = double.NaN,
            Outcomes =
            {
                new ForecastOutcome { Iso3 = "ZZZ", EarliestMs = 1, BeforeMs = 2 },
                new ForecastOutcome { Iso3 = "SDN", EarliestMs = long.MaxValue, BeforeMs = long.MinValue },
            },
        };
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => Service(usa).Score(request, new FakeCall(Ministry)));
        Assert.Equal(
            ["mode", "forecasts.originator", "known_until_ms", "outcomes[0].iso3", "outcomes[1].before_ms", "base_rate"],
            failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(wrong => wrong.Field));
        var agreement = new AgreementRequest { Mode = (Mode)9, Top = 501, FirstMeasure = (ForecastMeasure)99 };
        failure = await Assert.ThrowsAsync<RpcException>(() => Service(usa).Agreement(agreement, new FakeCall(Ministry)));
        Assert.Equal(
            ["mode", "first.originator", "second.originator", "first_measure", "top"],
            failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(wrong => wrong.Field));
    }

    [Fact]
    public async Task Whoever_is_told_something_is_on_the_internal_log()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        ByteString product = await Submit(usa, Forecast("SDN", 0.3, rank: 1));
        long before = usa.Read.Head(LogName.Internal)!.Size;
        await Service(usa).Recompute(new RecomputeRequest { ProductId = product }, new FakeCall(Ministry));
        await Answers(usa);
        Assert.Equal(before + 4, usa.Read.Head(LogName.Internal)!.Size);
        await Service(usa).Score(new ScoreRequest(Score()) { Mode = Mode.Actual }, new FakeCall(Ministry));
        Assert.Equal(before + 4, usa.Read.Head(LogName.Internal)!.Size);
    }

    private static async Task<IMessage[]> Answers(NodeState node) =>
    [
        await Service(node).Agreement(new AgreementRequest { Mode = Mode.Exercise, First = Of("USA"), Second = Of("USA") }, new FakeCall(Ministry)),
        await Service(node).Score(Score(("SDN", 2024), ("TCD", 2024)), new FakeCall(Ministry)),
        await Service(node).Rises(new RisesRequest { Mode = Mode.Exercise, Forecasts = Of("USA") }, new FakeCall(Ministry)),
    ];

    private static ForecastingService Service(NodeState node) => new(node, new SharedView(node), new ForecastLookup(new HoldingsIndex(node)));

    private static ForecastSelection Of(string originator) => new() { Originator = originator };

    private static ScoreRequest Score(params (string Iso3, int Year)[] outcomes) => new()
    {
        Mode = Mode.Exercise,
        Forecasts = Of("USA"),
        KnownUntilMs = Ms(2024),
        Outcomes = { outcomes.Select(outcome => new ForecastOutcome { Iso3 = outcome.Iso3, EarliestMs = Ms(outcome.Year), BeforeMs = Ms(outcome.Year + 1) }) },
    };

    private static RiskAssessment Forecast(string iso3, double p, uint rank = 0, int year = 2024) => Marked(
        new RiskAssessment
        {
            Header =
            {
                new Header
                {
                    Portion = new Portion(),
                    Title = $"EXERCISE: {iso3}",
                    Type = AssessmentType.StatisticalModel,
                    Mode = Mode.Exercise,
                    ValidFromMs = Ms(year),
                    Edition = year.ToString(System.Globalization.CultureInfo.InvariantCulture),
                },
            },
            Subject = { new Subject { Portion = new Portion(), Iso3 = iso3 } },
            Judgements =
            {
                new Judgement
                {
                    Portion = new Portion { Id = "one" },
                    Statement = "A new mass killing begins.",
                    Event = new Event { DefinitionId = "ewp-mass-killing", Threshold = 1000, WindowMonths = 12 },
                    HorizonMonths = 12,
                    Likelihood = new Likelihood { PBest = p },
                    Rank = rank,
                    Of = rank == 0 ? 0u : 168,
                    Caveats = { new Caveat { Portion = new Portion { Id = "how" }, Text = "How the number was made." } },
                },
            },
        },
        Open);

    private static RiskAssessment Marked(RiskAssessment assessment, string mark)
    {
        foreach (Portion portion in (Portion[])
            [assessment.Header[0].Portion, assessment.Subject[0].Portion, .. assessment.Judgements.Select(j => j.Portion), .. assessment.Judgements.SelectMany(j => j.Caveats).Select(c => c.Portion)])
        {
            portion.Marking = new Marking { Policy = "US", Text = mark };
        }

        return assessment;
    }

    private static Model Card(string mark) => new()
    {
        Portion = new Portion { Marking = new Marking { Policy = "US", Text = mark }, Topic = { "forecast" } },
        ModelId = "by-hand",
        Version = "1",
        Predictors = { new Predictor { Name = "x", Value = 1 } },
        Outputs =
        {
            new ModelOutput
            {
                Name = "one-year",
                Event = new Event { DefinitionId = "ewp-mass-killing", Threshold = 1000, WindowMonths = 12 },
                HorizonMonths = 12,
                Link = LinkFunction.Logit,
                Intercept = 0,
                Coefficients = { new Coefficient { Predictor = "x", Value = Math.Log(3) } },
                ProbabilityDigits = 4,
            },
        },
    };

    private static async Task<ByteString> Submit(NodeState node, RiskAssessment assessment)
    {
        var request = new SubmitRequest { SubmissionId = Guid.NewGuid().ToString("N"), SizeClass = SizeClass._32, Assessment = assessment };
        return (await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation)).ProductId;
    }

    private static long Ms(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
