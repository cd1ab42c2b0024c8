using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Node.Inquiries;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Level = Gateway.Core.Markings.Level;
using CoreMode = Gateway.Core.Sealing.Mode;
using Lane = Gateway.Core.Sealing.Lane;
using Mode = Gateway.Protocol.V1.Mode;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Node.Tests.Inquiries;

/// <summary>Partners ask and answer; nobody else learns of it, and nobody else can answer.</summary>
public sealed class InquiryTests : IAsyncDisposable
{
    private static readonly LocalCaller Ministry = new("ministry@test", Role.Ministry, Level.Secret, "TEST");
    private static readonly LocalCaller Uncleared = new("clerk@test", Role.Ministry, Level.Unclassified, "TEST");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_request_reaches_the_partner_that_is_asked_and_its_answer_comes_back()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        InquirySent asked = await Ask(usa, "FRA");
        Assert.Equal((SubmitOutcome.Released, 3U), (asked.Addressee.Outcome, asked.Addressee.Released));
        Assert.Equal(InquiryState.Open, Single(usa).State);
        Assert.Equal(0, usa.Read.LastSequence(PartnerCode.Of("SWE"), Lane.Products));

        await new Line(usa, fra).RunAsync();
        Inquiry received = Single(fra);
        Assert.Equal(
            (InquiryDirection.Received, "USA", "FRA", InquiryState.Open, "Convoys", "MLI", 1),
            (received.Direction, received.From, received.To, received.State, received.Title, received.Iso3, received.Questions.Count));

        InquirySent answered = await Desk(fra).AnswerAsync(new AnswerInquiryRequest { SubmissionId = "a", RequestId = received.RequestId, Answer = Reply() }, NodeFolders.Liaison, Cancellation);
        Assert.Equal(SubmitOutcome.Released, answered.Addressee.Outcome);
        Assert.Equal(InquiryState.Answered, Single(fra).State);
        Assert.Equal(InquiryState.Open, Single(usa).State);

