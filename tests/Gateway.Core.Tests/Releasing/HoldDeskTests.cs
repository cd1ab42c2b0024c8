using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.Core.Tests.Releasing;

public sealed class HoldDeskTests : IAsyncDisposable
{
    private const string Head = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n";

    private const string HoldTheSecret = Head
        + "give T-all\n  because \"test\"\n  field any\n  to all partners\n  outcome release\n\n"
        + "limit T-wait\n  because \"test\"\n  field any\n  to all partners\n  when level >= SECRET\n  outcome hold\n";

    private const string GiveNothing = Head
        + "give T-none\n  because \"test\"\n  field class model\n  to all partners\n  outcome release\n";

    private static readonly HoldReviewer Officer = new("officer", new string('a', 64), Level.TopSecret);

    private readonly InMemoryNodeStore _store = new();
    private readonly TestNode _node;
    private readonly HoldDesk _desk;

    public HoldDeskTests()
    {
        _node = new TestNode(Parties.Fra, _store);
        _desk = Desk(_node);
    }

    [Fact]
    public async Task Nothing_leaves_before_an_officer_approves_where_the_agreement_says_so()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        Assert.Empty(_node.Kinds(LogName.Release));
        Assert.Equal(0, _store.Read.LastSequence(Parties.Usa, Lane.Products));

