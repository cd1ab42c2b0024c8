using System.Collections.Immutable;
using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>
/// Reads the signature of a binding document. The wrapping attack moves what was signed to a place nobody looks at and puts something else
/// where it stood. Against it: ids are unique in the whole document, nothing may stand in it that has no place, and the references cover
/// each binding, the list of data and the time, and nothing else.
/// </summary>
internal static class SignatureReader
{
    private static readonly XNamespace Ds = BindingXml.SignatureNamespace;
    private static readonly XNamespace Wsu = BindingAlgorithms.TimeNamespace;

    public static BindingSignature? Read(StrictElement signature, BindingInformation information, WireErrors errors)
    {
        int before = errors.Count;
        signature.Attributes(errors, "Id");
        CheckIds(signature.Element.Document?.Root ?? signature.Element.AncestorsAndSelf().Last(), errors);
        IReadOnlyList<StrictElement> parts = signature.Sequence(
            errors,
            new Part(Ds + "SignedInfo", 1, 1), new Part(Ds + "SignatureValue", 1, 1), new Part(Ds + "KeyInfo", 1, 1), new Part(Ds + "Object", 1, 2));
        if (errors.Count > before)
        {
            return null;
        }

        StrictElement signedInfo = Only(parts, "SignedInfo");
        List<StrictElement> objects = [.. parts.Where(part => part.Element.Name.LocalName == "Object").SelectMany(part => Content(part, errors))];
        StrictElement[] manifests = [.. objects.Where(item => item.Element.Name.LocalName == "Manifest")];
        StrictElement[] properties = [.. objects.Where(item => item.Element.Name.LocalName == "SignatureProperties")];
        if (manifests.Length > 1 || properties.Length != 1)
        {
            errors.Add("4778-SIGNATURE-OBJECTS", signature.Path, "Hold the time of signing once, and at most one Manifest.");
            return null;
        }

        DateTimeOffset? time = ReadTime(properties[0], signature.Required("Id", errors), errors);
        ImmutableArray<SignedDigest> data = [.. manifests.SelectMany(manifest => ReadManifest(manifest, errors))];
        CheckData(data, information, signature.Path, errors);
        (string method, ImmutableArray<(SignedDigest Digest, string Type)> references) = ReadSignedInfo(signedInfo, errors);
        ImmutableArray<SignedElement> covered = Cover(signature.Element, references, information, manifests, properties[0], errors);
        byte[] value = Bytes(Only(parts, "SignatureValue"), errors);
        byte[] certificate = ReadCertificate(Only(parts, "KeyInfo"), errors);
        return errors.Count > before || time is not { } signedAt
            ? null
            : new BindingSignature
            {
                SignedInfo = signedInfo.Element,
                Method = method,
                Value = value,
                Certificate = certificate,
                Elements = covered,
                Data = data,
                SignedAt = signedAt,
            };
    }

