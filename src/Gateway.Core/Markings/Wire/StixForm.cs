using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Gateway.Core.Markings.Wire;

/// <summary>A mark on a part of an object.</summary>
/// <param name="Selector">Which part: <c>description</c>, <c>labels.[2]</c> (STIX 2.1 §7.2).</param>
/// <param name="Marking">Its mark.</param>
public sealed record StixPortion(string Selector, ParsedMarking Marking);

/// <summary>A mark found in a bundle, and what it is on.</summary>
/// <param name="Object">Id of the object that bears it, or of the definition itself where a bundle holds definitions alone.</param>
/// <param name="Selector">The part, or empty for the whole object.</param>
/// <param name="Marking">The mark.</param>
public sealed record StixMark(string Object, string Selector, ParsedMarking Marking);

/// <summary>Every mark of a bundle, in the order they stand. All marks on an object or part hold together.</summary>
public sealed record StixMarks(ImmutableArray<StixMark> Marks);

/// <summary>
/// Marks as marking definitions of STIX 2.1, and marked objects. Pure and total. Nothing of a mark is lost: what the words of its policy
/// do not say (lists, ORCON recipients, community, embargo) stands beside them.
/// </summary>
public static class StixForm
{
    /// <summary>A bundle that defines the mark.</summary>
    public static WireOutcome<JsonObject> Write(ParsedMarking marking, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new WireErrors();
        JsonObject bundle = Bundle([marking], null);
        bool same = StixReader.Read(bundle, registry) is WireOutcome<StixMarks>.Done { Value.Marks: [var read] }
            && RebuiltMark.Same(marking.Tlp is null ? marking : marking with { Kind = read.Marking.Kind }, read.Marking) // TLP has one form
            && SameFields(marking, read.Marking);
        if (!same)
        {
            RebuiltMark.RefuseLoss("objects", errors);
        }

        return errors.Close(bundle);
    }

    /// <summary>
    /// A bundle with an object that bears a banner and marks on its parts. The object comes without marks; selectors name parts that it
    /// has. Object and part marks hold together, so a recipient needs the banner's whole permission.
    /// </summary>
    public static WireOutcome<JsonObject> Mark(
        JsonObject unmarked, ParsedMarking banner, IReadOnlyList<StixPortion> portions, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(unmarked);
        ArgumentNullException.ThrowIfNull(banner);
        ArgumentNullException.ThrowIfNull(portions);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new WireErrors();
        foreach (string property in (ReadOnlySpan<string>)[StixReader.ObjectRefs, StixReader.Granular])
        {
            if (unmarked.ContainsKey(property))
            {
                errors.Add("STIX-MARKED", property, "The object bears marks already; mark the object without them.");
            }
        }

        if (errors.Any)
        {
            return errors.Refuse<JsonObject>();
        }

        var marked = (JsonObject)unmarked.DeepClone();
        marked[StixReader.ObjectRefs] = new JsonArray(Id(banner));
        if (portions.Count > 0)
        {
            marked[StixReader.Granular] = new JsonArray([.. portions
                .GroupBy(portion => Id(portion.Marking), StringComparer.Ordinal)
                .OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new JsonObject
                {
                    ["marking_ref"] = same.Key,
                    ["selectors"] = new JsonArray([.. same.Select(portion => portion.Selector).Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]),
                })]);
        }

        JsonObject bundle = Bundle([banner, .. portions.Select(portion => portion.Marking)], marked);
        if (StixReader.Read(bundle, registry) is WireOutcome<StixMarks>.Refused refused)
        {
            errors.AddAll(refused.Errors);
        }

        return errors.Close(bundle);
    }

    /// <summary>Every mark in a bundle, every constraint checked. Errors have paths.</summary>
    public static WireOutcome<StixMarks> Read(ReadOnlySpan<byte> json, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return StrictJson.Read(json).Then(root => StixReader.Read(root, registry));
    }

    private static string Id(ParsedMarking marking) => (string)StixDefinition.Of(marking)["id"]!;

    private static bool SameFields(ParsedMarking left, ParsedMarking right) =>
        left.Source.NotBeforeMs == right.Source.NotBeforeMs
        && (left.Source.Community ?? "") == (right.Source.Community ?? "")
        && (left.Source.OriginatorList.IsDefault ? [] : left.Source.OriginatorList).SequenceEqual(
            right.Source.OriginatorList.IsDefault ? [] : right.Source.OriginatorList);

    private static JsonObject Bundle(IEnumerable<ParsedMarking> marks, JsonObject? marked)
    {
        List<JsonObject> definitions = [.. marks.Select(StixDefinition.Of).DistinctBy(definition => (string)definition["id"]!)];
        bool own = definitions.Any(definition => definition["extensions"]!.AsObject().ContainsKey(StixVocabulary.MarkExtension));
        List<JsonObject> objects = [.. own ? StixDefinition.Extension() : [], .. definitions];
        if (marked is not null)
        {
            objects.Add(marked);
        }

        string name = string.Join('\n', objects.Select(item => item.ToJsonString()));
        return new JsonObject
        {
            ["type"] = "bundle",
            ["id"] = StixVocabulary.NamedId("bundle", name),
            ["objects"] = new JsonArray([.. objects]),
        };
    }
}
