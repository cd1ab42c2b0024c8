using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Sealing;

/// <summary>Each kind of statement put forward as each other one.</summary>
public sealed class StatementKindTests
{
    private static readonly byte[] A = PackageForge.Fixed(0xa0), B = PackageForge.Fixed(0xb0), C = PackageForge.Fixed(0xc0);
    private static readonly ProductId Product = ProductId.OfManifest("manifest"u8);

    private static readonly (StatementKind Kind, byte[] Body)[] Bodies =
    [
        (StatementKind.Release, new ReleaseBody { Product = Product, Recipient = Parties.Usa, OpeningsDigest = A, TermsDigest = B }.Encode()),
        (StatementKind.Withdrawn, new WithdrawnBody(A, Parties.Usa, B).Encode()),
        (StatementKind.Receipt, new ReceiptBody(Parties.Origin(Parties.Fra), [A, B], [C]).Encode()),
        (StatementKind.Roster, new RosterBody(7, A).Encode()),
        (StatementKind.Key, new KeyBody([Parties.Signer(Parties.Fra).VerifierKeys[0].ToString()]).Encode()),
        (StatementKind.InternalHead, new InternalHeadBody(Parties.InternalOrigin(Parties.Fra), 300, A).Encode()),
        (StatementKind.Seal, new SealBody(Product, A, "desk").Encode()),
        (StatementKind.Refusal, new RefusalBody(Product, Parties.Swe, A, B, C).Encode()),
        (StatementKind.Hold, new RefusalBody(Product, Parties.Swe, A, B, C).Encode()),
        (StatementKind.Access, new AccessBody("ministry", A, 3).Encode()),
        (StatementKind.Audit, new AuditBody("auditor", "releases to USA").Encode()),
        (StatementKind.Policy, new PolicyBody("open", 3, A).Encode()),
    ];

    public static TheoryData<StatementKind> Others => [.. Enum.GetValues<StatementKind>().Where(kind => kind != StatementKind.Release)];

    [Theory]
    [MemberData(nameof(Others))]
    public void No_kind_of_statement_passes_for_a_release(StatementKind kind)
    {
        // With the body of a release, and with its own.
        AssertRefused(new PackageForge() with { Statement = statement => statement with { Kind = kind } });
        foreach (byte[] body in Bodies.Where(one => one.Kind == kind).Select(one => one.Body))
        {
            AssertRefused(new PackageForge() with { Statement = statement => statement with { Kind = kind, Body = body } });
        }
    }

    [Fact]
    public void No_body_of_one_kind_reads_as_a_body_of_another()
    {
        foreach ((StatementKind kind, byte[] body) in Bodies)
        {
            Assert.Equal(kind == StatementKind.Release, ReleaseBody.TryDecode(body, out _, out _));
            Assert.Equal(kind == StatementKind.Withdrawn, WithdrawnBody.TryDecode(body, out _));
            Assert.Equal(kind == StatementKind.Receipt, ReceiptBody.TryDecode(body, out _));
            Assert.Equal(kind == StatementKind.Roster, RosterBody.TryDecode(body, out _));
        }
    }

    [Fact]
    public void A_number_that_is_no_kind_is_not_read()
    {
        for (int number = 0; number < 300; number++)
        {
            byte[] bytes = new Statement
            {
                Origin = Parties.Origin(Parties.Fra),
                Kind = (StatementKind)number,
                Author = Parties.Fra,
                AtMs = 1,
                Nonce = A,
                Body = B,
            }.Encode();
            Assert.Equal(Enum.IsDefined((StatementKind)number), Statement.TryDecode(bytes, out _, out _));
        }
    }

    private static void AssertRefused(PackageForge forge)
    {
        using var verifier = new PackageVerifier();
        Verification outcome = verifier.Verify(forge.Build(), new CheckpointBook(Parties.Roster), Parties.Context);
        Assert.Equal(VerificationFault.WrongStatement, Assert.IsType<Verification.Refused>(outcome).Fault);
    }
}
