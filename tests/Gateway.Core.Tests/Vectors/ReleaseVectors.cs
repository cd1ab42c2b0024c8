using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/releases.json.</summary>
public sealed class ReleaseVectors
{
    private const string Name = "releases.json";

    private static readonly PackageForge Forge = new();

    [Fact]
    public void The_committed_releases_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_releases_are_computed_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        using var commitment = new Commitment();
        byte[] seed = Json.Bytes(file["seed"]);
        JsonNode salts = file["salts"]!;
        Assert.True(ProductId.TryParse((string?)file["product_id"], out ProductId product));
        ImmutableArray<ushort> opened = [.. file["opened"]!.AsArray().Select(index => (ushort)index!)];
        byte[] terms = Json.Bytes(file["terms"]!["bytes"]), record = Json.Bytes(file["record"]!["bytes"]);
        Assert.Equal(Json.Bytes(salts["openings"]), new ReleaseSalts(seed).Openings);
        Assert.Equal(Json.Bytes(salts["slot"]), new ReleaseSalts(seed).Slot);
        Assert.Equal(Json.Bytes(file["openings_digest"]), commitment.Openings(product, Json.Bytes(salts["openings"]), opened));
        Assert.Equal(Json.Bytes(file["terms_digest"]), commitment.Terms(Json.Bytes(salts["terms"]), terms));
        Assert.Equal(Json.Bytes(file["record_digest"]), commitment.Record(Json.Bytes(salts["record"]), record));
        Assert.Equal(Json.Bytes(file["slot_digest"]), commitment.Slot(Json.Bytes(salts["slot"]), 3, 1));
        Assert.True(ReleaseTerms.TryDecode(terms, out ReleaseTerms? read, out _));
        Assert.True(JsonNode.DeepEquals(file["terms"]!["fields"], Json.Of(read)));
        Assert.True(DecisionRecord.TryDecode(record, out DecisionRecord? decided));
        Assert.Equal(record, decided.Encode());
        Assert.True(ReleaseBody.TryDecode(Json.Bytes(file["release"]!["bytes"]), out ReleaseBody? release, out _));
        Assert.True(JsonNode.DeepEquals(file["release"]!["fields"], Json.Of(release)));
    }

    private static JsonObject Generate()
    {
        var salts = new ReleaseSalts(Forge.Seed);
        using var commitment = new Commitment();
        ProductId product = Forge.Product.Id;
        byte[] record = Record().Encode();
        ReleaseTerms terms = Forge.DefaultTerms() with { Record = commitment.Record(salts.Record, record) };
        var release = new ReleaseBody
        {
            Product = product,
            Recipient = Parties.Usa,
            OpeningsDigest = commitment.Openings(product, salts.Openings, Forge.Opened),
            TermsDigest = commitment.Terms(salts.Terms, terms.Encode()),
        };
        return new JsonObject
        {
            ["seed"] = Json.Hex(Forge.Seed.AsSpan()),
            ["salts"] = new JsonObject
            {
                ["openings"] = Json.Hex(salts.Openings.AsSpan()),
                ["terms"] = Json.Hex(salts.Terms.AsSpan()),
                ["record"] = Json.Hex(salts.Record.AsSpan()),
                ["slot"] = Json.Hex(salts.Slot.AsSpan()),
            },
            ["product_id"] = product.ToString(),
            ["opened"] = Json.List(Forge.Opened, index => (JsonNode)index),
            ["openings_digest"] = Json.Hex(release.OpeningsDigest),
            ["record"] = new JsonObject
            {
                ["fields"] = Fields(Record()),
                ["bytes"] = Json.Hex(record.AsSpan()),
            },
            ["record_digest"] = Json.Hex(terms.Record),
            ["terms"] = new JsonObject { ["fields"] = Json.Of(terms), ["bytes"] = Json.Hex(terms.Encode().AsSpan()) },
            ["terms_digest"] = Json.Hex(release.TermsDigest),
            ["slot"] = new JsonObject { ["lane"] = 3, ["feed_seq"] = 1 },
            ["slot_digest"] = Json.Hex(commitment.Slot(salts.Slot, 3, 1).AsSpan()),
            ["release"] = new JsonObject { ["fields"] = Json.Of(release), ["bytes"] = Json.Hex(release.Encode().AsSpan()) },
        };
    }

    private static DecisionRecord Record() => new()
    {
        Product = Forge.Product.Id,
        Recipient = Parties.Usa,
        AtMs = Parties.Noon.ToUnixTimeMilliseconds(),
        PolicyDigest = PackageForge.Fixed(0x70),
        RosterDigest = Convert.FromHexString(Parties.Roster.Digest),
        Portions =
        [
            .. Forge.Product.Portions.Select(portion => new PortionDecision(
                portion.Index,
                Forge.Opened.Contains(portion.Index) ? new Decision(Outcome.Release, ["T-all"]) : new Decision(Outcome.Withhold, ["M04-releasability", "M99-no-rule"]),
                Forge.Opened.Contains(portion.Index))),
        ],
    };

    private static JsonObject Fields(DecisionRecord record) => new()
    {
        ["product_id"] = record.Product.ToString(),
        ["recipient"] = record.Recipient.Value,
        ["at_ms"] = record.AtMs,
        ["policy_digest"] = Json.Hex(record.PolicyDigest),
        ["roster_digest"] = Json.Hex(record.RosterDigest),
        ["portion"] = Json.List(record.Portions, portion => new JsonObject
        {
            ["index"] = portion.Index,
            ["outcome"] = (int)portion.Decision.Outcome,
            ["rule"] = Json.Texts(portion.Decision.Rules),
            ["opened"] = portion.Opened,
        }),
    };
}
