using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void A_package_is_found_by_its_place_its_release_and_its_product()
    {
        SealedProduct product = Rows.Product("theirs", Mode.Exercise);
        ReceivedRow row = Rows.Received(product, Rows.Deu, 1, 7);
        Write(write => write.AddReceived(row, product.Manifest));

        Same.Received(row, Store.Read.ReceivedAt(Rows.Deu, Lane.Products, 1));
        Same.Received(row, Assert.Single(Store.Read.Received(product.Id)));
        Assert.True(Store.Read.HasReceived(Rows.Origin, 7));
        Assert.False(Store.Read.HasReceived(Rows.Origin, 8));
        Assert.False(Store.Read.HasReceived("gateway.example.nato/log", 7));
        Assert.Null(Store.Read.ReceivedAt(Rows.Deu, Lane.Products, 2));
        Assert.Null(Store.Read.ReceivedAt(Rows.Nato, Lane.Products, 1));
        Assert.Empty(Store.Read.Received(Rows.Id("unknown")));
    }

    [Fact]
    public void Copies_that_arrive_by_two_ways_are_one_product()
    {
        SealedProduct product = Rows.Product("theirs");
        Write(write => write.AddReceived(Rows.Received(product, Rows.Deu, 1, 7), product.Manifest));
        Write(write => write.AddReceived(
            Rows.Received(product, Rows.Nato, 1, 3) with { ReleaseOrigin = "gateway.example.nato/log" }, product.Manifest));

        CatalogRow row = Assert.Single(Store.Read.Catalog(Mode.Actual, 0, 10));
        Assert.Equal(Rows.Deu, row.ReceivedFrom);
        Assert.Equal([Rows.Nato, Rows.Deu], Store.Read.Received(product.Id).Select(copy => copy.Releaser));
    }

    [Fact]
    public void A_copy_of_our_own_product_stays_ours()
    {
        SealedProduct product = Rows.Product("ours");
        Write(write => write.AddSealed(product));
        Write(write => write.AddReceived(Rows.Received(product, Rows.Deu, 1, 7), product.Manifest));
        Assert.Equal(default, Assert.Single(Store.Read.Catalog(Mode.Actual, 0, 10)).ReceivedFrom);
        Same.Product(product, Store.Read.Sealed(product.Id));
    }

    [Fact]
    public void The_same_release_at_another_place_contradicts_what_is_stored()
    {
        SealedProduct product = Rows.Product("theirs");
        Write(write => write.AddReceived(Rows.Received(product, Rows.Deu, 1, 7), product.Manifest));
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<InvalidOperationException>(() => write.AddReceived(Rows.Received(product, Rows.Deu, 2, 7), product.Manifest));
    }

    [Fact]
    public void A_place_that_was_set_aside_counts_as_received_and_keeps_what_was_refused()
    {
        var row = new SetAsideRow(Rows.Deu, Lane.Notices, 1, 7, 1000, VerificationFault.BannerTooLow, new byte[] { 1, 2, 3 });
        Write(write => write.AddSetAside(row));
        Assert.Equal(1, Store.Read.LastReceived(Rows.Deu, Lane.Notices));
        Assert.Equal(0, Store.Read.LastReceived(Rows.Deu, Lane.Products));
        Assert.Equal(0, Store.Read.LastReceived(Rows.Nato, Lane.Notices));
        SetAsideRow found = Assert.Single(Store.Read.SetAside(Rows.Deu, 10));
        Assert.Equal(row with { Package = default }, found with { Package = default });
        Assert.Equal(row.Package.ToArray(), found.Package.ToArray());
        Assert.Empty(Store.Read.SetAside(Rows.Nato, 10));
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<InvalidOperationException>(() => write.AddSetAside(row));
    }

    [Fact]
    public void A_withdrawn_place_counts_as_received()
    {
        SealedProduct product = Rows.Product("theirs");
        Write(write =>
        {
            write.AddReceived(Rows.Received(product, Rows.Deu, 1, 7), product.Manifest);
            write.AddReceivedWithdrawn(Rows.Deu, Lane.Products, 2, Rows.Hash("withdrawn"));
        });
        Assert.Equal(2, Store.Read.LastReceived(Rows.Deu, Lane.Products));
        Assert.Equal(0, Store.Read.LastReceived(Rows.Deu, Lane.Warnings));
        Assert.True(Store.Read.WasWithdrawn(Rows.Deu, Lane.Products, 2));
        Assert.False(Store.Read.WasWithdrawn(Rows.Deu, Lane.Products, 1));
        Assert.Null(Store.Read.ReceivedAt(Rows.Deu, Lane.Products, 2));
    }

    [Fact]
    public void What_was_acknowledged_is_not_listed_again()
    {
        SealedProduct product = Rows.Product("theirs");
        Write(write =>
        {
            write.AddReceived(Rows.Received(product, Rows.Deu, 1, 0), product.Manifest);
            write.AddReceived(Rows.Received(product, Rows.Deu, 2, 1), product.Manifest);
            write.AddReceived(Rows.Received(product, Rows.Deu, 1, 2, Lane.Warnings), product.Manifest);
            write.AddReceived(Rows.Received(product, Rows.Nato, 1, 3), product.Manifest);
        });
        Assert.Equal([(Lane.Warnings, 1L), (Lane.Products, 1L), (Lane.Products, 2L)], Waiting());
        Assert.Single(Store.Read.Unacknowledged(Rows.Deu, 1));

        Write(write => write.SetAcknowledged(Rows.Deu, Lane.Products, 1));
        Assert.Equal([(Lane.Warnings, 1L), (Lane.Products, 2L)], Waiting());
        Assert.Single(Store.Read.Unacknowledged(Rows.Nato, 10));

        (Lane, long)[] Waiting() => [.. Store.Read.Unacknowledged(Rows.Deu, 10).Select(row => (row.Lane, row.Sequence))];
    }

    [Fact]
    public void The_newest_head_held_of_a_log_replaces_the_one_before()
    {
        Write(write => write.SetHeld(new HeldHead(Rows.Origin, 5, Rows.Hash("root 5"), Rows.Hash("note 5"))));
        Write(write => write.SetHeld(new HeldHead(Rows.Origin, 6, Rows.Hash("root 6"), Rows.Hash("note 6"))));
        HeldHead held = Store.Read.Held(Rows.Origin)!;
        Assert.Equal(6, held.Size);
        Same.Bytes(Rows.Hash("root 6"), held.Root);
        Same.Bytes(Rows.Hash("note 6"), held.Note);
        Assert.Null(Store.Read.Held("gateway.example.nato/log"));
    }
}
