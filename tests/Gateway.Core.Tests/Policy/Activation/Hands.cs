using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;

namespace Gateway.Core.Tests.Policy.Activation;

/// <summary>Somebody who signs: a key and a certificate.</summary>
internal sealed class Hand : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private Hand(AsymmetricAlgorithm key, CertificateRequest request, DateTimeOffset until)
    {
        _key = key;
        Certificate = request.CreateSelfSigned(World.Noon.AddYears(-1), until);
        Thumbprint = Convert.ToHexStringLower(SHA256.HashData(Certificate.RawData));
    }

    public X509Certificate2 Certificate { get; }

    public string Thumbprint { get; }

    public static Hand WithEcdsa(string subject = "CN=hand", DateTimeOffset? until = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Hand(key, new CertificateRequest(subject, key, HashAlgorithmName.SHA256), until ?? World.Noon.AddYears(1));
    }

    public static Hand WithRsa()
    {
        var key = RSA.Create(2048);
        return new Hand(key, new CertificateRequest("CN=hand", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), World.Noon.AddYears(1));
    }

    /// <summary>Another certificate on the same key.</summary>
    public Hand Again() => new(_key, new CertificateRequest("CN=somebody else", (ECDsa)_key, HashAlgorithmName.SHA256), World.Noon.AddYears(1));

    public PolicySigner As(string name, PolicyPart part) => new(name, Thumbprint, part);

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}

/// <summary>Sets and proposals of the small world.</summary>
internal static class Changes
{
    public static readonly string Diff = new('d', 64);

    public static readonly string Corpus = new('c', 64);

    /// <summary>A set of one or more files with these headers and one rule each.</summary>
    public static PolicySet Set(params string[] headers) => new World
    {
        Texts = [.. headers.Select((header, i) => $"{header}\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
            + $"give T-{i}\n  because \"test\"\n  field any\n  to all partners\n  outcome release\n")],
    }.Policy;

    public static PolicyProposal First(string header = "policy outbound version 1") =>
        PolicyProposal.Of(World.Usa, Set(header), null, Diff, Corpus, World.Noon, "MOU 2026/3, annex é");
}
