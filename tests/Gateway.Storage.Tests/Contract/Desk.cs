using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void What_waits_comes_back_as_it_was_and_after_the_decision_as_it_is()
    {
        SealedProduct product = Rows.Product("held");
        var waiting = new HoldRow
        {
            Product = product.Id,
            Partner = Rows.Deu,
            State = HoldState.Waiting,
            HeldAtMs = 7_000,
            Held = (LogName.Internal, 3),
        };
        HoldRow approved = waiting with
        {
            State = HoldState.Approved,
            DecidedAtMs = 8_000,
            ApprovalIndex = 9,
            Officer = "officer",
            Reason = "for the talks",
            ReasonSalt = Rows.Hash("salt"),
            Approved = [0, 40, 65_535],
            Rejected = [2],
        };
        Write(write =>
        {
            write.AddSealed(product);
            write.SetHold(waiting);
        });
        AssertSame(waiting, Store.Read.Hold(product.Id, Rows.Deu));
        Assert.Null(Store.Read.Hold(product.Id, Rows.Nato));
        Assert.Null(Store.Read.Hold(Rows.Id("unknown"), Rows.Deu));

        Write(write => write.SetHold(approved));
        Reopen();
        AssertSame(approved, Store.Read.Hold(product.Id, Rows.Deu));

        static void AssertSame(HoldRow expected, HoldRow? actual)
        {
            Assert.NotNull(actual);
            Assert.Equal(
                (expected.Product, expected.Partner, expected.State, expected.HeldAtMs, expected.Held, expected.DecidedAtMs, expected.ApprovalIndex),
                (actual.Product, actual.Partner, actual.State, actual.HeldAtMs, actual.Held, actual.DecidedAtMs, actual.ApprovalIndex));
            Assert.Equal((expected.Officer, expected.Reason), (actual.Officer, actual.Reason));
            Same.Bytes(expected.ReasonSalt, actual.ReasonSalt);
            Assert.Equal(expected.Approved.AsEnumerable(), actual.Approved.AsEnumerable());
            Assert.Equal(expected.Rejected.AsEnumerable(), actual.Rejected.AsEnumerable());
        }
    }

    [Fact]
    public void The_queue_holds_one_state_in_the_order_of_arrival_and_goes_on_after_its_cursor()
    {
        SealedProduct[] products = [.. Enumerable.Range(0, 4).Select(i => Rows.Product($"held {i}"))];
        Write(write =>
        {
            foreach (SealedProduct product in products)
            {
                write.AddSealed(product);
                write.SetHold(Waiting(product));
            }
        });
        Write(write => write.SetHold(Waiting(products[1]) with { State = HoldState.Rejected }));

        IReadOnlyList<(long Number, HoldRow Row)> first = Store.Read.Holds(HoldState.Waiting, 0, 2);
        Assert.Equal([products[0].Id, products[2].Id], first.Select(held => held.Row.Product));
        Assert.Equal([products[3].Id], Store.Read.Holds(HoldState.Waiting, first[^1].Number, 2).Select(held => held.Row.Product));
        Assert.Equal([products[1].Id], Store.Read.Holds(HoldState.Rejected, 0, 9).Select(held => held.Row.Product));
        Assert.Empty(Store.Read.Holds(HoldState.Approved, 0, 9));

        static HoldRow Waiting(SealedProduct product) => new()
        {
            Product = product.Id,
            Partner = Rows.Deu,
            State = HoldState.Waiting,
            HeldAtMs = 1,
            Held = (LogName.Internal, 0),
        };
    }

    [Fact]
    public void A_product_knows_the_submission_that_it_came_from()
    {
        SealedProduct product = Rows.Product("submitted");
        Write(write =>
        {
            write.AddSealed(product);
            write.AddSubmission(new SubmissionRow("liaison", "id-1", Rows.Hash("body"), product.Id, "thumbprint"));
        });
        Reopen();
        SubmissionRow found = Store.Read.SubmissionOf(product.Id)!;
        Assert.Equal(("liaison", "id-1", product.Id, "thumbprint"), (found.Caller, found.SubmissionId, found.Product, found.Certificate));
        Assert.Equal("thumbprint", Store.Read.Submission("liaison", "id-1")!.Certificate);
        Assert.Null(Store.Read.SubmissionOf(Rows.Id("unknown")));
    }

    [Fact]
    public void A_draft_is_kept_by_owner_and_name_and_replaced_by_its_next_version()
    {
        Write(write =>
        {
            write.SetDraft(Draft("anna", "sahel", 1, Mode.Actual, "first"));
            write.SetDraft(Draft("bo", "sahel", 1, Mode.Actual, "another's"));
        });
        Write(write => write.SetDraft(Draft("anna", "sahel", 2, Mode.Exercise, "second")));
        Reopen();
        DraftRow found = Store.Read.Draft("anna", "sahel")!;
        Assert.Equal((2L, Mode.Exercise, 1_002L, 128), (found.Version, found.Mode, found.SavedAtMs, found.SizeClass));
        Same.Bytes(Rows.Hash("second"), found.Body);
        Same.Bytes(Rows.Hash("lineage"), found.LineageId);
        Same.Bytes(Rows.Hash("another's"), Store.Read.Draft("bo", "sahel")!.Body);
        Assert.Null(Store.Read.Draft("anna", "unknown"));

        Write(write => write.RemoveDraft("anna", "sahel"));
        Write(write => write.RemoveDraft("anna", "never there"));
        Assert.Null(Store.Read.Draft("anna", "sahel"));
        Assert.NotNull(Store.Read.Draft("bo", "sahel"));
    }

    [Fact]
    public void Drafts_are_listed_by_owner_and_name_without_their_bodies()
    {
        Write(write =>
        {
            foreach ((string owner, string name) in (ReadOnlySpan<(string, string)>)[("bo", "x"), ("anna", "b"), ("anna", "a"), ("anna", "c")])
            {
                write.SetDraft(Draft(owner, name, 1, Mode.Test, name));
            }
        });
        Assert.Equal(["a", "b"], Store.Read.Drafts("anna", ("", ""), 2).Select(row => row.DraftId));
        Assert.Equal(["c"], Store.Read.Drafts("anna", ("anna", "b"), 2).Select(row => row.DraftId));
        Assert.Equal([("anna", "c"), ("bo", "x")], Store.Read.Drafts("", ("anna", "b"), 9).Select(row => (row.Owner, row.DraftId)));
        Assert.All(Store.Read.Drafts("", ("", ""), 9), row => Assert.True(row.Body.IsEmpty));
        Assert.Empty(Store.Read.Drafts("nobody", ("", ""), 9));
    }

    private static DraftRow Draft(string owner, string name, long version, Mode mode, string body) =>
        new(owner, name, version, mode, 1_000 + version, 128, Rows.Hash("lineage"), Rows.Hash(body));
}
