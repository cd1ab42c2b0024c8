using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol.Searching;

namespace Gateway.Node.Searching;

/// <summary>What somebody looks for.</summary>
/// <param name="Plan">What the index is asked; its classes come from the caller.</param>
/// <param name="Before">Only products that arrived before this one; 0: all.</param>
/// <param name="Products">Most products.</param>
internal sealed record Question(SearchPlan Plan, long Before, int Products);

/// <summary>A portion that matches and that the caller may see.</summary>
internal sealed record FoundPortion(Portion Portion, PortionType Type, int Matches, ImmutableArray<Excerpt> Excerpts);

/// <summary>A product with at least one.</summary>
internal sealed record FoundProduct(Visible Visible, ImmutableArray<FoundPortion> Portions);

/// <summary>
/// Finds what a caller may see. The index proposes; every proposal is looked at as the caller sees the product, and compared again there.
/// So order, counts and excerpts come from visible text alone, and nothing that is withheld changes a byte of them.
/// </summary>
internal sealed class Finder(NodeState node, SharedView view, SightClasses classes, ISearchIndex index)
{
    private const int Batch = 256;

    public async Task<IReadOnlyList<FoundProduct>> FindAsync(Question question, LocalCaller caller, CancellationToken cancellation)
    {
        SearchPlan plan = question.Plan with { Classes = await classes.OfAsync(caller, cancellation) };
        var found = new List<FoundProduct>();
        await foreach ((long ordinal, HashSet<ushort> proposed) in ProposedAsync(plan, question.Before, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Look(plan, ordinal, proposed, caller) is { } product)
            {
                found.Add(product);
                if (found.Count == question.Products)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>Proposals product by product, newest arrival first.</summary>
    private async IAsyncEnumerable<(long Ordinal, HashSet<ushort> Portions)> ProposedAsync(
        SearchPlan plan, long before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long last = before == 0 ? long.MaxValue : SearchKey.Of(before, 0);
        (long Ordinal, HashSet<ushort> Portions)? product = null;
        while (await index.FindAsync(plan, last, Batch, cancellation) is { Count: > 0 } keys)
        {
            foreach (long key in keys)
            {
                if (product is { } whole && whole.Ordinal != SearchKey.Ordinal(key))
                {
                    yield return whole;
                    product = null;
                }

                product ??= (SearchKey.Ordinal(key), []);
                product.Value.Portions.Add(SearchKey.Index(key));
            }

            last = keys[^1];
        }

        if (product is { } rest)
        {
            yield return rest;
        }
    }

    private FoundProduct? Look(SearchPlan plan, long ordinal, HashSet<ushort> proposed, LocalCaller caller)
    {
        if (node.Read.Catalog(plan.Mode, ordinal - 1, 1) is not [var row] || row.Ordinal != ordinal
            || row.IssuedAtMs < plan.FromMs || row.IssuedAtMs >= plan.UntilMs || view.Of(row, caller) is not { } visible)
        {
            return null;
        }

        if (!plan.OfProduct.IsEmpty && !visible.Portions.Any(portion => IndexFeeder.Facets(row, visible.Schema, portion).Any(plan.OfProduct.Contains)))
        {
            return null;
        }

        ImmutableArray<FoundPortion> portions =
        [
            .. visible.Portions.Where(portion => proposed.Contains(portion.Index))
                .Select(portion => Compare(plan, visible, portion))
                .OfType<FoundPortion>()
                .GroupBy(found => found.Portion.Body.Path, StringComparer.Ordinal)
                .Select(variants => variants.MinBy(found => (found.Portion.Body.Rank, found.Portion.Body.Variant))!)
                .OrderByDescending(found => found.Matches)
                .ThenBy(found => found.Portion.Index),
        ];
        return portions.IsEmpty ? null : new FoundProduct(visible, portions);
    }

    private static FoundPortion? Compare(SearchPlan plan, Visible visible, Portion portion)
    {
        ImmutableArray<string> facets = IndexFeeder.Facets(visible.Row, visible.Schema, portion);
        if (!plan.Facets.All(group => group.Any(facets.Contains))
            || !visible.Schema.TryResolve(portion.Body.Path, portion.Body.Type, out PortionType? type))
        {
            return null;
        }

        ImmutableArray<FieldText> fields = PortionWords.Of(portion, visible.Schema);
        return PortionMatch.Of(plan.Query, fields) is { } spans
            ? new FoundPortion(portion, type, spans.Length, Excerpt.Of(fields, spans))
            : null;
    }
}
