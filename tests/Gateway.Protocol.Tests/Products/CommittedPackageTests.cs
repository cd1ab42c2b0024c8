using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Testing;

namespace Gateway.Protocol.Tests.Products;

/// <summary>tests/vectors/packages.json under the whole schema that the proto files describe.</summary>
public sealed class CommittedPackageTests
{
    [Fact]
    public void The_committed_packages_are_judged_the_same_under_the_schema_of_the_proto_files()
    {
        JsonNode file = VectorFile.Read("packages.json");
        Assert.True(RosterReader.TryRead(Encoding.UTF8.GetBytes((string)file["roster"]!), out Roster? roster, out _));
        Assert.IsType<Verification.Verified>(Judge(file["accept"]!, roster));
        foreach (JsonNode? vector in file["reject"]!.AsArray())
        {
            var refused = Assert.IsType<Verification.Refused>(Judge(vector!, roster));
            Assert.Equal((string)vector!["fault"]!, refused.Fault.ToString());
        }
    }

    private static Verification Judge(JsonNode vector, Roster roster)
    {
        using var verifier = new PackageVerifier();
        return verifier.Verify(Convert.FromHexString((string)vector["package"]!), new CheckpointBook(roster), new VerificationContext
        {
            Roster = roster,
            Schemas = name => Schemas.TryGet(name, out ProductSchema? schema) ? schema : null,
            Markings = MarkingRegistry.Default,
            Now = DateTimeOffset.FromUnixTimeMilliseconds((long)vector["now_ms"]!),
            Recipient = PartnerCode.Of((string)vector["recipient"]!),
        });
    }
}
