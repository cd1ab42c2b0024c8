using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;
using Gateway.Core.Partners;

namespace Gateway.Cli.Bindings;

/// <summary>
/// Verifies binding documents: the signer's key is one that the roster pins for the partner, the signature is over what was read, and the
/// data are the bytes that were bound. Certificates are trusted by pin and nothing else.
/// </summary>
internal static class BindingVerifier
{
    /// <summary>The bindings of a document, or every reason why nothing in it may be believed.</summary>
    /// <param name="document">The document.</param>
    /// <param name="signer">The partner whose key must have signed.</param>
    /// <param name="data">Bytes of the data outside the document, by the URI that refers to them.</param>
    /// <param name="registry">How marks are read.</param>
    public static WireOutcome<BindingInformation> Verify(
        ReadOnlySpan<byte> document, Partner signer, IReadOnlyDictionary<string, byte[]> data, MarkingRegistry registry) =>
        StrictXml.Read(document)
            .Then(root => BindingXml.Read(root, registry))
            .Then<BindingInformation>(information =>
            {
                ImmutableArray<WireError> errors = [.. Check(information.Signature!, signer, data)];
                return errors.IsEmpty ? new WireOutcome<BindingInformation>.Done(information) : new WireOutcome<BindingInformation>.Refused(errors);
            });

    private static IEnumerable<WireError> Check(BindingSignature signature, Partner signer, IReadOnlyDictionary<string, byte[]> data)
    {
        if (!SignedBy(signature, signer))
        {
            yield return new WireError("4778-SIGNER", "/BindingInformation/Signature",
                $"This is not a signature by a key that the roster pins for {signer.Code.Value}; ask for the document again.");
        }

        foreach (SignedElement element in signature.Elements)
        {
            if (!Matches(element.Digest, CanonicalXml.Of(element.Element)))
            {
                yield return new WireError("4778-CHANGED", $"/BindingInformation/Signature/SignedInfo/Reference[@URI='{element.Digest.Uri}']",
                    "What the signature covers was changed after it was signed; ask for the document again.");
            }
        }

        foreach (SignedDigest digest in signature.Data)
        {
            if (!data.TryGetValue(digest.Uri, out byte[]? bytes))
            {
                yield return new WireError("4778-DATA-MISSING", digest.Uri, "Give the data that this refers to, so that the binding can be checked.");
            }
            else if (!Matches(digest, bytes))
            {
                yield return new WireError("4778-DATA-CHANGED", digest.Uri, "These are not the data that the labels were bound to; ask for them again.");
            }
        }
    }

    private static bool SignedBy(BindingSignature signature, Partner signer)
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(signature.Certificate.Span);
            using ECDsa? key = certificate.GetECDsaPublicKey();
            return key is not null
                && signer.TlsPins.Contains("sha256:" + Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())))
                && BindingSigner.MethodOf(key) == signature.Method
                && key.VerifyData(
                    CanonicalXml.Of(signature.SignedInfo), signature.Value.Span, BindingSigner.HashOf(signature.Method),
                    DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool Matches(SignedDigest digest, ReadOnlySpan<byte> bytes) =>
        CryptographicOperations.FixedTimeEquals(CanonicalXml.Digest(digest.Method, bytes), digest.Value.Span);
}
