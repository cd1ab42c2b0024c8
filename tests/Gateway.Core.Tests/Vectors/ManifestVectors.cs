using System.Text.Json.Nodes;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Core.Wire;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/manifests.json.</summary>
public sealed class ManifestVectors
{
    private const string Name = "manifests.json";

    private static readonly Manifest Sealed = new PackageForge().Product.Manifest;

    private static readonly Manifest Small = Sealed with
    {
        ProductUid = PackageForge.Fixed(1),
        LineageId = PackageForge.Fixed(2),
        IssuedAtMs = 1,
        Schema = "x/2",
        Commitments = (byte[])[.. PackageForge.Fixed(3), .. PackageForge.Fixed(4)],
        Mode = Mode.Actual,
    };

    [Fact]
    public void The_committed_manifests_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_manifests_are_judged_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        foreach (JsonNode? vector in file["accept"]!.AsArray())
        {
            byte[] bytes = Json.Bytes(vector!["bytes"]);
            Assert.True(Manifest.TryDecode(bytes, out Manifest? manifest, out _));
            Assert.True(JsonNode.DeepEquals(vector["fields"], Fields(manifest)));
            Assert.Equal(bytes, manifest.Encode());
            Assert.Equal((string)vector["product_id"]!, ProductId.OfManifest(bytes).ToString());
        }

        foreach (JsonNode? vector in file["reject"]!.AsArray())
        {
            Assert.False(Manifest.TryDecode(Json.Bytes(vector!["bytes"]), out _, out WireFault fault));
            Assert.True((string)vector["fault"]! == fault.ToString(), (string)vector["reason"]!);
        }
    }

    private static JsonObject Generate()
    {
        byte[] good = Small.Encode();
        return new JsonObject
        {
            ["accept"] = new JsonArray(Accept("two commitments", Small), Accept("of the product in packages.json", Sealed)),
            ["reject"] = new JsonArray(
                Reject("cut off", good[..^1], WireFault.Truncated),
                Reject("an unknown field", WireEdits.UnknownField(good), WireFault.UnknownField),
                Reject("a field twice", WireEdits.FirstTwice(good), WireFault.DuplicateField),
                Reject("the uid last", WireEdits.FirstLast(good), WireFault.OutOfOrder),
                Reject("a length in two bytes where one does", WireEdits.LongVarint(good), WireFault.MalformedVarint),
                Reject("no uid", WireEdits.WithoutFirst(good), WireFault.MissingField),
                Reject("a uid of 31 bytes", (Small with { ProductUid = new byte[31] }).Encode(), WireFault.OutOfRange),
                Reject("an originator in lower case", [.. good[..68], 0x1a, 3, .. "fra"u8, .. good[73..]], WireFault.OutOfRange),
                Reject("no commitment", (Small with { Commitments = default }).Encode(), WireFault.MissingField),
                Reject("no mode", (Small with { Mode = default }).Encode(), WireFault.MissingField),
                Reject("an unknown mode", (Small with { Mode = (Mode)4 }).Encode(), WireFault.OutOfRange),
                Reject("no time", (Small with { IssuedAtMs = 0 }).Encode(), WireFault.MissingField),
                Reject("a time before 1970", (Small with { IssuedAtMs = -1 }).Encode(), WireFault.OutOfRange),
                Reject("a time after the year 9999", (Small with { IssuedAtMs = 253_402_300_800_000 }).Encode(), WireFault.OutOfRange)),
        };
    }

    private static JsonObject Accept(string name, Manifest manifest)
    {
        byte[] bytes = manifest.Encode();
        return new JsonObject
        {
            ["name"] = name,
            ["fields"] = Fields(manifest),
            ["bytes"] = Json.Hex(bytes),
            ["product_id"] = ProductId.OfManifest(bytes).ToString(),
        };
    }

    private static JsonObject Fields(Manifest manifest) => new()
    {
        ["product_uid"] = Json.Hex(manifest.ProductUid),
        ["lineage_id"] = Json.Hex(manifest.LineageId),
        ["originator"] = manifest.Originator.Value,
        ["issued_at_ms"] = manifest.IssuedAtMs,
        ["schema"] = manifest.Schema,
        ["commitment"] = Json.List(Enumerable.Range(0, manifest.Count), i => Json.Hex(manifest.CommitmentAt(i))),
        ["mode"] = (int)manifest.Mode,
    };

    private static JsonObject Reject(string reason, byte[] bytes, WireFault fault) => Json.Reject(reason, bytes, fault.ToString());
}
