using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Hosting;
using Gateway.Protocol.Searching;

namespace Gateway.Node.Searching;

/// <summary>
/// Brings an index up to the record, change by change. A step that broke off leaves nothing half done and is done again; so does a new,
/// empty index, from the first change on.
/// </summary>
internal sealed class IndexFeeder(NodeState node, ISearchIndex index, ILogger<IndexFeeder> logger)
{
    /// <summary>Changes of one step: few enough that a submission does not wait for long behind one.</summary>
    private const int Batch = 32;

    /// <summary>Does a step; false when there was nothing to do.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        long through = await index.ThroughAsync(cancellation);
        IReadOnlyList<SearchChange> changes = node.Read.SearchChanges(through, Batch);
        if (changes.Count == 0)
        {
            if (through == 0 || node.Read.SearchChanges(through - 1, 1).Count > 0)
            {
                return !await index.TidyAsync(cancellation);
            }

            // It has what the record does not know of: the record is an older copy. What it has is of no use.
            SearchLog.MadeAnew(logger);
            await index.ClearAsync(cancellation);
            return true;
        }

        IndexedProduct[] products =
        [
            .. changes.Select(change => (change.Mode, change.Ordinal)).Distinct().Select(place => Product(place.Mode, place.Ordinal)),
        ];
        await index.ApplyAsync(products, changes[^1].Sequence, cancellation);
        return true;
    }

    private IndexedProduct Product(Mode mode, long ordinal)
    {
        if (node.Read.Catalog(mode, ordinal - 1, 1) is not [var row] || row.Ordinal != ordinal)
        {
            throw new InvalidOperationException("A change is of a product in the catalogue.");
        }

        return new IndexedProduct(mode, ordinal, row.Originator, row.IssuedAtMs, Portions(row));
    }

    private ImmutableArray<IndexedPortion> Portions(CatalogRow row) =>
        node.Model.Schemas(row.Schema) is { } schema && HeldContent.Of(node.Read, row) is { } held
            ? [.. held.Portions.Select(portion => new IndexedPortion(
                portion.Index,
                portion.Body.Marking,
                IndexedPortion.WordsOf(PortionWords.Of(portion, schema)),
                Facets(row, schema, portion)))]
            : [];

    /// <summary>What a portion can be filtered by; the same when it is put in and when it is looked at.</summary>
    public static ImmutableArray<string> Facets(CatalogRow row, ProductSchema schema, Portion portion) =>
        schema.TryResolve(portion.Body.Path, portion.Body.Type, out PortionType? type)
            ? SearchFacets.Of(row.Originator, row.Schema, type.FieldClass, portion.Body.Regions, PortionWords.Tags(portion, schema))
            : [];
}
