using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Client;
using Gateway.Core.Partners;

namespace Gateway.Cli.Nodes;

/// <summary>What it takes to talk to a node.</summary>
internal abstract record NodeAccess
{
    private NodeAccess()
    {
    }

    /// <summary>Everything is there.</summary>
    /// <param name="Address">Where the node answers.</param>
    /// <param name="Partner">Whose node it is.</param>
    /// <param name="Caller">The caller's certificate and key.</param>
    public sealed record Known(Uri Address, Partner Partner, X509Certificate2 Caller) : NodeAccess
    {
        public NodeClient Connect(TimeProvider time) => new(this, time);
    }

    /// <summary>Something is missing or unreadable.</summary>
    public sealed record Unknown(string Reason) : NodeAccess;

    /// <param name="address">Null: what the roster says.</param>
    /// <param name="certificate">File of the caller's certificate.</param>
    /// <param name="key">File of the caller's key.</param>
    /// <param name="rosterFile">File of the roster. The caller vouches for it; only what it pins is trusted.</param>
    /// <param name="partner">Whose node it is; null: the one that the roster has at the address.</param>
    public static NodeAccess Of(Uri? address, string certificate, string key, string rosterFile, PartnerCode? partner)
    {
        if (!PinnedRoster.TryRead(rosterFile, out Roster? roster, out string? fault))
        {
            return new Unknown(fault);
        }

        ImmutableArray<Partner> found = [.. roster.Partners.Where(p => partner is { } code ? p.Code == code : p.Address.Authority == address?.Authority)];
        if (found is not [var node])
        {
            return new Unknown($"{rosterFile} names no partner with a node at {address}");
        }

        try
        {
            return new Known(address ?? node.Address, node, X509Certificate2.CreateFromPemFile(certificate, key));
        }
        catch (CryptographicException)
        {
            return new Unknown($"{certificate} and {key} are not a certificate and its key");
        }
    }
}