    private static void CheckIds(XElement root, WireErrors errors)
    {
        IEnumerable<string> ids = root.DescendantsAndSelf().Attributes()
            .Where(attribute => attribute.Name.LocalName.Equals("Id", StringComparison.OrdinalIgnoreCase)).Select(attribute => attribute.Value);
        foreach (string id in ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key))
        {
            errors.Add("4778-ID-DUPLICATE", "/BindingInformation", $"The Id {id} stands twice; give every element its own.");
        }
    }

    private static IEnumerable<StrictElement> Content(StrictElement item, WireErrors errors)
    {
        item.Attributes(errors);
        return item.Sequence(errors, new Part(Ds + "Manifest", 0, 1), new Part(Ds + "SignatureProperties", 0, 1));
    }

    private static (string Method, ImmutableArray<(SignedDigest, string)> References) ReadSignedInfo(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors);
        IReadOnlyList<StrictElement> parts = element.Sequence(
            errors,
            new Part(Ds + "CanonicalizationMethod", 1, 1), new Part(Ds + "SignatureMethod", 1, 1), new Part(Ds + "Reference", 1, Part.Many));
        string canonical = Algorithm(parts, "CanonicalizationMethod", errors);
        string method = Algorithm(parts, "SignatureMethod", errors);
        if (canonical != BindingAlgorithms.Canonical || !BindingAlgorithms.IsSignature(method))
        {
            errors.Add("4778-SIGNATURE-ALGORITHM", element.Path, "Sign the exclusive canonical form with ECDSA and SHA-256 or SHA-384.");
        }

        var references = ImmutableArray.CreateBuilder<(SignedDigest, string)>();
        foreach (StrictElement reference in parts.Where(part => part.Element.Name.LocalName == "Reference"))
        {
            SignedDigest digest = ReadReference(reference, errors);
            string[] transforms = [.. reference.Element.Elements(Ds + "Transforms").Elements().Select(transform => (string?)transform.Attribute("Algorithm") ?? "")];
            if (transforms is not [BindingAlgorithms.Canonical])
            {
                errors.Add("4778-SIGNATURE-TRANSFORM", reference.Path, "Transform an element to its exclusive canonical form, and nothing else.");
            }

            references.Add((digest, reference.Attribute("Type") ?? ""));
        }

        return (method, references.ToImmutable());
    }

    private static SignedDigest ReadReference(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors, "URI", "Type");
        IReadOnlyList<StrictElement> parts = element.Sequence(
            errors,
            new Part(Ds + "Transforms", 0, 1), new Part(Ds + "DigestMethod", 1, 1), new Part(Ds + "DigestValue", 1, 1));
        foreach (StrictElement transforms in parts.Where(part => part.Element.Name.LocalName == "Transforms"))
        {
            transforms.Attributes(errors);
            foreach (StrictElement transform in transforms.Sequence(errors, new Part(Ds + "Transform", 1, Part.Many)))
            {
                transform.Attributes(errors, "Algorithm");
                transform.Sequence(errors);
            }
        }

        string method = Algorithm(parts, "DigestMethod", errors);
        if (!BindingAlgorithms.IsDigest(method))
        {
            errors.Add("4778-SIGNATURE-DIGEST", element.Path, "Digest with SHA-384, SHA-256 or SHA-512.");
        }

        byte[] value = parts.FirstOrDefault(part => part.Element.Name.LocalName == "DigestValue") is { Element: not null } digest
            ? Bytes(digest, errors)
            : [];
        return new SignedDigest(element.Required("URI", errors), method, value);
    }

    private static IEnumerable<SignedDigest> ReadManifest(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors, "Id");
        foreach (StrictElement reference in element.Sequence(errors, new Part(Ds + "Reference", 1, Part.Many)))
        {
            if (reference.Element.Elements(Ds + "Transforms").Any())
            {
                errors.Add("4778-SIGNATURE-TRANSFORM", reference.Path, "Data outside the document are digested byte by byte; remove Transforms.");
            }

            yield return ReadReference(reference, errors);
        }
    }

    private static void CheckData(ImmutableArray<SignedDigest> data, BindingInformation information, string path, WireErrors errors)
    {
        List<string> listed = [.. data.Select(digest => digest.Uri).Order(StringComparer.Ordinal)];
        List<string> bound =
        [
            .. information.Bindings.SelectMany(binding => binding.DataReferences.Concat(binding.MetadataReferences))
                .Select(reference => reference.Uri).Distinct().Order(StringComparer.Ordinal),
        ];
        if (!listed.SequenceEqual(bound))
        {
            errors.Add("4778-SIGNATURE-DATA", path, "The Manifest lists the URI of every reference of the bindings once, and no other.");
        }
    }

    private static ImmutableArray<SignedElement> Cover(
        XElement signature,
        ImmutableArray<(SignedDigest Digest, string Type)> references,
        BindingInformation information,
        StrictElement[] manifests,
        StrictElement properties,
        WireErrors errors)
    {
        XNamespace mb = BindingXml.Namespace;
        XElement[] bindings = [.. signature.Parent!.Elements(mb + "MetadataBindingContainer").Elements(mb + "MetadataBinding")];
        List<(XElement Element, string Type)> wanted =
        [
            .. bindings.Select(binding => (binding, "")),
            .. manifests.Select(manifest => (manifest.Element, BindingAlgorithms.ManifestType)),
            (properties.Element, BindingAlgorithms.PropertiesType),
        ];
        var covered = ImmutableArray.CreateBuilder<SignedElement>();
        foreach ((XElement element, string type) in wanted)
        {
            string uri = "#" + (string?)element.Attribute("Id");
            SignedDigest[] found = [.. references.Where(reference => reference.Digest.Uri == uri && reference.Type == type).Select(reference => reference.Digest)];
            if (found is [var digest])
            {
                covered.Add(new SignedElement(element, digest));
            }
        }

        if (covered.Count != wanted.Count || references.Length != wanted.Count || information.Bindings.Length != bindings.Length)
        {
            errors.Add("4778-SIGNATURE-COVERAGE", "/BindingInformation/Signature/SignedInfo",
                "Refer once to every MetadataBinding, to the Manifest and to the SignatureProperties by their Ids, and to nothing else.");
        }

        return covered.ToImmutable();
    }

    private static DateTimeOffset? ReadTime(StrictElement properties, string signatureId, WireErrors errors)
    {
        properties.Attributes(errors, "Id");
        IReadOnlyList<StrictElement> property = properties.Sequence(errors, new Part(Ds + "SignatureProperty", 1, 1));
        if (property.Count != 1)
        {
            return null;
        }

        property[0].Attributes(errors, "Target");
        if (property[0].Attribute("Target") != "#" + signatureId)
        {
            errors.Add("4778-SIGNATURE-TIME", property[0].Path, "The time is that of this signature; aim Target at its Id.");
        }

        DateTimeOffset? time = null;
        foreach (StrictElement stamp in property[0].Sequence(errors, new Part(Wsu + "Timestamp", 1, 1)))
        {
            stamp.Attributes(errors);
            foreach (StrictElement created in stamp.Sequence(errors, new Part(Wsu + "Created", 1, 1)))
            {
                created.Attributes(errors);
                time = LabelXml.ParseTime(created.Text(errors));
                if (time is null)
                {
                    errors.Add("4778-SIGNATURE-TIME", created.Path, "Write date, time and time zone.");
                }
            }
        }

        return time;
    }

    private static byte[] ReadCertificate(StrictElement keyInfo, WireErrors errors)
    {
        keyInfo.Attributes(errors);
        foreach (StrictElement data in keyInfo.Sequence(errors, new Part(Ds + "X509Data", 1, 1)))
        {
            data.Attributes(errors);
            foreach (StrictElement certificate in data.Sequence(errors, new Part(Ds + "X509Certificate", 1, 1)))
            {
                return Bytes(certificate, errors);
            }
        }

        return [];
    }

    private static string Algorithm(IReadOnlyList<StrictElement> parts, string name, WireErrors errors)
    {
        foreach (StrictElement part in parts.Where(part => part.Element.Name.LocalName == name))
        {
            part.Attributes(errors, "Algorithm");
            part.Sequence(errors);
            return part.Required("Algorithm", errors);
        }

        return "";
    }

    private static byte[] Bytes(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors);
        try
        {
            if (!element.Element.HasElements && Convert.FromBase64String(element.Element.Value) is { Length: > 0 } bytes)
            {
                return bytes;
            }
        }
        catch (FormatException)
        {
            // Reported below.
        }

        errors.Add("4778-BASE64", element.Path, "Write the bytes in base64.");
        return [];
    }

    private static StrictElement Only(IReadOnlyList<StrictElement> parts, string name) =>
        parts.First(part => part.Element.Name.LocalName == name);
}
