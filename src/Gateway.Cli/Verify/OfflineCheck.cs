using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;

namespace Gateway.Cli.Verify;

/// <summary>Verifies packages from bytes alone: no node, no network. The very checks that a node makes on receipt.</summary>
internal static class OfflineCheck
{
    public static Verification Verify(ReadOnlyMemory<byte> package, Roster roster, PartnerCode? recipient, DateTimeOffset now)
    {
        using var verifier = new PackageVerifier();
        return verifier.Verify(package, new CheckpointBook(roster), new VerificationContext
        {
            Roster = roster,
            Schemas = name => Schemas.TryGet(name, out ProductSchema? schema) ? schema : null,
            Markings = MarkingRegistry.Default,
            Now = now,
            Recipient = recipient,
        });
    }
}
