using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Node.Assessments;

/// <summary>All that a node holds of one product, whoever may see it.</summary>
/// <param name="Manifest">The product's manifest.</param>
/// <param name="Portions">By index, ascending; as sealed, without what notices say of them.</param>
/// <param name="Received">The newest package; null for a product sealed here.</param>
internal sealed record HeldContent(Manifest Manifest, ImmutableArray<Portion> Portions, ReceivedRow? Received)
{
    /// <summary>Null when nothing is left of it.</summary>
    public static HeldContent? Of(INodeRead read, CatalogRow row)
    {
        if (read.Sealed(row.Product) is { } own)
        {
            return new HeldContent(own.Manifest, own.Portions, null);
        }

        // Packages were verified before they were stored; copies that came two ways are one product.
        var portions = new SortedDictionary<ushort, Portion>();
        Manifest? manifest = null;
        ReceivedRow? newest = null;
        foreach (ReceivedRow received in read.Received(row.Product))
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

        return manifest is null || portions.Count == 0 ? null : new HeldContent(manifest, [.. portions.Values], newest);
    }
}
