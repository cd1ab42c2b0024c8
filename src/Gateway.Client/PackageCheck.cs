using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;

namespace Gateway.Client;

/// <summary>
/// Verifies packages from bytes alone, without a node or a network: the checks of docs/protocol.md, "Verification", that a node makes on
/// receipt. What depends on memory (feed order, replay, editions, notices) only a node can check. Thread-safe.
/// </summary>
/// <param name="roster">The roster that is trusted.</param>
/// <param name="markings">The vocabulary of markings, with the tokens that partners agreed to enable; the built-in one when null.</param>
public sealed class PackageCheck(Roster roster, MarkingRegistry? markings = null)
{
    /// <summary>
    /// Verifies a package as of an instant, usually now. <paramref name="recipient"/>: refuse unless it was released to this partner; null: to
    /// anybody.
    /// </summary>
    public Verification Verify(ReadOnlyMemory<byte> package, DateTimeOffset now, PartnerCode? recipient = null)
    {
        using var verifier = new PackageVerifier();
        return verifier.Verify(package, new CheckpointBook(roster), new VerificationContext
        {
            Roster = roster,
            Schemas = name => Schemas.TryGet(name, out ProductSchema? schema) ? schema : null,
            Markings = markings ?? MarkingRegistry.Default,
            Now = now,
            Recipient = recipient,
        });
    }
}
