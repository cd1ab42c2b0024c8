using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Core.Markings.Wire;

/// <summary>Selectors of STIX 2.1 §7.2.2: <c>property</c>, then <c>.property</c> or <c>.[index]</c>.</summary>
internal static class StixSelector
{
    /// <summary>True when the text is a selector and the object has what it names.</summary>
    public static bool Selects(string? selector, JsonObject item)
    {
        if (string.IsNullOrEmpty(selector))
        {
            return false;
        }

        JsonNode? at = item;
        foreach (string step in selector.Split('.'))
        {
            at = step.StartsWith('[') ? Element(at as JsonArray, step) : Property(at as JsonObject, step);
            if (at is null)
            {
                return false;
            }
        }

        return true;
    }

    private static JsonNode? Property(JsonObject? item, string name) =>
        item is not null && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')
            && item.TryGetPropertyValue(name, out JsonNode? value) ? value : null;

    private static JsonNode? Element(JsonArray? list, string step) =>
        list is not null && step.EndsWith(']')
            && int.TryParse(step.AsSpan(1, step.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index < list.Count && step == $"[{index.ToString(CultureInfo.InvariantCulture)}]" ? list[index] : null;
}
