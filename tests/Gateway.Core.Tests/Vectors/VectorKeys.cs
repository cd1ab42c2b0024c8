using System.Text.Json.Nodes;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.Vectors;

/// <summary>The keys of the vectors. Public test keys: never use them.</summary>
internal static class VectorKeys
{
    internal const string Origin = "gateway.example.fr/log";
    internal const string Witness = "witness.example.de";

    internal static readonly SigningKey Ed25519 = Of(KeyAlgorithm.Ed25519, Origin, 0x11);
    internal static readonly SigningKey MLDsa = Of(KeyAlgorithm.MLDsa44, Origin, 0x22);
    internal static readonly SigningKey OtherMLDsa = Of(KeyAlgorithm.MLDsa44, Origin, 0x33);
    internal static readonly SigningKey WitnessEd25519 = Of(KeyAlgorithm.CosignatureEd25519, Witness, 0x44);
    internal static readonly SigningKey WitnessMLDsa = Of(KeyAlgorithm.MLDsa44, Witness, 0x55);

    internal static SigningKey Of(KeyAlgorithm algorithm, string name, byte seed) =>
        SigningKey.FromSeed(algorithm, name, [.. Enumerable.Repeat(seed, SigningKey.SeedSize)]);

    internal static JsonNode Describe(SigningKey key) => new JsonObject
    {
        ["name"] = key.VerifierKey.Name,
        ["type"] = $"0x{(int)key.VerifierKey.Algorithm:x2}",
        ["seed"] = Convert.ToHexStringLower(key.ExportSeed()),
        ["vkey"] = key.ToString(),
    };

    internal static SigningKey Read(JsonNode key)
    {
        var algorithm = (KeyAlgorithm)Convert.ToInt32((string)key["type"]!, 16);
        var read = SigningKey.FromSeed(algorithm, (string)key["name"]!, Convert.FromHexString((string)key["seed"]!));
        Assert.Equal((string)key["vkey"]!, read.ToString());
        return read;
    }

    internal static VerifierKey ReadVkey(JsonNode? vkey) =>
        VerifierKey.TryParse((string)vkey!, out VerifierKey? key) ? key : throw new FormatException("Not a vkey.");
}
