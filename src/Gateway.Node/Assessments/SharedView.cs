using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Assessments;

/// <summary>A product as one local caller may see it. Never empty: what shows nothing is not there.</summary>
internal sealed record Visible(
    CatalogRow Row, ProductSchema Schema, ImmutableArray<Portion> Portions, Marking Banner, ReceivedRow? Received);

/// <summary>
/// Decides what a local caller sees of what the node holds: every portion by marking and clearance, own and received alike. "Absent" and
/// "not for you" are the same null.
/// </summary>
internal sealed class SharedView(NodeState node)
{
    public Visible? Of(ProductId product, LocalCaller caller)
    {
        // For a product that is not here another one is looked at, so that "absent" costs what "not for you" costs.
        CatalogRow? row = node.Read.Find(product);
        CatalogRow? standIn = Enum.GetValues<Mode>().Select(mode => node.Read.Catalog(mode, 0, 1)).ToArray().SelectMany(rows => rows).FirstOrDefault();
        Visible? seen = (row ?? standIn) is { } looked ? Of(looked, caller) : null;
        return row is null ? null : seen;
    }

    public Visible? Of(CatalogRow row, LocalCaller caller)
    {
        if (node.Model.Schemas(row.Schema) is not { } schema || Held(row) is not { } held)
        {
            return null;
        }

        var sight = new LocalSight(node.Model, caller.Clearance, node.Clock.GetUtcNow());
        Outcome[] outcomes = [.. held.Portions.Select(portion => sight.Of(held.Manifest, schema, portion.Body))];
        ImmutableArray<Portion> visible = OpeningChoice.All(held.Portions, outcomes);
        Marking? banner = Banners.Of(visible.Select(portion => portion.Body.Marking), row.Originator, node.Model.Markings);
        return banner is null ? null : new Visible(row, schema, visible, banner, held.Received);
    }

    private (Manifest Manifest, ImmutableArray<Portion> Portions, ReceivedRow? Received)? Held(CatalogRow row)
    {
        if (node.Read.Sealed(row.Product) is { } own)
        {
            return (own.Manifest, own.Portions, null);
        }

        // Packages were verified before they were stored; copies that came two ways are one product.
        var portions = new SortedDictionary<ushort, Portion>();
        Manifest? manifest = null;
        ReceivedRow? newest = null;
        foreach (ReceivedRow received in node.Read.Received(row.Product))
        {
            if (Package.TryDecode(received.Package, out Package? package, out _) && Manifest.TryDecode(package.Manifest, out manifest, out _))
            {
                newest = received;
                foreach (Opening opening in package.Openings)
                {
                    if (PortionBody.TryDecode(opening.Body, out PortionBody? body, out _))
                    {
                        portions[opening.Index] = new Portion(opening.Index, opening.Salt, opening.Body, body);
                    }
                }
            }
        }

        return manifest is null || portions.Count == 0 ? null : (manifest, [.. portions.Values], newest);
    }
}
