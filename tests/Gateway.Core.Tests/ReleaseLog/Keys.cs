using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.ReleaseLog;

/// <summary>Keys to test with: the seed is a number repeated.</summary>
internal static class Keys
{
    internal const string Origin = "gateway.example.fr/log";

    internal static byte[] Seed(byte number) => [.. Enumerable.Repeat(number, SigningKey.SeedSize)];

    internal static SigningKey Of(KeyAlgorithm algorithm, byte seed = 1, string name = Origin) => SigningKey.FromSeed(algorithm, name, Seed(seed));

    internal static readonly SigningKey Ed25519 = Of(KeyAlgorithm.Ed25519);
    internal static readonly SigningKey MLDsa = Of(KeyAlgorithm.MLDsa44, 2);
    internal static readonly CheckpointSigner Signer = new(Ed25519, MLDsa);
    internal static readonly CheckpointVerifier Verifier = new(Origin, Ed25519.VerifierKey, MLDsa.VerifierKey);
}
