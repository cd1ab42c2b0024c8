using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Gateway.Protocol.Tests.Products;

/// <summary>
/// A package that was read and written again by another program on its way. What is signed travels as bytes inside it, so no parser, older or
/// newer, can change it by writing it again.
/// </summary>
public sealed class RewrittenPackageTests
{
    private static readonly JsonNode Vectors = VectorFile.Read("packages.json");
    private static readonly byte[] Good = Convert.FromHexString((string)Vectors["accept"]!["package"]!);

    [Fact]
    public void A_package_that_a_lenient_parser_wrote_again_verifies() =>
        Assert.IsType<Verification.Verified>(Judge(V1.Package.Parser.ParseFrom(Good).ToByteArray()));

    [Fact]
    public void A_package_that_a_parser_wrote_again_which_knows_none_of_its_fields_verifies() =>
        Assert.IsType<Verification.Verified>(Judge(Empty.Parser.ParseFrom(Good).ToByteArray()));

    [Fact]
    public void A_portion_whose_value_a_parser_that_drops_what_it_does_not_know_wrote_again_is_refused()
    {
        V1.Package package = V1.Package.Parser.ParseFrom(Good);
        V1.PortionBody body = V1.PortionBody.Parser.ParseFrom(package.Openings[0].Body);
        body.Value = ByteString.Empty;
        package.Openings[0].Body = body.ToByteString();
        Assert.Equal(VerificationFault.CommitmentMismatch, Assert.IsType<Verification.Refused>(Judge(package.ToByteArray())).Fault);
    }

    private static Verification Judge(byte[] package)
    {
        Assert.True(RosterReader.TryRead(Encoding.UTF8.GetBytes((string)Vectors["roster"]!), out Roster? roster, out _));
        using var verifier = new PackageVerifier();
        return verifier.Verify(package, new CheckpointBook(roster), new VerificationContext
        {
            Roster = roster,
            Schemas = name => Schemas.TryGet(name, out ProductSchema? schema) ? schema : null,
            Markings = MarkingRegistry.Default,
            Now = DateTimeOffset.FromUnixTimeMilliseconds((long)Vectors["accept"]!["now_ms"]!),
            Recipient = PartnerCode.Of((string)Vectors["accept"]!["recipient"]!),
        });
    }
}
