using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/packages.json.</summary>
public sealed class PackageVectors
{
    private const string Name = "packages.json";

    [Fact]
    public void The_committed_packages_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_packages_are_judged_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        Assert.True(RosterReader.TryRead(Encoding.UTF8.GetBytes((string)file["roster"]!), out Roster? roster, out _));
        Assert.Equal((string)file["roster_digest"]!, roster.Digest);
        JsonNode good = file["accept"]!;
        VerifiedRelease release = Assert.IsType<Verification.Verified>(Judge(good, roster)).Release;
        Assert.Equal((string)good["product_id"]!, release.Product.ToString());
        Assert.Equal((string)good["leaf_hash"]!, Json.Hex(release.LeafHash));
        Assert.Equal((string)good["banner"]!, release.Terms.Banner.Text);
        Assert.True(JsonNode.DeepEquals(good["opened"], Opened(release)));
        foreach (JsonNode? vector in file["chains"]!.AsArray())
        {
            VerifiedRelease chain = Assert.IsType<Verification.Verified>(Judge(vector!, roster)).Release;
            Assert.True(JsonNode.DeepEquals(vector!["hops"], Hops(chain)));
            Assert.True(JsonNode.DeepEquals(vector["opened"], Opened(chain)));
        }

        foreach (JsonNode? vector in file["reject"]!.AsArray())
        {
            Verification.Refused refused = Assert.IsType<Verification.Refused>(Judge(vector!, roster));
            Assert.True((string)vector!["fault"]! == refused.Fault.ToString(), (string)vector["reason"]!);
        }
    }

    private static Verification Judge(JsonNode vector, Roster roster)
    {
        var context = new VerificationContext
        {
            Roster = roster,
            Schemas = TestSchema.Find,
            Markings = MarkingRegistry.Default,
            Now = DateTimeOffset.FromUnixTimeMilliseconds((long)vector["now_ms"]!),
            Recipient = PartnerCode.Of((string)vector["recipient"]!),
        };
        using var verifier = new PackageVerifier();
        return verifier.Verify(Json.Bytes(vector["package"]), new CheckpointBook(roster), context);
    }

    private static JsonObject Generate()
    {
        byte[] good = new PackageForge().Build();
        using var verifier = new PackageVerifier();
        VerifiedRelease release =
            Assert.IsType<Verification.Verified>(verifier.Verify(good, new CheckpointBook(Parties.Roster), Parties.Context)).Release;
        return new JsonObject
        {
            ["roster"] = Encoding.UTF8.GetString(RosterWriter.Write(Parties.Roster)),
            ["roster_digest"] = Parties.Roster.Digest,
            ["schema"] = TestSchema.Of32.Name,
            ["accept"] = new JsonObject
            {
                ["recipient"] = "USA",
                ["now_ms"] = Parties.Noon.ToUnixTimeMilliseconds(),
                ["package"] = Json.Hex(good.AsSpan()),
                ["product_id"] = release.Product.ToString(),
                ["leaf_hash"] = Json.Hex(release.LeafHash),
                ["banner"] = release.Terms.Banner.Text,
                ["opened"] = Opened(release),
            },
            ["chains"] = Json.List(ChainForgeries.Accepted, chain => Chain(chain.Name, chain.Forge.Build(), chain.Recipient)),
            ["reject"] = Json.List(Forgeries.All, forgery => new JsonObject
            {
                ["reason"] = forgery.Name,
                ["fault"] = forgery.Fault.ToString(),
                ["recipient"] = forgery.Verifier.Value,
                ["now_ms"] = forgery.Now.ToUnixTimeMilliseconds(),
                ["package"] = Json.Hex(forgery.Forge.Build().AsSpan()),
            }),
        };
    }

    private static JsonObject Chain(string name, byte[] package, PartnerCode recipient)
    {
        using var verifier = new PackageVerifier();
        VerifiedRelease release = Assert.IsType<Verification.Verified>(
            verifier.Verify(package, new CheckpointBook(Parties.Roster), Parties.Context with { Recipient = recipient })).Release;
        return new JsonObject
        {
            ["name"] = name,
            ["recipient"] = recipient.Value,
            ["now_ms"] = Parties.Noon.ToUnixTimeMilliseconds(),
            ["package"] = Json.Hex(package.AsSpan()),
            ["hops"] = Hops(release),
            ["opened"] = Opened(release),
        };
    }

    private static JsonArray Hops(VerifiedRelease release) => Json.List(release.Chain, hop => new JsonObject
    {
        ["releaser"] = hop.Releaser.Value,
        ["recipient"] = hop.Recipient.Value,
        ["leaf_hash"] = Json.Hex(hop.LeafHash),
    });

    private static JsonArray Opened(VerifiedRelease release) => Json.List(release.Portions, portion => new JsonObject
    {
        ["index"] = portion.Index,
        ["path"] = portion.Body.Path,
        ["marking"] = portion.Body.Marking.Text,
    });
}
