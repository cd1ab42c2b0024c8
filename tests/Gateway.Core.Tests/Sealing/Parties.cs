using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using PolicyTests = Gateway.Core.Tests.Policy;

namespace Gateway.Core.Tests.Sealing;

/// <summary>Four partners with logs and keys: France writes, Germany and the United States may receive, Sweden is not named in any mark.</summary>
internal static class Parties
{
    public static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    public static readonly PartnerCode Deu = PartnerCode.Of("DEU");
    public static readonly PartnerCode Swe = PartnerCode.Of("SWE");
    public static readonly PartnerCode Usa = PartnerCode.Of("USA");
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Roster Roster { get; } = new(
        new RosterTerms(1, "", Noon.AddYears(1), 3), [Nation(Deu), Nation(Fra), Nation(Swe), Nation(Usa)], []);

    public static VerificationContext Context { get; } = new()
    {
        Roster = Roster,
        Schemas = TestSchema.Find,
        Markings = MarkingRegistry.Default,
        Now = Noon,
        Recipient = Usa,
    };

    public static string Origin(PartnerCode code) => $"gateway.example.{code.Value[..2].ToLowerInvariant()}/log";

    public static string InternalOrigin(PartnerCode code) => $"gateway.example.{code.Value[..2].ToLowerInvariant()}/internal";

    /// <summary>The seed of a key is SHA-256 of its use: <c>FRA log ed25519</c>.</summary>
    public static SigningKey Key(PartnerCode code, string use, KeyAlgorithm algorithm, string name) => SigningKey.FromSeed(
        algorithm, name, SHA256.HashData(Encoding.UTF8.GetBytes($"{code} {use} {(algorithm == KeyAlgorithm.MLDsa44 ? "ml-dsa-44" : "ed25519")}")));

    public static CheckpointSigner Signer(PartnerCode code) => new(
        Key(code, "log", KeyAlgorithm.Ed25519, Origin(code)), Key(code, "log", KeyAlgorithm.MLDsa44, Origin(code)));

    public static CheckpointSigner InternalSigner(PartnerCode code) => new(Key(code, "internal", KeyAlgorithm.Ed25519, InternalOrigin(code)));

    public static NodeModel Model(PartnerCode self, string policy = PolicyTests.World.GiveAll)
    {
        var errors = new List<PolicyError>();
        ImmutableArray<PolicyFile> files = PolicyLoader.Read([new PolicySource("open.relpol", policy)], Roster, errors);
        Assert.Empty(errors);
        return new NodeModel
        {
            Self = self,
            Roster = Roster,
            Agreements = new Agreements([Agree(Fra, Deu), Agree(Fra, Swe), Agree(Fra, Usa), Agree(Deu, Usa), Agree(Deu, Swe), Agree(Swe, Usa)]),
            Policy = new PolicySet(files),
            Markings = MarkingRegistry.Default,
            MarkingBook = MarkingBook.Default,
            Schemas = TestSchema.Find,
        };
    }

    private static Agreement Agree(PartnerCode one, PartnerCode other) =>
        PolicyTests.World.Agree(one, other, 4, Level.TopSecret) with { ValidUntil = Noon.AddYears(1) };

    private static Partner Nation(PartnerCode code) => new()
    {
        Code = code,
        Name = code.Value,
        Kind = PartnerKind.Nation,
        Clearance = new Clearance(Level.Secret, ImmutableSortedDictionary<PartnerCode, Level>.Empty),
        Address = new Uri($"https://gateway.example.{code.Value[..2].ToLowerInvariant()}"),
        TlsPins = ["sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{code} tls")))],
        ReleaseLog = new ReleaseLogIdentity(
            Origin(code), [.. Signer(code).VerifierKeys.Select(key => key.ToString())], ["ed25519", "ml-dsa-44"]),
        InternalLogOrigin = InternalOrigin(code),
        DocumentKeys = [Key(code, "documents", KeyAlgorithm.Ed25519, $"documents.example.{code.Value[..2].ToLowerInvariant()}").ToString()],
    };
}
