using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Node.Channels;

/// <summary>Which certificates the other end of a channel may show: under configured authorities, or under those that this machine trusts.</summary>
internal sealed class PeerTrust(ImmutableArray<X509Certificate2> authorities)
{
    /// <summary>TLS 1.2 and 1.3; the name is always checked.</summary>
    public SslClientAuthenticationOptions Options(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = Policy(),
    };

    /// <summary>For clients that ask: what <see cref="Options"/> would have said.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (authorities.IsEmpty)
        {
            return errors == SslPolicyErrors.None;
        }

        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using X509Chain own = new();
        own.ChainPolicy = Policy()!;
        own.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1")); // id-kp-serverAuth, RFC 5280 §4.2.1.12
        foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var shown = new X509Certificate2(certificate);
        return own.Build(shown);
    }

    private X509ChainPolicy? Policy()
    {
        if (authorities.IsEmpty)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities.ToArray());
        return policy;
    }
}
