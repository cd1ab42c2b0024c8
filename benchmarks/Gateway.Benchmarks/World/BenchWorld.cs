using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;

namespace Gateway.Benchmarks.World;

/// <summary>The United States and thirty partners, each with an agreement, under a policy of eight rules.</summary>
internal sealed class BenchWorld
{
    private static readonly ImmutableArray<string> Nations =
    [
        "AUS", "AUT", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV",
        "HUN", "IRL", "ITA", "JPN", "LTU", "LUX", "LVA", "NLD", "NOR", "NZL", "POL", "PRT", "ROU", "SVK", "SWE",
    ];

    public BenchWorld()
    {
        Release = Signer("gateway.example.us/log");
        Internal = Signer("gateway.example.us/internal");
        Roster = new Roster(new RosterTerms(1, "", Now.AddYears(2), 2), [Nation("USA"), .. Nations.Select(Nation)], []);
        Agreements = new Agreements(Nations.Select(Agree));
        Schema = new ProductSchema("gateway.v1.RiskAssessment", 64, Schemas.All[0].Types);
        Model = new NodeModel
        {
            Self = Usa,
            Roster = Roster,
            Agreements = Agreements,
            Policy = Load(PolicyText()),
            Markings = MarkingRegistry.Default,
            MarkingBook = MarkingBook.Default,
            Schemas = Find,
        };
    }

    public static PartnerCode Usa { get; } = PartnerCode.Of("USA");

    public static PartnerCode France { get; } = PartnerCode.Of("FRA");

    /// <summary>A mark for everybody here, one for twelve, one for two. What is for fewer is of a higher level.</summary>
    public static ImmutableArray<string> Marks { get; } =
    [
        $"(U//REL TO USA, {string.Join(", ", Nations)})",
        "(C//REL TO USA, AUS, BEL, CAN, DEU, DNK, ESP, FRA, GBR, ITA, NLD, NOR, NZL)",
        "(S//REL TO USA, FRA, GBR)",
    ];

    public DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    public CheckpointSigner Release { get; }

    public CheckpointSigner Internal { get; }

    public Roster Roster { get; }

    public Agreements Agreements { get; }

    /// <summary>The assessment's places, in 64 commitments.</summary>
    public ProductSchema Schema { get; }

    public NodeModel Model { get; }

    public ProductSchema? Find(string name) => name == Schema.Name ? Schema : null;

    public static SigningKey Key(KeyAlgorithm algorithm, string name) =>
        SigningKey.FromSeed(algorithm, name, RandomSource.System.Bytes(SigningKey.SeedSize));

    private static CheckpointSigner Signer(string name) => new(Key(KeyAlgorithm.Ed25519, name), Key(KeyAlgorithm.MLDsa44, name));

    private Partner Nation(string code)
    {
        string origin = code == "USA" ? Release.Origin : $"gateway.example.{code.ToLowerInvariant()}/log";
        return new Partner
        {
            Code = PartnerCode.Of(code),
            Name = code,
            Kind = PartnerKind.Nation,
            Clearance = new Clearance(Level.TopSecret, ImmutableSortedDictionary<PartnerCode, Level>.Empty),
            Address = new Uri("https://node.example"),
            TlsPins = ["sha256:" + new string('a', 64)],
            ReleaseLog = new ReleaseLogIdentity(
                origin, code == "USA" ? [.. Release.VerifierKeys.Select(key => key.ToString())] : ["unused"], ["ed25519", "ml-dsa-44"]),
            InternalLogOrigin = $"gateway.example.{code.ToLowerInvariant()}/internal",
            DocumentKeys = ["unused"],
        };
    }

    private Agreement Agree(string code)
    {
        PartnerCode other = PartnerCode.Of(code);
        return new Agreement
        {
            Id = "MOU " + code,
            Version = 1,
            First = other < Usa ? other : Usa,
            Second = other < Usa ? Usa : other,
            Stage = Stages.Highest,
            CeilingFromFirst = Level.Secret,
            CeilingFromSecond = Level.Secret,
            Purposes = [Purpose.AtrocityPrevention],
            ValidFrom = Now.AddYears(-1),
            ValidUntil = Now.AddYears(1),
            NoticeMaxAge = TimeSpan.FromHours(24),
        };
    }

    /// <summary>The policy with two rules changed: only two partners still get evidence, and one more gets sources.</summary>
    public PolicySet Changed() => Load(PolicyText()
        .Replace("field class evidence\n  to all partners", "field class evidence\n  to partner FRA, GBR", StringComparison.Ordinal)
        .Replace("to partner FRA, GBR, CAN", "to partner FRA, GBR, CAN, DEU", StringComparison.Ordinal));

    private PolicySet Load(string text)
    {
        var surroundings = new PolicySurroundings(Roster, Agreements, MarkingBook.Default, Usa);
        return PolicyLoader.Load([new PolicySource("bench.relpol", text)], surroundings) switch
        {
            PolicyLoading.Loaded loaded => loaded.Policy,
            PolicyLoading.Refused refused => throw new InvalidOperationException(string.Join('\n', refused.Errors)),
            _ => throw new InvalidOperationException("PolicyLoading is closed."),
        };
    }

    private string PolicyText()
    {
        (string Id, string Classes, string To)[] gives =
        [
            ("G1-frame", "metadata", "all partners"),
            ("G2-judgements", "judgement, confidence, dissent", "all partners"),
            ("G3-analysis", "factor, indicator, scenario, option, model", "all partners"),
            ("G4-people", "population, actor, location", "all partners"),
            ("G5-evidence", "evidence", "all partners"),
            ("G6-sources", "sources-and-methods", "partner FRA, GBR, CAN"),
        ];
        var text = new StringBuilder($"policy bench version 1\nschema risk-assessment/1\neffective {Now.AddDays(-30):yyyy-MM-dd} review-by {Now.AddYears(1):yyyy-MM-dd}\n");
        foreach ((string id, string classes, string to) in gives)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\ngive {id}\n  because \"bench\"\n  field class {classes}\n  to {to}\n  when level <= SECRET\n  outcome release\n");
            AddExample(text, id, classes.Split(',')[0], Marks[2], "release");
        }

        text.Append("\nlimit L1-determinations\n  because \"bench\"\n  field class determination\n  to all partners\n  outcome hold\n");
        text.Append("\nlimit L2-top-secret\n  because \"bench\"\n  field any\n  to all partners\n  when level >= TOP SECRET\n  outcome withhold\n");
        text.Append("\ngive G7-determinations\n  because \"bench\"\n  field class determination\n  to partner FRA\n  outcome hold\n");
        AddExample(text, "G7-determinations, L1-determinations", "determination", Marks[2], "hold");
        AddExample(text, "L2-top-secret, M02-agreement", "determination", "(TS//REL TO USA, FRA)", "withhold");
        return text.ToString();
    }

    private void AddExample(StringBuilder text, string id, string fieldClass, string mark, string outcome) => text.Append(
        System.Globalization.CultureInfo.InvariantCulture,
        $"\nexample \"{id}\"\n  field class {fieldClass}\n  marking \"{mark}\"\n  to FRA at {Now:yyyy-MM-dd}\n  expect {outcome} by {id}\n");
}
