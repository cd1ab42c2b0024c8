using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Gateway.Core.Markings.Wire;

/// <summary>Reads one marking definition: TLP 2.0 or this project's extension; any other is refused, since its meaning is not known here.</summary>
internal static class StixDefinitionReader
{
    private static readonly ImmutableArray<string> Frame = ["type", "spec_version", "id", "created", "name", "extensions"];

    private static readonly ImmutableArray<string> Known =
    [
        StixDefinition.ExtensionType, StixDefinition.Policy, StixDefinition.Kind, StixDefinition.Mark, StixDefinition.ReleasableTo,
        StixDefinition.OriginatorList, StixDefinition.Community, StixDefinition.NotBefore,
    ];

    /// <summary>The mark. Null exactly when something was reported.</summary>
    public static ParsedMarking? Read(JsonObject definition, string place, MarkingRegistry registry, WireErrors errors)
    {
        string id = StixReader.Text(definition["id"]) ?? "";
        if (StixVocabulary.IsTlpOne(id))
        {
            errors.Add("STIX-TLP-1", $"{place}.id", "This is TLP 1; use the definitions of TLP 2.0.");
            return null;
        }

        foreach (string stray in definition.Select(property => property.Key).Where(key => !Frame.Contains(key)))
        {
            errors.Add("STIX-PROPERTY", $"{place}.{stray}", "This property is not taken on a marking definition; leave it out.");
        }

        KeyValuePair<string, JsonNode?>[] extensions = [.. definition["extensions"] as JsonObject ?? []];
        if (extensions is not [{ Value: JsonObject content } extension]
            || extension.Key is not (StixVocabulary.TlpExtension or StixVocabulary.MarkExtension))
        {
            errors.Add("STIX-DEFINITION", place, "Define a mark by TLP 2.0 or by the extension of the gateway, one of them, once.");
            return null;
        }

        if (StixReader.Text(content[StixDefinition.ExtensionType]) != "property-extension")
        {
            errors.Add("STIX-EXTENSION-TYPE", $"{place}.extensions", "Write extension_type property-extension.");
        }

        ParsedMarking? marking = extension.Key == StixVocabulary.TlpExtension
            ? ReadTlp(definition, content, place, registry, errors)
            : ReadMark(content, $"{place}.extensions", registry, errors);
        if (marking is not null && !JsonNode.DeepEquals(definition, StixDefinition.Of(marking)))
        {
            // One mark has one definition everywhere; an id that says one thing here and another there could be swapped.
            errors.Add("STIX-DIFFERS", place, "Id, name, date and content do not belong together; take the definition as it was exported.");
        }

        return marking;
    }

    /// <summary>The mark of a TLP label.</summary>
    public static ParsedMarking? OfTlp(Tlp label, MarkingRegistry registry)
    {
        var marking = new Marking { Policy = "TLP", Text = "TLP:" + StixVocabulary.TlpValue(label).ToUpperInvariant() };
        return (MarkingReader.Read(marking, MarkingKind.Banner, registry) as MarkingReading.Readable)?.Marking;
    }

    private static ParsedMarking? ReadTlp(JsonObject definition, JsonObject content, string place, MarkingRegistry registry, WireErrors errors)
    {
        if (StixVocabulary.TlpOf(StixReader.Text(definition["id"]) ?? "") is { } label
            && StixReader.Text(content[StixDefinition.TlpProperty]) == StixVocabulary.TlpValue(label))
        {
            return OfTlp(label, registry);
        }

        errors.Add("STIX-TLP", $"{place}.extensions", "Id and label are not one of the five TLP 2.0 definitions; take them as OASIS wrote them.");
        return null;
    }

    private static ParsedMarking? ReadMark(JsonObject content, string place, MarkingRegistry registry, WireErrors errors)
    {
        int before = errors.Count;
        foreach (string stray in content.Select(property => property.Key).Where(key => !Known.Contains(key)))
        {
            errors.Add("STIX-PROPERTY", $"{place}.{stray}", "This property is not known; leave it out.");
        }

        foreach (string name in (ReadOnlySpan<string>)[StixDefinition.Policy, StixDefinition.Kind, StixDefinition.Mark])
        {
            if (StixReader.Text(content[name]) is not { Length: > 0 })
            {
                errors.Add("STIX-REQUIRED", $"{place}.{name}", $"Add {name} as text.");
            }
        }

        string kind = StixReader.Text(content[StixDefinition.Kind]) ?? "";
        MarkingKind[] kinds = [.. Enum.GetValues<MarkingKind>().Where(candidate => StixDefinition.Word(candidate) == kind)];
        if (kinds.Length == 0 && kind.Length > 0)
        {
            errors.Add("STIX-KIND", $"{place}.{StixDefinition.Kind}", "Write portion or banner.");
        }

        bool embargoed = content.ContainsKey(StixDefinition.NotBefore);
        DateTimeOffset? notBefore = StixReader.Time(content[StixDefinition.NotBefore]);
        if (embargoed && notBefore is null)
        {
            errors.Add("STIX-TIME", $"{place}.{StixDefinition.NotBefore}", "Write date and time with milliseconds in UTC.");
        }

        ImmutableArray<string> list = List(StixDefinition.ReleasableTo);
        var marking = new Marking
        {
            Policy = StixReader.Text(content[StixDefinition.Policy]) ?? "",
            Text = StixReader.Text(content[StixDefinition.Mark]) ?? "",
            OriginatorList = List(StixDefinition.OriginatorList),
            Community = StixReader.Text(content[StixDefinition.Community]) ?? "",
            NotBeforeMs = notBefore?.ToUnixTimeMilliseconds() ?? 0,
        };
        return errors.Count > before ? null : Parse(marking, list, kinds[0], place, registry, errors);

        ImmutableArray<string> List(string name)
        {
            if (!content.ContainsKey(name))
            {
                return [];
            }

            string?[] codes = [.. (content[name] as JsonArray ?? []).Select(StixReader.Text)];
            if (codes.Length == 0 || codes.Contains(null))
            {
                errors.Add("STIX-LIST", $"{place}.{name}", "Hold at least one code, each a text, or leave the list out.");
                return [];
            }

            return [.. codes.OfType<string>()];
        }
    }

    // The list is stated even where the text spells it; the mark of the reader keeps it only where the text has no words for it.
    private static ParsedMarking? Parse(
        Marking marking, ImmutableArray<string> list, MarkingKind kind, string place, MarkingRegistry registry, WireErrors errors)
    {
        MarkingReading reading = MarkingReader.Read(marking with { ReleasableTo = list }, kind, registry);
        if (reading is MarkingReading.Unreadable unreadable)
        {
            errors.AddAll(unreadable.Errors.Select(error => new WireError(error.Rule, $"{place}.{StixDefinition.Mark}", error.Message)));
        }

        return (reading as MarkingReading.Readable)?.Marking;
    }
}
