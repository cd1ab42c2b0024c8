using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Hosting;
using Gateway.Protocol.Searching;
using Google.Protobuf;

namespace Gateway.Node.Searching;

/// <summary>
/// Brings an index up to the record, change by change. A step that broke off leaves nothing half done and is done again; so does a new,
/// empty index, from the first change on.
/// </summary>
internal sealed class IndexFeeder(NodeState node, ISearchIndex index, ILogger<IndexFeeder> logger)
{
    /// <summary>Changes of one step: few enough that a submission does not wait for long behind one.</summary>
    private const int Batch = 8;

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

    /// <summary>All that an index keeps of a product; without portions when nothing is left of it.</summary>
    public IndexedProduct Product(Mode mode, long ordinal)
    {
        if (node.Read.Catalog(mode, ordinal - 1, 1) is not [var row] || row.Ordinal != ordinal)
        {
            throw new InvalidOperationException("A change is of a product in the catalogue.");
        }

        return new IndexedProduct(mode, ordinal, row.Originator, row.IssuedAtMs, Portions(row));
    }

    private ImmutableArray<IndexedPortion> Portions(CatalogRow row) =>
        node.Model.Schemas(row.Schema) is { } schema && HeldContent.Of(node.Read, row) is { } held
            ? [.. held.Portions.Select(portion => Words(row, schema, portion)).OfType<IndexedPortion>()]
            : [];

    private IndexedPortion? Words(CatalogRow row, ProductSchema schema, Portion portion)
    {
        try
        {
            return new IndexedPortion(
                portion.Index, portion.Body.Marking, IndexedPortion.WordsOf(PortionWords.Of(portion, schema)), Facets(row, schema, portion));
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or InvalidProtocolBufferException)
        {
            // It was verified before it was stored, so this does not happen; if it does, the others are found all the same.
            SearchLog.Unreadable(logger, row.Product.ToString());
            return null;
        }
    }

    /// <summary>What a portion can be filtered by; the same when it is put in and when it is looked at.</summary>
    public static ImmutableArray<string> Facets(CatalogRow row, ProductSchema schema, Portion portion) =>
        schema.TryResolve(portion.Body.Path, portion.Body.Type, out PortionType? type)
            ? SearchFacets.Of(row.Originator, row.Schema, type.FieldClass, portion.Body.Regions, PortionWords.Tags(portion, schema))
            : [];
}
