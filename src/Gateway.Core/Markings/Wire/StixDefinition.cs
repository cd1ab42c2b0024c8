using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Core.Markings.Wire;

/// <summary>One mark as a STIX 2.1 marking definition: OASIS's for TLP 2.0, or one with this project's extension.</summary>
internal static class StixDefinition
{
    public const string Policy = "policy";
    public const string Kind = "kind";
    public const string Mark = "mark";
    public const string ReleasableTo = "releasable_to";
    public const string OriginatorList = "originator_list";
    public const string Community = "community";
    public const string NotBefore = "not_before";
    public const string ExtensionType = "extension_type";
    public const string TlpProperty = "tlp_2_0";

    private const string PropertyExtension = "property-extension";

    /// <summary>The definition that says exactly what the mark says.</summary>
    public static JsonObject Of(ParsedMarking marking) =>
        IsPlainTlp(marking) ? OfTlp(marking.Tlp!.Value) : OfMark(marking);

    public static JsonObject OfTlp(Tlp label) => Frame(
        StixVocabulary.TlpId(label),
        StixVocabulary.TlpCreated,
        "TLP:" + StixVocabulary.TlpValue(label).ToUpperInvariant(),
        StixVocabulary.TlpExtension,
        new JsonObject { [ExtensionType] = PropertyExtension, [TlpProperty] = StixVocabulary.TlpValue(label) });

    /// <summary>Who defines the extension, and its definition; a bundle that uses it holds both (STIX 2.1 §7.3).</summary>
    public static IEnumerable<JsonObject> Extension()
    {
        yield return new JsonObject
        {
            ["type"] = "identity",
            ["spec_version"] = "2.1",
            ["id"] = StixVocabulary.Author,
            ["created"] = StixVocabulary.Created,
            ["modified"] = StixVocabulary.Created,
            ["name"] = "Information-sharing gateway",
            ["identity_class"] = "system",
        };
        yield return new JsonObject
        {
            ["type"] = "extension-definition",
            ["spec_version"] = "2.1",
            ["id"] = StixVocabulary.MarkExtension,
            ["created_by_ref"] = StixVocabulary.Author,
            ["created"] = StixVocabulary.Created,
            ["modified"] = StixVocabulary.Created,
            ["name"] = "Classification mark",
            ["description"] = "A classification mark in the words of its own policy.",
            ["schema"] = "docs/markings-wire.md, section STIX 2.1: policy, kind, mark; releasable_to, originator_list, community, not_before where the mark has them",
            ["version"] = "1.0.0",
            ["extension_types"] = new JsonArray(PropertyExtension),
        };
    }

    private static bool IsPlainTlp(ParsedMarking marking) =>
        marking is { Tlp: not null, ReleasableTo: null, Source.NotBeforeMs: 0 }
        && marking.Source.OriginatorList.IsDefaultOrEmpty && string.IsNullOrEmpty(marking.Source.Community);

    private static JsonObject OfMark(ParsedMarking marking)
    {
        Marking source = marking.Source;
        var extension = new JsonObject
        {
            [ExtensionType] = PropertyExtension,
            [Policy] = source.Policy,
            [Kind] = Word(marking.Kind),
            [Mark] = marking.Canonical,
        };
        AddList(ReleasableTo, marking.ReleasableTo ?? []);
        AddList(OriginatorList, source.OriginatorList.IsDefault ? [] : source.OriginatorList);
        if (!string.IsNullOrEmpty(source.Community))
        {
            extension[Community] = source.Community;
        }

        if (source.NotBeforeMs != 0)
        {
            extension[NotBefore] = Time(source.NotBeforeMs);
        }

        string id = StixVocabulary.NamedId(StixVocabulary.Definition, extension.ToJsonString());
        return Frame(id, StixVocabulary.Created, marking.Canonical, StixVocabulary.MarkExtension, extension);

        void AddList(string name, ImmutableArray<string> codes)
        {
            if (!codes.IsEmpty)
            {
                extension[name] = new JsonArray([.. codes.Select(code => JsonValue.Create(code))]);
            }
        }
    }

    public static string Word(MarkingKind kind) => kind switch
    {
        MarkingKind.Portion => "portion",
        MarkingKind.Banner => "banner",
    };

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Frame(string id, string created, string name, string extension, JsonObject content) => new()
    {
        ["type"] = StixVocabulary.Definition,
        ["spec_version"] = "2.1",
        ["id"] = id,
        ["created"] = created,
        ["name"] = name,
        ["extensions"] = new JsonObject { [extension] = content },
    };
}
