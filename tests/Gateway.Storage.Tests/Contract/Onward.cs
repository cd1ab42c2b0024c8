using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void A_release_that_hands_on_knows_where_the_product_came_from()
    {
        SealedProduct product = Rows.Product("theirs");
        FeedRow row = Rows.Feed(Rows.Fra, 1, 3, product.Id) with { Source = new FeedSource(Rows.Deu, Lane.Products, 1) };
        Write(write =>
        {
            write.AddReceived(Rows.Received(product, Rows.Deu, 1, 7), product.Manifest);
            write.AddFeedRow(row);
        });
        Same.Feed(row, Store.Read.Release(3));
        Same.Feed(row, Assert.Single(Store.Read.Feed(Rows.Fra, Lane.Products, 0, 10)));
        using INodeWrite write = Store.BeginWrite();
        Assert.Throws<ArgumentException>(() => write.AddFeedRow(
            Rows.Feed(Rows.Fra, 2, 4, product.Id) with { Source = new FeedSource(Rows.Deu, Lane.Products, 2) }));
    }

    [Fact]
    public void Grants_of_every_publication_are_kept_in_order()
    {
        ProductId product = Rows.Id("product");
        GrantRow first = new(product, Rows.Hash("root"), Rows.Hash("seed"), [new GrantedTo(Rows.Fra, [0, 7, 65_535]), new GrantedTo(Rows.Deu, [7])]);
        GrantRow second = first with { Root = Rows.Hash("root 2"), Granted = [] };
        Write(write => write.AddGrants(first));
        Write(write => write.AddGrants(second));
        IReadOnlyList<GrantRow> rows = Store.Read.Grants(product);
        Assert.Equal(2, rows.Count);
        Same.Bytes(first.Root, rows[0].Root);
        Same.Bytes(first.Seed, rows[0].Seed);
        Assert.Equal(first.Granted.Select(one => one.To), rows[0].Granted.Select(one => one.To));
        Assert.Equal(first.Granted.SelectMany(one => one.Indexes), rows[0].Granted.SelectMany(one => one.Indexes));
        Assert.Empty(rows[1].Granted);
        Assert.Empty(Store.Read.Grants(Rows.Id("another")));
    }

    [Fact]
    public void An_onward_grant_is_kept_once()
    {
        ProductId product = Rows.Id("product");
        var statement = new Core.Sealing.Statement
        {
            Origin = Rows.Origin,
            Kind = StatementKind.OnwardGrant,
            Author = Rows.Deu,
            AtMs = 5,
            Nonce = Rows.Hash("nonce"),
            Body = new OnwardGrantBody(product, Rows.Nato, Rows.Fra, [1, 300], 9).Encode(),
        };
        var proof = new OnwardProof(statement.Encode(), 0, Rows.Hash("path"), new CheckpointName(Rows.Origin, 2, Rows.Hash("root")), 1);
        Write(write => write.AddConsent(new ConsentRow(product, proof, Rows.Hash("note"))));
        Write(write => write.AddConsent(new ConsentRow(product, proof, Rows.Hash("note"))));
        ConsentRow row = Assert.Single(Store.Read.Consents(product));
        Assert.Equal(proof.Encode(), row.Proof.Encode());
        Assert.Equal((Rows.Deu, Rows.Nato, Rows.Fra), (row.Owner, row.Body.To, row.Body.Holder));
        Assert.Equal([(ushort)1, (ushort)300], row.Body.Indexes.AsEnumerable());
        Same.Bytes(Rows.Hash("note"), row.Checkpoint);
    }

    [Fact]
    public void A_request_for_a_grant_is_numbered_found_and_decided()
    {
        ProductId product = Rows.Id("product");
        var row = new GrantRequestRow(0, product, Rows.Fra, Rows.Nato, [2, 4], 77, GrantRequestState.Waiting, -1, "");
        Write(write =>
        {
            write.AddGrantRequest(row);
            write.AddGrantRequest(row with { Holder = Rows.Deu });
        });
        Assert.Equal([1L, 2L], Store.Read.GrantRequests(GrantRequestState.Waiting, 10).Select(one => one.Number));
        Assert.Equal([(ushort)2, (ushort)4], Assert.Single(Store.Read.GrantRequests(Rows.Fra, product)).Indexes.AsEnumerable());
        Write(write => write.SetGrantRequest(Store.Read.GrantRequest(1)! with { State = GrantRequestState.Given, LogIndex = 5, Reason = "agreed" }));
        Assert.Equal((GrantRequestState.Given, 5L, "agreed"), Store.Read.GrantRequest(1) is { } given ? (given.State, given.LogIndex, given.Reason) : default);
        Assert.Single(Store.Read.GrantRequests(GrantRequestState.Waiting, 10));
        Assert.Null(Store.Read.GrantRequest(3));
    }
}
