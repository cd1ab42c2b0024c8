using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Release officers at running nodes: nothing leaves before where the agreement says so, and never by one person alone.</summary>
public sealed class OfficerTests(OfficerNodes nodes) : IClassFixture<OfficerNodes>
{
    [Fact]
    public async Task Nothing_leaves_until_a_second_person_approves()
    {
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(Samples.Request("held"));
        Assert.Equal(SubmitOutcome.Held, submitted.Partners.Single(partner => partner.Partner == "FRA").Outcome);

        // SWE has what came after FRA was decided, so FRA would have it by now, too.
        await nodes.Swe.ArrivesAsync(submitted.ProductId);
        Assert.Empty(await nodes.Usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA"));
        Assert.Equal([Kind.Hold], await nodes.Usa.KindsAsync(LogName.Internal, submitted.ProductId, "FRA"));
        using (var ministry = new NodeCaller(nodes.Fra, "ministry"))
        {
            Assert.DoesNotContain(await ministry.PullAsync(new PullRequest { Mode = Mode.Exercise }), product => product.ProductId == submitted.ProductId);
        }

        HoldRow row = await nodes.Usa.ApproveAsync(submitted.ProductId, "FRA");
        Assert.Equal((HoldState.Approved, "officer@usa", "liaison@usa"), (row.State, row.Officer, row.Submitter));
        SharedProduct arrived = await nodes.Fra.ArrivesAsync(submitted.ProductId, "liaison");
        Assert.Contains(Samples.OnlyFrance, arrived.ToString(), StringComparison.Ordinal);
        Assert.Equal([Kind.Hold, Kind.Approval], await nodes.Usa.KindsAsync(LogName.Internal, submitted.ProductId, "FRA"));
        Assert.Equal(Kind.Release, (await nodes.Usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA"))[0]);
    }

    [Fact]
    public async Task Approving_twice_has_one_effect_and_rejecting_what_was_approved_none()
    {
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(Samples.Request("approved twice"));
        HoldRow first = await nodes.Usa.ApproveAsync(submitted.ProductId, "FRA");
        Assert.Equal(first, await nodes.Usa.ApproveAsync(submitted.ProductId, "FRA"));
        using var officer = new NodeCaller(nodes.Usa, "officer");
        RpcException failure = await Calls.FailureAsync(officer.Desk.RejectAsync(Reject(submitted.ProductId)));
        Assert.Equal((StatusCode.FailedPrecondition, ErrorReason.HoldDecided), (failure.StatusCode, RichStatus.ReasonOf(failure)));
        Assert.Single(await nodes.Usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA"), Kind.Release);
        Assert.Single(await nodes.Usa.KindsAsync(LogName.Internal, submitted.ProductId, "FRA"), Kind.Approval);
    }

    [Fact]
    public async Task A_rejection_is_final_for_the_product_and_a_new_edition_asks_again()
    {
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(Samples.Request("rejected"));
        using var officer = new NodeCaller(nodes.Usa, "officer");
        Assert.Equal(HoldState.Rejected, (await officer.Desk.RejectAsync(Reject(submitted.ProductId), cancellationToken: Calls.Cancellation)).State);
        RpcException failure = await Calls.FailureAsync(
            officer.Desk.ApproveAsync(new ApproveRequest { ProductId = submitted.ProductId, Recipient = "FRA", Reason = "after all" }));
        Assert.Equal(ErrorReason.HoldDecided, RichStatus.ReasonOf(failure));
        Assert.Empty(await nodes.Usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA"));

        SubmitRequest edition = Samples.Request("rejected, second edition");
        edition.LineageId = submitted.LineageId;
        SubmitResponse next = await nodes.Usa.SubmitAsync(edition);
        await nodes.Usa.ApproveAsync(next.ProductId, "FRA");
        await nodes.Fra.ArrivesAsync(next.ProductId);
    }

    [Fact]
    public async Task The_queue_shows_an_officer_nothing_above_clearance_and_lets_nobody_approve_it()
    {
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(Samples.Request("above clearance"));
        using var low = new NodeCaller(nodes.Usa, OfficerNodes.LowOfficer);
        Hold hold = await low.Desk.GetHoldAsync(new GetHoldRequest { ProductId = submitted.ProductId, Recipient = "FRA" });
        ListHoldsResponse list = await low.Desk.ListHoldsAsync(new ListHoldsRequest());
        using var high = new NodeCaller(nodes.Usa, "officer");
        Hold whole = await high.Desk.GetHoldAsync(new GetHoldRequest { ProductId = submitted.ProductId, Recipient = "FRA" });
        Assert.True(Leak.In(whole.ToByteArray(), Samples.OnlyFrance), "the search finds what is there");
        foreach (byte[] seen in (byte[][])[hold.ToByteArray(), list.ToByteArray()])
        {
            Assert.False(Leak.In(seen, Samples.OnlyFrance) || Leak.In(seen, Samples.NeverLeaves) || Leak.In(seen, "(S//") || Leak.In(seen, "SECRET//"));
        }

        Assert.True(hold.Review.IsEmpty);
        Assert.True(hold.Row.Waiting < whole.Row.Waiting);
        RpcException failure = await Calls.FailureAsync(low.Desk.ApproveAsync(
            new ApproveRequest { ProductId = submitted.ProductId, Recipient = "FRA", Reason = "let it go", Review = whole.Review }));
        Assert.Equal((StatusCode.PermissionDenied, ErrorReason.ClearanceTooLow), (failure.StatusCode, RichStatus.ReasonOf(failure)));
        Assert.Equal("This is above the caller's clearance.", failure.Status.Detail);
        Assert.Empty(await nodes.Usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA"));
    }

    [Fact]
    public async Task What_is_wholly_above_an_officers_clearance_is_like_what_is_not_there()
    {
        SubmitRequest secret = Samples.Request("wholly above");
        foreach (Marking marking in Markings(secret.Assessment))
        {
            marking.Text = "(S//REL TO USA, FRA)";
        }

        SubmitResponse submitted = await nodes.Usa.SubmitAsync(secret);
        using var low = new NodeCaller(nodes.Usa, OfficerNodes.LowOfficer);
        Assert.DoesNotContain((await low.Desk.ListHoldsAsync(new ListHoldsRequest())).Holds, row => row.ProductId == submitted.ProductId);
        RpcException hidden = await Calls.FailureAsync(low.Desk.RejectAsync(Reject(submitted.ProductId)));
        RpcException absent = await Calls.FailureAsync(low.Desk.RejectAsync(Reject(ByteString.CopyFrom(new byte[32]))));
        Assert.Equal(absent.Visible(), hidden.Visible());
    }

    [Fact]
    public async Task The_submitter_approves_nothing_of_its_own_under_another_name_and_role_after_a_restart()
    {
        await using NodeSet set = OfficerNodes.Prepare();
        RunningNode usa = await set.StartAsync("USA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("own"));
        await usa.StopAsync();
        set.Configure("USA", gateway =>
        {
            var self = gateway["Callers"]!.AsArray().Single(caller => (string)caller!["Role"]! == "liaison" && (string)caller["Name"]! == "liaison@usa")!;
            (self["Role"], self["Name"]) = ("officer", "somebody else");
        });

        usa = await set.StartAsync("USA");
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => usa.ApproveAsync(submitted.ProductId, "FRA", "liaison"));
        Assert.Equal((StatusCode.PermissionDenied, ErrorReason.SecondPersonNeeded), (failure.StatusCode, RichStatus.ReasonOf(failure)));
        Assert.Empty(await usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA"));

        // It still waits, and a second person may.
        await usa.ApproveAsync(submitted.ProductId, "FRA");
        RunningNode fra = await set.StartAsync("FRA");
        await fra.ArrivesAsync(submitted.ProductId);
    }

    [Fact]
    public async Task An_approved_release_that_policy_withholds_before_it_is_sent_is_withdrawn()
    {
        await using NodeSet set = OfficerNodes.Prepare();
        RunningNode usa = await set.StartAsync("USA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("withdrawn"));
        await usa.ApproveAsync(submitted.ProductId, "FRA");
        await usa.StopAsync();
        await set.DropPolicyAsync("USA", PolicyChanges.Only(OfficerNodes.Policy("partner SWE")));

        usa = await set.StartAsync("USA");
        RunningNode fra = await set.StartAsync("FRA");
        await Eventually.Holds("a WITHDRAWN", () => usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA").Result.Contains(Kind.Withdrawn));
        Assert.Equal([Kind.Release, Kind.Withdrawn], await usa.KindsAsync(LogName.Release, submitted.ProductId, "FRA"));
        using var ministry = new NodeCaller(fra, "ministry");
        Assert.DoesNotContain(await ministry.PullAsync(new PullRequest { Mode = Mode.Exercise }), product => product.ProductId == submitted.ProductId);
    }

    private static RejectRequest Reject(ByteString product) => new() { ProductId = product, Recipient = "FRA", Reason = "Names a source" };

    private static IEnumerable<Marking> Markings(RiskAssessment assessment) =>
    [
        .. assessment.Header.Select(part => part.Portion.Marking),
        .. assessment.Subject.Select(part => part.Portion.Marking),
        .. assessment.Judgements.Select(part => part.Portion.Marking),
        .. assessment.Judgements.SelectMany(part => part.Confidence).Select(part => part.Portion.Marking),
        .. assessment.Sources.Select(part => part.Portion.Marking),
    ];
}
