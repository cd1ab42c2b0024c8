using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Core.Markings.Wire;

/// <summary>Reads the marks of a STIX 2.1 bundle.</summary>
internal sealed class StixReader
{
    public const string ObjectRefs = "object_marking_refs";
    public const string Granular = "granular_markings";

    private static readonly string[] Times = [.. Enumerable.Range(3, 5).Select(digits => $"yyyy-MM-dd'T'HH:mm:ss.{new string('f', digits)}'Z'")];

    private readonly MarkingRegistry _registry;
    private readonly WireErrors _errors;
    private readonly Dictionary<string, ParsedMarking?> _definitions = new(StringComparer.Ordinal);

    private StixReader(MarkingRegistry registry, WireErrors errors)
    {
        _registry = registry;
        _errors = errors;
    }

    public static WireOutcome<StixMarks> Read(JsonObject bundle, MarkingRegistry registry)
    {
        var errors = new WireErrors();
        return new StixReader(registry, errors).Marks(bundle) is { } marks ? errors.Close(marks) : errors.Refuse<StixMarks>();
    }

    internal static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A time with milliseconds or more digits, UTC (STIX 2.1 §3.2).</summary>
    internal static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParseExact(Text(node), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    private StixMarks? Marks(JsonObject bundle)
    {
        if (Text(bundle["type"]) != "bundle")
        {
            _errors.Add("STIX-BUNDLE", "type", "Send a bundle.");
        }

        if (!StixVocabulary.IsId(Text(bundle["id"]) ?? "", "bundle"))
        {
            _errors.Add("STIX-ID", "id", "Write bundle-- and a UUID in lower case.");
        }

        JsonObject?[] objects = [.. (bundle["objects"] as JsonArray ?? []).Select(item => item as JsonObject)];
        if (objects.Length == 0 || objects.Contains(null))
        {
            _errors.Add("STIX-OBJECTS", "objects", "Put at least one object into the bundle, and nothing that is none.");
            return null;
        }

        for (int i = 0; i < objects.Length; i++)
        {
            CheckObject(objects[i]!, $"objects[{i}]", objects[..i]);
        }

        var marks = ImmutableArray.CreateBuilder<StixMark>();
        for (int i = 0; i < objects.Length; i++)
        {
            ReadMarked(objects[i]!, $"objects[{i}]", marks);
        }

        if (marks.Count == 0)
        {
            marks.AddRange(_definitions.Where(pair => pair.Value is not null).Select(pair => new StixMark(pair.Key, "", pair.Value!)));
        }

        if (marks.Count == 0 && !_errors.Any)
        {
            _errors.Add("STIX-UNMARKED", "objects", "No object bears a mark; unmarked information is not taken.");
        }

        return new StixMarks(marks.ToImmutable());
    }

    private void CheckObject(JsonObject item, string place, JsonObject?[] before)
    {
        string type = Text(item["type"]) ?? "";
        string id = Text(item["id"]) ?? "";
        if (!StixVocabulary.IsId(id, type))
        {
            _errors.Add("STIX-ID", $"{place}.id", "Write the object's type, two hyphens and a UUID in lower case.");
        }
        else if (before.Any(other => Text(other!["id"]) == id))
        {
            _errors.Add("STIX-DUPLICATE", $"{place}.id", "The id stands twice in the bundle; remove one object.");
        }

        if (Text(item["spec_version"]) != "2.1")
        {
            _errors.Add("STIX-VERSION", $"{place}.spec_version", "Write 2.1.");
        }

        // Observables have no date (STIX 2.1 §3.1).
        if (item.ContainsKey("created") && Time(item["created"]) is null)
        {
            _errors.Add("STIX-CREATED", $"{place}.created", "Write date and time with milliseconds in UTC: 2026-11-02T09:30:00.000Z.");
        }

        if (type == StixVocabulary.Definition)
        {
            _definitions[id] = StixDefinitionReader.Read(item, place, _registry, _errors);
        }
    }

    private void ReadMarked(JsonObject item, string place, ImmutableArray<StixMark>.Builder marks)
    {
        string id = Text(item["id"]) ?? "";
        (int before, int errorsBefore) = (marks.Count, _errors.Count);
        if (item.ContainsKey(ObjectRefs))
        {
            string?[] refs = [.. (item[ObjectRefs] as JsonArray ?? []).Select(Text)];
            if (refs.Length == 0 || refs.Distinct().Count() != refs.Length)
            {
                _errors.Add("STIX-REFS", $"{place}.{ObjectRefs}", "Name at least one definition, each once, or leave the property out.");
            }

            foreach (string? reference in refs)
            {
                Add(reference, "", $"{place}.{ObjectRefs}");
            }
        }

        if (item.ContainsKey(Granular))
        {
            JsonObject?[] granular = [.. (item[Granular] as JsonArray ?? []).Select(entry => entry as JsonObject)];
            if (granular.Length == 0 || granular.Contains(null))
            {
                _errors.Add("STIX-GRANULAR", $"{place}.{Granular}", "Hold at least one entry, each an object, or leave the property out.");
            }

            for (int i = 0; i < granular.Length; i++)
            {
                ReadGranular(granular[i] ?? [], $"{place}.{Granular}[{i}]");
            }
        }

        bool needsMark = Text(item["type"]) is not (StixVocabulary.Definition or "extension-definition" or "identity");
        if (needsMark && marks.Count == before && _errors.Count == errorsBefore)
        {
            _errors.Add("STIX-UNMARKED", place, "The object bears no mark; unmarked information is not taken.");
        }

        void Add(string? reference, string selector, string at)
        {
            if (Resolve(reference, at) is { } marking)
            {
                marks.Add(new StixMark(id, selector, marking));
            }
        }

        void ReadGranular(JsonObject entry, string at)
        {
            bool marked = entry.ContainsKey("marking_ref");
            if (marked == entry.ContainsKey("lang"))
            {
                _errors.Add("STIX-GRANULAR", at, "Write either marking_ref or lang."); // STIX 2.1 §7.2.1
            }

            string?[] selectors = [.. (entry["selectors"] as JsonArray ?? []).Select(Text)];
            if (selectors.Length == 0 || selectors.Distinct().Count() != selectors.Length)
            {
                _errors.Add("STIX-SELECTORS", $"{at}.selectors", "Name at least one part, each once.");
            }

            foreach (string? selector in selectors)
            {
                if (!StixSelector.Selects(selector, item))
                {
                    _errors.Add("STIX-SELECTOR", $"{at}.selectors", "Name a part that the object has: property, then .[index] or .property.");
                }
                else if (marked)
                {
                    Add(Text(entry["marking_ref"]), selector!, $"{at}.marking_ref");
                }
            }
        }
    }

    private ParsedMarking? Resolve(string? reference, string place)
    {
        if (reference is not null && _definitions.TryGetValue(reference, out ParsedMarking? defined))
        {
            return defined; // null: reported where it is defined
        }

        if (reference is not null && StixVocabulary.TlpOf(reference) is { } label)
        {
            return StixDefinitionReader.OfTlp(label, _registry); // known without its definition
        }

        _errors.Add("STIX-REF", place, reference is not null && StixVocabulary.IsTlpOne(reference)
            ? "This is TLP 1; use the definitions of TLP 2.0."
            : "The bundle does not define this; add the marking definition.");
        return null;
    }
}
