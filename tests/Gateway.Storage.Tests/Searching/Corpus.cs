using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Searching;

/// <summary>A portion of an invented product, as its originator wrote it.</summary>
internal sealed record Told(params string[] Fields)
{
    public ushort Index { get; init; }

    public string Mark { get; init; } = "TLP:GREEN";

    public string[] Countries { get; init; } = ["SDN"];

    public string[] Tags { get; init; } = [];

    public FieldClass Class { get; init; } = FieldClass.Judgement;

    public ImmutableArray<FieldText> Texts => [.. Fields.Select((text, i) => new FieldText($"field{i}", text))];
}

/// <summary>What a test put into an index, to compare with.</summary>
internal sealed class Corpus
{
    private readonly SortedDictionary<long, (IndexedProduct Product, Told[] Portions)> _products = [];

    public IEnumerable<long> Ordinals => _products.Keys;

    public IndexedProduct Add(long ordinal, Told[] portions, Mode mode = Mode.Actual, string originator = "FRA", long issuedAtMs = 0, string kind = "RiskAssessment")
    {
        PartnerCode partner = PartnerCode.Of(originator);
        var product = new IndexedProduct(mode, ordinal, partner, issuedAtMs == 0 ? 1_000 * ordinal : issuedAtMs,
        [
            .. portions.Select((told, i) => new IndexedPortion(
                (ushort)i,
                new Marking { Policy = "TLP", Text = told.Mark },
                IndexedPortion.WordsOf(told.Texts),
                SearchFacets.Of(partner, $"gateway.v1.{kind}/128", told.Class, told.Countries, told.Tags))),
        ]);
        _products[ordinal] = (product, portions);
        return product;
    }

    public IndexedProduct Remove(long ordinal)
    {
        IndexedProduct empty = _products[ordinal].Product with { Portions = [] };
        _products.Remove(ordinal);
        return empty;
    }

    /// <summary>Whether a portion matches, by the rules alone.</summary>
    public bool Matches(SearchPlan plan, long key)
    {
        if (!_products.TryGetValue(SearchKey.Ordinal(key), out (IndexedProduct Product, Told[] Portions) found) || SearchKey.Index(key) >= found.Portions.Length)
        {
            return false;
        }

        IndexedPortion portion = found.Product.Portions[SearchKey.Index(key)];
        return found.Product.Mode == plan.Mode && found.Product.IssuedAtMs >= plan.FromMs && found.Product.IssuedAtMs < plan.UntilMs
            && plan.Facets.All(group => group.Any(portion.Facets.Contains))
            && (plan.OfProduct.IsEmpty || found.Product.Portions.Any(one => one.Facets.Any(plan.OfProduct.Contains)))
            && PortionMatch.Of(plan.Query, found.Portions[SearchKey.Index(key)].Texts) is not null;
    }

    /// <summary>Every key that matches, newest first, by the rules alone.</summary>
    public IEnumerable<long> Expected(SearchPlan plan) => _products.Reverse()
        .SelectMany(pair => pair.Value.Product.Portions.Reverse().Select(portion => SearchKey.Of(pair.Key, portion.Index)))
        .Where(key => plan.Asks && Matches(plan, key));
}
