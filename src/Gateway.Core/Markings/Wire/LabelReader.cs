using System.Collections.Immutable;
using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>Reads a label element strictly: nothing may stand in it that ADatP-4774 does not name.</summary>
internal static class LabelReader
{
    private const string Form = "4774";

    private static readonly XNamespace Label = LabelVocabulary.Namespace;

    public static ConfidentialityLabel? Read(XElement root, string path, MarkingRegistry registry, WireErrors errors)
    {
        LabelRole[] roles = [.. Enum.GetValues<LabelRole>().Where(role => root.Name == Label + LabelVocabulary.Root(role))];
        if (roles is not [var found])
        {
            string names = string.Join(", ", Enum.GetValues<LabelRole>().Select(LabelVocabulary.Root));
            errors.Add("4774-ROOT", $"{path}/{root.Name.LocalName}", $"Begin with one of {names} in the namespace {LabelVocabulary.Namespace}.");
            return null;
        }

        return Read(new StrictElement(root, $"{path}/{root.Name.LocalName}", Form), found, isSuccessor: false, registry, errors);
    }

    private static ConfidentialityLabel? Read(
        StrictElement element, LabelRole role, bool isSuccessor, MarkingRegistry registry, WireErrors errors)
    {
        element.Attributes(errors, "Id", "ReviewDateTime");
        IReadOnlyList<StrictElement> parts = element.Sequence(
            errors,
            new Part(Label + "ConfidentialityInformation", 1, 1),
            new Part(Label + "OriginatorID", 0, 1),
            new Part(Label + "CreationDateTime", 1, 1),
            new Part(Label + "SuccessionHandling", 0, isSuccessor ? 0 : 1));
        StrictElement? succession = Find(parts, "SuccessionHandling");
        string? review = element.Attribute("ReviewDateTime");
        if (review is null && succession is null && !isSuccessor)
        {
            // ADatP-4774 App. 1 p. App 1-2
            errors.Add("4774-REVIEW", $"{element.Path}/@ReviewDateTime", "Say when the label has to be reviewed, or add SuccessionHandling.");
        }

        ConfidentialityLabel? label = Find(parts, "ConfidentialityInformation") is { } information
            ? ReadInformation(information, role, registry, errors)
            : null;
        LabelOriginator? originator = Find(parts, "OriginatorID") is { } id ? ReadOriginator(id, errors) : null;
        DateTimeOffset? created = Find(parts, "CreationDateTime") is { } time ? ReadTime(time, errors) : null;
        DateTimeOffset? reviewAt = review is null ? null : ReadTime(review, $"{element.Path}/@ReviewDateTime", errors);
        LabelSuccession? next = succession is { } handling ? ReadSuccession(handling, role, registry, errors) : null;
        return label is null || created is not { } at
            ? null
            : label with { Originator = originator, CreatedAt = at, ReviewAt = reviewAt, Succession = next };
    }

    private static ConfidentialityLabel ReadInformation(StrictElement element, LabelRole role, MarkingRegistry registry, WireErrors errors)
    {
        element.Attributes(errors);
        IReadOnlyList<StrictElement> parts = element.Sequence(
            errors,
            new Part(Label + "PolicyIdentifier", 1, 1),
            new Part(Label + "Classification", 1, 1),
            new Part(Label + "PrivacyMark", 0, 1),
            new Part(Label + "Category", 0, Part.Many));
        string policy = Find(parts, "PolicyIdentifier") is { } identifier ? ReadPolicy(identifier, errors) : "";
        string classification = "";
        if (Find(parts, "Classification") is { } level)
        {
            if (level.Attribute("URI") is not null)
            {
                errors.Add("4774-CLASSIFICATION-URI", $"{level.Path}/@URI", "Classification has no URI; remove it."); // App. 1 Table 6
            }

            level.Attributes(errors, "URI");
            classification = level.Text(errors);
        }

        Find(parts, "PrivacyMark")?.Attributes(errors);
        List<(LabelCategory Category, StrictElement At)> categories =
            [.. parts.Where(part => part.Element.Name.LocalName == "Category").Select(part => (ReadCategory(part, errors), part))];
        var label = new ConfidentialityLabel
        {
            Role = role,
            Policy = policy,
            Classification = classification,
            PrivacyMark = Find(parts, "PrivacyMark")?.Text(errors),
            Categories = [.. categories.Select(pair => pair.Category)],
            CreatedAt = default,
        };
        return policy.Length == 0 ? label : LabelRules.Check(label, [.. categories.Select(pair => pair.At.Path)], element.Path, registry, errors);
    }

