using System.Collections.Immutable;
using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>
/// US-format marks as ISM attributes and back. Pure and total. The attributes do not say whether a mark is a portion's or a banner's,
/// so the reader is told.
/// </summary>
public static class IsmForm
{
    private static readonly XNamespace Ism = IsmAttributes.Namespace;

    /// <summary>The attributes of a mark. Refused: other policies, and what these attributes have no place for.</summary>
    public static WireOutcome<IsmAttributes> Write(ParsedMarking marking, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new WireErrors();
        if (marking.Source.Policy != "US")
        {
            errors.Add("ISM-POLICY", IsmAttributes.ClassificationName, "ISM attributes are for marks in US format; use 4774 or STIX for others.");
            return errors.Refuse<IsmAttributes>();
        }

        RebuiltMark.RefuseFields(marking, errors);
        CheckTokens(marking, errors);
        IsmAttributes attributes = Attributes(marking, registry);
        if (!errors.Any)
        {
            WireOutcome<ParsedMarking> back = IsmReader.Read(attributes.ToPairs(), marking.Kind, registry);
            if (back is not WireOutcome<ParsedMarking>.Done done || !RebuiltMark.Same(marking, done.Value))
            {
                RebuiltMark.RefuseLoss(IsmAttributes.ClassificationName, errors);
            }
        }

        return errors.Close(attributes);
    }

    /// <summary>The mark that attributes say. Names without namespace; unknown names and repeated names are refused.</summary>
    public static WireOutcome<ParsedMarking> Read(
        IEnumerable<KeyValuePair<string, string>> attributes, MarkingKind kind, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(registry);
        return IsmReader.Read([.. attributes], kind, registry);
    }

    /// <summary>An empty element that carries the attributes.</summary>
    public static XElement ToXml(IsmAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return new XElement(
            "marking",
            new XAttribute(XNamespace.Xmlns + "ism", IsmAttributes.Namespace),
            attributes.ToPairs().Select(pair => new XAttribute(Ism + pair.Key, pair.Value)));
    }

    /// <summary>The mark on an empty element of any name. Attributes of other namespaces and content are refused.</summary>
    public static WireOutcome<ParsedMarking> ReadXml(ReadOnlySpan<byte> xml, MarkingKind kind, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return StrictXml.Read(xml).Then(root => ReadRoot(root, kind, registry));
    }

    internal static IsmAttributes Attributes(ParsedMarking marking, MarkingRegistry registry)
    {
        bool foreign = marking.Owners is not [IsmVocabulary.Usa] && !marking.Joint;
        ForeignGovernmentInformation? fgi = foreign && marking.Owners is not [IsmVocabulary.Protected] ? null : marking.Fgi;
        return new IsmAttributes
        {
            Classification = IsmVocabulary.Classification(marking.Level),
            OwnerProducer = IsmVocabulary.InOwnerOrder(marking.Owners, registry),
            Joint = marking.Joint,
            FgiSourceOpen = fgi is { Concealed: false } ? IsmVocabulary.InOwnerOrder(fgi.Owners, registry) : [],
            FgiSourceProtected = fgi is { Concealed: true } ? [IsmVocabulary.Protected] : [],
            DisseminationControls =
            [
                .. IsmVocabulary.Dissemination
                    .Where(control => control.Token switch
                    {
                        IsmVocabulary.Rel => marking.ReleasableTo is not null,
                        IsmVocabulary.DisplayOnly => marking.DisplayOnly is not null,
                        _ => (marking.Controls & control.Flag) != Controls.None,
                    })
                    .Select(control => control.Token),
            ],
            ReleasableTo = marking.ReleasableTo is { } list ? IsmVocabulary.InReleaseOrder(list, registry) : [],
            DisplayOnlyTo = marking.DisplayOnly is { } shown ? IsmVocabulary.InReleaseOrder(shown, registry) : [],
            NonIcMarkings = IsmVocabulary.InNonIcOrder(
                marking.Opaque.Where(token => token.Category == OpaqueCategory.NonIc).Select(token => token.Portion)),
        };
    }

    private static WireOutcome<ParsedMarking> ReadRoot(XElement root, MarkingKind kind, MarkingRegistry registry)
    {
        var errors = new WireErrors();
        if (root.Nodes().Any(node => node is not XText text || !string.IsNullOrWhiteSpace(text.Value)))
        {
            errors.Add("ISM-CONTENT", $"/{root.Name.LocalName}", "The element that carries the attributes is empty; remove its content.");
        }

        XAttribute[] own = [.. root.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)];
        foreach (XAttribute stray in own.Where(attribute => attribute.Name.Namespace != Ism))
        {
            errors.Add("ISM-NAMESPACE", stray.Name.LocalName, $"Only attributes of {IsmAttributes.Namespace} may stand here; remove it.");
        }

        WireOutcome<ParsedMarking> read = Read(
            own.Where(attribute => attribute.Name.Namespace == Ism).Select(attribute => KeyValuePair.Create(attribute.Name.LocalName, attribute.Value)),
            kind, registry);
        if (read is WireOutcome<ParsedMarking>.Refused refused)
        {
            errors.AddAll(refused.Errors);
        }

        return errors.Close((read as WireOutcome<ParsedMarking>.Done)?.Value);
    }

    private static void CheckTokens(ParsedMarking marking, WireErrors errors)
    {
        foreach (OpaqueToken token in marking.Opaque)
        {
            if (token.Category != OpaqueCategory.NonIc)
            {
                string attribute = IsmVocabulary.AttributeOf(token.Category);
                errors.Add("ISM-NOT-CARRIED", attribute, $"{token.Text} belongs in {attribute}, which is not exchanged; use another form.");
            }
            else if (token.Portion.Contains(' ', StringComparison.Ordinal))
            {
                errors.Add("ISM-TOKEN", IsmAttributes.NonIc, $"{token.Portion} holds a space, which separates tokens; use another form.");
            }
        }
    }
}
