using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>One package that was received and verified, with its chain.</summary>
/// <param name="Row">Where it came from.</param>
/// <param name="Package">What it carries.</param>
/// <param name="Chain">Each hop's statement and release.</param>
internal sealed record HeldCopy(ReceivedRow Row, Package Package, ImmutableArray<(Statement Statement, ReleaseBody Release)> Chain)
{
    public ReleaseBody Last => Chain[^1].Release;

    public ReadOnlyMemory<byte> GrantRoot => Chain[0].Release.GrantRoot;

    public static bool TryRead(ReceivedRow row, [NotNullWhen(true)] out HeldCopy? copy)
    {
        copy = null;
        if (!Package.TryDecode(row.Package, out Package? package, out _))
        {
            return false;
        }

        var chain = ImmutableArray.CreateBuilder<(Statement, ReleaseBody)>();
        foreach (Hop hop in package.Hops)
        {
            if (!Statement.TryDecode(hop.Statement, out Statement? statement, out _)
                || !ReleaseBody.TryDecode(statement.Body.Span, out ReleaseBody? release, out _))
            {
                return false;
            }

            chain.Add((statement, release));
        }

        copy = new HeldCopy(row, package, chain.ToImmutable());
        return true;
    }

    public bool IsOver(DateTimeOffset now) =>
        Chain.Any(hop => hop.Release.ExpiresAtMs != 0 && hop.Release.ExpiresAtMs <= now.ToUnixTimeMilliseconds());

    /// <summary>Whether a partner wrote, released or received it on its way here.</summary>
    public bool Passed(PartnerCode partner) => Chain.Any(hop => hop.Statement.Author == partner || hop.Release.Recipient == partner);
}

/// <summary>All copies that were received of one product: whatever way they came, they are one product. Immutable.</summary>
internal sealed class HeldProduct(INodeRead read, ProductId id, Manifest manifest, ReadOnlyMemory<byte> manifestBytes, ImmutableArray<HeldCopy> copies)
{
    public ProductId Id => id;

    public Manifest Manifest => manifest;

    public ReadOnlyMemory<byte> ManifestBytes => manifestBytes;

    public ImmutableArray<HeldCopy> Copies => copies;

    /// <summary>What the originator said of it since.</summary>
    public NoticeEffect Notices { get; } = NoticeEffect.Of(read.Notices(id), manifest.Originator);

    /// <summary>ONWARD_GRANTs that owners gave this node for the product.</summary>
    public ImmutableArray<ConsentRow> Consents { get; } = [.. read.Consents(id)];

    public static HeldProduct? Of(INodeRead read, ProductId id)
    {
        var copies = ImmutableArray.CreateBuilder<HeldCopy>();
        foreach (ReceivedRow row in read.Received(id))
        {
            if (HeldCopy.TryRead(row, out HeldCopy? copy))
            {
                copies.Add(copy);
            }
        }

        return copies.Count > 0 && Manifest.TryDecode(copies[0].Package.Manifest, out Manifest? manifest, out _)
            ? new HeldProduct(read, id, manifest, copies[0].Package.Manifest, copies.ToImmutable())
            : null;
    }

    /// <summary>The product as it goes on from one of its copies.</summary>
    public HeldMatter? From(FeedSource source) =>
        copies.FirstOrDefault(copy => FeedSource.Of(copy.Row) == source) is { } copy ? new HeldMatter(this, copy) : null;

    /// <summary>The way on that opens most to a partner: the ruling, and the matter to release. Of equals the shortest chain.</summary>
    public (HeldMatter Matter, Ruling Ruling) BestFor(PartnerCode to, NodeModel model, DecisionTime at) => copies
        .OrderBy(copy => copy.Chain.Length)
        .Select(copy => new HeldMatter(this, copy))
        .Select(matter => (matter, ruling: matter.Decide(to, model, at)))
        .MaxBy(pair => pair.ruling.Opened.Length);

    /// <summary>Whether the product may go on at all, whoever asks.</summary>
    public bool MayHandOn(NodeModel model, DateTimeOffset now) => HandOnLeave.MayHandOn(read, id, manifest, model, now);
}

/// <summary>Whether a held product may go on at all: the one place for what the originator said of it since.</summary>
internal static class HandOnLeave
{
    /// <summary>True while no newer edition is known here, and its originator has not taken it back and was heard of in time.</summary>
    public static bool MayHandOn(INodeRead read, ProductId product, Manifest manifest, NodeModel model, DateTimeOffset now) =>
        (read.Newest(manifest.Originator, manifest.LineageId) is not { } newest || newest.Product == product)
        && ProductStanding.MayGoOn(read, product, model, now);
}
