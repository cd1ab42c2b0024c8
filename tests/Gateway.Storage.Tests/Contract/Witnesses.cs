using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void The_head_cosigned_last_of_a_log_replaces_the_one_before_and_survives()
    {
        Assert.Null(Store.Read.Witnessed(Rows.Origin));
        Write(write => write.SetWitnessed(new WitnessedHead(Rows.Origin, 5, Rows.Hash("root 5"), Rows.Hash("note 5"), 50)));
        Write(write => write.SetWitnessed(new WitnessedHead(Rows.Origin, 6, Rows.Hash("root 6"), Rows.Hash("note 6"), 60)));
        WitnessedHead head = Store.Read.Witnessed(Rows.Origin)!;
        Assert.Equal((Rows.Origin, 6, 60), (head.Origin, head.Size, head.AtMs));
        Same.Bytes(Rows.Hash("root 6"), head.Root);
        Same.Bytes(Rows.Hash("note 6"), head.Note);
        Assert.Null(Store.Read.Witnessed("gateway.example.nato/log"));
        Assert.Null(Store.Read.Held(Rows.Origin));
    }

    [Fact]
    public void A_head_cosigned_in_a_transaction_that_is_undone_was_never_cosigned()
    {
        using (INodeWrite write = Store.BeginWrite())
        {
            write.SetWitnessed(new WitnessedHead(Rows.Origin, 5, Rows.Hash("root 5"), Rows.Hash("note 5"), 50));
            Assert.Equal(5, write.Witnessed(Rows.Origin)!.Size);
        }

        Assert.Null(Store.Read.Witnessed(Rows.Origin));
    }

    [Fact]
    public void Cosignatures_are_listed_by_partner_the_newest_of_each()
    {
        Write(write =>
        {
            write.SetCosignature(new CosignatureRow(Rows.Nato, 4, 40, Rows.Hash("nato 4")));
            write.SetCosignature(new CosignatureRow(Rows.Deu, 3, 30, Rows.Hash("deu 3")));
            write.SetCosignature(new CosignatureRow(Rows.Nato, 5, 50, Rows.Hash("nato 5")));
        });
        Assert.Equal(
            [(Rows.Deu, 3L, 30L), (Rows.Nato, 5L, 50L)], Store.Read.Cosignatures().Select(row => (row.Partner, row.Size, row.CosignedAt)));
        Same.Bytes(Rows.Hash("nato 5"), Store.Read.Cosignatures()[1].Note);
    }

    [Fact]
    public void The_cosigned_head_is_one_and_not_the_newest_head()
    {
        Assert.Null(Store.Read.Cosigned());
        Write(write => write.SetHead(new StoredHead(LogName.Release, 9, Rows.Hash("plain"))));
        Write(write => write.SetCosigned(new StoredHead(LogName.Release, 7, Rows.Hash("cosigned 7"))));
        Write(write => write.SetCosigned(new StoredHead(LogName.Release, 8, Rows.Hash("cosigned 8"))));
        Assert.Equal(8, Store.Read.Cosigned()!.Size);
        Same.Bytes(Rows.Hash("cosigned 8"), Store.Read.Cosigned()!.Note);
        Assert.Equal(9, Store.Read.Head(LogName.Release)!.Size);
    }

    [Fact]
    public void Contradictions_are_numbered_kept_with_both_notes_and_not_twice()
    {
        var fork = new ContradictionRow(
            0,
            Rows.Origin,
            ContradictionKind.SameSize,
            new ObservedHead(5, Rows.Hash("root a"), Rows.Hash("note a"), "feed"),
            new ObservedHead(5, Rows.Hash("root b"), Rows.Hash("note b"), "witness"),
            77);
        ContradictionRow other = fork with { Kind = ContradictionKind.NotExtending, Second = fork.Second with { Size = 6 }, AtMs = 88 };
        Write(write => write.AddContradiction(fork));
        Write(write => write.AddContradiction(fork with { AtMs = 99 }));
        Write(write => write.AddContradiction(other));

        Assert.Equal(
            [(1L, ContradictionKind.SameSize, 77L), (2L, ContradictionKind.NotExtending, 88L)],
            Store.Read.Contradictions(0, 10).Select(row => (row.Number, row.Kind, row.AtMs)));
        Assert.Equal(2, Assert.Single(Store.Read.Contradictions(1, 10)).Number);
        ContradictionRow kept = Assert.Single(Store.Read.Contradictions(0, 1));
        Assert.Equal((Rows.Origin, 5, "feed", "witness"), (kept.Origin, kept.First.Size, kept.First.Place, kept.Second.Place));
        Same.Bytes(Rows.Hash("note a"), kept.First.Note);
        Same.Bytes(Rows.Hash("note b"), kept.Second.Note);
        Same.Bytes(Rows.Hash("root a"), kept.First.Root);
        Same.Bytes(Rows.Hash("root b"), kept.Second.Root);
    }
}
