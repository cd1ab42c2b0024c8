using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Node.Assessments;

/// <summary>Everything of one product that the node has, sealed here or received, before anybody's rights and notices are looked at.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Portions">Ascending by index; copies that came two ways are one product.</param>
/// <param name="Copies">The packages it came in, oldest first; empty for an own product.</param>
internal sealed record HeldContent(Manifest Manifest, ImmutableArray<Portion> Portions, ImmutableArray<ReceivedRow> Copies)
{
    /// <summary>The newest copy; null for an own product.</summary>
    public ReceivedRow? Received => Copies.IsEmpty ? null : Copies[^1];

    /// <summary>Null when nothing of it is left here.</summary>
    public static HeldContent? Of(INodeRead read, CatalogRow row)
    {
        if (read.Sealed(row.Product) is { } own)
        {
            return new HeldContent(own.Manifest, own.Portions, []);
        }

        // Packages were verified before they were stored.
        var portions = new SortedDictionary<ushort, Portion>();
        var copies = ImmutableArray.CreateBuilder<ReceivedRow>();
        Manifest? manifest = null;
        foreach (ReceivedRow received in read.Received(row.Product))
        {
            if (Package.TryDecode(received.Package, out Package? package, out _) && Manifest.TryDecode(package.Manifest, out manifest, out _))
            {
                copies.Add(received);
                foreach (Opening opening in package.Openings)
                {
                    if (PortionBody.TryDecode(opening.Body, out PortionBody? body, out _))
                    {
                        portions[opening.Index] = new Portion(opening.Index, opening.Salt, opening.Body, body);
                    }
                }
            }
        }

        return manifest is null || portions.Count == 0 ? null : new HeldContent(manifest, [.. portions.Values], copies.ToImmutable());
    }
}
