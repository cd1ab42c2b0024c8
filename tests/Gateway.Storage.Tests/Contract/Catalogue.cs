using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void A_sealed_product_comes_back_byte_for_byte()
    {
        SealedProduct product = Rows.Product("one", portions: 40);
        Write(write => write.AddSealed(product));
        Same.Product(product, Store.Read.Sealed(product.Id));
        Assert.Null(Store.Read.Sealed(Rows.Id("unknown")));
    }

    [Fact]
    public void Whom_a_product_is_addressed_to_comes_back()
    {
        SealedProduct product = Rows.Product("one") with { Audience = [Rows.Deu, Rows.Nato] };
        SealedProduct everyone = Rows.Product("two", lineage: "b");
        Write(write =>
        {
            write.AddSealed(product);
            write.AddSealed(everyone);
        });
        Assert.Equal([Rows.Deu, Rows.Nato], Store.Read.Sealed(product.Id)!.Audience);
        Assert.Empty(Store.Read.Sealed(everyone.Id)!.Audience);
    }

    [Fact]
    public void A_catalogue_row_says_where_a_product_came_from()
    {
        SealedProduct ours = Rows.Product("ours", lineage: "a"), theirs = Rows.Product("theirs", lineage: "b");
        Write(write =>
        {
            write.AddSealed(ours);
            write.AddReceived(Rows.Received(theirs, Rows.Deu, 1, 0), theirs.Manifest);
        });

        CatalogRow row = Store.Read.Find(ours.Id)!;
        Assert.Equal((1L, ours.Id, Rows.Fra, 5_000L, Mode.Actual), (row.Ordinal, row.Product, row.Originator, row.IssuedAtMs, row.Mode));
        Assert.Equal(ours.Manifest.Schema, row.Schema);
        Same.Bytes(ours.Manifest.LineageId, row.LineageId);
        Assert.Equal(default, row.ReceivedFrom);
        Assert.Equal(Rows.Deu, Store.Read.Find(theirs.Id)!.ReceivedFrom);
        Assert.Null(Store.Read.Sealed(theirs.Id));
        Assert.Null(Store.Read.Find(Rows.Id("unknown")));
    }

    [Fact]
    public void The_catalogue_of_one_mode_holds_nothing_of_another()
    {
        SealedProduct[] products = [Rows.Product("a"), Rows.Product("e", Mode.Exercise), Rows.Product("t", Mode.Test), Rows.Product("b")];
        Write(write => Array.ForEach(products, write.AddSealed));

        Assert.Equal([products[0].Id, products[3].Id], Store.Read.Catalog(Mode.Actual, 0, 10).Select(row => row.Product));
        Assert.Equal([products[1].Id], Store.Read.Catalog(Mode.Exercise, 0, 10).Select(row => row.Product));
        Assert.Equal([products[2].Id], Store.Read.Catalog(Mode.Test, 0, 10).Select(row => row.Product));
        foreach (SealedProduct product in products)
        {
            Same.Product(product, Store.Read.Sealed(product.Id));
            Assert.Equal(product.Manifest.Mode, Store.Read.Find(product.Id)!.Mode);
        }
    }

    [Fact]
    public void A_pull_goes_on_after_its_cursor()
    {
        SealedProduct[] products = [.. Enumerable.Range(0, 5).Select(i => Rows.Product($"{i}"))];
        Write(write => Array.ForEach(products, write.AddSealed));
        CatalogRow[] first = [.. Store.Read.Catalog(Mode.Actual, 0, 2)];
        CatalogRow[] rest = [.. Store.Read.Catalog(Mode.Actual, first[^1].Ordinal, 10)];
        Assert.Equal(products.Select(product => product.Id), first.Concat(rest).Select(row => row.Product));
    }

    [Fact]
    public void A_product_named_before_it_arrived_comes_behind_the_cursor_of_no_pull()
    {
        SealedProduct late = Rows.Product("late"), early = Rows.Product("early");
        Write(write => write.AddEntry(Rows.Entry(0, StatementKind.OnwardGrant, Rows.Fra, late.Id)));
        Write(write => write.AddSealed(early));
        long cursor = Store.Read.Catalog(Mode.Actual, 0, 10).Single().Ordinal;
        Assert.Null(Store.Read.Find(late.Id));

        Write(write => write.AddSealed(late));
        Assert.Equal(late.Id, Assert.Single(Store.Read.Catalog(Mode.Actual, cursor, 10)).Product);
        Assert.Equal(late.Id, Store.Read.Entries(LogName.Release, 0, 1)[0].Product);
    }

    [Fact]
    public void The_newest_edition_is_the_one_issued_last_whenever_it_arrived()
    {
        SealedProduct second = Rows.Product("second", issuedAtMs: 2_000), first = Rows.Product("first", issuedAtMs: 1_000);
        SealedProduct other = Rows.Product("other", lineage: "another", issuedAtMs: 9_000);
        Write(write =>
        {
            write.AddReceived(Rows.Received(second, Rows.Deu, 1, 0), second.Manifest);
            write.AddReceived(Rows.Received(first, Rows.Deu, 2, 1), first.Manifest);
            write.AddSealed(other);
        });
        Assert.Equal(second.Id, Store.Read.Newest(Rows.Fra, Rows.Hash("lineage"))!.Product);
        Assert.Equal(other.Id, Store.Read.Newest(Rows.Fra, Rows.Hash("another"))!.Product);
        Assert.Null(Store.Read.Newest(Rows.Deu, Rows.Hash("lineage")));
        Assert.Null(Store.Read.Newest(Rows.Fra, Rows.Hash("unknown")));
    }

    [Fact]
    public void A_submission_is_remembered_for_its_caller_only()
    {
        SealedProduct product = Rows.Product("submitted");
        Write(write =>
        {
            write.AddSealed(product);
            write.AddSubmission(new SubmissionRow("liaison", "id-1", Rows.Hash("body"), product.Id));
        });
        SubmissionRow found = Store.Read.Submission("liaison", "id-1")!;
        Assert.Equal(product.Id, found.Product);
        Same.Bytes(Rows.Hash("body"), found.BodyDigest);
        Assert.Null(Store.Read.Submission("somebody", "id-1"));
        Assert.Null(Store.Read.Submission("liaison", "id-2"));
    }

    [Fact]
    public void The_newest_decision_replaces_the_one_before_for_its_partner()
    {
        ProductId product = Rows.Id("decided");
        Write(write =>
        {
            write.SetDecision(new DecisionRow(product, Rows.Nato, LogName.Release, 4, Rows.Hash("s1"), Rows.Hash("r1")));
            write.SetDecision(new DecisionRow(product, Rows.Deu, LogName.Release, 5, Rows.Hash("s2"), Rows.Hash("r2")));
            write.SetDecision(new DecisionRow(product, Rows.Nato, LogName.Internal, 6, Rows.Hash("s3"), Rows.Hash("r3")));
        });
        IReadOnlyList<DecisionRow> rows = Store.Read.Decisions(product);
        Assert.Equal([(Rows.Deu, LogName.Release, 5L), (Rows.Nato, LogName.Internal, 6L)], rows.Select(row => (row.Partner, row.Log, row.LogIndex)));
        Same.Bytes(Rows.Hash("s3"), rows[1].Salt);
        Same.Bytes(Rows.Hash("r3"), rows[1].Record);
        Assert.Empty(Store.Read.Decisions(Rows.Id("unknown")));
    }

    [Fact]
    public void Decision_records_that_share_their_end_come_back_whole()
    {
        ProductId product = Rows.Id("shared");
        Write(write =>
        {
            write.SetDecision(Sharing(product, Rows.Deu, 4, "deu-", "portions"));
            write.SetDecision(Sharing(product, Rows.Nato, 5, "nato-", "portions"));
            write.Savepoint();
            write.SetDecision(Sharing(product, Rows.Nato, 6, "nato2-", "others"));
            write.RollbackToSavepoint();
        });
        Assert.Equal(["deu-portions", "nato-portions"], Records(product));
        Write(write => write.SetDecision(Sharing(product, Rows.Nato, 7, "nato3-", "others")));
        Write(write => write.SetDecision(Sharing(product, Rows.Deu, 8, "deu4-", "portions")));
        Assert.Equal(["deu4-portions", "nato3-others"], Records(product));
        Write(write => write.SetDecision(Sharing(product, Rows.Deu, 9, "whole", "")));
        Assert.Equal(["whole", "nato3-others"], Records(product));
    }

    private IEnumerable<string> Records(ProductId product) =>
        Store.Read.Decisions(product).Select(row => Encoding.UTF8.GetString(row.Record.Span));

    private static DecisionRow Sharing(ProductId product, PartnerCode partner, long index, string own, string shared) =>
        new(product, partner, LogName.Release, index, Rows.Hash("salt"), Encoding.UTF8.GetBytes(own + shared)) { Shared = shared.Length };
}
