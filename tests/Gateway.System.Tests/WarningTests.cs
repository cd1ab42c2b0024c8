using System.Text.Json.Nodes;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Warnings between three real nodes: raised, answered, left unanswered, and sent to a node that is not there.</summary>
public sealed class WarningTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_warning_is_answered_by_one_escalates_at_another_and_the_sender_knows_both_with_proof()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        foreach (string code in new[] { "USA", "FRA", "SWE" })
        {
            Hurry(nodes, code, acknowledgeWithin: "00:00:05", undeliveredAfter: "00:05:00");
        }

        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA"), swe = await nodes.StartAsync("SWE");
        usa.ExpectedErrors.Add("has not acknowledged warning");
        fra.ExpectedErrors.Add("nobody here has acknowledged");
        swe.ExpectedErrors.Add("nobody here has acknowledged");
        using var atUsa = new NodeCaller(usa, "liaison");
        using var atFra = new NodeCaller(fra, "officer");
        using var atSwe = new NodeCaller(swe, "officer");
        using AsyncServerStreamingCall<WarningEvent> watching = atFra.Warnings.Watch(new WatchWarningsRequest { Mode = Mode.Exercise }, cancellationToken: Cancellation);
        SubmitResponse raised = await atUsa.Assessments.SubmitAsync(Samples.WarningRequest("w"), cancellationToken: Cancellation);

        Assert.True(await watching.ResponseStream.MoveNext(Cancellation));
        WarningEvent arrived = watching.ResponseStream.Current;
        Assert.Equal((WarningEventKind.Arrived, raised.ProductId), (arrived.Kind, arrived.Warning.Product.ProductId));
        var acting = new AcknowledgeWarningRequest { ProductId = raised.ProductId, Response = WarningResponse.Acting };
        AcknowledgeWarningResponse answer = await atFra.Warnings.AcknowledgeAsync(acting, cancellationToken: Cancellation);
        Assert.Equal(answer, await atFra.Warnings.AcknowledgeAsync(acting, cancellationToken: Cancellation));

        await Eventually.Holds("USA has the answer of FRA and misses that of SWE", async () => States(await Status(atUsa, raised.ProductId))
            is "FRA Acknowledged, SWE Overdue");
        await Eventually.Holds("SWE has escalated", async () => (await Listed(atSwe)).Single().Standing.State == WarningState.Escalated);
        RecipientAnswer proof = Assert.Single((await Status(atUsa, raised.ProductId)).Recipients[0].Answers);
        Assert.Equal((WarningResponse.Acting, answer.LogIndex), (proof.Response, proof.Index));
        Assert.False(proof.Statement.IsEmpty || proof.Note.IsEmpty || proof.Release.IsEmpty);
        Assert.Empty(await Listed(atFra));
        Assert.Empty((await atSwe.Warnings.ListAsync(new ListWarningsRequest { Mode = Mode.Actual, All = true }, cancellationToken: Cancellation)).Warnings);

        // The stream resumes after what was seen, and says each thing once.
        using AsyncServerStreamingCall<WarningEvent> again = atFra.Warnings.Watch(
            new WatchWarningsRequest { Mode = Mode.Exercise, Cursor = arrived.Cursor }, cancellationToken: Cancellation);
        Assert.True(await again.ResponseStream.MoveNext(Cancellation));
        Assert.Equal((WarningEventKind.Acknowledged, WarningResponse.Acting), (again.ResponseStream.Current.Kind, again.ResponseStream.Current.Response));
    }

    [Fact]
    public async Task A_warning_to_a_node_that_is_down_alarms_the_sender_and_arrives_once_ahead_of_all_that_waits()
    {
        const int Backlog = 500;
        await using NodeSet nodes = NodeSet.Prepare();
        Hurry(nodes, "USA", acknowledgeWithin: "01:00:00", undeliveredAfter: "00:00:02");
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        usa.ExpectedErrors.Add("is undelivered");
        await fra.KillAsync();
        await Books.SubmitMany(usa, 0, Backlog);
        using var atUsa = new NodeCaller(usa, "liaison");
        SubmitRequest request = Samples.WarningRequest("w");
        request.Audience.Add("FRA");
        SubmitResponse raised = await atUsa.Assessments.SubmitAsync(request, cancellationToken: Cancellation);
        await Eventually.Holds("USA knows that FRA has it not", async () => States(await Status(atUsa, raised.ProductId)) is "FRA Undelivered");

        fra = await nodes.StartAsync("FRA");
        await Eventually.Holds("USA knows that FRA has it", async () => States(await Status(atUsa, raised.ProductId)) is "FRA Delivered");
        await usa.WroteAsync("was delivered to FRA after all");
        Assert.Single(usa.Lines, line => line.Contains("is undelivered", StringComparison.Ordinal));
        using var atFra = new NodeCaller(fra, "liaison");
        Assert.Equal(raised.ProductId, (await Listed(atFra)).Single().Product.ProductId);
        ListResponse first = await atFra.Assessments.ListAsync(new ListRequest { Mode = Mode.Exercise, PageSize = 1 }, cancellationToken: Cancellation);
        Assert.Equal(raised.ProductId, first.Products.Single().ProductId);
    }

    [Fact]
    public async Task An_answer_given_by_a_node_that_is_killed_before_it_is_handed_over_arrives_once()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        ByteString warning;
        using (var atUsa = new NodeCaller(usa, "liaison"))
        {
            warning = (await atUsa.Assessments.SubmitAsync(Samples.WarningRequest("w"), cancellationToken: Cancellation)).ProductId;
        }

        using (var atFra = new NodeCaller(fra, "officer"))
        {
            await Eventually.Holds("FRA has it", async () => (await Listed(atFra)).Count == 1);
            await usa.KillAsync();
            await atFra.Warnings.AcknowledgeAsync(new AcknowledgeWarningRequest { ProductId = warning, Response = WarningResponse.Seen }, cancellationToken: Cancellation);
            await fra.KillAsync();
        }

        usa = await nodes.StartAsync("USA");

        // Once more between the releaser's word and our own record of it.
        RunningNode? armed = await nodes.StartArmedAsync("FRA", "before-commit:3");
        if (armed is not null)
        {
            await armed.KillAsync();
        }

        await nodes.StartAsync("FRA");
        using var sender = new NodeCaller(usa, "liaison");
        await Eventually.Holds("USA has the answer", async () => (await Status(sender, warning)).Recipients[0].State == RecipientState.Acknowledged);
        Assert.Single((await Status(sender, warning)).Recipients[0].Answers);
    }

    [Fact]
    public async Task What_a_caller_may_not_see_it_cannot_answer_and_absent_looks_the_same()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.AddCaller("FRA", "low", "liaison", "UNCLASSIFIED");
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        using var atUsa = new NodeCaller(usa, "liaison");
        using var officer = new NodeCaller(fra, "officer");
        using var low = new NodeCaller(fra, "low");
        using var ministry = new NodeCaller(fra, "ministry");
        SubmitRequest request = Samples.WarningRequest("w");
        request.Warning.Header[0].Portion.Marking.Text = request.Warning.Subject[0].Portion.Marking.Text = "(S//REL TO USA, FRA)";
        ByteString warning = (await atUsa.Assessments.SubmitAsync(request, cancellationToken: Cancellation)).ProductId;
        await Eventually.Holds("FRA has it", async () => (await Listed(officer)).Count == 1);
        Assert.Empty(await Listed(low));
        var absent = ByteString.CopyFrom(new byte[32]);
        foreach (Func<NodeCaller, ByteString, Task> ask in new Func<NodeCaller, ByteString, Task>[]
        {
            async (caller, id) => await caller.Warnings.GetAsync(new GetWarningRequest { ProductId = id }, cancellationToken: Cancellation),
            async (caller, id) => await caller.Warnings.StatusAsync(new WarningStatusRequest { ProductId = id }, cancellationToken: Cancellation),
            async (caller, id) => await caller.Warnings.AcknowledgeAsync(new AcknowledgeWarningRequest { ProductId = id, Response = WarningResponse.Seen }, cancellationToken: Cancellation),
        })
        {
            RpcException hidden = await Assert.ThrowsAsync<RpcException>(() => ask(low, warning)), missing = await Assert.ThrowsAsync<RpcException>(() => ask(low, absent));
            Assert.Equal((StatusCode.NotFound, missing.Status.Detail), (hidden.StatusCode, hidden.Status.Detail));
            Assert.Equal(missing.StatusCode, hidden.StatusCode);
        }

        var seen = new AcknowledgeWarningRequest { ProductId = warning, Response = WarningResponse.Seen };
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(async () => await ministry.Warnings.AcknowledgeAsync(seen, cancellationToken: Cancellation))).StatusCode);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(async () => await atUsa.Warnings.AcknowledgeAsync(seen, cancellationToken: Cancellation))).StatusCode);
        Assert.Equal(WarningState.Open, (await Listed(officer)).Single().Standing.State);
    }

    private static void Hurry(NodeSet nodes, string code, string acknowledgeWithin, string undeliveredAfter) => nodes.Configure(
        code, gateway => gateway["Warnings"] = new JsonObject { ["AcknowledgeWithin"] = acknowledgeWithin, ["UndeliveredAfter"] = undeliveredAfter });

    private static async Task<WarningStatus> Status(NodeCaller caller, ByteString warning) =>
        await caller.Warnings.StatusAsync(new WarningStatusRequest { ProductId = warning }, cancellationToken: Cancellation);

    private static async Task<IReadOnlyList<ListedWarning>> Listed(NodeCaller caller) =>
        (await caller.Warnings.ListAsync(new ListWarningsRequest { Mode = Mode.Exercise }, cancellationToken: Cancellation)).Warnings;

    private static string States(WarningStatus status) => string.Join(", ", status.Recipients.Select(one => $"{one.Partner} {one.State}"));
}
