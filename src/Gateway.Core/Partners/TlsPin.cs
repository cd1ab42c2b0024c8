using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Core.Partners;

/// <summary>How the roster pins TLS keys: <c>sha256:</c> and the SHA-256 of the SubjectPublicKeyInfo (RFC 5280 §4.1), lower-case hex. Pure.</summary>
public static class TlsPin
{
    /// <summary>The pin of a certificate's key.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>
    /// Whether a certificate may speak for a partner now: its key is pinned, and the instant lies within its dates, both included. Who issued it
    /// and which names it bears say nothing. False without a certificate.
    /// </summary>
    public static bool Speaks(Partner partner, X509Certificate2? certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(partner);
        return certificate is not null && IsCurrent(certificate, now) && partner.TlsPins.Contains(Of(certificate));
    }

    /// <summary>Whether an instant lies within a certificate's dates, both included.</summary>
    public static bool IsCurrent(X509Certificate2 certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        DateTime utc = now.UtcDateTime;
        return certificate.NotBefore.ToUniversalTime() <= utc && utc <= certificate.NotAfter.ToUniversalTime();
    }
}
