using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Core.Wire;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/portions.json.</summary>
public sealed class PortionVectors
{
    private const string Name = "portions.json";

    private static readonly PortionBody Whole = new()
    {
        Path = $"judgements/{TestSchema.Id}",
        Variant = 4_000_000_000,
        Type = "gateway.v1.Judgement",
        Marking = new Marking
        {
            Policy = "US",
            Text = "(S//OC/REL TO USA, FRA)",
            ReleasableTo = ["USA", "FRA"],
            OriginatorList = ["FRA"],
            NotBeforeMs = 1_790_000_000_000,
        },
        Value = TestSchema.Value((2, "Très probable — 55 à 80 %."), (4, 6)),
        MustAccompany = [0, 127, 128, 65_535],
        Rank = 1,
        Regions = ["BFA", "MLI"],
        Topics = ["intercommunal-violence", "transhumance"],
    };

    private static readonly PortionBody Least = new()
    {
        Path = "header",
        Variant = 1,
        Type = "gateway.v1.Header",
        Marking = new Marking { Policy = "TLP", Text = "TLP:GREEN" },
        Value = default,
        Rank = 1,
    };

    [Fact]
    public void The_committed_portions_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_portions_are_judged_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        using var commitment = new Commitment();
        foreach (JsonNode? vector in file["accept"]!.AsArray())
        {
            byte[] bytes = Json.Bytes(vector!["bytes"]);
            Assert.True(PortionBody.TryDecode(bytes, out PortionBody? body, out _));
            Assert.True(JsonNode.DeepEquals(vector["fields"], Json.Of(body)));
            Assert.Equal(bytes, body.Encode());
            byte[] hash = new byte[32];
            commitment.Portion(Json.Bytes(vector["product_uid"]), (ushort)vector["index"]!, Json.Bytes(vector["salt"]), bytes, hash);
            Assert.Equal(Json.Bytes(vector["commitment"]), hash);
        }

        foreach (JsonNode? vector in file["reject"]!.AsArray())
        {
            Assert.False(PortionBody.TryDecode(Json.Bytes(vector!["bytes"]), out _, out WireFault fault));
            Assert.True((string)vector["fault"]! == fault.ToString(), (string)vector["reason"]!);
        }
    }

    private static JsonObject Generate()
    {
        var forge = new PackageForge();
        byte[] uid = forge.Product.Manifest.ProductUid.ToArray();
        return new JsonObject
        {
            ["accept"] = new JsonArray(
            [
                Accept("every field", PackageForge.Fixed(1), 0, PackageForge.Fixed(2), Whole),
                Accept("only what is required", PackageForge.Fixed(1), 65_535, PackageForge.Fixed(2), Least),
                .. forge.Product.Portions.Select(p => Accept("of the product in packages.json", uid, p.Index, p.Salt.ToArray(), p.Body)),
            ]),
            ["reject"] = Json.List(MalformedBodies.All, bad => Json.Reject(bad.Reason, bad.Bytes, bad.Fault.ToString())),
        };
    }

    private static JsonObject Accept(string name, byte[] uid, ushort index, byte[] salt, PortionBody body)
    {
        byte[] bytes = body.Encode();
        byte[] hash = new byte[32];
        using var commitment = new Commitment();
        commitment.Portion(uid, index, salt, bytes, hash);
        return new JsonObject
        {
            ["name"] = name,
            ["fields"] = Json.Of(body),
            ["bytes"] = Json.Hex(bytes),
            ["product_uid"] = Json.Hex(uid),
            ["index"] = index,
            ["salt"] = Json.Hex(salt),
            ["commitment"] = Json.Hex(hash),
        };
    }

    /// <summary>Bodies with one thing wrong each.</summary>
    internal static class MalformedBodies
    {
        private static readonly byte[] Good = Whole.Encode();

        public static ImmutableArray<(string Reason, byte[] Bytes, WireFault Fault)> All { get; } =
        [
            ("nothing", [], WireFault.MissingField),
            ("cut off", Good[..^1], WireFault.Truncated),
            ("a field that the message does not have", WireEdits.UnknownField(Good), WireFault.UnknownField),
            ("field number zero", [0x02, 0x01, 0x00], WireFault.UnknownField),
            ("a field twice", WireEdits.FirstTwice(Good), WireFault.DuplicateField),
            ("the path last", WireEdits.FirstLast(Good), WireFault.OutOfOrder),
            ("a length in two bytes where one does", WireEdits.LongVarint(Good), WireFault.MalformedVarint),
            ("a key in two bytes where one does", [0x8a, 0x00, .. Good[1..]], WireFault.MalformedVarint),
            ("a varint of eleven bytes", [0x0a, .. Enumerable.Repeat((byte)0x80, 10), 0x01], WireFault.MalformedVarint),
            ("no path", WireEdits.WithoutFirst(Good), WireFault.MissingField),
            ("an empty path", [0x0a, 0x00, .. WireEdits.WithoutFirst(Good)], WireFault.OutOfRange),
            ("a path that is not UTF-8", [0x0a, 0x02, 0xc0, 0xaf, .. WireEdits.WithoutFirst(Good)], WireFault.InvalidText),
            ("a path over 512 bytes", (Whole with { Path = new string('a', 513) }).Encode(), WireFault.TooLong),
            ("a path as a number", [0x08, 0x01, .. WireEdits.WithoutFirst(Good)], WireFault.WrongType),
            ("an explicit zero", [.. Least.Encode()[..^2], 0x38, 0x00], WireFault.OutOfRange),
            ("no variant", (Whole with { Variant = 0 }).Encode(), WireFault.MissingField),
            ("no rank", (Whole with { Rank = 0 }).Encode(), WireFault.MissingField),
            ("a rank over 32 bits", [.. Least.Encode()[..^2], 0x38, 0x80, 0x80, 0x80, 0x80, 0x10], WireFault.OutOfRange),
            ("a marking without text", Marked(m => m with { Text = "" }), WireFault.MissingField),
            ("a marking without policy", Marked(m => m with { Policy = "" }), WireFault.MissingField),
            ("257 codes in a release list", Marked(m => m with { ReleasableTo = [.. Enumerable.Repeat("USA", 257)] }), WireFault.TooLong),
            ("companions descending", (Whole with { MustAccompany = [3, 2] }).Encode(), WireFault.OutOfRange),
            ("a companion over 65,535", (Whole with { MustAccompany = [65_536] }).Encode(), WireFault.OutOfRange),
            ("companions not packed", [.. Least.Encode()[..^2], 0x30, 0x01, 0x38, 0x01], WireFault.WrongType),
            ("regions out of order", (Whole with { Regions = ["MLI", "BFA"] }).Encode(), WireFault.OutOfOrder),
            ("a region twice", (Whole with { Regions = ["MLI", "MLI"] }).Encode(), WireFault.OutOfOrder),
            ("a region that is no alpha-3 code", (Whole with { Regions = ["ML"] }).Encode(), WireFault.OutOfRange),
            ("a topic with a right-to-left override", (Whole with { Topics = ["a\u202eb"] }).Encode(), WireFault.OutOfRange),
            ("a body over 65,536 bytes", (Whole with { Value = new byte[65_536] }).Encode()[..65_537], WireFault.TooLong),
        ];

        private static byte[] Marked(Func<Marking, Marking> change) => (Whole with { Marking = change(Whole.Marking) }).Encode();
    }
}
