using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void A_notice_is_found_by_its_product_and_its_leaf_with_its_openings()
    {
        NoticeRow row = Notice("p", 1) with { ReplacedBy = Rows.Id("other"), Path = Rows.Hash("path"), Note = Rows.Hash("note"), Issuer = "officer", ReceiptIndex = 5 };
        Write(write => write.AddNotice(row));
        Write(write => write.AddNotice(Notice("p", 2)));
        Assert.Equal([1u, 2u], Store.Read.Notices(Rows.Id("p")).Select(found => found.Number));
        Assert.Empty(Store.Read.Notices(Rows.Id("q")));
        NoticeRow found = Store.Read.Notice(row.Leaf)!;
        Assert.Equal(
            (row.Product, row.Originator, row.Action, row.TakesBack, row.ReplacedBy, row.LogIndex, row.AtMs, row.Issuer, row.StoredAtMs, row.ReceiptIndex, row.Direct),
            (found.Product, found.Originator, found.Action, found.TakesBack, found.ReplacedBy, found.LogIndex, found.AtMs, found.Issuer, found.StoredAtMs, found.ReceiptIndex, found.Direct));
        Same.Bytes(row.Statement, found.Statement);
        Same.Bytes(row.Path, found.Path);
        Same.Bytes(row.Note, found.Note);
        Assert.Single(found.Openings);
        Assert.Null(Store.Read.Notice(Rows.Hash("none")));
        using INodeWrite write = Store.BeginWrite();
        Assert.ThrowsAny<Exception>(() => write.AddNotice(Notice("p", 1) with { Leaf = Rows.Hash("another leaf") }));
    }

    [Fact]
    public void Openings_are_added_where_they_are_new_and_a_word_of_the_originator_stays()
    {
        NoticeRow row = Notice("p", 1);
        Write(write => write.AddNotice(row));
        Write(write => write.AddNoticeOpenings(row.Leaf, [new NoticeOpening(3, Rows.Hash("salt"), Rows.Hash("again")), new NoticeOpening(4, Rows.Hash("salt 4"), Rows.Hash("body 4"))], direct: true));
        NoticeRow found = Store.Read.Notice(row.Leaf)!;
        Assert.Equal([3, 4], found.Openings.Select(opening => opening.Position));
        Same.Bytes(row.Openings[0].Body, found.Openings[0].Body);
        Assert.True(found.Direct);
    }

    [Fact]
    public void A_partners_lane_of_notices_has_no_gaps_and_each_notice_once()
    {
        NoticeRow one = Notice("p", 1), two = Notice("p", 2);
        Write(write =>
        {
            write.AddNotice(one);
            write.AddNotice(two);
            write.QueueNotice(Rows.Deu, one.Leaf);
            write.QueueNotice(Rows.Deu, one.Leaf);
            write.QueueNotice(Rows.Deu, two.Leaf);
            write.QueueNotice(Rows.Nato, two.Leaf);
        });
        Assert.Equal([(1L, 1u), (2L, 2u)], Store.Read.NoticeFeed(Rows.Deu, 0, 10).Select(row => (row.Sequence, row.Notice.Number)));
        Assert.Equal([2L], Store.Read.NoticeFeed(Rows.Deu, 1, 10).Select(row => row.Sequence));
        Assert.Equal((2L, 1L, 0L), (Store.Read.LastNotice(Rows.Deu), Store.Read.LastNotice(Rows.Nato), Store.Read.LastNotice(Rows.Fra)));
        Assert.Equal([Rows.Deu, Rows.Nato], Store.Read.NoticePartners(two.Leaf));
    }

    [Fact]
    public void A_place_of_a_notice_counts_as_received_and_its_receipt_waits_for_each_way_it_came()
    {
        NoticeRow row = Notice("p", 1);
        Write(write =>
        {
            write.AddNotice(row);
            write.AddNoticeReceived(Rows.Deu, 1, row.Leaf);
            write.AddNoticeReceiptDue(Rows.Deu, row.Leaf);
            write.AddNoticeReceiptDue(Rows.Deu, row.Leaf);
            write.AddNoticeReceiptDue(Rows.Nato, row.Leaf);
        });
        Assert.Equal(1, Store.Read.LastReceived(Rows.Deu, Lane.Notices));
        Assert.Equal(0, Store.Read.LastReceived(Rows.Deu, Lane.Products));
        Assert.Equal(1u, Store.Read.NoticeReceivedAt(Rows.Deu, 1)!.Number);
        Assert.Null(Store.Read.NoticeReceivedAt(Rows.Nato, 1));
        Assert.Single(Store.Read.NoticeReceiptsDue(Rows.Deu, 10));
        Write(write => write.SetNoticeAcknowledged(Rows.Deu, row.Leaf));
        Write(write => write.AddNoticeReceiptDue(Rows.Deu, row.Leaf));
        Assert.Empty(Store.Read.NoticeReceiptsDue(Rows.Deu, 10));
        Assert.Single(Store.Read.NoticeReceiptsDue(Rows.Nato, 10));
    }

    [Fact]
    public void Receipts_of_holders_further_on_are_kept_once_and_wait_until_they_are_handed_on()
    {
        RelayedRow row = Relay("SWE", "leaf") with { RelayTo = Rows.Deu };
        Write(write =>
        {
            write.AddRelayed(row);
            write.AddRelayed(row with { Statement = Rows.Hash("a second one") });
            write.AddRelayed(Relay("ITA", "leaf"));
        });
        Assert.Equal(["ITA", "SWE"], Store.Read.Relayed(Rows.Id("p")).Select(found => found.Holder.Value));
        RelayedRow due = Assert.Single(Store.Read.RelaysDue(Rows.Deu, 10));
        Same.Bytes(row.Statement, due.Statement);
        Same.Bytes(row.Path, due.Path);
        Assert.Equal((row.Via, row.RelayTo, row.ReceiptIndex, row.AtMs), (due.Via, due.RelayTo, due.ReceiptIndex, due.AtMs));
        Write(write => write.SetRelayed(row));
        Assert.Empty(Store.Read.RelaysDue(Rows.Deu, 10));
        Assert.Equal(2, Store.Read.Relayed(Rows.Id("p")).Count);
    }

    [Fact]
    public void What_is_due_or_was_confirmed_long_ago_is_asked_for_the_oldest_first()
    {
        Write(write =>
        {
            write.SetConfirmation(new ConfirmationRow(Rows.Id("a"), Rows.Fra, 100, false));
            write.SetConfirmation(new ConfirmationRow(Rows.Id("b"), Rows.Fra, 50, false));
            write.SetConfirmation(new ConfirmationRow(Rows.Id("c"), Rows.Fra, 300, true));
            write.SetConfirmation(new ConfirmationRow(Rows.Id("d"), Rows.Fra, 300, false));
            write.SetConfirmation(new ConfirmationRow(Rows.Id("e"), Rows.Deu, 1, true));
            write.SetCaughtUp(Rows.Fra, 7);
            write.SetCaughtUp(Rows.Fra, 8);
        });
        Assert.Equal([Rows.Id("b"), Rows.Id("a"), Rows.Id("c")], Store.Read.Unconfirmed(Rows.Fra, 200, 10).Select(row => row.Product));
        Write(write => write.SetConfirmation(new ConfirmationRow(Rows.Id("c"), Rows.Fra, 400, false)));
        Assert.Equal(new ConfirmationRow(Rows.Id("c"), Rows.Fra, 400, false), Store.Read.Confirmation(Rows.Id("c")));
        Assert.Null(Store.Read.Confirmation(Rows.Id("none")));
        Assert.Equal((8L, 0L), (Store.Read.CaughtUp(Rows.Fra), Store.Read.CaughtUp(Rows.Deu)));
    }

    [Fact]
    public void Notices_of_the_originator_lie_on_a_product_when_it_is_read()
    {
        SealedProduct product = Rows.Product("sealed");
        Write(write => write.AddSealed(product));
        Write(write => write.AddNotice(Notice("p", 1) with { Product = product.Id, Originator = Rows.Deu, TakesBack = true }));
        Assert.False(Store.Read.Sealed(product.Id)!.Recalled);
        var floor = new Marking { Policy = "TLP", Text = "TLP:RED" };
        Write(write => write.AddNotice(Notice("q", 1) with
        {
            Product = product.Id,
            TakesBack = true,
            Openings = [new NoticeOpening(0, Rows.Hash("salt"), new PortionNotice(40, floor, false).Encode())],
        }));
        SealedProduct found = Store.Read.Sealed(product.Id)!;
        Assert.True(found.Recalled);
        Assert.Equal([floor], found.Portions.Single(portion => portion.Index == 40).Floors);
        Assert.All(found.Portions.Where(portion => portion.Index != 40), portion => Assert.Empty(portion.Floors));
    }

    [Fact]
    public void Erasure_takes_bodies_records_seeds_and_packages_and_leaves_places_and_a_stub()
    {
        SealedProduct product = Rows.Product("erased"), theirs = Rows.Product("theirs", lineage: "theirs");
        FeedRow row = Rows.Feed(Rows.Deu, 1, 0, product.Id);
        var marking = new Marking { Policy = "TLP", Text = "TLP:AMBER" };
        Write(write =>
        {
            write.AddSealed(product);
            write.AddEntry(Rows.Entry(0, product: product.Id, subject: Rows.Deu));
            write.AddFeedRow(row);
            write.SetDecision(new DecisionRow(product.Id, Rows.Deu, LogName.Release, 0, Rows.Hash("salt"), Rows.Hash("record")) { Shared = 8 });
            write.AddReceived(Rows.Received(theirs, Rows.Deu, 1, 7), theirs.Manifest);
        });
        Assert.Equal(0, Assert.Single(Store.Read.Releases(product.Id)).LogIndex);
        Write(write =>
        {
            write.ErasePortions(product.Id);
            write.EraseDecisions(product.Id);
            write.EraseReleases(product.Id);
            write.ErasePackages(new StubRow(theirs.Id, [marking]));
        });
        Assert.Empty(Store.Read.Sealed(product.Id)!.Portions);
        Assert.Empty(Store.Read.Decisions(product.Id));
        FeedRow left = Assert.Single(Store.Read.Releases(product.Id));
        Assert.True(left.Erased && left.Opened.IsEmpty);
        Same.Bytes(row.SlotSalt, left.SlotSalt);
        Assert.True(Assert.Single(Store.Read.Received(theirs.Id)).Package.IsEmpty);
        Assert.Equal([marking], Store.Read.Stub(theirs.Id)!.Markings);
        Assert.Null(Store.Read.Stub(product.Id));
        Assert.NotNull(Store.Read.Find(theirs.Id));
    }

    private static NoticeRow Notice(string product, uint number) => new()
    {
        Product = Rows.Id(product),
        Originator = Rows.Fra,
        Number = number,
        Action = NoticeAction.Recall,
        TakesBack = false,
        LogIndex = 10 + number,
        AtMs = 1_000,
        Leaf = Rows.Hash($"leaf {product} {number}"),
        Statement = Rows.Hash($"statement {product} {number}"),
        StoredAtMs = 2_000,
        Openings = [new NoticeOpening(3, Rows.Hash("salt"), Rows.Hash("body"))],
    };

    private static RelayedRow Relay(string holder, string leaf) => new()
    {
        Product = Rows.Id("p"),
        Holder = PartnerCode.Of(holder),
        Via = Rows.Nato,
        SubjectLeaf = Rows.Hash(leaf),
        Subject = Rows.Hash("subject"),
        Statement = Rows.Hash("receipt " + holder),
        ReceiptIndex = 4,
        Path = Rows.Hash("path"),
        Note = Rows.Hash("note"),
        AtMs = 5,
    };
}
