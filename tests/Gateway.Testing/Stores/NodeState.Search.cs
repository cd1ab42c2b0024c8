using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    /// <summary>By sequence, from 1.</summary>
    public ImmutableList<SearchChange> Changes { get; init; } = [];

    public ImmutableSortedDictionary<long, IndexedProduct> Indexed { get; init; } = ImmutableSortedDictionary<long, IndexedProduct>.Empty;

    /// <summary>By number, from 1.</summary>
    public ImmutableList<SightClass> Classes { get; init; } = [];

    public long SearchedThrough { get; init; }

    /// <summary>The state once it was noted that a product came or grew; a product that is not here changes nothing.</summary>
    public NodeState Changed(ProductId product) => Catalog.Find(row => row.Product == product) is { } row
        ? this with { Changes = Changes.Add(new SearchChange(Changes.Count + 1, row.Mode, row.Ordinal)) }
        : this;

    /// <summary>The state once the words of a product were erased.</summary>
    public NodeState Forgotten(ProductId product) => Catalog.Find(row => row.Product == product) is { } row
        ? (this with { Indexed = Indexed.Remove(row.Ordinal) }).Changed(product)
        : this;

    public long Class(PartnerCode originator, Marking marking) =>
        1 + Classes.FindIndex(known => known.Originator == originator && known.Marking == marking);

    public NodeState Searched(IndexedProduct product)
    {
        NodeState state = this with { Indexed = product.Portions.IsEmpty ? Indexed.Remove(product.Ordinal) : Indexed.SetItem(product.Ordinal, product) };
        foreach (Marking marking in product.Portions.Select(portion => portion.Marking))
        {
            state = state.Class(product.Originator, marking) > 0
                ? state
                : state with { Classes = state.Classes.Add(new SightClass(state.Classes.Count + 1, product.Originator, marking)) };
        }

        return state;
    }
}

internal partial class NodeStateReads
{
    public IReadOnlyList<SearchChange> SearchChanges(long after, int count) => [.. State.Changes.Skip((int)after).Take(count)];

    public long SearchedThrough() => State.SearchedThrough;

    public bool SearchTidy() => true;

    public IReadOnlyList<SightClass> SightClasses(long after) => [.. State.Classes.Skip((int)after)];

    public IReadOnlyList<long> FindPortions(SearchPlan plan, long before, int count) => plan.Asks
        ?
        [
            .. State.Indexed.Values.Reverse()
                .Where(product => product.Mode == plan.Mode && product.IssuedAtMs >= plan.FromMs && product.IssuedAtMs < plan.UntilMs
                    && (plan.OfProduct.IsEmpty || product.Portions.Any(portion => portion.Facets.Any(plan.OfProduct.Contains))))
                .SelectMany(product => product.Portions.OrderByDescending(portion => portion.Index)
                    .Where(portion => plan.Classes.Contains(State.Class(product.Originator, portion.Marking)) && Proposes(plan, portion))
                    .Select(portion => SearchKey.Of(product.Ordinal, portion.Index)))
                .Where(key => key < before)
                .Take(count),
        ]
        : [];

    private static bool Proposes(SearchPlan plan, IndexedPortion portion) =>
        plan.Facets.All(group => group.Any(portion.Facets.Contains))
        && PortionMatch.Of(
            plan.Query, [.. string.Join(' ', portion.Words).Split(IndexedPortion.Gap).Select(text => new FieldText("", text))]) is not null;
}

internal sealed partial class InMemoryNodeWrite
{
    public void SetSearched(IReadOnlyList<IndexedProduct> products, long through) => Change(state =>
        products.Aggregate(state, (current, product) => current.Searched(product)) with { SearchedThrough = through });

    public void TidySearch() => Change(state => state);
}
