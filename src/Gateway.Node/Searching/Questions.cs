using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Searching;
using Gateway.Protocol;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Searching;

/// <summary>Reads requests to find something: every fault at once, each with its field.</summary>
internal sealed class Questions
{
    private const int MostOfOneFilter = 50;
    private const uint DefaultPage = 20;
    private const uint LargestPage = 100;

    private readonly ImmutableArray<FieldViolation>.Builder _wrong = ImmutableArray.CreateBuilder<FieldViolation>();

    private Questions()
    {
    }

    /// <summary>The plan without the caller's part, or null and what is wrong.</summary>
    public static (SearchPlan? Plan, int Products, ImmutableArray<FieldViolation> Wrong) Read(FindRequest request, PartnerCode self)
    {
        var reader = new Questions();
        SearchPlan plan = reader.Plan(request, self);
        reader.Require(request.PageSize <= LargestPage, "page_size", "RANGE", $"Must be at most {LargestPage}.");
        int products = (int)(request.PageSize == 0 ? DefaultPage : request.PageSize);
        return reader._wrong.Count == 0 ? (plan, products, []) : (null, 0, reader._wrong.ToImmutable());
    }

    private SearchPlan Plan(FindRequest request, PartnerCode self)
    {
        Require(request.Mode.TryToCore(out CoreMode mode), "mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed.");
        Require(
            request.IssuedFromMs == 0 || request.IssuedUntilMs == 0 || request.IssuedFromMs < request.IssuedUntilMs,
            "issued_until_ms", "OUT_OF_ORDER", "Must lie behind issued_from_ms.");
        SearchQuery query = Query(request.Text);
        ImmutableArray<string> tags =
        [
            .. Group("tags", request.Tags, SearchFacets.Tag, "Must hold a letter or digit.")
                .Concat(request.Tags.Take(MostOfOneFilter).SelectMany(tag => TagSynonyms.Spellings(tag, self)).Select(SearchFacets.Tag))
                .Distinct(StringComparer.Ordinal),
        ];
        IEnumerable<ImmutableArray<string>> groups =
        [
            Group("iso3", request.Iso3, Country, "Must be an ISO 3166-1 alpha-3 code, such as SDN."),
            Group("originators", request.Originators, Originator, "Must be a partner code, such as FRA."),
            Group("kinds", request.Kinds, Kind, $"Must be one of {string.Join(", ", Kinds)}."),
            Group("field_classes", request.FieldClasses, FieldClass, "Must be a field class of options.proto."),
            query.Terms.IsEmpty ? tags : [],
        ];
        var plan = new SearchPlan
        {
            Mode = mode,
            Query = query,
            Facets = [.. groups.Where(group => !group.IsEmpty)],
            OfProduct = query.Terms.IsEmpty ? [] : tags,
            FromMs = request.IssuedFromMs == 0 ? long.MinValue : request.IssuedFromMs,
            UntilMs = request.IssuedUntilMs == 0 ? long.MaxValue : request.IssuedUntilMs,
        };
        Require(plan.Asks || _wrong.Count > 0, "text", "REQUIRED", "Say what to look for: words, or a filter beside the dates.");
        return plan;
    }

    private static IEnumerable<string> Kinds => Schemas.All.Select(schema => SearchFacets.KindName(schema.Name)).Distinct(StringComparer.Ordinal);

    private SearchQuery Query(string text)
    {
        switch (QueryReader.Read(text))
        {
            case QueryReading.Readable readable:
                return readable.Query;
            case QueryReading.Unreadable unreadable:
                _wrong.AddRange(unreadable.Errors.Select(error => new FieldViolation("text", "QUERY", $"Column {error.Column}: {error.Message}")));
                return SearchQuery.Empty;
            default:
                throw new InvalidOperationException("QueryReading is closed.");
        }
    }

    private ImmutableArray<string> Group<T>(string field, IReadOnlyList<T> values, Func<T, string> facet, string rule)
    {
        Require(values.Count <= MostOfOneFilter, field, "LENGTH", $"At most {MostOfOneFilter} at a time.");
        var facets = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < Math.Min(values.Count, MostOfOneFilter); i++)
        {
            string one = facet(values[i]);
            Require(one.Length > 0, $"{field}[{i}]", "MALFORMED", rule);
            facets.Add(one);
        }

        return facets.ToImmutable();
    }

    private static string Country(string iso3) => iso3.Length == 3 && iso3.All(char.IsAsciiLetterUpper) ? SearchFacets.Country(iso3) : "";

    private static string Originator(string code) => PartnerCode.TryParse(code, out PartnerCode partner) ? SearchFacets.Originator(partner) : "";

    private static string Kind(string kind) => Kinds.Contains(kind, StringComparer.OrdinalIgnoreCase) ? SearchFacets.Kind(kind) : "";

    private static string FieldClass(Protocol.V1.FieldClass fieldClass) => fieldClass.TryToCore(out var core) ? SearchFacets.Class(core) : "";

    private void Require(bool holds, string field, string rule, string message)
    {
        if (!holds)
        {
            _wrong.Add(new FieldViolation(field, rule, message));
        }
    }
}
