using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Node.Configuration;

namespace Gateway.Node.Callers;

/// <summary>
/// Names the other end of a TLS connection by its certificate alone: a key that the roster pins is a partner, a thumbprint in the
/// configuration is a local caller, anything else is nobody. No certificate authority is asked. Expired certificates name nobody.
/// </summary>
internal sealed class CallerResolver(NodeSettings settings, TimeProvider clock)
{
    public Caller Resolve(X509Certificate2? certificate)
    {
        if (certificate is null || !TlsPin.IsCurrent(certificate, clock.GetUtcNow()))
        {
            return new Caller.Unknown();
        }

        string pin = TlsPin.Of(certificate);
        Partner? partner = settings.Model.Roster.Partners.FirstOrDefault(candidate => candidate.TlsPins.Contains(pin));
        if (partner is not null)
        {
            return partner.Code == settings.Self ? new Caller.Unknown() : new Caller.Peer(partner.Code);
        }

        string thumbprint = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        return settings.Callers.TryGetValue(thumbprint, out LocalCaller? local) ? new Caller.Local(local) : new Caller.Unknown();
    }
}
