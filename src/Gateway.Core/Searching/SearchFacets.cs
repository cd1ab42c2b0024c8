using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;

namespace Gateway.Core.Searching;

/// <summary>
/// What a portion can be filtered by, as words of a small closed alphabet (<c>a–z 0–9 _</c> and letters of tags), so that an index keeps
/// them as it keeps words. The first letter says what it is.
/// </summary>
public static class SearchFacets
{
    private const int LongestTag = 128;

    /// <summary>A country that the portion is about, ISO 3166-1 alpha-3.</summary>
    public static string Country(string iso3) => "c" + iso3.ToLowerInvariant();

    /// <summary>Who sealed the product.</summary>
    public static string Originator(PartnerCode partner) => "o" + partner.Value.ToLowerInvariant();

    /// <summary>The kind of the product, by its schema: <c>gateway.v1.RiskAssessment/128</c> or <c>RiskAssessment</c>.</summary>
    public static string Kind(string schema) => "k" + KindName(schema).ToLowerInvariant();

    /// <summary>What kind of information it is.</summary>
    public static string Class(FieldClass fieldClass) => "f" + fieldClass.Word().Replace('-', '_');

    /// <summary>A term that the product is tagged with; empty when there is no letter in it. Spelling is folded as in any other word.</summary>
    public static string Tag(string term)
    {
        string folded = string.Join('_', Words.Of(term).Select(word => word.Text));

        // An index has room for so much; what is longer is nobody's tag, but must not keep the rest of its product out.
        return folded.Length == 0 ? ""
            : folded.Length <= LongestTag ? "t" + folded
            : "t" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folded)));
    }

    /// <summary>The last part of a schema's message name: <c>RiskAssessment</c>.</summary>
    public static string KindName(string schema)
    {
        int end = schema.IndexOf('/', StringComparison.Ordinal);
        string message = end < 0 ? schema : schema[..end];
        return message[(message.LastIndexOf('.') + 1)..];
    }

    /// <summary>All of one portion, each once.</summary>
    public static ImmutableArray<string> Of(
        PartnerCode originator, string schema, FieldClass fieldClass, IEnumerable<string> regions, IEnumerable<string> tags) =>
    [
        .. regions.Select(Country)
            .Concat(tags.Select(Tag).Where(tag => tag.Length > 0))
            .Append(Originator(originator)).Append(Kind(schema)).Append(Class(fieldClass))
            .Distinct(StringComparer.Ordinal),
    ];
}