        Assert.Equal(HoldAnswer.Decided, await ApproveAsync(product));
        Assert.Equal([StatementKind.Release], _node.Kinds(LogName.Release));
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal((Delivery.Sent, 1), (delivery, channel.Released.Count));
        Assert.Equal(0, _store.Read.LastSequence(Parties.Deu, Lane.Products));
    }

    [Fact]
    public async Task The_approval_stands_in_the_internal_log_before_the_release_and_says_who_and_what_but_not_why()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        await ApproveAsync(product);
        HoldRow row = _store.Read.Hold(product.Id, Parties.Usa)!;
        byte[] body = _node.StatementAt(row.ApprovalIndex, LogName.Internal).Body.ToArray();
        Assert.Equal(StatementKind.Approval, _node.StatementAt(row.ApprovalIndex, LogName.Internal).Kind);
        Assert.True(Leak.In(body, "officer"));
        Assert.False(Leak.In(body, "because it helps"));
        Assert.Equal(("officer", "because it helps", HoldState.Approved), (row.Officer, row.Reason, row.State));
    }

    [Fact]
    public async Task The_rest_goes_at_once_and_what_waited_follows_in_a_second_release_that_the_recipient_takes()
    {
        _node.Model = Parties.Model(Parties.Fra, HoldTheSecret);
        SealedProduct product = await PublishAsync();
        FeedRow rest = _node.Row(Parties.Usa);
        Assert.Equal(HoldState.Waiting, _store.Read.Hold(product.Id, Parties.Usa)!.State);

        Assert.Equal(HoldAnswer.Decided, await ApproveAsync(product));
        FeedRow whole = _node.Row(Parties.Usa, 2);
        Assert.True(whole.Opened.Length > 0 && whole.Opened.Except(rest.Opened).Any());
        await using var usa = new TestNode(Parties.Usa);
        foreach (long sequence in (long[])[1, 2])
        {
            (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa, sequence);
            Assert.Equal(Delivery.Sent, delivery);
            Assert.IsType<IntakeOutcome.Stored>(await usa.TakeAsync(Parties.Fra, channel.Released.Single()));
        }

        Assert.Equal(2, usa.Store.Read.Received(product.Id).Count);
    }

    [Theory]
    [InlineData("desk", "")]
    [InlineData("another name", "the key of the desk")]
    public async Task Nobody_decides_what_they_submitted_by_name_or_by_key(string name, string certificate)
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync("the key of the desk");
        var self = new HoldReviewer(name, certificate, Level.TopSecret);
        Assert.Equal(HoldAnswer.OwnSubmission, await ApproveAsync(product, self));
        Assert.Equal(HoldAnswer.OwnSubmission, await DecideAsync(product, ApprovalDecision.Rejected, self));
        Assert.Empty(_node.Kinds(LogName.Release));
        Assert.DoesNotContain(StatementKind.Approval, _node.Kinds(LogName.Internal));
    }

    [Fact]
    public async Task Nobody_approves_what_they_may_not_see()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        var low = new HoldReviewer("low", "b", Level.Unclassified);
        HoldReview review = _desk.Find(product.Id, Parties.Usa, low)!;
        Assert.False(review.Cleared);
        Assert.True(review.Digest.IsEmpty);
        Assert.Equal(HoldAnswer.AboveClearance, await ApproveAsync(product, low));
        Assert.Empty(_node.Kinds(LogName.Release));
    }

    [Fact]
    public async Task What_waits_above_an_officers_clearance_is_not_in_the_queue()
    {
        _node.Model = Parties.Model(Parties.Fra, HoldTheSecret);
        SealedProduct product = await PublishAsync();
        var low = new HoldReviewer("low", "b", Level.Restricted);
        Assert.Null(_desk.Find(product.Id, Parties.Usa, low));
        Assert.Empty(_desk.List(low, HoldState.Waiting, 0));
        Assert.NotEmpty(_desk.List(Officer, HoldState.Waiting, 0));
        Assert.Equal(HoldAnswer.Absent, await ApproveAsync(product, low));
    }

    [Fact]
    public async Task Approving_twice_has_one_effect()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        await ApproveAsync(product);
        Assert.Equal(HoldAnswer.Decided, await ApproveAsync(product));
        Assert.Single(_node.Kinds(LogName.Release));
        Assert.Single(_node.Kinds(LogName.Internal), StatementKind.Approval);
        Assert.Equal(HoldAnswer.DecidedOtherwise, await DecideAsync(product, ApprovalDecision.Rejected));
    }

    [Fact]
    public async Task A_rejection_is_final_whatever_policy_says_later()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        Assert.Equal(HoldAnswer.Decided, await DecideAsync(product, ApprovalDecision.Rejected));
        Assert.Equal(HoldAnswer.DecidedOtherwise, await ApproveAsync(product));
        Assert.Empty(_node.Kinds(LogName.Release));
        Assert.Equal(StatementKind.Refusal, _node.Kinds(LogName.Internal)[^1]);
        HoldRow row = _store.Read.Hold(product.Id, Parties.Usa)!;
        Ruling later = Decider.Decide(product, Parties.Usa, Parties.Model(Parties.Fra), Parties.Noon, row.Verdict);
        Assert.False(later.Releases);
        Assert.All(later.Portions.Where(portion => row.Rejected.Contains(portion.Index)), portion => Assert.Equal(["M90-officer"], portion.Decision.Rules));
    }

    [Fact]
    public async Task What_was_rejected_stays_home_and_the_rest_that_went_stands()
    {
        _node.Model = Parties.Model(Parties.Fra, HoldTheSecret);
        SealedProduct product = await PublishAsync();
        await DecideAsync(product, ApprovalDecision.Rejected);
        Assert.Equal(Delivery.Sent, (await _node.DeliverAsync(Parties.Usa)).Delivery);
        Assert.Equal(1, _store.Read.LastSequence(Parties.Usa, Lane.Products));
    }

    [Fact]
    public async Task An_approval_counts_again_at_sending_and_a_policy_that_withholds_by_then_withdraws()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        await ApproveAsync(product);
        NodeModel held = _node.Model;
        _node.Model = Parties.Model(Parties.Fra, GiveNothing);
        Assert.Equal(Delivery.Withdrawn, (await _node.DeliverAsync(Parties.Usa)).Delivery);
        _node.Model = held;
        Assert.Equal(Delivery.Withdrawn, (await _node.DeliverAsync(Parties.Usa)).Delivery);
    }

    [Fact]
    public async Task An_approval_covers_what_waited_and_not_what_a_later_policy_holds()
    {
        _node.Model = Parties.Model(Parties.Fra, HoldTheSecret);
        SealedProduct product = await PublishAsync();
        await ApproveAsync(product);
        HoldAgreements();
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal(Delivery.Withdrawn, delivery);
        Assert.Empty(channel.Released);
        HoldRow row = _store.Read.Hold(product.Id, Parties.Usa)!;
        Assert.Equal(HoldState.Waiting, row.State);
        Assert.NotEmpty(row.Approved);
    }

    [Fact]
    public async Task What_is_approved_is_what_was_looked_at()
    {
        _node.Model = Parties.Model(Parties.Fra, HoldTheSecret);
        SealedProduct product = await PublishAsync();
        ReadOnlyMemory<byte> seen = _desk.Find(product.Id, Parties.Usa, Officer)!.Digest;
        HoldAgreements();
        var order = new HoldOrder(product.Id, Parties.Usa, ApprovalDecision.Approved, Officer, "because it helps", seen);
        Assert.Equal(HoldAnswer.Changed, await _desk.DecideAsync(order, CancellationToken.None));
        Assert.Equal(HoldAnswer.Decided, await ApproveAsync(product));
    }

    [Fact]
    public async Task An_edition_that_a_newer_one_replaced_is_not_approved()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        await _node.PublishAsync(_node.Seal(product.Manifest.LineageId, product.Manifest.IssuedAtMs + 1));
        Assert.Equal(HoldAnswer.Superseded, await ApproveAsync(product));
        Assert.Empty(_node.Kinds(LogName.Release));
    }

    [Fact]
    public async Task A_node_that_starts_again_still_waits_and_still_knows_who_submitted()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        await using var again = new TestNode(Parties.Fra, _store, "again") { Model = _node.Model };
        using HoldDesk desk = Desk(again);
        Assert.Equal(product.Id, desk.List(Officer, HoldState.Waiting, 0).First(hold => hold.Review.Row.Partner == Parties.Usa).Review.Product.Id);
        HoldReview review = desk.Find(product.Id, Parties.Usa, Officer)!;
        var order = new HoldOrder(product.Id, Parties.Usa, ApprovalDecision.Approved, Officer, "because it helps", review.Digest);
        Assert.Equal(HoldAnswer.OwnSubmission, await desk.DecideAsync(order with { Officer = Officer with { Name = "desk" } }, CancellationToken.None));
        Assert.Equal(HoldAnswer.Decided, await desk.DecideAsync(order, CancellationToken.None));
    }

    [Fact]
    public async Task A_store_that_fails_in_the_middle_of_an_approval_leaves_it_waiting()
    {
        HoldAgreements();
        SealedProduct product = await PublishAsync();
        foreach (string step in (string[])["SetHold", "AddEntry", "AddFeedRow", "SetDecision", "Commit"])
        {
            _store.FailsAt = at => at == step;
            await Assert.ThrowsAsync<StoreUnavailableException>(() => ApproveAsync(product));
            _store.FailsAt = _ => false;
            Assert.Equal(HoldState.Waiting, _store.Read.Hold(product.Id, Parties.Usa)!.State);
            Assert.Empty(_node.Kinds(LogName.Release));
        }

        Assert.Equal(HoldAnswer.Decided, await ApproveAsync(product));
    }

    public async ValueTask DisposeAsync()
    {
        _desk.Dispose();
        await _node.DisposeAsync();
    }

    private static HoldDesk Desk(TestNode node) =>
        new(node.Commit, node.Store, () => node.Model, node.Decisions, new SeededRandom("desk"));

    private void HoldAgreements()
    {
        NodeModel model = Parties.Model(Parties.Fra);
        _node.Model = model with { Agreements = new Agreements(model.Agreements.All.Select(agreement => agreement with { HoldForOfficer = true })) };
    }

    private async Task<SealedProduct> PublishAsync(string certificate = "")
    {
        SealedProduct product = _node.Seal();
        await _node.Gate.PublishAsync(
            product, new SubmissionRow("desk", "one", product.Manifest.LineageId, product.Id, certificate), CancellationToken.None);
        return product;
    }

    private Task<HoldAnswer> ApproveAsync(SealedProduct product, HoldReviewer? officer = null) =>
        DecideAsync(product, ApprovalDecision.Approved, officer);

    private Task<HoldAnswer> DecideAsync(SealedProduct product, ApprovalDecision decision, HoldReviewer? officer = null) => _desk.DecideAsync(
        new HoldOrder(
            product.Id,
            Parties.Usa,
            decision,
            officer ?? Officer,
            "because it helps",
            _desk.Find(product.Id, Parties.Usa, officer ?? Officer)?.Digest ?? default),
        CancellationToken.None);
}
