using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Who may call what, tried for every pair against a running node. The table says it again, apart from the code's.</summary>
public sealed class CallerTests(SharedNodes nodes) : IDisposable
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Assessment/Submit"] = ["liaison"],
        ["Assessment/Get"] = ["liaison", "ministry", "officer"],
        ["Assessment/List"] = ["liaison", "ministry", "officer"],
        ["Assessment/Pull"] = ["liaison", "ministry"],
        ["Assessment/Subscribe"] = ["liaison", "ministry"],
        ["Federation/Subscribe"] = ["peer"],
        ["Federation/Acknowledge"] = ["peer"],
        ["Federation/ProveConsistency"] = ["peer"],
        ["ReleaseLog/Search"] = ["auditor"],
        ["ReleaseLog/Get"] = ["auditor"],
        ["ReleaseLog/Prove"] = ["auditor"],
        ["ReleaseLog/Checkpoint"] = ["liaison", "ministry", "officer", "auditor", "peer"],
    };

    private readonly TempDirectory _directory = new();

    public static TheoryData<string, string> Pairs => new(
        from method in Allowed.Keys
        from caller in new[] { "liaison", "ministry", "officer", "auditor", "peer", "unknown", "expired" }
        select (method, caller));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Every_caller_may_call_what_the_table_says_and_nothing_else(string method, string caller)
    {
        using NodeCaller connection = Connect(caller);
        (StatusCode status, ErrorReason reason) = await TryAsync(connection, method);
        (StatusCode, ErrorReason) refusal = caller is "unknown" or "expired"
            ? (StatusCode.Unauthenticated, ErrorReason.CallerUnknown)
            : (StatusCode.PermissionDenied, ErrorReason.RoleMissing);
        if (Allowed[method].Contains(caller))
        {
            Assert.DoesNotContain(status, new[] { StatusCode.Unauthenticated, StatusCode.PermissionDenied, StatusCode.Internal, StatusCode.Unknown });
        }
        else
        {
            Assert.Equal(refusal, (status, reason));
        }
    }

    [Fact]
    public async Task Without_a_client_certificate_there_is_no_connection()
    {
        using NodeCaller nobody = NodeCaller.WithoutCertificate(nodes.Usa);
        RpcException failure = await Calls.FailureAsync(nobody.Assessments.ListAsync(new ListRequest { Mode = Mode.Exercise }));
        Assert.Contains(failure.StatusCode, new[] { StatusCode.Unavailable, StatusCode.Internal });
        Assert.Empty(failure.Trailers);
    }

    [Theory]
    [InlineData("/log/checkpoint")]
    [InlineData("/log/tile/0/000.p/1")]
    [InlineData("/log/tile/entries/000.p/1")]
    [InlineData("/internal/checkpoint")]
    [InlineData("/internal/tile/0/000.p/1")]
    [InlineData("/internal/tile/entries/000.p/1")]
    public async Task An_unknown_caller_learns_nothing_over_http(string path)
    {
        using NodeCaller unknown = Connect("unknown");
        using HttpResponseMessage denied = await unknown.Http.GetAsync(path, Calls.Cancellation);
        using HttpResponseMessage absent = await unknown.Http.GetAsync("/log/tile/0/999", Calls.Cancellation);
        Assert.Equal(absent.StatusCode, denied.StatusCode);
        Assert.Equal(await absent.Content.ReadAsStringAsync(Calls.Cancellation), await denied.Content.ReadAsStringAsync(Calls.Cancellation));
    }

    [Fact]
    public async Task Only_the_auditor_learns_how_much_the_internal_log_holds()
    {
        foreach (string caller in (string[])["liaison", "ministry", "officer", "peer"])
        {
            using NodeCaller connection = Connect(caller);
            RpcException failure = await Calls.FailureAsync(
                connection.Log.CheckpointAsync(new CheckpointRequest { Log = LogName.Internal }, cancellationToken: Calls.Cancellation));
            Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        }

        using var auditor = new NodeCaller(nodes.Usa, "auditor");
        Assert.NotEmpty((await auditor.Log.CheckpointAsync(new CheckpointRequest { Log = LogName.Internal })).Note);
    }

    [Fact]
    public async Task Absent_and_not_for_you_are_the_same_answer()
    {
        SubmitRequest secret = Samples.Request("not for the ministry");
        foreach (Marking marking in Markings(secret.Assessment))
        {
            marking.Text = "(TS//NF)";
        }

        SubmitResponse submitted = await nodes.Usa.SubmitAsync(secret);
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        Assert.Equal(submitted.ProductId, (await liaison.Assessments.GetAsync(new GetRequest { ProductId = submitted.ProductId })).ProductId);

        RpcException hidden = await Calls.FailureAsync(ministry.Assessments.GetAsync(new GetRequest { ProductId = submitted.ProductId }));
        RpcException absent = await Calls.FailureAsync(
            ministry.Assessments.GetAsync(new GetRequest { ProductId = ByteString.CopyFrom(new byte[32]) }));
        Assert.Equal(StatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(absent.Visible(), hidden.Visible());
        Assert.DoesNotContain(await ministry.PullAsync(new PullRequest { Mode = Mode.Exercise }), product => product.ProductId == submitted.ProductId);
    }

    private static IEnumerable<Marking> Markings(RiskAssessment assessment) =>
    [
        .. assessment.Header.Select(part => part.Portion.Marking),
        .. assessment.Subject.Select(part => part.Portion.Marking),
        .. assessment.Judgements.Select(part => part.Portion.Marking),
        .. assessment.Judgements.SelectMany(part => part.Confidence).Select(part => part.Portion.Marking),
        .. assessment.Sources.Select(part => part.Portion.Marking),
    ];

    private static async Task<(StatusCode Status, ErrorReason Reason)> TryAsync(NodeCaller caller, string method)
    {
        CancellationToken cancellation = Calls.Cancellation;
        try
        {
            // Requests that end at once: wrong in a field, or small.
            _ = method switch
            {
                "Assessment/Submit" => (IMessage)await caller.Assessments.SubmitAsync(new SubmitRequest(), cancellationToken: cancellation),
                "Assessment/Get" => await caller.Assessments.GetAsync(new GetRequest(), cancellationToken: cancellation),
                "Assessment/List" => await caller.Assessments.ListAsync(new ListRequest(), cancellationToken: cancellation),
                "Assessment/Pull" => await First(caller.Assessments.Pull(new PullRequest(), cancellationToken: cancellation)),
                "Assessment/Subscribe" => await First(caller.Assessments.Subscribe(new PullRequest(), cancellationToken: cancellation)),
                "Federation/Subscribe" => await First(caller.Federation.Subscribe(WrongLane(), cancellationToken: cancellation)),
                "Federation/Acknowledge" => await caller.Federation.AcknowledgeAsync(new AcknowledgeRequest(), cancellationToken: cancellation),
                "Federation/ProveConsistency" =>
                    await caller.Federation.ProveConsistencyAsync(new HeadProofRequest(), cancellationToken: cancellation),
                "ReleaseLog/Search" => await caller.Log.SearchAsync(new SearchRequest { Log = LogName.Release }, cancellationToken: cancellation),
                "ReleaseLog/Get" => await caller.Log.GetAsync(new GetEntryRequest { Log = LogName.Release }, cancellationToken: cancellation),
                "ReleaseLog/Prove" => await caller.Log.ProveAsync(new ProveRequest { Log = LogName.Release }, cancellationToken: cancellation),
                "ReleaseLog/Checkpoint" =>
                    await caller.Log.CheckpointAsync(new CheckpointRequest { Log = LogName.Release }, cancellationToken: cancellation),
                _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such method."),
            };
            return (StatusCode.OK, ErrorReason.Unspecified);
        }
        catch (RpcException failure)
        {
            return (failure.StatusCode, RichStatus.ReasonOf(failure));
        }
    }

    private static FeedRequest WrongLane() => new() { Positions = { new LanePosition { Lane = (Lane)9 } } };

    private static async Task<IMessage> First<T>(AsyncServerStreamingCall<T> call)
        where T : IMessage
    {
        using (call)
        {
            await call.ResponseStream.MoveNext(Calls.Cancellation);
            return call.ResponseStream.Current;
        }
    }

    private NodeCaller Connect(string caller)
    {
        switch (caller)
        {
            case "peer":
                return SharedNodes.As(nodes.Fra, nodes.Usa);
            case "unknown":
                string path = _directory.File("unknown");
                TestCertificate.Write(path).Dispose();
                return new NodeCaller(nodes.Usa, path + ".crt", path + ".key");
            default:
                return new NodeCaller(nodes.Usa, caller);
        }
    }
}
