using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>
/// Walks one JSON value and notes every departure from its shape under the path where it stands. After a wrong value it carries on
/// with a harmless stand-in, so that one reading reports all errors; whoever reads must look at <see cref="Errors"/> before use.
/// </summary>
internal sealed class DocumentCursor(JsonElement element, string path, List<DocumentError> errors)
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public string Path => path;

    public List<DocumentError> Errors => errors;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public void Fail(string rule, string message) => errors.Add(new DocumentError(path.Length == 0 ? "$" : path, rule, message));

    /// <summary>Demands an object with these members and no others; a name that ends in <c>?</c> may be absent.</summary>
    public bool Members(params ReadOnlySpan<string> names)
    {
        if (!IsObject)
        {
            Fail("not-an-object", "An object is expected here.");
            return false;
        }

        var known = new HashSet<string>();
        foreach (string name in names)
        {
            known.Add(name.TrimEnd('?'));
            if (!name.EndsWith('?') && !element.TryGetProperty(name, out _))
            {
                At(name).Fail("missing", "This member is required.");
            }
        }

        var seen = new HashSet<string>();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                At(Printable(member.Name)).Fail("unknown-member", "No such member is known here.");
            }
            else if (!seen.Add(member.Name))
            {
                At(member.Name).Fail("duplicate-member", "This member stands twice.");
            }
        }

        return true;
    }

    public bool Has(string name) => IsObject && element.TryGetProperty(name, out _);

    /// <summary>The member, or false (already reported by <see cref="Members"/>, or optional).</summary>
    public bool TryMember(string name, out DocumentCursor member)
    {
        if (IsObject && element.TryGetProperty(name, out JsonElement value))
        {
            member = new DocumentCursor(value, Below(name), errors);
            return true;
        }

        member = this;
        return false;
    }

    /// <summary>All members of an object that is a map, in document order; a name that stands twice is an error.</summary>
    public IEnumerable<(string Name, DocumentCursor Value)> Entries()
    {
        if (!IsObject)
        {
            Fail("not-an-object", "An object is expected here.");
            yield break;
        }

        var seen = new HashSet<string>();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            var value = new DocumentCursor(member.Value, Below(Printable(member.Name)), errors);
            if (seen.Add(member.Name))
            {
                yield return (member.Name, value);
            }
            else
            {
                value.Fail("duplicate-member", "This member stands twice.");
            }
        }
    }

    public IEnumerable<DocumentCursor> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Fail("not-an-array", "An array is expected here.");
            yield break;
        }

        int index = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            yield return new DocumentCursor(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), errors);
        }
    }

    public string Text()
    {
        if (IsText && element.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Fail("not-text", "Text is expected here, and not the empty one.");
        return "";
    }

    public int Number(int lowest, int highest)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) && number >= lowest && number <= highest)
        {
            return number;
        }

        Fail("not-in-range", string.Create(CultureInfo.InvariantCulture, $"A whole number from {lowest} to {highest} is expected here."));
        return lowest;
    }

    /// <summary>A finite number within bounds, both included.</summary>
    public double Fraction(double lowest, double highest)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && number >= lowest && number <= highest)
        {
            return number;
        }

        Fail("not-in-range", lowest > double.MinValue && highest < double.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"A number from {lowest} to {highest} is expected here.")
            : lowest > 0 ? "A number above 0 is expected here." : "A number is expected here.");
        return lowest > double.MinValue ? lowest : 0;
    }

    public bool Flag()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetBoolean();
        }

        Fail("not-a-flag", "true or false is expected here.");
        return false;
    }

    public DateTimeOffset Time()
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (IsText
            && DateTimeOffset.TryParseExact(element.GetString(), TimeForms, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time))
        {
            return time;
        }

        Fail("not-a-time", "A UTC time is expected here: 2026-01-01 or 2026-01-01T00:00:00Z.");
        return default;
    }

    public PartnerCode Code() => Word("not-a-code", "A partner or coalition code is expected here.", (string t, out PartnerCode c) => PartnerCode.TryParse(t, out c));

    public Level Level() => Word("not-a-level", "A level of the ladder is expected here, UNCLASSIFIED to TOP SECRET.", (string t, out Level l) => LevelNames.TryParse(t, out l));

    public TValue Word<TValue>(string rule, string message, Reader<TValue> reader)
        where TValue : struct
    {
        if (IsText && element.GetString() is { } text && reader(text, out TValue value))
        {
            return value;
        }

        Fail(rule, message);
        return default;
    }

    /// <summary>Distinct texts; one that stands twice is an error.</summary>
    public ImmutableSortedSet<string> TextSet()
    {
        var set = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (DocumentCursor item in Items())
        {
            if (!set.Add(item.Text()))
            {
                item.Fail("duplicate", "This entry stands twice.");
            }
        }

        return set.ToImmutable();
    }

    public bool IsText => element.ValueKind == JsonValueKind.String;

    private DocumentCursor At(string name) => new(element, Below(name), errors);

    private string Below(string name) => path.Length == 0 ? name : path + "." + name;

    // Names come from outside: an error line shows what it can and stays one short line.
    private static string Printable(string name) =>
        new([.. name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '?')]);

    public delegate bool Reader<TValue>(string text, out TValue value)
        where TValue : struct;
}
