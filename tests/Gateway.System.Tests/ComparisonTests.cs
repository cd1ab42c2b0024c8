using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>mission.md A1: three governments, three scales, one table; over the network, as a ministry asks.</summary>
public sealed class ComparisonTests(SharedNodes nodes)
{
    private const string Country = "KAZ";

    [Fact]
    public async Task Three_nodes_with_three_scales_are_compared_as_worked_by_hand_and_the_answer_is_on_the_log()
    {
        SubmitResponse usa = await nodes.Usa.SubmitAsync(Request("icd203", "very unlikely", "US", "(U//REL TO USA, FRA, SWE)"));
        SubmitResponse swe = await nodes.Swe.SubmitAsync(Request("ajp21", "unlikely", "TLP", "TLP:CLEAR"));
        await nodes.Fra.SubmitAsync(Request("phia", "remote chance", "FRA", "DIFFUSION RESTREINTE//REL TO FRA, USA"));
        await nodes.Fra.ArrivesAsync(usa.ProductId);
        await nodes.Fra.ArrivesAsync(swe.ProductId);
        await nodes.Swe.ArrivesAsync(usa.ProductId);

        (CompareOverview overview, SubjectComparison atFra) = await CompareAsync(nodes.Fra);
        Assert.Equal(["FRA remote chance", "SWE unlikely", "USA very unlikely"], atFra.Voices.Select(voice => $"{voice.Originator} {voice.Likelihood.Term}"));
        Assert.Equal(
            [(IntervalRelation.Diverge, 5.0), (IntervalRelation.Overlap, 0.0), (IntervalRelation.Overlap, 0.0)],
            atFra.Pairs.Select(pair => (pair.Relation, pair.GapPoints)));
        Assert.Empty(atFra.NothingToSee);
        Assert.Equal(3u, overview.Products);

        // The French one is not for Sweden, where there is nothing to see, as if it had not been written.
        (_, SubjectComparison atSwe) = await CompareAsync(nodes.Swe);
        Assert.Equal(["SWE", "USA"], atSwe.Voices.Select(voice => voice.Originator));
        Assert.Equal(["FRA"], atSwe.NothingToSee);

        using var auditor = new NodeCaller(nodes.Fra, "auditor");
        SearchResponse log = await auditor.Log.SearchAsync(new SearchRequest { Log = LogName.Internal, Kinds = { Kind.Access } }, cancellationToken: Calls.Cancellation);
        Assert.NotEmpty(log.Entries);
    }

    [Fact]
    public async Task A_wrong_request_is_answered_with_every_fault_at_once()
    {
        using var ministry = new NodeCaller(nodes.Fra, "ministry");
        var request = new CompareRequest { Iso3 = { "MLI", "Mali" }, Partner = { "not a code" }, Editions = 65, Top = 1001, DefinitionId = new string('x', 65) };
        RpcException failure = await Calls.FailureAsync(ministry.Comparisons.Compare(request, cancellationToken: Calls.Cancellation));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(
            ["mode", "iso3[1]", "partner[0]", "definition_id", "editions", "top"],
            failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field));
        RpcException nothing = await Calls.FailureAsync(ministry.Comparisons.Overlooked(new OverlookedRequest(), cancellationToken: Calls.Cancellation));
        Assert.Equal("among.mode", Assert.Single(nothing.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Whoever_does_not_read_assessments_compares_none()
    {
        using var auditor = new NodeCaller(nodes.Fra, "auditor");
        RpcException failure = await Calls.FailureAsync(auditor.Comparisons.Compare(new CompareRequest { Mode = Mode.Actual }, cancellationToken: Calls.Cancellation));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
    }

    private static async Task<(CompareOverview Overview, SubjectComparison Comparison)> CompareAsync(RunningNode node)
    {
        using var ministry = new NodeCaller(node, "ministry");
        using AsyncServerStreamingCall<CompareResponse> call = ministry.Comparisons.Compare(
            new CompareRequest { Mode = Mode.Exercise, Iso3 = { Country }, Pairs = true }, cancellationToken: Calls.Cancellation);
        List<CompareResponse> answer = await call.ResponseStream.ReadAllAsync(Calls.Cancellation).ToListAsync(Calls.Cancellation);
        return (answer[0].Overview, Assert.Single(answer.Skip(1)).Comparison);
    }

    private static SubmitRequest Request(string scale, string term, string policy, string mark)
    {
        return new SubmitRequest
        {
            SubmissionId = Guid.NewGuid().ToString("N"),
            SizeClass = SizeClass._32,
            Assessment = new RiskAssessment
            {
                Header = { new Header { Portion = Marked(), Title = "EXERCISE: comparison", Type = AssessmentType.Annual, Mode = Mode.Exercise, Edition = "2025" } },
                Subject = { new Subject { Portion = Marked(), Iso3 = Country } },
                Judgements =
                {
                    new Judgement
                    {
                        Portion = Marked("j1"),
                        Statement = "EXERCISE. A new mass killing begins in the next two years.",
                        Event = new Event { DefinitionId = "ewp-mass-killing", Threshold = 1000, WindowMonths = 12 },
                        HorizonMonths = 24,
                        Likelihood = new Likelihood { ScaleId = scale, Term = term },
                    },
                },
            },
        };

        Portion Marked(string id = "") => new() { Id = id, Topic = { "forecast" }, Marking = new Marking { Policy = policy, Text = mark } };
    }
}
