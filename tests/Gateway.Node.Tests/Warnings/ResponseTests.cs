using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Federation;
using Gateway.Node.Tests.Federation;
using Gateway.Node.Warnings;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using AcknowledgeBody = Gateway.Core.Sealing.AcknowledgeBody;
using InclusionProof = Gateway.Core.ReleaseLog.InclusionProof;
using LogName = Gateway.Core.Sealing.LogName;
using Statement = Gateway.Core.Sealing.Statement;
using WarningResponse = Gateway.Core.Sealing.WarningResponse;

namespace Gateway.Node.Tests.Warnings;

/// <summary>Answers on their way to who sent the warning: the sender cannot make one up, and who gave it cannot take it back.</summary>
public sealed class ResponseTests : IAsyncDisposable
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly PartnerCode Swe = PartnerCode.Of("SWE");
    private readonly NodeFolders _folders = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task An_answer_reaches_the_sender_once_with_a_proof_that_needs_only_the_roster()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        ProductId warning = await Held(usa, fra);
        await fra.AnswerAsync(warning);
        var line = new Line(usa.State, fra.State);
        await line.RunAsync();
        await line.RunAsync();

        ResponseRow row = Assert.Single(usa.State.Read.Responses(warning));
        Assert.Equal((Fra, Fra, WarningResponse.Seen, default), (row.Holder, row.Via, row.Response, row.RelayTo));
        Assert.Empty(fra.State.Read.AcknowledgementsDue(Usa, 10));
        Assert.True(new CheckpointBook(usa.State.Model.Roster).TryAdd(row.Note, out Core.Sealing.CheckpointName? head, out _));
        Assert.True(InclusionProof.Verify(Merkle.LeafHash(row.Statement.Span), row.LogIndex, head.Size, row.Path.Span, head.Root.Span));
        Assert.True(Statement.TryDecode(row.Statement, out Statement? statement, out _));
        Assert.True(AcknowledgeBody.TryDecode(statement.Body.Span, out AcknowledgeBody? body));
        Assert.Equal((warning, Fra), (body.Product, statement.Author));
        Assert.Equal(Merkle.LeafHash(row.Subject.Span), body.Release.ToArray());

        WarningRecipient recipient = WarningStandings.Status(usa.State.Read, usa.View.Of(warning, NodeFolders.Liaison)!.Duty, false).Recipients[0];
        Assert.Equal(("FRA", RecipientState.Acknowledged), (recipient.Partner, recipient.State));
    }

    [Fact]
    public async Task A_nodes_word_only_goes_up_and_the_same_word_twice_is_one()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        ProductId warning = await Held(usa, fra);
        AcknowledgementRow seen = await fra.AnswerAsync(warning);
        Assert.Equal(seen, await fra.AnswerAsync(warning));
        AcknowledgementRow acting = await fra.AnswerAsync(warning, WarningResponse.Acting);
        Assert.Equal(acting, await fra.AnswerAsync(warning));
        Assert.Equal(acting, await fra.AnswerAsync(warning, WarningResponse.NoAction));
        await new Line(usa.State, fra.State).RunAsync();
        Assert.Equal([WarningResponse.Seen, WarningResponse.Acting], usa.State.Read.Responses(warning).Select(row => row.Response));
        Assert.Equal(2, fra.State.Read.Search(new LogQuery(LogName.Release, StatementKind.Acknowledge, null, null, null, null, -1, 10)).Count);
        Assert.Equal(Protocol.V1.WarningResponse.Acting, fra.Standing(warning).Response);
    }

    [Fact]
    public async Task Two_who_answer_at_the_same_moment_are_one_answer()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        ProductId warning = await Held(usa, fra);
        AcknowledgementRow[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fra.AnswerAsync(warning)));
        Assert.Single(answers.Select(row => row.LogIndex).Distinct());
    }

    [Fact]
    public async Task An_answer_that_is_replayed_changes_nothing()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, AcknowledgeRequest request) = await Answered(usa, fra);
        request.Consistency.Clear();
        request.Checkpoints.Clear();
        request.Checkpoints.Add(Google.Protobuf.ByteString.CopyFrom(usa.State.Read.Responses(warning)[0].Note.Span));
        AcknowledgeResponse answer = await Take(usa, Fra, request);
        Assert.Equal(1u, answer.Responses);
        Assert.Single(usa.State.Read.Responses(warning));
    }

    [Fact]
    public async Task An_answer_of_one_partner_is_not_taken_from_another()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, AcknowledgeRequest request) = await Answered(usa, fra);
        await Assert.ThrowsAsync<RpcException>(() => Take(usa, Swe, request));
        Assert.Equal(Fra, Assert.Single(usa.State.Read.Responses(warning)).Holder);
    }

    [Fact]
    public async Task An_answer_that_was_changed_on_its_way_is_refused()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, AcknowledgeRequest request) = await Answered(usa, fra);
        byte[] forged = request.Responses[0].Statement.ToByteArray();
        forged[^1] = (byte)WarningResponse.Acting;
        request.Responses[0].Statement = Google.Protobuf.ByteString.CopyFrom(forged);
        await Assert.ThrowsAsync<RpcException>(() => Take(usa, Fra, request));
        Assert.Equal(WarningResponse.Seen, Assert.Single(usa.State.Read.Responses(warning)).Response);
    }

    [Fact]
    public async Task A_partner_cannot_answer_for_what_it_was_not_sent_nor_for_anything_but_a_warning()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        ProductId warning = await Held(usa, fra);
        (ProductId other, _) = await usa.RaiseAsync("for sweden", change: request => request.Audience.Add("SWE"));
        ProductId assessment = await Line.SubmitAsync(usa.State);
        var line = new Line(usa.State, fra.State);
        await line.RunAsync();
        ReceivedRow held = fra.State.Read.Received(warning)[0], plain = fra.State.Read.Received(assessment)[0];
        FeedRow swedish = Assert.Single(usa.State.Read.Releases(other));
        byte[] swedishLeaf = Merkle.LeafHash(usa.State.Read.Entries(LogName.Release, swedish.LogIndex, 1)[0].Entry.Span);

        // Each is a true entry of FRA's log; none is an answer to what FRA holds of a warning.
        await Lie(fra, other, held.ReleaseLeaf, held.ReleaseIndex);
        await Refused(line, usa, warning, other, assessment);
        await Lie(fra, other, swedishLeaf, swedish.LogIndex);
        await Refused(line, usa, warning, other, assessment);
        await Lie(fra, warning, new byte[32], held.ReleaseIndex);
        await Refused(line, usa, warning, other, assessment);
        await Lie(fra, assessment, plain.ReleaseLeaf, plain.ReleaseIndex);
        await Refused(line, usa, warning, other, assessment);
    }

    [Fact]
    public async Task An_answer_to_what_was_handed_on_goes_up_to_the_originator()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock),
            swe = await WarningNode.OpenAsync(_folders, "SWE", _clock);
        ProductId warning = await Held(usa, fra);
        await new Line(fra.State, swe.State).HandOnAsync(warning);
        await swe.AnswerAsync(warning, WarningResponse.Acting);
        await new Line(fra.State, swe.State).RunAsync();
        Assert.Equal((Swe, Usa), (Assert.Single(fra.State.Read.Responses(warning)).Holder, fra.State.Read.Responses(warning)[0].RelayTo));
        var up = new Line(usa.State, fra.State);
        await up.RunAsync();
        ResponseRow row = Assert.Single(usa.State.Read.Responses(warning));
        Assert.Equal((Swe, Fra, WarningResponse.Acting), (row.Holder, row.Via, row.Response));
        Assert.Empty(fra.State.Read.ResponsesDue(Usa, 10));

        // The one in between cannot lay the words into a third mouth.
        AcknowledgeRequest request = up.Acknowledged.Last(one => one.Relayed.Any(ResponseDesk.IsResponse));
        request.Relayed[0].Subject = Google.Protobuf.ByteString.CopyFrom(usa.State.Read.Entries(LogName.Release, usa.State.Read.Releases(warning)[0].LogIndex, 1)[0].Entry.Span);
        await Assert.ThrowsAsync<RpcException>(() => Take(usa, Fra, request));
    }

    private static async Task<ProductId> Held(WarningNode usa, WarningNode fra)
    {
        (ProductId warning, _) = await usa.RaiseAsync("w");
        await new Line(usa.State, fra.State).RunAsync();
        return warning;
    }

    /// <summary>What FRA sent when it answered.</summary>
    private static async Task<(ProductId Warning, AcknowledgeRequest Request)> Answered(WarningNode usa, WarningNode fra)
    {
        ProductId warning = await Held(usa, fra);
        await fra.AnswerAsync(warning);
        var line = new Line(usa.State, fra.State);
        await line.RunAsync();
        return (warning, line.Acknowledged.Last(request => request.Responses.Count > 0));
    }

    private static Task<AcknowledgeResponse> Take(WarningNode usa, PartnerCode from, AcknowledgeRequest request) =>
        new ReceiptDesk(usa.State, NullLogger<ReceiptDesk>.Instance).TakeAsync(from, request, Cancellation);

    private static Task<bool> Lie(WarningNode fra, ProductId product, ReadOnlyMemory<byte> leaf, long releaseIndex) => fra.State.Commit.RunAsync(
        scope =>
        {
            foreach (AcknowledgementRow waiting in scope.Store.AcknowledgementsDue(Usa, 10))
            {
                scope.Store.SetHandedOver(waiting);
            }

            WarningResponse response = scope.Store.Acknowledgements(product).Count == 0 ? WarningResponse.Seen : WarningResponse.Acting;
            LogPosition position = scope.Append(StatementKind.Acknowledge, new AcknowledgeBody(product, leaf, response).Encode(), Usa, product);
            scope.Store.AddAcknowledgement(new AcknowledgementRow
            {
                Product = product,
                Releaser = Usa,
                Response = response,
                ReleaseIndex = releaseIndex,
                LogIndex = position.Index,
                AtMs = 1,
                Caller = "liar",
            });
            return true;
        },
        Cancellation);

    private static async Task Refused(Line line, WarningNode usa, params ProductId[] products)
    {
        int before = line.Acknowledged.Count;
        await line.RunAsync();
        Assert.Contains(line.Acknowledged.Skip(before), request => request.Responses.Count > 0);
        Assert.All(products, product => Assert.Empty(usa.State.Read.Responses(product)));
    }
}
