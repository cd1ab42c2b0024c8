using System.Text.Json.Nodes;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;
using Package = Gateway.Core.Sealing.Package;
using ProductSchema = Gateway.Core.Sealing.ProductSchema;

namespace Gateway.System.Tests;

/// <summary>United States to France to Sweden, over real nodes.</summary>
public sealed class HandOnTests
{
    [Fact]
    public async Task What_was_granted_arrives_over_two_hops_while_the_originator_is_away_and_both_copies_are_one_product()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        SubmitResponse submitted = await usa.SubmitAsync(AboutSudan("through France"));
        await fra.ArrivesAsync(submitted.ProductId);
        Assert.Equal(0, await usa.StopAsync());

        HandOnResponse handed = await HandOn(fra, submitted.ProductId, "SWE");
        Assert.True(handed is { Again: false, Released: >= 2 });
        Assert.True((await HandOn(fra, submitted.ProductId, "SWE")).Again);

        RunningNode swe = await nodes.StartAsync("SWE");
        SharedProduct arrived = await swe.ArrivesAsync(submitted.ProductId);
        Assert.Equal("FRA", arrived.ReceivedFrom);
        Assert.Equal("The tear line", arrived.Assessment.Judgements.Single().Statement);
        VerifiedRelease release = Offline(nodes, arrived);
        Assert.Equal(["USA", "FRA"], release.Chain.Select(hop => hop.Releaser.Value));
        Assert.All(release.Grants, grant => Assert.Equal("SWE", grant.To.Value));
        Assert.False(Leak.In(arrived.Package.ToByteArray(), Samples.OnlyFrance));

        usa = await nodes.StartAsync("USA");
        Assert.True(ProductId.TryFrom(submitted.ProductId.Span, out ProductId id));
        using Gateway.Storage.Sqlite.SqliteNodeStore held = Books.Open(nodes, "SWE");
        await Eventually.Holds("two copies", () => held.Read.Received(id).Count == 2);
        Assert.Equal("The tear line", (await swe.ArrivesAsync(submitted.ProductId)).Assessment.Judgements.Single().Statement);
        using var ministry = new NodeCaller(swe, "ministry");
        Assert.Single(await ministry.PullAsync(new PullRequest { Mode = Protocol.V1.Mode.Exercise }));
    }

    [Fact]
    public async Task Where_nobody_granted_nothing_goes_on_until_the_owner_lets_it()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.Configure("USA", gateway => gateway["Onward"] = new JsonArray());
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("stays in France"));
        await fra.ArrivesAsync(submitted.ProductId);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => HandOn(fra, submitted.ProductId, "SWE"));
        Assert.Equal(ErrorReason.NothingGoesOn, RichStatus.ReasonOf(refused));

        using var holder = new NodeCaller(fra, "officer");
        Assert.Equal(GrantState.Waiting, (await Ask()).Owners.Single().State);
        Assert.Equal(GrantState.Waiting, (await Ask()).Owners.Single().State);
        using var owner = new NodeCaller(usa, "officer");
        GrantRequest request = Assert.Single((await owner.Onward.ListGrantsAsync(new ListGrantsRequest(), cancellationToken: Calls.Cancellation)).Requests);
        Assert.Equal(("FRA", "SWE"), (request.Holder, request.To));
        await owner.Onward.GiveGrantAsync(new DecideGrantRequest { Id = request.Id, Reason = "agreed by telephone" }, cancellationToken: Calls.Cancellation);
        RpcException decided = await Calls.FailureAsync(owner.Onward.RefuseGrantAsync(new DecideGrantRequest { Id = request.Id, Reason = "no" }));
        Assert.Equal(ErrorReason.AlreadyDecided, RichStatus.ReasonOf(decided));
        Assert.Equal(GrantState.Given, (await Ask()).Owners.Single().State);

        await HandOn(fra, submitted.ProductId, "SWE");
        Assert.Equal(0, await usa.StopAsync());
        RunningNode swe = await nodes.StartAsync("SWE");
        SharedProduct arrived = await swe.ArrivesAsync(submitted.ProductId);
        Assert.Equal("FRA", arrived.ReceivedFrom);
        Offline(nodes, arrived);
        Assert.True(Package.TryDecode(arrived.Package.ToByteArray(), out Package? package, out _));
        Assert.Single(package.Onward);
        Assert.Empty(package.Grants);

        async Task<AskOwnersResponse> Ask() => await holder.Onward.AskOwnersAsync(
            new AskOwnersRequest { ProductId = submitted.ProductId, To = "SWE" }, cancellationToken: Calls.Cancellation);
    }

    [Fact]
    public async Task An_own_product_an_unknown_one_and_a_partner_that_is_none_are_told_apart_only_where_that_says_nothing()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        SubmitResponse own = await usa.SubmitAsync(Samples.Request("own"));
        Assert.Equal(ErrorReason.OwnProduct, RichStatus.ReasonOf(await Assert.ThrowsAsync<RpcException>(() => HandOn(usa, own.ProductId, "SWE"))));
        RpcException unknown = await Assert.ThrowsAsync<RpcException>(() => HandOn(usa, ByteString.CopyFrom(new byte[32]), "SWE"));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => HandOn(usa, own.ProductId, "XXX"))).StatusCode);
        using var ministry = new NodeCaller(usa, "ministry");
        RpcException denied = await Calls.FailureAsync(ministry.Onward.HandOnAsync(new HandOnRequest { ProductId = own.ProductId, To = "SWE" }));
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
    }

    /// <summary>The United States give Sweden judgements about Sudan, in the more general wording.</summary>
    private static SubmitRequest AboutSudan(string id)
    {
        SubmitRequest request = Samples.Request(id);
        request.Assessment.Subject[0].Iso3 = "SDN";
        return request;
    }

    /// <summary>Verifies with the roster and nothing else, as <c>gatewayctl verify</c> does.</summary>
    private static VerifiedRelease Offline(NodeSet nodes, SharedProduct product)
    {
        Assert.True(SignedRoster.TryRead(File.ReadAllBytes(Path.Combine(nodes.Folder("SWE"), "roster.note")), out Roster? roster, out _));
        using var verifier = new PackageVerifier();
        return Assert.IsType<Verification.Verified>(verifier.Verify(product.Package.ToByteArray(), new CheckpointBook(roster), new VerificationContext
        {
            Roster = roster,
            Schemas = name => Schemas.TryGet(name, out ProductSchema? schema) ? schema : null,
            Markings = MarkingRegistry.Default,
            Now = DateTimeOffset.UtcNow,
            Recipient = PartnerCode.Of("SWE"),
        })).Release;
    }

    private static async Task<HandOnResponse> HandOn(RunningNode node, ByteString product, string to)
    {
        using var officer = new NodeCaller(node, "officer");
        return await officer.Onward.HandOnAsync(new HandOnRequest { ProductId = product, To = to }, cancellationToken: Calls.Cancellation);
    }
}
