using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;

namespace Gateway.DevKeys;

/// <summary>One partner's certificate authority for development: ECDSA P-256, marked in every subject it issues. Dispose after use.</summary>
internal sealed class DevAuthority : IDisposable
{
    private static readonly Oid ServerAuth = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuth = new("1.3.6.1.5.5.7.3.2");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _until;
    private readonly string _partner;

    public DevAuthority(string partner, DateTimeOffset now)
    {
        _partner = partner;
        _from = now.AddMinutes(-5);
        _until = now.AddYears(1);
        CertificateRequest request = Request("CA", _key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        Certificate = request.CreateSelfSigned(_from, _until);
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>For a node: it serves, and it calls other nodes. Answers to localhost and 127.0.0.1.</summary>
    public DevIdentity IssueNode()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        return Issue("node", [ServerAuth, ClientAuth], names.Build());
    }

    /// <summary>For a person or system that calls the node.</summary>
    public DevIdentity IssueCaller(string name) => Issue(name, [ClientAuth], null);

    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }

    private DevIdentity Issue(string name, Oid[] usages, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using X509Certificate2 certificate = request.Create(Certificate, _from, _until, serial);
        return new DevIdentity(
            certificate.ExportCertificatePem() + "\n",
            $"# {DevelopmentMarker.Words}\n{key.ExportPkcs8PrivateKeyPem()}\n",
            Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)),
            "sha256:" + Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())));
    }

    private CertificateRequest Request(string name, ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        subject.AddOrganizationalUnitName(DevelopmentMarker.Words);
        subject.AddOrganizationName(_partner);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}

/// <summary>A certificate and its key.</summary>
/// <param name="CertificatePem">The certificate.</param>
/// <param name="KeyPem">PKCS #8 key, marked. Secret.</param>
/// <param name="Thumbprint">SHA-256 of the certificate, lower-case hex.</param>
/// <param name="Pin">SHA-256 of the SubjectPublicKeyInfo as the roster writes it.</param>
internal sealed record DevIdentity(string CertificatePem, string KeyPem, string Thumbprint, string Pin);
