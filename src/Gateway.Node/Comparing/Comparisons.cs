using System.Collections.Immutable;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.V1;
using CoreComparison = Gateway.Core.Assessments.Comparing.Comparison;
using CoreMode = Gateway.Core.Sealing.Mode;
using OverlookedSubject = Gateway.Core.Assessments.Comparing.OverlookedSubject;

namespace Gateway.Node.Comparing;

/// <summary>An answer before it is sent: what it rests on stands on the internal log first.</summary>
/// <param name="Overview">Goes first.</param>
/// <param name="Parts">Comparisons, or what was overlooked.</param>
/// <param name="Products">Every product that is shown something of.</param>
internal sealed record ComparedAnswer<T>(CompareOverview Overview, ImmutableArray<T> Parts, IReadOnlyCollection<ProductId> Products);

/// <summary>Compares what a caller may see. Thread-safe.</summary>
internal sealed class Comparisons(NodeState node, HoldingsIndex holdings)
{
    public ComparedAnswer<CoreComparison> Compare(LocalCaller caller, CoreMode mode, ComparisonQuery query)
    {
        ComparisonResult result = Result(caller, mode, query);
        return Answer(mode, result, result.Comparisons, result.Comparisons);
    }

    public ComparedAnswer<OverlookedSubject> Overlooked(LocalCaller caller, CoreMode mode, ComparisonQuery query, bool orCalm)
    {
        // Who is silent about a country shows only beside what else they judge: the countries are chosen afterwards.
        ComparisonResult result = Result(caller, mode, query with { Countries = [], Groups = [] });
        ImmutableArray<OverlookedSubject> found =
        [
            .. Core.Assessments.Comparing.Overlooked.Find(result.Comparisons, orCalm).Where(one => query.Takes(one.Comparison.Subject)),
        ];
        return Answer(mode, result, found, found.Select(one => one.Comparison));
    }

    private ComparisonResult Result(LocalCaller caller, CoreMode mode, ComparisonQuery query) => Comparer.Compare(
        JudgementViews.Of(holdings.For(caller, mode)), node.Model.Roster.Partners.Select(partner => partner.Code), query);

    private ComparedAnswer<T> Answer<T>(CoreMode mode, ComparisonResult result, ImmutableArray<T> parts, IEnumerable<CoreComparison> shown)
    {
        var products = new HashSet<ProductId>();
        var markings = new HashSet<Core.Markings.Marking>();
        foreach (View view in shown.SelectMany(Shown))
        {
            products.Add(view.Product);
            markings.UnionWith(view.Markings);
        }

        var overview = new CompareOverview
        {
            AtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Mode = mode.ToMessage(),
            Comparisons = (uint)parts.Length,
            Products = (uint)products.Count,
            Banner = markings.Count > 0 ? Banners.Of(markings, node.Model.Self, node.Model.Markings)?.ToMessage() : null,
        };
        if (overview.Banner is null)
        {
            overview.Banners.AddRange(markings.GroupBy(marking => marking.Policy)
                .OrderBy(policy => policy.Key, StringComparer.Ordinal)
                .SelectMany(policy => Banners.Of(policy, node.Model.Self, node.Model.Markings) is { } banner ? [banner] : policy.ToArray())
                .Select(marking => marking.ToMessage()));
        }

        overview.LeftOut.AddRange(ComparisonAnswers.Of(result.LeftOut));
        return new ComparedAnswer<T>(overview, parts, products);
    }

    private static IEnumerable<View> Shown(CoreComparison comparison) => comparison.Voices
        .SelectMany(voice => voice.Editions.Select(edition => edition.View))
        .Concat(comparison.Apart.Select(apart => apart.Latest));
}
