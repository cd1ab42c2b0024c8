using System.Collections.Immutable;
using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>
/// Binding documents of ADatP-4778. Pure and total. This type reads and writes what is signed; whoever reads a document checks its
/// signature first, since a binding without one is refused here and one that nobody checked says nothing.
/// </summary>
public static class BindingXml
{
    /// <summary>Namespace of ADatP-4778.</summary>
    public const string Namespace = "urn:nato:stanag:4778:bindinginformation:1:0";

    /// <summary>Namespace of XML Signature.</summary>
    public const string SignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

    private const string Form = "4778";
    private const string Xmime = "http://www.w3.org/2005/05/xmlmime";

    private static readonly XNamespace Mb = Namespace;
    private static readonly XName ContentType = XNamespace.Get(Xmime) + "contentType";

    /// <summary>The document, not yet signed.</summary>
    public static XElement Write(BindingInformation information)
    {
        ArgumentNullException.ThrowIfNull(information);
        return new XElement(
            Mb + "BindingInformation",
            new XAttribute(XNamespace.Xmlns + "mb", Namespace),
            new XAttribute(XNamespace.Xmlns + "xmime", Xmime),
            new XElement(Mb + "MetadataBindingContainer", information.Bindings.Select(Binding)));
    }

    /// <summary>The bindings of a document that has one signature as its first element. Errors have paths.</summary>
    public static WireOutcome<BindingInformation> Read(XElement root, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new WireErrors();
        if (root.Name != Mb + "BindingInformation")
        {
            errors.Add("4778-ROOT", $"/{root.Name.LocalName}", $"Begin with BindingInformation in the namespace {Namespace}.");
            return errors.Refuse<BindingInformation>();
        }

        var element = new StrictElement(root, "/BindingInformation", Form);
        element.Attributes(errors);
        IReadOnlyList<StrictElement> parts = element.Sequence(
            errors,
            new Part(XNamespace.Get(SignatureNamespace) + "Signature", 1, 1), // optional in the standard, not here
            new Part(Mb + "MetadataBindingContainer", 1, Part.Many));
        var bindings = ImmutableArray.CreateBuilder<MetadataBinding>();
        foreach (StrictElement container in parts.Where(part => part.Element.Name.Namespace == Mb))
        {
            container.Attributes(errors);
            bindings.AddRange(container.Sequence(errors, new Part(Mb + "MetadataBinding", 1, Part.Many)).Select(part => ReadBinding(part, registry, errors)));
        }

        var information = new BindingInformation(bindings.ToImmutable());
        foreach (StrictElement signature in parts.Where(part => part.Element.Name.Namespace == SignatureNamespace))
        {
            information = information with { Signature = SignatureReader.Read(signature, information, errors) };
        }

        return errors.Close(information);
    }

    private static XElement Binding(MetadataBinding binding) => new(
        Mb + "MetadataBinding",
        new XAttribute("Id", binding.Id),
        binding.Labels.Select(label => new XElement(Mb + "Metadata", LabelXml.Write(label))),
        binding.MetadataReferences.Select(reference => Reference("MetadataReference", reference)),
        binding.Data.Select(data => new XElement(Mb + "Data", new XElement(data))),
        binding.DataReferences.Select(reference => Reference("DataReference", reference)));

    private static XElement Reference(string name, BoundReference reference) => new(
        Mb + name,
        new XAttribute("URI", reference.Uri),
        reference.ContentType is { } type ? new XAttribute(ContentType, type) : null);

    private static MetadataBinding ReadBinding(StrictElement element, MarkingRegistry registry, WireErrors errors)
    {
        element.Attributes(errors, "Id");
        string id = element.Required("Id", errors);
        IReadOnlyList<StrictElement> parts = element.Sequence(
            errors,
            new Part(Mb + "Metadata", 0, Part.Many) { Group = "metadata" },
            new Part(Mb + "MetadataReference", 0, Part.Many) { Group = "metadata" },
            new Part(Mb + "Data", 0, Part.Many) { Group = "data" },
            new Part(Mb + "DataReference", 0, Part.Many) { Group = "data" });
        ImmutableArray<ConfidentialityLabel> labels =
            [.. Named(parts, "Metadata").Select(part => ReadLabel(part, registry, errors)).OfType<ConfidentialityLabel>()];
        if (!parts.Any(part => part.Element.Name.LocalName is "Metadata" or "MetadataReference"))
        {
            errors.Add("4778-METADATA", element.Path, "Bind at least one label; add Metadata.");
        }

        if (!parts.Any(part => part.Element.Name.LocalName is "Data" or "DataReference"))
        {
            errors.Add("4778-DATA", element.Path, "Bind the labels to something; add Data or DataReference.");
        }

        if (Named(parts, "Metadata").Any() && labels.Length == Named(parts, "Metadata").Count())
        {
            CheckRoles(labels, element.Path, errors);
        }

        return new MetadataBinding
        {
            Id = id,
            Labels = labels,
            MetadataReferences = [.. Named(parts, "MetadataReference").Select(part => ReadReference(part, errors))],
            Data = [.. Named(parts, "Data").Select(part => ReadSingle(part, errors)).OfType<XElement>()],
            DataReferences = [.. Named(parts, "DataReference").Select(part => ReadReference(part, errors))],
        };
    }

    private static void CheckRoles(ImmutableArray<ConfidentialityLabel> labels, string path, WireErrors errors)
    {
        if (labels.Count(label => label.Role == LabelRole.Originator) != 1)
        {
            errors.Add("4778-ORIGINATOR", path, "Bind exactly one label of the originator; equivalents are alternativeConfidentialityLabel.");
        }

        if (labels.Where(label => label.Role != LabelRole.Metadata).GroupBy(label => label.Policy).Any(same => same.Skip(1).Any()))
        {
            errors.Add("4778-ALTERNATIVE", path, "Two labels speak for one policy; keep one.");
        }
    }

    private static ConfidentialityLabel? ReadLabel(StrictElement element, MarkingRegistry registry, WireErrors errors) =>
        ReadSingle(element, errors) is { } child ? LabelReader.Read(child, element.Path, registry, errors) : null;

    // Metadata and Data hold exactly one element (ADatP-4778 §4.3).
    private static XElement? ReadSingle(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors, ContentType);
        XElement[] children = [.. element.Element.Elements()];
        if (children.Length != 1 || element.Element.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value)))
        {
            errors.Add("4778-CONTENT", element.Path, "Put exactly one element in here, and no text.");
            return null;
        }

        return children[0];
    }

    private static BoundReference ReadReference(StrictElement element, WireErrors errors)
    {
        // A transform would bind a part of the data and leave the rest without a label.
        element.Attributes(errors, "URI", ContentType);
        element.Sequence(errors);
        string uri = element.Required("URI", errors);
        return new BoundReference(uri, element.Attribute(ContentType));
    }

    private static IEnumerable<StrictElement> Named(IReadOnlyList<StrictElement> parts, string name) =>
        parts.Where(part => part.Element.Name == Mb + name);
}
