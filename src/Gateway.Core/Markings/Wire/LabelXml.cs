using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>Labels as XML of ADatP-4774 and back. Pure and total; the reader reports every error with a path.</summary>
public static class LabelXml
{
    internal static readonly XNamespace Label = LabelVocabulary.Namespace;

    /// <summary>The element of a label.</summary>
    public static XElement Write(ConfidentialityLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return Element(LabelVocabulary.Root(label.Role), label);
    }

    /// <summary>The label in a document, every constraint checked: of the schema, of the standard's text and of the policy.</summary>
    public static WireOutcome<ConfidentialityLabel> Read(ReadOnlySpan<byte> xml, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return StrictXml.Read(xml).Then(root => Read(root, registry));
    }

    /// <summary>The label in an element.</summary>
    public static WireOutcome<ConfidentialityLabel> Read(XElement element, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new WireErrors();
        return errors.Close(LabelReader.Read(element, "", registry, errors));
    }

    internal static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>An xs:dateTime with a time zone; without one nobody knows when it is.</summary>
    internal static DateTimeOffset? ParseTime(string text)
    {
        bool zoned = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        try
        {
            return zoned && text.Contains('T', StringComparison.Ordinal) ? XmlConvert.ToDateTimeOffset(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static XElement Element(string name, ConfidentialityLabel label) => new(
        Label + name,
        new XAttribute(XNamespace.Xmlns + "s4774", LabelVocabulary.Namespace),
        label.ReviewAt is { } review ? new XAttribute("ReviewDateTime", Time(review)) : null,
        new XElement(
            Label + "ConfidentialityInformation",
            new XElement(Label + "PolicyIdentifier", new XAttribute("URI", LabelVocabulary.UriOf(label.Policy)), label.Policy),
            new XElement(Label + "Classification", label.Classification),
            label.PrivacyMark is { } mark ? new XElement(Label + "PrivacyMark", mark) : null,
            label.Categories.Select(Category)),
        label.Originator is { } originator
            ? new XElement(Label + "OriginatorID", new XAttribute("IDType", originator.IdType), originator.Value)
            : null,
        new XElement(Label + "CreationDateTime", Time(label.CreatedAt)),
        label.Succession is { } succession
            ? new XElement(
                Label + "SuccessionHandling",
                new XElement(Label + "SuccessionDateTime", Time(succession.At)),
                Successor(succession.Label))
            : null);

    private static XElement Successor(ConfidentialityLabel label)
    {
        XElement element = Element("SuccessorConfidentialityLabel", label);
        element.Attributes().Where(attribute => attribute.IsNamespaceDeclaration).Remove();
        return element;
    }

    private static XElement Category(LabelCategory category) => new(
        Label + "Category",
        new XAttribute("Type", LabelVocabulary.Word(category.Type)),
        new XAttribute("TagName", category.TagName),
        category.Uri is { } uri ? new XAttribute("URI", uri) : null,
        category.Values.Select(value => new XElement(Label + "GenericValue", value)));
}