        await new Line(fra, usa).RunAsync();
        Inquiry done = Single(usa);
        Assert.Equal((InquiryDirection.Sent, InquiryState.Answered, "FRA"), (done.Direction, done.State, Assert.Single(done.Replies).By));
        Assert.Equal(answered.ProductId, done.Replies[0].AnswerId);
    }

    [Fact]
    public async Task To_decline_is_told_and_the_reason_with_it()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        InquirySent asked = await Ask(usa, "FRA");
        await new Line(usa, fra).RunAsync();
        var decline = new DeclineInquiryRequest
        {
            SubmissionId = "d", RequestId = asked.ProductId, Marking = Mark("(U//REL TO USA, FRA)"), Reason = "Not ours to share.",
        };
        InquirySent first = await Desk(fra).DeclineAsync(decline, NodeFolders.Liaison, Cancellation);
        InquirySent again = await Desk(fra).DeclineAsync(decline, NodeFolders.Liaison, Cancellation);
        Assert.Equal(first.ProductId, again.ProductId);
        await new Line(fra, usa).RunAsync();
        Assert.Equal(InquiryState.Declined, Single(usa).State);
        Assert.True(ProductId.TryFrom(first.ProductId.Span, out ProductId id));
        Assert.Equal("Not ours to share.", Answers.Shared(new SharedView(usa).Of(id, Ministry)!, [], package: false).Answer.Replies.Single().Text);
    }

    [Fact]
    public async Task Nobody_but_the_partner_that_was_asked_can_answer()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        InquirySent asked = await Ask(usa, "FRA");
        var forged = new SubmitRequest { SubmissionId = "f", SizeClass = SizeClass._128, Answer = Reply("(U//REL TO USA, FRA, SWE)") };
        forged.Answer.Header[0].RequestId = asked.ProductId;
        await new Submissions(swe, NullLogger<Submissions>.Instance).SubmitAsync(forged, NodeFolders.Liaison, Cancellation);
        await new Line(swe, usa).RunAsync();
        Assert.NotEmpty(usa.Read.Catalog(CoreMode.Exercise, 1, 10));
        Assert.Equal((InquiryState.Open, 0), (Single(usa).State, Single(usa).Replies.Count));
    }

    [Fact]
    public async Task A_request_that_the_caller_may_not_see_is_as_absent_as_one_that_was_never_made()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        InquirySent asked = await Ask(usa, "FRA", "(S//REL TO USA, FRA)");
        await new Line(usa, fra).RunAsync();
        Assert.Empty(Book(fra).Of(Uncleared, CoreMode.Exercise));
        RpcException hidden = await Refused(asked.ProductId), absent = await Refused(Google.Protobuf.ByteString.CopyFrom(new byte[32]));
        Assert.Equal((StatusCode.NotFound, absent.Status.Detail), (hidden.StatusCode, hidden.Status.Detail));

        // Who asked does not answer itself.
        await Assert.ThrowsAsync<RpcException>(() => Desk(usa).AnswerAsync(
            new AnswerInquiryRequest { SubmissionId = "x", RequestId = asked.ProductId, Answer = Reply() }, NodeFolders.Liaison, Cancellation));

        Task<RpcException> Refused(Google.Protobuf.ByteString id) => Assert.ThrowsAsync<RpcException>(() => Desk(fra).AnswerAsync(
            new AnswerInquiryRequest { SubmissionId = "x", RequestId = id, Answer = Reply() }, Uncleared, Cancellation));
    }

    [Fact]
    public async Task What_the_partner_may_not_have_is_said_to_stay_here()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        InquirySent asked = await Ask(usa, "FRA", "(S//NF)");
        Assert.Equal(SubmitOutcome.Refused, asked.Addressee.Outcome);
        Assert.Equal(InquiryState.NotSent, Single(usa).State);
    }

    [Fact]
    public async Task An_answer_of_another_mode_or_to_another_request_is_refused_by_field()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        InquirySent asked = await Ask(usa, "FRA");
        await new Line(usa, fra).RunAsync();
        InformationAnswer wrong = Reply();
        wrong.Header[0].Mode = Mode.Actual;
        wrong.Header[0].RequestId = Google.Protobuf.ByteString.CopyFrom(new byte[32]);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => Desk(fra).AnswerAsync(
            new AnswerInquiryRequest { SubmissionId = "x", RequestId = asked.ProductId, Answer = wrong }, NodeFolders.Liaison, Cancellation));
        Assert.Equal(
            ["answer.header[0].mode", "answer.header[0].request_id"],
            refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Ask(usa, "USA"))).StatusCode);
    }

    [Fact]
    public async Task Time_passes_and_an_open_request_is_overdue()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Ask(usa, "FRA", answerBy: 1_000);
        Assert.Equal(InquiryState.Overdue, Single(usa).State);
    }

    private static Task<InquirySent> Ask(NodeState node, string to, string mark = "(U//REL TO USA, FRA)", long answerBy = 0) => Desk(node).AskAsync(
        new AskRequest
        {
            SubmissionId = "q",
            To = to,
            Request = new InformationRequest
            {
                Header = { new RequestHeader { Portion = Marked(mark), Title = "Convoys", Mode = Mode.Exercise, AnswerByMs = answerBy } },
                Subject = { new Subject { Portion = Marked(mark), Iso3 = "MLI" } },
                Questions = { new Question { Portion = Marked(mark), Text = "Have you seen them?" } },
            },
        },
        NodeFolders.Liaison, Cancellation);

    private static InformationAnswer Reply(string mark = "(U//REL TO USA, FRA)") => new()
    {
        Header = { new AnswerHeader { Portion = Marked(mark), Title = "Convoys", Mode = Mode.Exercise } },
        Replies = { new Reply { Portion = Marked(mark), Text = "Twice." } },
    };

    private static Portion Marked(string text) => new() { Marking = Mark(text) };

    private static Marking Mark(string text) => new() { Policy = "US", Text = text };

    private static Inquiry Single(NodeState node) => Assert.Single(Book(node).Of(Ministry, CoreMode.Exercise)).Inquiry;

    private static InquiryBook Book(NodeState node) => new(node, new HoldingsIndex(node));

    private static InquiryDesk Desk(NodeState node) => new(node, Book(node), new Submissions(node, NullLogger<Submissions>.Instance));
}
