using System.Text.Json.Nodes;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Core.Wire;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/statements.json.</summary>
public sealed class StatementVectors
{
    private const string Name = "statements.json";

    private static readonly byte[] A = PackageForge.Fixed(0xa0), B = PackageForge.Fixed(0xb0), C = PackageForge.Fixed(0xc0), D = PackageForge.Fixed(0xd0);
    private static readonly ProductId Product = ProductId.OfManifest("manifest"u8);

    [Fact]
    public void The_committed_statements_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_statements_are_judged_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        foreach (JsonNode? vector in file["accept"]!.AsArray())
        {
            byte[] bytes = Json.Bytes(vector!["bytes"]);
            Assert.True(Statement.TryDecode(bytes, out Statement? statement, out _));
            Assert.True(JsonNode.DeepEquals(vector["fields"], Fields(statement)));
            Assert.Equal(bytes, statement.Encode());
            Assert.Equal(Json.Bytes(vector["leaf_hash"]), Merkle.LeafHash(bytes));
            Assert.Equal((string)vector["log"]!, statement.Kind.Log() == LogName.Release ? "release" : "internal");
        }

        foreach (JsonNode? vector in file["reject"]!.AsArray())
        {
            Assert.False(Statement.TryDecode(Json.Bytes(vector!["bytes"]), out _, out WireFault fault));
            Assert.True((string)vector["fault"]! == fault.ToString(), (string)vector["reason"]!);
        }
    }

    private static JsonObject Generate()
    {
        byte[] good = Of(StatementKind.Roster, new RosterBody(7, A).Encode()).Encode();
        return new JsonObject
        {
            ["accept"] = new JsonArray(
                Accept(StatementKind.Release, Release().Encode(), Json.Of(Release())),
                Accept(StatementKind.Withdrawn, new WithdrawnBody(A, Parties.Usa, B).Encode(), Body(("release", A), ("recipient", "USA"), ("slot_digest", B))),
                Accept(StatementKind.Receipt, new ReceiptBody("gateway.example.de/log", [A, B], [C]).Encode(), new JsonObject
                {
                    ["releaser_origin"] = "gateway.example.de/log",
                    ["held"] = new JsonArray(Json.Hex(A.AsSpan()), Json.Hex(B.AsSpan())),
                    ["purged"] = new JsonArray(Json.Hex(C.AsSpan())),
                }),
                Accept(StatementKind.Acknowledge, new AcknowledgeBody(Product, A, WarningResponse.Acting).Encode(),
                    Body(("product_id", Product.ToArray()), ("release", A), ("response", 3))),
                Accept(StatementKind.Roster, new RosterBody(7, A).Encode(), Body(("version", 7), ("digest", A))),
                Accept(StatementKind.Key, new KeyBody([VectorKeys.Ed25519.ToString()]).Encode(), new JsonObject { ["vkey"] = new JsonArray(VectorKeys.Ed25519.ToString()) }),
                Accept(StatementKind.InternalHead, new InternalHeadBody("gateway.example.fr/internal", 300, A).Encode(),
                    Body(("origin", "gateway.example.fr/internal"), ("size", 300), ("root", A))),
                Accept(StatementKind.Seal, new SealBody(Product, A, "desk-africa").Encode(),
                    Body(("product_id", Product.ToArray()), ("lineage_id", A), ("submitter", "desk-africa"))),
                Accept(StatementKind.Refusal, Refused(), RefusedFields()),
                Accept(StatementKind.Hold, Refused(), RefusedFields()),
                Accept(StatementKind.Access, new AccessBody("ministry", A, 3).Encode(), Body(("caller", "ministry"), ("products_digest", A), ("products", 3))),
                Accept(StatementKind.Audit, new AuditBody("auditor", "releases to USA").Encode(), Body(("caller", "auditor"), ("query", "releases to USA"))),
                Accept(StatementKind.Policy, new PolicyBody("open", 3, A).Encode(), Body(("policy_id", "open"), ("version", 3), ("digest", A)))),
            ["reject"] = new JsonArray(
                Reject("cut off", good[..^1], WireFault.Truncated),
                Reject("an unknown field", WireEdits.UnknownField(good), WireFault.UnknownField),
                Reject("a field twice", WireEdits.FirstTwice(good), WireFault.DuplicateField),
                Reject("the origin last", WireEdits.FirstLast(good), WireFault.OutOfOrder),
                Reject("a length in two bytes where one does", WireEdits.LongVarint(good), WireFault.MalformedVarint),
                Reject("no origin", WireEdits.WithoutFirst(good), WireFault.MissingField),
                Reject("kind 14", Of((StatementKind)14, A).Encode(), WireFault.OutOfRange),
                Reject("kind 63", Of((StatementKind)63, A).Encode(), WireFault.OutOfRange),
                Reject("kind 127", Of((StatementKind)127, A).Encode(), WireFault.OutOfRange),
                Reject("a nonce of 16 bytes", (Of(StatementKind.Roster, A) with { Nonce = A.AsMemory(0, 16) }).Encode(), WireFault.OutOfRange),
                Reject("no nonce", (Of(StatementKind.Roster, A) with { Nonce = default }).Encode(), WireFault.MissingField),
                Reject("no time", (Of(StatementKind.Roster, A) with { AtMs = 0 }).Encode(), WireFault.MissingField),
                Reject("a time before 1970", (Of(StatementKind.Roster, A) with { AtMs = -1 }).Encode(), WireFault.OutOfRange)),
        };
    }

    private static Statement Of(StatementKind kind, byte[] body) => new()
    {
        Origin = kind.Log() == LogName.Release ? "gateway.example.fr/log" : "gateway.example.fr/internal",
        Kind = kind,
        Author = Parties.Fra,
        AtMs = 1_790_000_000_000,
        Nonce = D,
        Body = body,
    };

    private static ReleaseBody Release() => new()
    {
        Product = Product,
        Recipient = Parties.Usa,
        ExpiresAtMs = 1_800_000_000_000,
        OpeningsDigest = A,
        TermsDigest = B,
    };

    private static byte[] Refused() => new RefusalBody(Product, Parties.Swe, A, B, C).Encode();

    private static JsonObject RefusedFields() =>
        Body(("product_id", Product.ToArray()), ("recipient", "SWE"), ("policy_digest", A), ("roster_digest", B), ("record", C));

    private static JsonObject Body(params (string Name, object Value)[] fields)
    {
        var body = new JsonObject();
        foreach ((string name, object value) in fields)
        {
            body[name] = value is byte[] bytes ? Json.Hex(bytes.AsSpan()) : value is int number ? number : (JsonNode)(string)value;
        }

        return body;
    }

    private static JsonObject Accept(StatementKind kind, byte[] body, JsonObject bodyFields)
    {
        Statement statement = Of(kind, body);
        byte[] bytes = statement.Encode();
        return new JsonObject
        {
            ["kind"] = kind.ToString(),
            ["log"] = kind.Log() == LogName.Release ? "release" : "internal",
            ["fields"] = Fields(statement),
            ["body_fields"] = bodyFields,
            ["bytes"] = Json.Hex(bytes),
            ["leaf_hash"] = Json.Hex(Merkle.LeafHash(bytes).AsSpan()),
        };
    }

    private static JsonObject Fields(Statement statement) => new()
    {
        ["origin"] = statement.Origin,
        ["kind"] = (int)statement.Kind,
        ["author"] = statement.Author.Value,
        ["at_ms"] = statement.AtMs,
        ["nonce"] = Json.Hex(statement.Nonce),
        ["body"] = Json.Hex(statement.Body),
    };

    private static JsonObject Reject(string reason, byte[] bytes, WireFault fault) => Json.Reject(reason, bytes, fault.ToString());
}
