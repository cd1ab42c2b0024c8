using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Gateway.Core.Markings.Wire;

namespace Gateway.Cli.Bindings;

/// <summary>Signs binding documents in the profile of ADatP-4778.2 Annexes A and B, with the key that the roster pins for a partner's node.</summary>
internal static class BindingSigner
{
    private const string SignatureId = "signature";
    private const string ManifestId = "data";
    private const string TimeId = "time";

    private static readonly XNamespace Ds = BindingXml.SignatureNamespace;
    private static readonly XNamespace Wsu = BindingAlgorithms.TimeNamespace;

    /// <summary>Whether the key is one that can sign: ECDSA over P-256 or P-384.</summary>
    public static string? MethodOf(ECDsa key) => key.KeySize switch
    {
        256 => BindingAlgorithms.EcdsaSha256,
        384 => BindingAlgorithms.EcdsaSha384,
        _ => null,
    };

    /// <summary>The hash that goes with a method.</summary>
    public static HashAlgorithmName HashOf(string method) => method switch
    {
        BindingAlgorithms.EcdsaSha256 => HashAlgorithmName.SHA256,
        BindingAlgorithms.EcdsaSha384 => HashAlgorithmName.SHA384,
        _ => throw new ArgumentException("The profile has no such signature.", nameof(method)),
    };

    /// <summary>The signed document as text; any change of it, white space too, breaks the signature.</summary>
    /// <param name="information">What is bound.</param>
    /// <param name="data">Bytes of the data outside the document, by the URI that refers to them; one for each reference.</param>
    /// <param name="key">A key for which <see cref="MethodOf"/> names a method.</param>
    /// <param name="certificate">The certificate of the key.</param>
    /// <param name="now">The time of signing.</param>
    public static string Sign(
        BindingInformation information, IReadOnlyDictionary<string, byte[]> data, ECDsa key, X509Certificate2 certificate, DateTimeOffset now)
    {
        string method = MethodOf(key) ?? throw new ArgumentException("Sign with P-256 or P-384.", nameof(key));
        XElement root = BindingXml.Write(information);
        var properties = new XElement(
            Ds + "SignatureProperties",
            new XAttribute("Id", TimeId),
            new XElement(
                Ds + "SignatureProperty",
                new XAttribute("Target", "#" + SignatureId),
                new XElement(Wsu + "Timestamp", new XAttribute(XNamespace.Xmlns + "wsu", Wsu.NamespaceName), new XElement(Wsu + "Created", Time(now)))));
        XElement? manifest = data.Count == 0 ? null : new XElement(
            Ds + "Manifest",
            new XAttribute("Id", ManifestId),
            data.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Reference(pair.Key, pair.Value, null, isElement: false)));
        var signature = new XElement(
            Ds + "Signature",
            new XAttribute("xmlns", Ds.NamespaceName),
            new XAttribute("Id", SignatureId),
            manifest is null ? null : new XElement(Ds + "Object", manifest),
            new XElement(Ds + "Object", properties));
        root.AddFirst(signature);

        XElement signedInfo = new(
            Ds + "SignedInfo",
            new XElement(Ds + "CanonicalizationMethod", new XAttribute("Algorithm", BindingAlgorithms.Canonical)),
            new XElement(Ds + "SignatureMethod", new XAttribute("Algorithm", method)),
            Bindings(root).Select(binding => Cover(binding, null)),
            manifest is null ? null : Cover(manifest, BindingAlgorithms.ManifestType),
            Cover(properties, BindingAlgorithms.PropertiesType));
        signature.AddFirst(signedInfo);
        byte[] value = key.SignData(CanonicalXml.Of(signedInfo), HashOf(method), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        signedInfo.AddAfterSelf(
            new XElement(Ds + "SignatureValue", Convert.ToBase64String(value)),
            new XElement(
                Ds + "KeyInfo",
                new XElement(Ds + "X509Data", new XElement(Ds + "X509Certificate", Convert.ToBase64String(certificate.RawData)))));
        return CanonicalXml.Text(root);
    }

    private static IEnumerable<XElement> Bindings(XElement root)
    {
        XNamespace mb = BindingXml.Namespace;
        return root.Elements(mb + "MetadataBindingContainer").Elements(mb + "MetadataBinding");
    }

    private static XElement Cover(XElement element, string? type) =>
        Reference("#" + (string?)element.Attribute("Id"), CanonicalXml.Of(element), type, isElement: true);

    private static XElement Reference(string uri, byte[] bytes, string? type, bool isElement) => new(
        Ds + "Reference",
        new XAttribute("URI", uri),
        type is null ? null : new XAttribute("Type", type),
        isElement ? new XElement(Ds + "Transforms", new XElement(Ds + "Transform", new XAttribute("Algorithm", BindingAlgorithms.Canonical))) : null,
        new XElement(Ds + "DigestMethod", new XAttribute("Algorithm", BindingAlgorithms.Sha384)),
        new XElement(Ds + "DigestValue", Convert.ToBase64String(CanonicalXml.Digest(BindingAlgorithms.Sha384, bytes))));

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
