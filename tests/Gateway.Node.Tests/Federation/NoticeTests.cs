using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Node.Notices;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Lane = Gateway.Core.Sealing.Lane;
using LogName = Gateway.Core.Sealing.LogName;
using Marking = Gateway.Core.Markings.Marking;
using NoticeAction = Gateway.Core.Sealing.NoticeAction;
using NoticeBody = Gateway.Core.Sealing.NoticeBody;
using Portion = Gateway.Core.Sealing.Portion;
using PortionNotice = Gateway.Core.Sealing.PortionNotice;

namespace Gateway.Node.Tests.Federation;

/// <summary>Notices between nodes: what they do at holders, who answers, and what somebody in between can do about them: nothing for long.</summary>
public sealed class NoticeTests : IAsyncDisposable
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly PartnerCode Swe = PartnerCode.Of("SWE");
    private static readonly LocalCaller Reader = new("reader@test", Role.Ministry, Level.Secret, "TEST");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_recall_erases_the_content_leaves_a_stub_and_is_answered_once()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var line = new Line(usa, fra);
        ProductId product = await Line.SubmitAsync(usa);
        await line.RunAsync();
        Assert.True(Leak.In(Files("FRA"), Samples.OnlyFrance), "the search finds what is there");

        await Issue(usa, product, NoticeAction.Recall, note: "source withdrawn");
        await line.RunAsync();
        await line.RunAsync();

        Assert.True(fra.Read.Received(product)[0].Package.IsEmpty);
        Assert.False(Leak.In(Files("FRA"), Samples.OnlyFrance));
        Visible stub = new SharedView(fra).Of(product, Reader)!;
        SharedProduct shown = Answers.Shared(stub, [], package: true);
        Assert.Equal(ProofStatus.Recalled, shown.Proof.Status);
        Assert.Empty(shown.Portions);
        Assert.True(shown.Package.IsEmpty);
        Assert.Equal("source withdrawn", Assert.Single(shown.Notices).Note);
        Holder holder = Assert.Single(Status(usa, product).Holders, one => one.Partner == "FRA");
        Assert.Equal(HolderState.Purged, holder.State);
        Assert.True(Assert.Single(holder.Answers).Purged);
        Assert.Equal(2, Count(fra, StatementKind.Receipt));
        Assert.Equal(1, Count(fra, StatementKind.Erasure));
        Assert.False(line.Acknowledged.Count(sent => sent.Receipts.Count > 0) > 2);
    }

    [Fact]
    public async Task Who_never_got_a_product_is_not_told_of_its_recall()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await Line.SubmitAsync(usa);
        await new Line(usa, fra).RunAsync();
        NoticeAnswer.Issued issued = Assert.IsType<NoticeAnswer.Issued>(await Issue(usa, product, NoticeAction.Recall));
        Assert.Equal([Fra], issued.To);
        Assert.Equal(0, usa.Read.LastNotice(Swe));
        await new Line(usa, swe).RunAsync();
        Assert.Null(swe.Read.Find(product));
        Assert.True(swe.Read.WasWithdrawn(Usa, Lane.Products, 1));
    }

    [Fact]
    public async Task A_receipt_that_comes_after_the_recall_brings_the_recall()
    {
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ProductId product;
        List<FeedItem> items;
        await using (NodeState usa = await _folders.OpenAsync("USA"))
        {
            product = await Line.SubmitAsync(usa);
            items = await new Line(usa, fra).ItemsAsync();
        }

        // Sent by a process that ended before it saw a receipt: the new one knows of neither.
        await using NodeState again = await _folders.OpenAsync("USA");
        Assert.Empty(Assert.IsType<NoticeAnswer.Issued>(await Issue(again, product, NoticeAction.Recall)).To);
        await new Line(again, fra).RunAsync(items);
        Assert.False(fra.Read.Received(product)[0].Package.IsEmpty);
        await new Line(again, fra).RunAsync();
        Assert.True(fra.Read.Received(product)[0].Package.IsEmpty);
    }

    [Fact]
    public async Task Of_a_spilled_product_nothing_is_shown()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var line = new Line(usa, fra);
        ProductId product = await Line.SubmitAsync(usa);
        await line.RunAsync();
        await Issue(usa, product, NoticeAction.Recall);
        await Issue(usa, product, NoticeAction.Spill);
        Assert.IsType<NoticeAnswer.TakenBack>(await Issue(usa, product, NoticeAction.Correction));
        await line.RunAsync();
        Assert.Null(new SharedView(fra).Of(product, NodeFolders.Liaison));
        Assert.Equal(2, Assert.Single(Status(usa, product).Holders, one => one.Partner == "FRA").Answers.Count(answer => answer.Purged));
    }

    [Fact]
    public async Task A_raised_marking_counts_for_readers_and_releases_and_is_opened_to_holders_of_the_portion_only()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await Line.SubmitAsync(usa);
        await new Line(usa, fra).RunAsync();
        await new Line(usa, swe).RunAsync();
        int before = new SharedView(fra).Of(product, Reader)!.Portions.Length;
        Portion fuller = usa.Read.Sealed(product)!.Portions.First(portion => portion.Body.Marking.Text == "(S//REL TO USA, FRA)");
        await Issue(usa, product, NoticeAction.RaisedMarking, [new PortionNotice(fuller.Index, new Marking { Policy = "US", Text = "(TS//REL TO USA, FRA)" }, false)]);
        await new Line(usa, fra).RunAsync();
        await new Line(usa, swe).RunAsync();

        Assert.True(new SharedView(fra).Of(product, Reader)!.Portions.Length < before);
        Assert.Contains(new SharedView(fra).Of(product, NodeFolders.Liaison)!.Portions, portion => portion.Index == fuller.Index);
        Assert.Empty(swe.Read.Notices(product)[0].Openings);
        Assert.Equal(NoticeBody.PortionBlock, Body(swe.Read.Notices(product)[0]).Portions.Length);
        SealedProduct now = usa.Read.Sealed(product)!;
        Assert.DoesNotContain(fuller.Index, Decider.Decide(now, Fra, usa.Model, usa.Clock.GetUtcNow()).Opened);
        Assert.True(Assert.Single(Status(usa, product).Holders, holder => holder.Partner == "FRA").RefusedNow);
    }

    [Fact]
    public async Task A_recall_follows_every_edge_and_the_originator_sees_who_holds_what_via_whom()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await HandedOn(usa, fra, swe);
        Holder further = Assert.Single(Status(usa, product).Holders, holder => holder.Via == "FRA");
        Assert.Equal(("SWE", HolderState.Holds), (further.Partner, further.State));

        await Issue(usa, product, NoticeAction.Recall);
        await new Line(usa, fra).RunAsync();
        await new Line(fra, swe).RunAsync([.. (await new Line(fra, swe).ItemsAsync()).Where(item => item.Notice is not null)]);
        Assert.True(swe.Read.Received(product)[0].Package.IsEmpty);
        await new Line(usa, fra).RunAsync();
        further = Assert.Single(Status(usa, product).Holders, holder => holder.Via == "FRA");
        Assert.Equal(HolderState.Purged, further.State);
        Assert.True(Assert.Single(further.Answers).Purged);
        Assert.Empty(fra.Read.RelaysDue(Usa, 10));
    }

    [Fact]
    public async Task A_middleman_that_drops_a_recall_leaves_the_product_unconfirmed_and_the_originator_brings_it()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await HandedOn(usa, fra, swe);
        CatalogRow row = swe.Read.Find(product)!;
        Assert.Equal(1, await new Line(usa, swe).AskAsync(swe.Read.Confirmation(product)!));
        Assert.Equal(Standing.Current, ProductStanding.Of(swe.Read, row, swe.Model, swe.Clock.GetUtcNow().AddHours(71)));
        DateTimeOffset late = swe.Clock.GetUtcNow().AddHours(73);
        Assert.Equal(Standing.Unconfirmed, ProductStanding.Of(swe.Read, row, swe.Model, late));
        Assert.False(ProductStanding.MayGoOn(swe.Read, product, swe.Model, late));
        Assert.Contains(swe.Read.Unconfirmed(Usa, late.AddHours(-36).ToUnixTimeMilliseconds(), 10), due => due.Product == product);

        await Issue(usa, product, NoticeAction.Recall);
        Assert.Equal(1, await new Line(usa, swe).AskAsync(swe.Read.Confirmation(product)!));
        Assert.True(swe.Read.Received(product)[0].Package.IsEmpty);
        Assert.Equal(Standing.Recalled, ProductStanding.Of(swe.Read, row, swe.Model, swe.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_middleman_that_leaves_out_an_opening_gains_nothing_the_originator_opens_it()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await HandedOn(usa, fra, swe);
        ushort title = usa.Read.Sealed(product)!.Portions.First(portion => portion.Body.Path == "header").Index;
        await Issue(usa, product, NoticeAction.RaisedMarking, [new PortionNotice(title, new Marking { Policy = "US", Text = "(TS//REL TO USA, FRA, SWE)" }, false)]);
        await new Line(usa, fra).RunAsync();
        FeedItem stripped = (await new Line(fra, swe).ItemsAsync()).Single(item => item.Notice is not null);
        Assert.NotEmpty(stripped.Notice.Proof.Openings);
        stripped.Notice.Proof.Openings.Clear();
        await new Line(fra, swe).RunAsync([stripped]);
        Assert.Contains(new SharedView(swe).Of(product, Reader)!.Portions, portion => portion.Index == title);
        Assert.Equal(1, await new Line(usa, swe).AskAsync(swe.Read.Confirmation(product)!));
        Assert.DoesNotContain(new SharedView(swe).Of(product, Reader)?.Portions ?? [], portion => portion.Index == title);
    }

    [Fact]
    public async Task A_notice_by_another_than_the_originator_is_set_aside_and_changes_nothing()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await HandedOn(usa, fra, swe);
        await new Line(fra, swe).RunAsync([await Forge(fra, swe, new NoticeBody { Product = product, Number = 1, Action = NoticeAction.Recall }, 1)]);
        Assert.Equal(VerificationFault.WrongProduct, Assert.Single(swe.Read.SetAside(Fra, 10)).Fault);
        Assert.False(swe.Read.Received(product)[0].Package.IsEmpty);
        Assert.Equal(1, swe.Read.LastReceived(Fra, Lane.Notices));
    }

    [Theory]
    [InlineData("number skipped", VerificationFault.OutOfSequence)]
    [InlineData("number used twice", VerificationFault.Equivocation)]
    [InlineData("another previous", VerificationFault.Equivocation)]
    public async Task A_chain_with_a_gap_or_a_contradiction_raises_an_alarm_and_both_proofs_are_kept(string change, VerificationFault fault)
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ProductId product = await Line.SubmitAsync(usa);
        await new Line(usa, fra).RunAsync();
        await Issue(usa, product, NoticeAction.Correction);
        await new Line(usa, fra).RunAsync();
        byte[] leaf = fra.Read.Notices(product)[0].Leaf.ToArray();
        NoticeBody body = change switch
        {
            "number skipped" => new NoticeBody { Product = product, Number = 3, Action = NoticeAction.Recall, Previous = leaf },
            "number used twice" => new NoticeBody { Product = product, Number = 1, Action = NoticeAction.Supersession },
            _ => new NoticeBody { Product = product, Number = 2, Action = NoticeAction.Recall, Previous = new byte[32] },
        };
        await new Line(usa, fra).RunAsync([.. await Announced(usa, fra, body, 2)]);
        SetAsideRow kept = Assert.Single(fra.Read.SetAside(Usa, 10));
        Assert.Equal((Lane.Notices, 2L, fault), (kept.Lane, kept.Sequence, kept.Fault));
        Assert.Single(fra.Read.Notices(product));
        Assert.Equal(fault == VerificationFault.OutOfSequence || change == "another previous", fra.Read.Confirmation(product) is { Due: true, AtMs: 0 });
    }

    [Fact]
    public async Task A_notice_that_comes_again_or_two_ways_has_one_effect_and_one_receipt()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await HandedOn(usa, fra, swe);
        await Issue(usa, product, NoticeAction.Correction);
        await new Line(usa, fra).RunAsync();
        List<FeedItem> items = [.. (await new Line(fra, swe).ItemsAsync()).Where(item => item.Notice is not null)];
        await new Line(fra, swe).RunAsync(items);
        await new Line(fra, swe).RunAsync(items);
        await new Line(usa, swe).AskAsync(swe.Read.Confirmation(product)!);
        Assert.Single(swe.Read.Notices(product));
        Assert.Equal(2, Count(swe, StatementKind.Receipt));
        FeedItem again = items[0].Clone();
        again.Notice.Seq = 3;
        await Assert.ThrowsAsync<FeedRefusedException>(() => new Line(fra, swe).RunAsync([again]));
    }

    [Fact]
    public async Task A_lowered_floor_does_not_lower()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ProductId product = await Line.SubmitAsync(usa);
        await new Line(usa, fra).RunAsync();
        ushort title = usa.Read.Sealed(product)!.Portions.First(portion => portion.Body.Path == "header").Index;
        foreach (string mark in (string[])["(TS//REL TO USA, FRA)", "(U//REL TO USA, FRA, SWE)"])
        {
            await Issue(usa, product, NoticeAction.RaisedMarking, [new PortionNotice(title, new Marking { Policy = "US", Text = mark }, false)]);
        }

        await new Line(usa, fra).RunAsync();
        Assert.DoesNotContain(new SharedView(fra).Of(product, Reader)?.Portions ?? [], portion => portion.Index == title);
    }

    [Theory]
    [InlineData("holder")]
    [InlineData("subject")]
    [InlineData("path")]
    [InlineData("product that the partner does not have from here")]
    public async Task A_forged_relayed_receipt_is_refused(string change)
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId product = await HandedOn(usa, fra, swe, relay: false);
        RelayedRow row = Assert.Single(fra.Read.RelaysDue(Usa, 10));
        Gateway.Core.ReleaseLog.SignedHead own = fra.ReleaseLog.Head!;
        var relayed = new RelayedReceipt { Statement = Bytes(row.Statement), Index = (ulong)row.ReceiptIndex, Note = Bytes(row.Note), Subject = Bytes(row.Subject) };
        relayed.Path.AddPath(row.Path.Span);
        PartnerCode via = Fra;
        switch (change)
        {
            case "holder":
                // France's own receipt, said to be about what it handed to Sweden.
                ReceiptRow mine = usa.Read.Receipts(product).First(receipt => receipt.Partner == Fra);
                Assert.True(fra.ReleaseLog.TryPath(mine.ReceiptIndex, own.Checkpoint.Size, out byte[] path));
                relayed = new RelayedReceipt { Statement = Bytes(mine.Statement), Index = (ulong)mine.ReceiptIndex, Note = Bytes(own.Note), Subject = Bytes(row.Subject) };
                relayed.Path.AddPath(path);
                break;
            case "subject":
                FeedRow other = usa.Read.Releases(product).First(release => release.Partner == Swe);
                relayed.Subject = Bytes(usa.Read.Entries(LogName.Release, other.LogIndex, 1)[0].Entry);
                break;
            case "path":
                relayed.Index++;
                break;
            default:
                via = PartnerCode.Of("SWE");
                await usa.Commit.RunAsync(scope => scope.Append(StatementKind.Audit, new Core.Sealing.AuditBody("x", "y").Encode(), default, null), Cancellation);
                relayed.Subject = Bytes(Forged(row.Subject));
                break;
        }

        var desk = new ReceiptDesk(usa, NullLogger<ReceiptDesk>.Instance);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => desk.TakeAsync(via, new AcknowledgeRequest { Relayed = { relayed } }, Cancellation));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Empty(usa.Read.Relayed(product));
    }

    [Fact]
    public async Task Unknown_and_not_yours_are_the_same_answer_to_a_partner_that_asks()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ProductId product = await Line.SubmitAsync(usa);
        Assert.True(ProductId.TryFrom(new byte[32], out ProductId none));
        var desk = new StatusDesk(usa);
        Assert.Empty(desk.Answer(PartnerCode.Of("DEU"), Ask(product)).Products);
        Assert.Empty(desk.Answer(Fra, Ask(none)).Products);
        Assert.Single(desk.Answer(Fra, Ask(product)).Products);
        Assert.Throws<RpcException>(() => desk.Answer(Fra, new StatusRequest { Products = { Enumerable.Repeat(new ProductQuery { ProductId = ByteString.CopyFrom(none.Span) }, 257) } }));

        static StatusRequest Ask(ProductId id) => new() { Products = { new ProductQuery { ProductId = ByteString.CopyFrom(id.Span) } } };
    }

    [Fact]
    public async Task Erasure_needs_a_recall_and_leaves_nothing_in_any_file()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ProductId product = await Line.SubmitAsync(usa);
        await new Line(usa, fra).RunAsync();
        byte[] salt = usa.Read.Sealed(product)!.Portions[0].Salt.ToArray();
        byte[] seed = usa.Read.Releases(product).First(row => row.Partner == Fra).Seed.ToArray();
        byte[] record = usa.Read.Decisions(product)[0].Record.ToArray();
        Assert.All([salt, seed, record[..64]], secret => Assert.True(Contains(Files("USA"), secret)));
        Assert.False(await usa.Gate.Notices.EraseAsync(product, "officer", Cancellation));
        await Issue(usa, product, NoticeAction.Recall);
        Assert.True(await usa.Gate.Notices.EraseAsync(product, "officer", Cancellation));

        Assert.All([salt, seed, record[..64]], secret => Assert.False(Contains(Files("USA"), secret)));
        Assert.False(Leak.In(Files("USA"), Samples.NeverLeaves));
        Assert.False(Leak.In(Files("USA"), Samples.OnlyFrance));
        Assert.Equal(1, Count(usa, StatementKind.Erasure));
        await new Line(usa, fra).RunAsync();
        Assert.True(fra.Read.Received(product)[0].Package.IsEmpty);
        Assert.Equal(HolderState.Purged, Assert.Single(Status(usa, product).Holders, holder => holder.Partner == "FRA").State);
    }

    [Fact]
    public async Task Holders_that_do_not_get_a_new_edition_are_told_that_theirs_is_out_of_date()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ProductId first = await Line.SubmitAsync(usa);
        await new Line(usa, fra).RunAsync();
        await new Line(usa, swe).RunAsync();
        SubmitRequest next = Samples.Request("next");
        next.LineageId = ByteString.CopyFrom(usa.Read.Find(first)!.LineageId.Span);
        string[] marks = ["(U//REL TO USA, FRA)", "(S//REL TO USA, FRA)"];
        next.Assessment.Header[0].Portion.Marking.Text = next.Assessment.Subject[0].Portion.Marking.Text = marks[0];
        next.Assessment.Judgements.RemoveAt(1);
        await new Submissions(usa, NullLogger<Submissions>.Instance).SubmitAsync(next, NodeFolders.Liaison, Cancellation);
        await new Line(usa, swe).RunAsync();
        NoticeRow notice = Assert.Single(swe.Read.Notices(first));
        Assert.Equal((NoticeAction.Supersession, null), (notice.Action, notice.ReplacedBy));
        Assert.False(swe.Read.Received(first)[0].Package.IsEmpty);
    }

    private static async Task<ProductId> HandedOn(NodeState usa, NodeState fra, NodeState swe, bool relay = true)
    {
        ProductId product = await Line.SubmitAsync(usa);
        var down = new Line(usa, fra);
        await down.RunAsync();
        await new Line(fra, swe).HandOnAsync(product);
        await new Line(fra, swe).RunAsync([new FeedItem { Heartbeat = new Heartbeat() }]);
        if (relay)
        {
            await down.RunAsync();
        }

        return product;
    }

    private static Task<NoticeAnswer> Issue(NodeState node, ProductId product, NoticeAction action, ImmutableArray<PortionNotice>? portions = null, string note = "") =>
        node.Gate.Notices.IssueAsync(new NoticeOrder(product, action, portions ?? [], null, note, "officer@test"), Cancellation);

    private static NoticeStatus Status(NodeState node, ProductId product) => new HolderReport(node).Of(node.Read.Find(product)!);

    private static int Count(NodeState node, StatementKind kind) =>
        node.Read.Search(new LogQuery(kind.Log(), kind, null, null, null, null, -1, 1000)).Count;

    private static NoticeBody Body(NoticeRow row) =>
        Core.Sealing.Statement.TryDecode(row.Statement, out Core.Sealing.Statement? statement, out _) && NoticeBody.TryDecode(statement.Body.Span, out NoticeBody? body)
            ? body
            : throw new InvalidOperationException();

    private static ByteString Bytes(ReadOnlyMemory<byte> bytes) => ByteString.CopyFrom(bytes.Span);

    private static byte[] Forged(ReadOnlyMemory<byte> statement) => [.. statement.Span[..^1], (byte)(statement.Span[^1] ^ 1)];

    /// <summary>A notice that no desk would issue, truly logged by its author, as a forwarded one.</summary>
    private static async Task<FeedItem> Forge(NodeState author, NodeState to, NoticeBody body, ulong sequence)
    {
        List<FeedItem> items = await Announced(author, to, body, sequence);
        items[^1].Notice.Proof.Note = items[0].Checkpoint.Note;
        return items[^1];
    }

    private static async Task<List<FeedItem>> Announced(NodeState author, NodeState to, NoticeBody body, ulong sequence)
    {
        Core.ReleaseLog.LogPosition position = await author.Commit.RunAsync(scope => scope.Append(StatementKind.Notice, body.Encode(), default, body.Product), Cancellation);
        Core.ReleaseLog.SignedHead head = author.ReleaseLog.Head!;
        Assert.True(author.ReleaseLog.TryProve(position, head, out byte[] path));
        var proof = new Protocol.V1.NoticeProof
        {
            Statement = Bytes(author.Read.Entries(LogName.Release, position.Index, 1)[0].Entry),
            Index = (ulong)position.Index,
            Checkpoint = head.Name.ToMessage(),
        };
        proof.Path.AddPath(path);
        long known = to.Heads.Newest(author.ReleaseLog.Origin)?.Size ?? 0;
        var checkpoint = new FeedCheckpoint { Note = Bytes(head.Note) };
        if (known > 0)
        {
            checkpoint.Consistency = FeedChannel.Proof(author.ReleaseLog, known, head.Checkpoint.Size);
        }

        return [new FeedItem { Checkpoint = checkpoint }, new FeedItem { Notice = new FeedNotice { Seq = sequence, Proof = proof } }];
    }

    private byte[] Files(string code) => [.. Directory.GetFiles(_folders.Folder(code), "gateway.db*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).SelectMany(Read)];

    private static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static bool Contains(byte[] place, byte[] secret) => place.AsSpan().IndexOf(secret) >= 0;
}
