using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Testing;

/// <summary>Self-signed client certificates that no authority and no roster knows.</summary>
public static class TestCertificate
{
    /// <summary>Writes <c>path.crt</c> and <c>path.key</c>; valid for a year that ends tomorrow unless told.</summary>
    public static X509Certificate2 Write(string path, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        DateTimeOffset end = until ?? DateTimeOffset.UtcNow.AddDays(1);
        X509Certificate2 certificate = request.CreateSelfSigned(end.AddYears(-1), end);
        File.WriteAllText(path + ".crt", certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem() + "\n");
        return certificate;
    }
}
