using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests;

/// <summary>Rows with invented content. The same seed gives the same bytes.</summary>
internal static class Rows
{
    public const string Origin = "gateway.example.deu/log";

    public static readonly PartnerCode Deu = PartnerCode.Of("DEU");
    public static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    public static readonly PartnerCode Nato = PartnerCode.Of("NATO");

    public static byte[] Hash(string seed) => SHA256.HashData(Encoding.UTF8.GetBytes(seed));

    public static ProductId Id(string seed)
    {
        Assert.True(ProductId.TryFrom(Hash(seed), out ProductId id));
        return id;
    }

    public static LogRow Entry(
        long index, StatementKind kind = StatementKind.Release, PartnerCode subject = default, ProductId? product = null, long? atMs = null) =>
        new(kind.Log(), index, kind, atMs ?? 1_000 + index, subject, product, Encoding.UTF8.GetBytes($"statement {kind} {index}"));

    public static Manifest Manifest(string seed, Mode mode = Mode.Actual, string lineage = "lineage", long issuedAtMs = 5_000) => new()
    {
        ProductUid = Hash("uid " + seed),
        LineageId = Hash(lineage),
        Originator = Fra,
        IssuedAtMs = issuedAtMs,
        Schema = "gateway.v1.RiskAssessment/128",
        Commitments = Hash("commitment " + seed),
        Mode = mode,
    };

    public static SealedProduct Product(
        string seed, Mode mode = Mode.Actual, string lineage = "lineage", long issuedAtMs = 5_000, int portions = 3)
    {
        Manifest manifest = Manifest(seed, mode, lineage, issuedAtMs);
        byte[] bytes = manifest.Encode();
        return new SealedProduct(
            ProductId.OfManifest(bytes), manifest, bytes, [.. Enumerable.Range(0, portions).Select(i => Portion(seed, (ushort)(40 * i)))]);
    }

    public static FeedRow Feed(PartnerCode partner, long sequence, long logIndex, ProductId product, Lane lane = Lane.Products) => new()
    {
        Partner = partner,
        Lane = lane,
        Sequence = sequence,
        LogIndex = logIndex,
        Product = product,
        Opened = [0, 40, 65_535],
        Terms = Hash($"terms {partner} {sequence}"),
        Seed = Hash($"seed {partner} {sequence}"),
    };

    public static ReceivedRow Received(SealedProduct product, PartnerCode releaser, long sequence, long releaseIndex, Lane lane = Lane.Products) =>
        new(
            product.Id,
            releaser,
            lane,
            sequence,
            Origin,
            releaseIndex,
            Hash($"leaf {releaseIndex}"),
            releaseIndex + 100,
            9_000 + releaseIndex,
            Encoding.UTF8.GetBytes($"package {releaser} {lane} {sequence}"));

    private static Portion Portion(string seed, ushort index)
    {
        var body = new PortionBody
        {
            Path = $"judgements/{index}",
            Variant = 1u + index,
            Rank = 7,
            Type = "gateway.v1.Judgement",
            Marking = new Marking { Policy = "TLP", Text = "TLP:AMBER" },
            Value = Encoding.UTF8.GetBytes($"{seed} says {index}"),
        };
        return new Portion(index, Hash($"salt {seed} {index}"), body.Encode(), body);
    }
}
