using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Sealing;

namespace Gateway.Core.Watching;

/// <summary>
/// All that the watch sees in one mode: modes never mix, so a set has one. Products stand in an order of their own, whatever order and
/// batches they came in; of a product that is given twice the last reading counts. Immutable.
/// </summary>
public sealed class WatchFacts
{
    private readonly FrozenSet<ProductId> _current;

    /// <summary>Facts of products of one mode.</summary>
    public WatchFacts(Mode mode, IEnumerable<ProductFacts> products)
    {
        Mode = mode;
        var last = new Dictionary<ProductId, ProductFacts>();
        foreach (ProductFacts product in products)
        {
            last[product.Product] = product;
        }

        All = [.. last.Values
            .OrderBy(product => product.Partner)
            .ThenBy(product => product.Lineage, StringComparer.Ordinal)
            .ThenBy(product => product.IssuedAtMs)
            .ThenBy(product => product.Product.ToString(), StringComparer.Ordinal)];
        _current = All.GroupBy(product => (product.Partner, product.Lineage)).Select(edition => edition.Last().Product).ToFrozenSet();
    }

    /// <summary>Real, exercise, or test.</summary>
    public Mode Mode { get; }

    /// <summary>Every product, superseded editions included, by partner, lineage and time of sealing.</summary>
    public ImmutableArray<ProductFacts> All { get; }

    /// <summary>The newest edition of each lineage.</summary>
    public IEnumerable<ProductFacts> Current => All.Where(product => _current.Contains(product.Product));
}
