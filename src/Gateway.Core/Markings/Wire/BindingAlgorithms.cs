namespace Gateway.Core.Markings.Wire;

/// <summary>Algorithms of signed bindings (ADatP-4778.2 Tables 2-3 and 2-4): what is written first, then what else is read.</summary>
public static class BindingAlgorithms
{
    /// <summary>Canonical form: exclusive, without comments.</summary>
    public const string Canonical = "http://www.w3.org/2001/10/xml-exc-c14n#";

    /// <summary>SHA-384, the digest that the standard demands and that is written.</summary>
    public const string Sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";

    /// <summary>SHA-256, read too.</summary>
    public const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    /// <summary>SHA-512, read too.</summary>
    public const string Sha512 = "http://www.w3.org/2001/04/xmlenc#sha512";

    /// <summary>ECDSA over P-256 with SHA-256.</summary>
    public const string EcdsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

    /// <summary>ECDSA over P-384 with SHA-384.</summary>
    public const string EcdsaSha384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";

    /// <summary>Type of a reference to the list of data outside the document.</summary>
    public const string ManifestType = "http://www.w3.org/2000/09/xmldsig#Manifest";

    /// <summary>Type of a reference to the time of signing.</summary>
    public const string PropertiesType = "http://www.w3.org/2000/09/xmldsig#SignatureProperties";

    /// <summary>Namespace of the time of signing (OASIS WS-Security).</summary>
    public const string TimeNamespace = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    internal static bool IsDigest(string uri) => uri is Sha384 or Sha256 or Sha512;

    internal static bool IsSignature(string uri) => uri is EcdsaSha256 or EcdsaSha384;
}