    private static string ReadPolicy(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors, "URI");
        string uri = element.Required("URI", errors);
        string name = element.Text(errors);
        if (uri.Length > 0 && !LabelVocabulary.IsOid(uri))
        {
            errors.Add("4774-POLICY-URI", $"{element.Path}/@URI", "Identify the policy by urn:oid: and its numbers."); // App. 1 Table 5
        }
        else if (uri.Length > 0 && name.Length > 0 && uri != LabelVocabulary.UriOf(name))
        {
            errors.Add("4774-POLICY-MISMATCH", $"{element.Path}/@URI", $"Name and identifier are of different policies; {name} is {LabelVocabulary.UriOf(name)}.");
        }

        return name;
    }

    private static LabelCategory ReadCategory(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors, "Type", "TagName", "URI");
        string word = element.Required("Type", errors);
        LabelCategoryType[] types = [.. Enum.GetValues<LabelCategoryType>().Where(type => LabelVocabulary.Word(type) == word)];
        if (types.Length == 0 && word.Length > 0)
        {
            errors.Add("4774-CATEGORY-TYPE", $"{element.Path}/@Type", "Write RESTRICTIVE, PERMISSIVE or INFORMATIVE.");
        }

        string? uri = element.Attribute("URI");
        if (uri is not null && !LabelVocabulary.IsOid(uri))
        {
            errors.Add("4774-CATEGORY-URI", $"{element.Path}/@URI", "Identify the tag set by urn:oid: and its numbers, or leave it out."); // App. 1 Table 8
        }

        foreach (XElement other in element.Element.Elements().Where(child => child.Name.LocalName is "IntegerValue" or "BitStringValue"))
        {
            errors.Add("4774-VALUE-TYPE", $"{element.Path}/{other.Name.LocalName}", "Only GenericValue is used; spell the value as text."); // App. 1 p. App 1-9
        }

        IReadOnlyList<StrictElement> values = element.Sequence(
            errors,
            new Part(Label + "GenericValue", 1, Part.Many),
            new Part(Label + "IntegerValue", 0, Part.Many),
            new Part(Label + "BitStringValue", 0, Part.Many));
        List<string> texts = [];
        foreach (StrictElement value in values.Where(value => value.Element.Name.LocalName == "GenericValue"))
        {
            value.Attributes(errors);
            string text = value.Text(errors);
            if (texts.Contains(text))
            {
                errors.Add("4774-VALUE-DUPLICATE", value.Path, "The value stands twice; remove one.");
            }

            texts.Add(text);
        }

        return new LabelCategory(types.FirstOrDefault(), element.Required("TagName", errors), [.. texts]) { Uri = uri };
    }

    private static LabelOriginator ReadOriginator(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors, "IDType");
        string type = element.Required("IDType", errors);
        if (type.Length > 0 && !LabelVocabulary.IsIdType(type))
        {
            errors.Add("4774-ID-TYPE", $"{element.Path}/@IDType", $"Write one of {LabelVocabulary.IdTypeList}.");
        }

        return new LabelOriginator(type, element.Text(errors));
    }

    private static LabelSuccession? ReadSuccession(StrictElement element, LabelRole role, MarkingRegistry registry, WireErrors errors)
    {
        element.Attributes(errors);
        IReadOnlyList<StrictElement> parts = element.Sequence(
            errors,
            new Part(Label + "SuccessionDateTime", 1, 1),
            new Part(Label + "SuccessorConfidentialityLabel", 1, 1));
        DateTimeOffset? at = Find(parts, "SuccessionDateTime") is { } time ? ReadTime(time, errors) : null;
        ConfidentialityLabel? label = Find(parts, "SuccessorConfidentialityLabel") is { } successor
            ? Read(successor, role, isSuccessor: true, registry, errors)
            : null;
        return at is { } start && label is not null ? new LabelSuccession(start, label) : null;
    }

    private static DateTimeOffset? ReadTime(StrictElement element, WireErrors errors)
    {
        element.Attributes(errors);
        return ReadTime(element.Text(errors), element.Path, errors);
    }

    private static DateTimeOffset? ReadTime(string text, string path, WireErrors errors)
    {
        DateTimeOffset? time = LabelXml.ParseTime(text);
        if (time is null)
        {
            errors.Add("4774-TIME", path, "Write date, time and time zone: 2026-11-02T09:30:00Z.");
        }

        return time;
    }

    private static StrictElement? Find(IReadOnlyList<StrictElement> parts, string name)
    {
        foreach (StrictElement part in parts)
        {
            if (part.Element.Name.LocalName == name)
            {
                return part;
            }
        }

        return null;
    }
}
