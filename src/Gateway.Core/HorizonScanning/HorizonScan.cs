using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Core.HorizonScanning;

/// <summary>What one reader may see at one instant, for a digest.</summary>
/// <param name="Mode">Of everything here.</param>
/// <param name="Products">In any order.</param>
/// <param name="Rises">Of the newest editions, in any order.</param>
/// <param name="Disputes">Of the newest editions, in any order.</param>
public sealed record ScannedWorld(Mode Mode, ImmutableArray<ScannedProduct> Products, ImmutableArray<ScannedRise> Rises, ImmutableArray<ScannedDispute> Disputes);

/// <summary>
/// Builds digests. Pure: the same world and the same instants give the same digest in the same order, and nothing that is not in the world
/// has any effect.
/// </summary>
public sealed class HorizonScan
{
    private readonly ScannedWorld _world;
    private readonly DateTimeOffset _since;
    private readonly DateTimeOffset _until;
    private readonly PartnerCode _self;
    private readonly MarkingRegistry _registry;
    private readonly Dictionary<ProductId, ScannedProduct> _known;
    private readonly HashSet<Marking> _used = [];

    private HorizonScan(ScannedWorld world, DateTimeOffset since, DateTimeOffset until, PartnerCode self, MarkingRegistry registry)
    {
        (_world, _since, _until, _self, _registry) = (world, since, until, self, registry);
        _known = world.Products.ToDictionary(product => product.Product);
    }

    /// <summary>The digest from <paramref name="since"/> to <paramref name="until"/>, rolled up in the words of <paramref name="self"/> where they serve.</summary>
    public static HorizonDigest Build(ScannedWorld world, DateTimeOffset since, DateTimeOffset until, PartnerCode self, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(world);
        var scan = new HorizonScan(world, since, until, self, registry);
        ImmutableArray<DigestItem> items = [.. scan.New(), .. scan.Rising(), .. scan.Disputed(), .. scan.Unanswered()];
        return new HorizonDigest(world.Mode, since, until, scan.Rolled(scan._used), items);
    }

    private IEnumerable<DigestItem> New() => _world.Products.Where(IsNew)
        .OrderBy(product => product.Kind)
        .ThenBy(product => product.Iso3, StringComparer.Ordinal)
        .ThenByDescending(product => product.IssuedAt)
        .ThenBy(Hex, StringComparer.Ordinal)
        .Select(product => Line(DigestSection.New, product));

    private IEnumerable<DigestItem> Rising() => _world.Rises.Where(rise => Spoke(rise.Product))
        .OrderByDescending(rise => rise.Points ?? 0)
        .ThenBy(rise => rise.Iso3, StringComparer.Ordinal)
        .ThenBy(rise => rise.Group, StringComparer.Ordinal)
        .ThenBy(rise => rise.Originator.Value, StringComparer.Ordinal)
        .ThenBy(rise => rise.Fact, StringComparer.Ordinal)
        .Select(rise => Line(DigestSection.Rising, [rise.Product], rise.Markings) with { Iso3 = rise.Iso3, Group = rise.Group, Fact = rise.Fact });

    private IEnumerable<DigestItem> Disputed() => _world.Disputes.Where(dispute => dispute.Products.Any(Spoke) && dispute.Products.All(_known.ContainsKey))
        .OrderByDescending(dispute => dispute.GapPoints)
        .ThenBy(dispute => dispute.Iso3, StringComparer.Ordinal)
        .ThenBy(dispute => dispute.Group, StringComparer.Ordinal)
        .ThenBy(dispute => dispute.Fact, StringComparer.Ordinal)
        .Select(dispute => Line(DigestSection.Disputed, dispute.Products, dispute.Markings) with
        {
            Iso3 = dispute.Iso3,
            Group = dispute.Group,
            Fact = dispute.Fact,
            Partners = dispute.Partners,
        });

    private IEnumerable<DigestItem> Unanswered() => _world.Products.Where(IsWaiting)
        .OrderBy(product => product.Kind)
        .ThenBy(product => product.DueAt ?? DateTimeOffset.MaxValue)
        .ThenBy(product => product.IssuedAt)
        .ThenBy(Hex, StringComparer.Ordinal)
        .Select(product => Line(DigestSection.Unanswered, product) with { Overdue = product.DueAt < _until });

    private bool IsNew(ScannedProduct product) => product.ArrivedAt >= _since && product.ArrivedAt < _until;

    private bool Spoke(ProductId product) => _known.TryGetValue(product, out ScannedProduct? found) && IsNew(found);

    /// <summary>A warning in force, in its newest edition, or a request: neither answered, both here before the digest ends.</summary>
    private bool IsWaiting(ScannedProduct product) => !product.Answered && product.ArrivedAt < _until && product.Kind switch
    {
        ScannedKind.Warning => !product.Cancels && !(product.LapsesAt <= _until) && !_world.Products.Any(other => Supersedes(other, product)),
        ScannedKind.Request => !_world.Products.Any(other => Supersedes(other, product)),
        ScannedKind.Assessment or ScannedKind.Threshold or ScannedKind.Watchlist or ScannedKind.Answer => false,
    };

    private bool Supersedes(ScannedProduct other, ScannedProduct product) =>
        other.Lineage.Length > 0 && other.Lineage == product.Lineage && other.Originator == product.Originator
        && other.IssuedAt > product.IssuedAt && other.ArrivedAt < _until;

    private DigestItem Line(DigestSection section, ScannedProduct product) =>
        Line(section, [product.Product], product.Markings) with { Iso3 = product.Iso3, Title = product.Title, DueAt = product.DueAt };

    private DigestItem Line(DigestSection section, ImmutableArray<ProductId> products, ImmutableArray<Marking> markings)
    {
        _used.UnionWith(markings);
        ScannedProduct[] behind = [.. products.Select(product => _known[product])];
        return new DigestItem
        {
            Section = section,
            Kind = behind[0].Kind,
            Partners = [.. behind.Select(product => product.Originator).Distinct().OrderBy(code => code.Value, StringComparer.Ordinal)],
            Products = products,
            IssuedAt = behind.Max(product => product.IssuedAt),
            Replaced = behind.Any(product => product.Replaced),
            Unconfirmed = behind.Any(product => product.Unconfirmed),
            Markings = Rolled(markings),
        };
    }

    /// <summary>One roll-up of all, or, where no policy has words for all, one for each policy.</summary>
    private ImmutableArray<Marking> Rolled(IReadOnlyCollection<Marking> markings) => markings.Count == 0 ? []
        : Banners.Of(markings, _self, _registry) is { } one ? [one]
        : [.. markings.GroupBy(marking => marking.Policy, StringComparer.Ordinal).OrderBy(policy => policy.Key, StringComparer.Ordinal).SelectMany(Apart)];

    /// <summary>What cannot even be rolled up within its own policy stands mark by mark: shown too much rather than too little.</summary>
    private IEnumerable<Marking> Apart(IEnumerable<Marking> markings) =>
        Banners.Of(markings, _self, _registry) is { } one ? [one] : markings.OrderBy(marking => marking.Text, StringComparer.Ordinal);

    private static string Hex(ScannedProduct product) => product.Product.ToString();
}
