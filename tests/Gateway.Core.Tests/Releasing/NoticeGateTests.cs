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

    [Theory]
    [InlineData(nameof(INoticeWrite.ErasePackages))]
    [InlineData(nameof(INodeWrite.AddEntry))]
    [InlineData(nameof(INoticeWrite.AddNotice))]
    [InlineData(nameof(INoticeWrite.AddNoticeReceived))]
    [InlineData(nameof(INodeWrite.Commit))]
    public async Task No_receipt_says_erased_while_the_content_is_there(string step)
    {
        await using var usa = new TestNode(Parties.Usa);
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        await usa.TakeAsync(Parties.Fra, (await _node.DeliverAsync(Parties.Usa)).Channel.Released.Single());
        await Issue(product, NoticeAction.Recall);
        NoticeRow row = _node.Store.Read.Notices(product.Id)[0];
        NoticePermit permit = NoticePermit.TryIssue(row, Parties.Usa, 1, new HashSet<ushort>(), _node.Log)!;
        Assert.True(Parties.Roster.TryFind(Parties.Fra, out Partner? fra));
        Assert.True(permit.Proof.TryVerify(fra, out VerifiedNotice? notice, out _));
        using var intake = new NoticeIntake(usa.Commit, new SentMarks(), usa.Clock, RandomSource.System);

        usa.Store.FailsAt = name => name == step;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => intake.TakeAsync(Parties.Fra, 1, notice, permit.Head!.Note, null, CancellationToken.None));
        Assert.Single(usa.Kinds(LogName.Release), StatementKind.Receipt);
        Assert.False(usa.Store.Read.Received(product.Id)[0].Package.IsEmpty);

        usa.Store.FailsAt = _ => false;
        Assert.IsType<NoticeTaken.Stored>(await intake.TakeAsync(Parties.Fra, 1, notice, permit.Head!.Note, null, CancellationToken.None));
        Assert.IsType<NoticeTaken.Known>(await intake.TakeAsync(Parties.Fra, 1, notice, permit.Head!.Note, null, CancellationToken.None));
        Assert.Equal(2, usa.Kinds(LogName.Release).Count(kind => kind == StatementKind.Receipt));
        Assert.True(usa.Store.Read.Received(product.Id)[0].Package.IsEmpty);
    }

    [Fact]
    public async Task A_notice_verifies_in_its_authors_log_alone_and_with_its_own_openings()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        await _node.Gate.Notices.IssueAsync(
            new NoticeOrder(product.Id, NoticeAction.RaisedMarking, [new PortionNotice(1, new Marking { Policy = "TLP", Text = "TLP:RED" }, false)], null, "why", "officer"),
            CancellationToken.None);
        NoticeRow row = _node.Store.Read.Notices(product.Id)[0];
        NoticeProof proof = NoticePermit.TryIssue(row, Parties.Usa, 1, new HashSet<ushort> { 1 }, _node.Log)!.Proof;
        Assert.True(Parties.Roster.TryFind(Parties.Fra, out Partner? fra));
        Assert.True(Parties.Roster.TryFind(Parties.Deu, out Partner? deu));
        Assert.True(proof.TryVerify(fra, out VerifiedNotice? notice, out _));
        Assert.Equal(2, notice.Openings.Length);
        (NoticeOpening note, NoticeOpening portion) = (proof.Openings[0], proof.Openings[1]);
        Fails(proof, deu, VerificationFault.NotInLog);
        Fails(proof with { LogIndex = proof.LogIndex - 1 }, fra, VerificationFault.NotInLog);
        Fails(proof with { Statement = _node.Store.Read.Entries(LogName.Release, 0, 1)[0].Entry }, fra, VerificationFault.NotInLog);
        foreach (NoticeOpening[] forged in (NoticeOpening[][])
        [
            [portion with { Position = portion.Position == 0 ? 1 : 0 }],
            [portion with { Position = 16 }],
            [portion with { Body = new PortionNotice(1, new Marking { Policy = "TLP", Text = "TLP:CLEAR" }, false).Encode() }],
            [portion with { Salt = new byte[32] }],
            [portion with { Salt = default }],
            [portion, portion],
            [note with { Body = new NoticeNote("other").Encode() }],
            [note with { Position = portion.Position }],
        ])
        {
            Fails(proof with { Openings = [.. forged] }, fra, VerificationFault.BadOpenings);
        }

        static void Fails(NoticeProof proof, Partner author, VerificationFault fault)
        {
            Assert.False(proof.TryVerify(author, out _, out VerificationFault found));
            Assert.Equal(fault, found);
        }
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
