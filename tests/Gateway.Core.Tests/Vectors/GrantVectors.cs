using System.Text.Json.Nodes;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/grants.json.</summary>
public sealed class GrantVectors
{
    private const string Name = "grants.json";

    [Fact]
    public void The_committed_grants_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_grants_prove_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        Assert.True(ProductId.TryParse((string?)file["product_id"], out ProductId product));
        byte[] root = Json.Bytes(file["grant_root"]);
        using var commitment = new Commitment();
        foreach (JsonNode? grant in file["grants"]!.AsArray())
        {
            byte[] entry = commitment.Grant(product, Json.Bytes(grant!["salt"]), (ushort)grant["index"]!, PartnerCode.Of((string)grant["to"]!));
            Assert.Equal(Json.Bytes(grant["entry"]), entry);
            Assert.True(InclusionProof.Verify(Merkle.LeafHash(entry), (int)grant["leaf"]!, 256, Json.Bytes(grant["path"]), root));
        }

        Assert.True(OnwardGrantBody.TryDecode(Json.Bytes(file["onward_grant"]!["bytes"]), out OnwardGrantBody? body));
        Assert.Equal(Json.Bytes(file["onward_grant"]!["bytes"]), body.Encode());
    }

    [Fact]
    public void Pairs_and_filler_cannot_be_told_apart_by_their_number()
    {
        ProductId product = new ChainForge().Product;
        byte[] seed = PackageForge.Fixed(1);
        var few = new GrantTree(product, seed, [new GrantedTo(Parties.Deu, [3])]);
        var full = new GrantTree(product, seed, [new GrantedTo(Parties.Deu, [.. Enumerable.Range(0, 256).Select(i => (ushort)i)])]);
        Grant one = few.For(default, [3]).Single();
        Assert.Equal(one.Path.Length, full.For(default, [3]).Single().Path.Length);
        Assert.Equal(256, full.For(default, [.. Enumerable.Range(0, 256).Select(i => (ushort)i)]).Select(grant => grant.Leaf).Distinct().Count());
        Assert.NotEqual(few.Root, full.Root);
    }

    private static JsonObject Generate()
    {
        var forge = new ChainForge();
        var onward = new OnwardGrantBody(forge.Product, Parties.Swe, Parties.Usa, forge.ForGermany, Parties.Noon.ToUnixTimeMilliseconds());
        using var commitment = new Commitment();
        return new JsonObject
        {
            ["product_id"] = forge.Product.ToString(),
            ["seed"] = Json.Hex(PackageForge.Fixed(0x5e).AsSpan()),
            ["granted"] = Json.List<GrantedTo>(
                [new(Parties.Usa, forge.Base.Opened), new(Parties.Deu, forge.ForGermany), new(Parties.Swe, forge.ForGermany)],
                one => new JsonObject { ["to"] = one.To.Value, ["index"] = Json.List(one.Indexes, index => (JsonNode)index) }),
            ["grant_root"] = Json.Hex(forge.Tree.Root.AsSpan()),
            ["grants"] = Json.List(forge.Tree.For(Parties.Usa, forge.ForGermany), grant => new JsonObject
            {
                ["index"] = grant.Index,
                ["to"] = grant.To.Value,
                ["salt"] = Json.Hex(grant.Salt),
                ["entry"] = Json.Hex(commitment.Grant(forge.Product, grant.Salt.Span, grant.Index, grant.To).AsSpan()),
                ["leaf"] = grant.Leaf,
                ["path"] = Json.Hex(grant.Path),
            }),
            ["onward_grant"] = new JsonObject
            {
                ["to"] = onward.To.Value,
                ["holder"] = onward.Holder.Value,
                ["index"] = Json.List(onward.Indexes, index => (JsonNode)index),
                ["expires_at_ms"] = onward.ExpiresAtMs,
                ["bytes"] = Json.Hex(onward.Encode().AsSpan()),
            },
        };
    }
}
