using Gateway.Core.Courier;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.DevKeys;

/// <summary>A partner to make development keys for.</summary>
/// <param name="Code">Its code; also the name of its folder.</param>
/// <param name="Port">Loopback port its node will listen on; goes into the roster. 0 leaves the choice to the node, which then needs its peers' addresses told.</param>
public sealed record DevPartner(PartnerCode Code, int Port);

/// <summary>The keys that speak for one partner: what its key files hold.</summary>
internal sealed record DevSigners(
    IReadOnlyList<SigningKey> ReleaseLog, IReadOnlyList<SigningKey> InternalLog, IReadOnlyList<SigningKey> Document, CourierPrivateKey Courier)
{
    public static DevSigners Create(PartnerCode code)
    {
        string host = $"{code.Value.ToLowerInvariant()}.gateway.example";
        return new DevSigners(
            [Key(KeyAlgorithm.Ed25519, $"{host}/log"), Key(KeyAlgorithm.MLDsa44, $"{host}/log")],
            [Key(KeyAlgorithm.Ed25519, $"{host}/internal"), Key(KeyAlgorithm.MLDsa44, $"{host}/internal")],
            [Key(KeyAlgorithm.Ed25519, code.Value), Key(KeyAlgorithm.MLDsa44Note, code.Value)],
            CourierPrivateKey.FromSeed(Core.Sealing.RandomSource.System.Bytes(CourierPrivateKey.SeedSize)));
    }

    private static SigningKey Key(KeyAlgorithm algorithm, string name) =>
        SigningKey.FromSeed(algorithm, name, Core.Sealing.RandomSource.System.Bytes(SigningKey.SeedSize));
}
