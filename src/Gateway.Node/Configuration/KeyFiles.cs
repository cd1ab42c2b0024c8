using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Courier;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;

namespace Gateway.Node.Configuration;

/// <summary>The node's own keys, loaded.</summary>
internal sealed record KeyMaterial(
    X509Certificate2 Certificate,
    CheckpointSigner ReleaseSigner,
    CheckpointSigner InternalSigner,
    CheckpointCosigner? Witness,
    CourierPrivateKey? CourierKey);

/// <summary>
/// Reads the node's TLS certificate and log keys. Outside the Development environment, keys and certificates made for development are
/// refused. Every fault goes into <paramref name="errors"/>; none quotes a key.
/// </summary>
internal sealed class KeyFiles(string folder, bool development, List<string> errors)
{
    public KeyMaterial? Read(Roster? roster, PartnerCode self)
    {
        if (!Directory.Exists(folder))
        {
            errors.Add("Gateway:Keys must name the folder with node.crt, node.key, release-log.keys and internal-log.keys.");
            return null;
        }

        X509Certificate2? certificate = Certificate();
        CheckpointSigner? release = Signer("release-log.keys");
        CheckpointSigner? @internal = Signer("internal-log.keys");
        CourierPrivateKey? courier = Courier();
        if (roster is null || certificate is null || release is null || @internal is null)
        {
            return null;
        }

        if (!roster.TryFind(self, out Partner? partner))
        {
            errors.Add($"Gateway:Partner: {self} is not in the roster.");
            return null;
        }

        Match(partner, certificate, release, @internal);
        if (courier is not null && courier.PublicKey.ToString() != partner.CourierKey?.ToString())
        {
            errors.Add("Gateway:Keys: courier.key is not the key that the roster names for this partner's feed files.");
        }

        return new KeyMaterial(certificate, release, @internal, Witness(partner), courier);
    }

    private void Match(Partner partner, X509Certificate2 certificate, CheckpointSigner release, CheckpointSigner @internal)
    {
        if (!partner.TlsPins.Contains(TlsPin.Of(certificate)))
        {
            errors.Add("Gateway:Keys: node.crt is not the certificate that the roster pins for this partner.");
        }

        if (!release.VerifierKeys.Select(key => key.ToString()).ToHashSet().SetEquals(partner.ReleaseLog.VerifierKeys)
            || release.Origin != partner.ReleaseLog.Origin)
        {
            errors.Add("Gateway:Keys: release-log.keys are not the keys that the roster names for this partner's release log.");
        }

        if (@internal.Origin != partner.InternalLogOrigin)
        {
            errors.Add("Gateway:Keys: internal-log.keys are not named like this partner's internal log in the roster.");
        }
    }

    /// <summary>Without the file, or where the roster names no witness, the node is none; keys of another than the roster's are a fault.</summary>
    private CheckpointCosigner? Witness(Partner partner)
    {
        if (!File.Exists(Path.Combine(folder, "witness.keys")) || KeyFileOf("witness.keys") is not { } file)
        {
            return null;
        }

        if (partner.Witness is { } identity && !file.Keys.Select(key => key.ToString()).ToHashSet().SetEquals(identity.VerifierKeys))
        {
            errors.Add("Gateway:Keys: witness.keys are not the keys that the roster names for this partner's witness.");
            return null;
        }

        try
        {
            var cosigner = new CheckpointCosigner([.. file.Keys]);
            return partner.Witness is null ? null : cosigner;
        }
        catch (ArgumentException)
        {
            errors.Add("Gateway:Keys: witness.keys must hold one cosignature-ed25519 and one ml-dsa-44 key under one name.");
            return null;
        }
    }

    private X509Certificate2? Certificate()
    {
        string certificatePath = Path.Combine(folder, "node.crt"), keyPath = Path.Combine(folder, "node.key");
        if (!File.Exists(certificatePath) || !File.Exists(keyPath))
        {
            errors.Add("Gateway:Keys: node.crt or node.key is missing.");
            return null;
        }

        try
        {
            using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            Refuse(DevelopmentMarker.IsMarked(pem.Subject) || DevelopmentMarker.IsMarked(pem.Issuer), "node.crt");

            // Kestrel wants a key it can use without a key file: through PKCS #12, in memory.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (CryptographicException)
        {
            errors.Add("Gateway:Keys: node.crt and node.key are not a certificate and its key in PEM.");
            return null;
        }
    }

    private CheckpointSigner? Signer(string name)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            errors.Add($"Gateway:Keys: {name} is missing.");
            return null;
        }

        if (KeyFileOf(name) is not { } file)
        {
            return null;
        }

        try
        {
            return new CheckpointSigner([.. file.Keys]);
        }
        catch (ArgumentException)
        {
            errors.Add($"Gateway:Keys: {name} must hold one ed25519 and one ml-dsa-44 key under one name.");
            return null;
        }
    }

    private KeyFile? KeyFileOf(string name)
    {
        if (!KeyFile.TryParse(File.ReadAllText(Path.Combine(folder, name)), out KeyFile? file, out string? fault))
        {
            errors.Add($"Gateway:Keys: {name}: {fault}.");
            return null;
        }

        Refuse(file.IsDevelopment, name);
        return file;
    }

    /// <summary>Optional: a node without it takes no feed files.</summary>
    private CourierPrivateKey? Courier()
    {
        string path = Path.Combine(folder, "courier.key");
        if (!File.Exists(path))
        {
            return null;
        }

        string text = File.ReadAllText(path);
        if (!CourierPrivateKey.TryReadFile(text, out CourierPrivateKey? key, out string? fault))
        {
            errors.Add($"Gateway:Keys: courier.key: {fault}.");
        }

        Refuse(DevelopmentMarker.IsMarked(text), "courier.key");
        return key;
    }

    private void Refuse(bool marked, string name)
    {
        if (marked && !development)
        {
            errors.Add($"Gateway:Keys: {name} was made for development; outside the Development environment it is refused.");
        }
    }
}
