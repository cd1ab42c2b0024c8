using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>Notices at the gate and at the intake of one node.</summary>
public sealed class NoticeGateTests : IAsyncDisposable
{
    private const string GiveNothing = "policy open version 2\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
        + "give T-none\n  because \"test\"\n  field class model\n  to all partners\n  outcome release\n";

    private readonly TestNode _node = new(Parties.Fra);

    [Fact]
    public async Task What_a_partner_has_acknowledged_is_not_withdrawn_when_policy_changes()
    {
        await _node.PublishAsync(_node.Seal());
        await Receipt(Parties.Usa);
        _node.Model = Parties.Model(Parties.Fra, GiveNothing);
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal(Delivery.Sent, delivery);
        Assert.Empty(channel.Withdrawn);
        Assert.DoesNotContain(StatementKind.Withdrawn, _node.Kinds(LogName.Release));
    }

    [Fact]
    public async Task After_a_recall_nothing_of_the_product_is_released_not_even_to_who_acknowledged_it()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        await Receipt(Parties.Usa);
        NoticeAnswer.Issued issued = Assert.IsType<NoticeAnswer.Issued>(await Issue(product, NoticeAction.Recall));
        Assert.Equal([Parties.Usa], issued.To);
        foreach (PartnerCode partner in (PartnerCode[])[Parties.Usa, Parties.Deu])
        {
            (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(partner);
            Assert.Equal(Delivery.Withdrawn, delivery);
            Assert.Empty(channel.Released);
        }

        Assert.False(Decider.Decide(_node.Store.Read.Sealed(product.Id)!, Parties.Deu, _node.Model, _node.Clock.GetUtcNow()).Releases);
    }

    [Fact]
    public async Task What_was_sent_counts_as_held_before_its_receipt_comes()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        await _node.DeliverAsync(Parties.Deu);
        Assert.Equal([Parties.Deu], Assert.IsType<NoticeAnswer.Issued>(await Issue(product, NoticeAction.Spill)).To);
    }

    [Fact]
    public async Task Notices_of_one_product_are_numbered_and_chained_and_each_names_who_said_it_at_home_only()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        await Issue(product, NoticeAction.Correction);
        await Issue(product, NoticeAction.Recall);
        NoticeRow[] rows = [.. _node.Store.Read.Notices(product.Id)];
        Assert.Equal([1u, 2u], rows.Select(row => row.Number));
        Assert.True(NoticeBody.TryDecode(_node.StatementAt(rows[1].LogIndex).Body.Span, out NoticeBody? second));
        Assert.Equal(rows[0].Leaf.ToArray(), second.Previous.ToArray());
        Assert.Equal(2, _node.Kinds(LogName.Internal).Count(kind => kind == StatementKind.Audit));
        Assert.All(rows, row => Assert.True(row.Statement.Span.IndexOf("officer"u8) < 0));
    }

    [Fact]
    public async Task A_replacement_is_another_own_product_that_stands()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product, "one");
        SealedProduct other = _node.Seal();
        await _node.PublishAsync(other, "two");
        Assert.IsType<NoticeAnswer.ReplacementUnknown>(await Issue(product, NoticeAction.Correction, by: product.Id));
        Assert.IsType<NoticeAnswer.ReplacementUnknown>(await Issue(product, NoticeAction.Correction, by: ProductId.OfManifest([1])));
        await Issue(other, NoticeAction.Recall);
        Assert.IsType<NoticeAnswer.ReplacementUnknown>(await Issue(product, NoticeAction.Correction, by: other.Id));
        Assert.IsType<NoticeAnswer.Absent>(await _node.Gate.Notices.IssueAsync(
            new NoticeOrder(ProductId.OfManifest([1]), NoticeAction.Recall, [], null, "", "officer"), CancellationToken.None));
    }

    [Fact]
    public async Task A_recalled_product_that_comes_from_anybody_is_refused()
    {
        await using var usa = new TestNode(Parties.Usa);
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        ReleasePermit permit = (await _node.DeliverAsync(Parties.Usa)).Channel.Released.Single();
        await usa.Commit.RunAsync(
            scope =>
            {
                scope.Store.AddNotice(Row(product.Id, Parties.Fra));
                return true;
            },
            CancellationToken.None);
        Assert.Equal(VerificationFault.Recalled, Assert.IsType<IntakeOutcome.Refused>(await usa.TakeAsync(Parties.Fra, permit)).Fault);
        Assert.Empty(usa.Store.Read.Received(product.Id));
    }

    [Fact]
    public async Task A_recall_by_another_than_the_originator_that_came_before_the_product_counts_for_nothing()
    {
        await using var usa = new TestNode(Parties.Usa);
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        ReleasePermit permit = (await _node.DeliverAsync(Parties.Usa)).Channel.Released.Single();
        await usa.Commit.RunAsync(
            scope =>
            {
                scope.Store.AddNotice(Row(product.Id, Parties.Deu));
                return true;
            },
            CancellationToken.None);
        Assert.IsType<IntakeOutcome.Stored>(await usa.TakeAsync(Parties.Fra, permit));
    }

    [Fact]
    public async Task A_floor_that_cannot_be_read_keeps_the_portion_from_everybody()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        Portion header = product.Portions.First(portion => portion.Body.Path == "header");
        await _node.Gate.Notices.IssueAsync(
            new NoticeOrder(product.Id, NoticeAction.RaisedMarking, [new PortionNotice(header.Index, new Marking { Policy = "XYZ", Text = "?" }, false)], null, "", "officer"),
            CancellationToken.None);
        Ruling ruling = Decider.Decide(_node.Store.Read.Sealed(product.Id)!, Parties.Deu, _node.Model, _node.Clock.GetUtcNow());
        Assert.DoesNotContain(header.Index, ruling.Opened);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private static NoticeRow Row(ProductId product, PartnerCode by) => new()
    {
        Product = product,
        Originator = by,
        Number = 1,
        Action = NoticeAction.Recall,
        TakesBack = true,
        LogIndex = 9,
        AtMs = 1,
        Leaf = new byte[32],
        Statement = new byte[] { 1 },
        StoredAtMs = 1,
    };

    private Task<NoticeAnswer> Issue(SealedProduct product, NoticeAction action, ProductId? by = null) =>
        _node.Gate.Notices.IssueAsync(new NoticeOrder(product.Id, action, [], by, "", "officer"), CancellationToken.None);

    private Task<bool> Receipt(PartnerCode partner) => _node.Commit.RunAsync(
        scope =>
        {
            scope.Store.AddReceipt(new ReceiptRow(partner, _node.Row(partner).LogIndex, new byte[] { 1 }, 0, 1));
            return true;
        },
        CancellationToken.None);
}
