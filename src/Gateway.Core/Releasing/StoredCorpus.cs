using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// Reads from a node's record what it might release: every portion sealed here, and of received products those that originator or
/// owners let it hand on. What a notice took back is left out, as is a product that neither may go on nor was sealed here: no rule can
/// let it out. Decrypts nothing, changes nothing.
/// </summary>
public static class StoredCorpus
{
    private const int Page = 256;

    /// <summary>The index of what is stored now. Policy, agreements and the time to come do not enter it, but grants and consents that lapsed do not count.</summary>
    public static CorpusIndex Read(INodeRead read, NodeModel model, DateTimeOffset now) =>
        CorpusIndex.Of(model.Self, Enum.GetValues<Mode>().SelectMany(mode => Catalog(read, mode)).SelectMany(row => Portions(read, row, model, now)));

    private static IEnumerable<CatalogRow> Catalog(INodeRead read, Mode mode)
    {
        long after = 0;
        while (read.Catalog(mode, after, Page) is [.., var last] rows)
        {
            foreach (CatalogRow row in rows)
            {
                yield return row;
            }

            after = last.Ordinal;
        }
    }

    private static IEnumerable<CorpusPortion> Portions(INodeRead read, CatalogRow row, NodeModel model, DateTimeOffset now)
    {
        ILookup<ushort, PartnerCode> released = read.Releases(row.Product)
            .Where(release => release.WithdrawnIndex < 0)
            .SelectMany(release => release.Opened.Select(index => (index, release.Partner)))
            .ToLookup(pair => pair.index, pair => pair.Partner);
        IEnumerable<CorpusPortion> portions = row.ReceivedFrom == default ? Own(read, row, model) : Received(read, row, model, now);
        return portions.Select(portion => portion with { Released = [.. released[portion.Index].Distinct().Order()] });
    }

    private static IEnumerable<CorpusPortion> Own(INodeRead read, CatalogRow row, NodeModel model)
    {
        if (read.Sealed(row.Product) is not { Recalled: false } sealedHere || model.Schemas(sealedHere.Manifest.Schema) is not { } schema)
        {
            yield break;
        }

        CorpusProduct product = Product(row, sealedHere.Manifest);
        foreach (Portion portion in sealedHere.Portions.Where(portion => !portion.Recalled))
        {
            if (NodeModel.Facts(sealedHere.Manifest, schema, portion.Body) is { } facts)
            {
                yield return new CorpusPortion { Product = product, Index = portion.Index, Facts = facts, Floors = portion.Floors, Recipients = sealedHere.Audience };
            }
        }
    }

    private static IEnumerable<CorpusPortion> Received(INodeRead read, CatalogRow row, NodeModel model, DateTimeOffset now)
    {
        if (HeldProduct.Of(read, row.Product) is not { Notices.Recalled: false } held || !held.MayHandOn(model, now))
        {
            yield break;
        }

        HeldMatter[] ways = [.. held.Copies.OrderBy(copy => copy.Chain.Length).Select(copy => new HeldMatter(held, copy))];
        CorpusProduct product = Product(row, held.Manifest);
        foreach (PartnerCode to in model.Recipients)
        {
            // Of several ways to one partner the first that is open: grants and consents are the same whichever it takes.
            foreach (IGrouping<ushort, (Portion Portion, HeldMatter Way)> group in ways
                .SelectMany(way => way.Product.Portions.Where(portion => !portion.Recalled).Select(portion => (portion, way)))
                .GroupBy(pair => pair.portion.Index))
            {
                if (group.Select(pair => (pair.Portion, Facts: pair.Way.Facts(pair.Portion, to, model, now))).FirstOrDefault(pair => pair.Facts is not null)
                    is { Facts: { } facts, Portion: var portion })
                {
                    yield return new CorpusPortion { Product = product, Index = portion.Index, Facts = facts, Floors = portion.Floors, Recipients = [to] };
                }
            }
        }
    }

    private static CorpusProduct Product(CatalogRow row, Manifest manifest) =>
        new(row.Product, Convert.ToHexStringLower(row.LineageId.Span), row.Mode, manifest.IssuedAt);
}
