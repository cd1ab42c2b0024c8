using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>An element that may hold only what its type says; anything else is reported with its path.</summary>
/// <param name="Element">The element.</param>
/// <param name="Path">Where it stands, for errors.</param>
/// <param name="Form">Prefix of rule ids: <c>4774</c>.</param>
internal readonly record struct StrictElement(XElement Element, string Path, string Form)
{
    private static readonly XNamespace Xmlns = XNamespace.Xmlns;

    /// <summary>Text content: no child elements, not empty, no white space around it.</summary>
    public string Text(WireErrors errors)
    {
        string text = Element.Value;
        if (Element.HasElements || text.Length == 0 || text != text.Trim())
        {
            errors.Add($"{Form}-TEXT", Path, "Write plain text here, not empty and without white space around it.");
        }

        return text;
    }

    /// <summary>An attribute, or null when it is not there.</summary>
    public string? Attribute(XName name) => (string?)Element.Attribute(name);

    /// <summary>An attribute that must be there and not be empty.</summary>
    public string Required(XName name, WireErrors errors)
    {
        string? value = Attribute(name);
        if (string.IsNullOrEmpty(value))
        {
            errors.Add($"{Form}-REQUIRED", $"{Path}/@{name.LocalName}", $"Add the attribute {name.LocalName}.");
        }

        return value ?? "";
    }

    /// <summary>Reports attributes other than these.</summary>
    public void Attributes(WireErrors errors, params ReadOnlySpan<XName> known)
    {
        foreach (XAttribute attribute in Element.Attributes())
        {
            if (!attribute.IsNamespaceDeclaration && attribute.Name.Namespace != Xmlns && !known.Contains(attribute.Name))
            {
                errors.Add($"{Form}-ATTRIBUTE", $"{Path}/@{attribute.Name.LocalName}", "This attribute may not stand here; remove it.");
            }
        }
    }

    /// <summary>The children in the order and number that the parts say; strays, repeats, gaps and text between them are reported.</summary>
    public IReadOnlyList<StrictElement> Sequence(WireErrors errors, params Part[] parts)
    {
        if (Element.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value)))
        {
            errors.Add($"{Form}-TEXT", Path, "Text may not stand between elements; remove it.");
        }

        var found = new List<StrictElement>();
        int[] counts = new int[parts.Length];
        int reached = 0;
        foreach (XElement child in Element.Elements())
        {
            int part = Array.FindIndex(parts, candidate => candidate.Name == child.Name);
            int number = Element.Elements(child.Name).TakeWhile(other => other != child).Count() + 1;
            string path = $"{Path}/{child.Name.LocalName}{(Element.Elements(child.Name).Skip(1).Any() ? $"[{number}]" : "")}";
            if (part < 0)
            {
                errors.Add($"{Form}-ELEMENT", path, "This element may not stand here; remove it.");
                continue;
            }

            if (part < reached && parts[part].Group != parts[reached].Group)
            {
                errors.Add($"{Form}-ORDER", path, $"Put this before {parts[reached].Name.LocalName}.");
            }

            reached = Math.Max(part, reached);
            counts[part]++;
            if (counts[part] > parts[part].Most)
            {
                errors.Add($"{Form}-DUPLICATE", path, $"{child.Name.LocalName} may stand at most {parts[part].Most} times; remove one.");
                continue;
            }

            found.Add(new StrictElement(child, path, Form));
        }

        for (int i = 0; i < parts.Length; i++)
        {
            if (counts[i] < parts[i].Least)
            {
                errors.Add($"{Form}-REQUIRED", $"{Path}/{parts[i].Name.LocalName}", $"Add the element {parts[i].Name.LocalName}.");
            }
        }

        return found;
    }
}

/// <summary>A child element that a type allows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Least">How often at least.</param>
/// <param name="Most">How often at most.</param>
internal sealed record Part(XName Name, int Least, int Most)
{
    public const int Many = 4096;

    /// <summary>Neighbours of one group may stand in any order among themselves.</summary>
    public string Group { get; init; } = Name.ToString();
}
