using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Watching;

/// <summary>One observation of a series.</summary>
/// <param name="AtMs">When, milliseconds since the Unix epoch.</param>
/// <param name="Value">In <paramref name="Unit"/>; null: seen, not counted.</param>
/// <param name="Unit">As written.</param>
/// <param name="Product">The product that says so last.</param>
/// <param name="Portions">The portions that say so.</param>
internal sealed record SeriesPoint(long AtMs, double? Value, string Unit, ProductId Product, ImmutableArray<FactPortion> Portions);

/// <summary>
/// What one partner observed of one indicator at one place, over all of its current products: of two that speak of the same instant the one
/// sealed later counts. Series of different partners are never joined: two counts of the same murders are not twice as many.
/// </summary>
/// <param name="Partner">Who observed.</param>
/// <param name="Subject">Where.</param>
/// <param name="Indicator">What, folded.</param>
/// <param name="Points">By time, ascending; never empty.</param>
internal sealed record ObservedSeries(PartnerCode Partner, WatchSubject Subject, string Indicator, ImmutableArray<SeriesPoint> Points)
{
    public static ImmutableArray<ObservedSeries> Of(WatchFacts facts)
    {
        var all = new SortedDictionary<(PartnerCode, WatchSubject, string), SortedDictionary<long, (long Issued, SeriesPoint Point)>>();
        foreach (ProductFacts product in facts.Current)
        {
            foreach (ObservedFact fact in product.Observed)
            {
                var key = (product.Partner, fact.Subject, fact.Indicator);
                if (!all.TryGetValue(key, out SortedDictionary<long, (long Issued, SeriesPoint Point)>? points))
                {
                    all.Add(key, points = []);
                }

                if (!points.TryGetValue(fact.AtMs, out (long Issued, SeriesPoint Point) known) || Later(product, fact, known))
                {
                    points[fact.AtMs] = (product.IssuedAtMs, new SeriesPoint(fact.AtMs, fact.Value, fact.Unit, product.Product, fact.Portions));
                }
            }
        }

        return [.. all.Select(entry => new ObservedSeries(
            entry.Key.Item1, entry.Key.Item2, entry.Key.Item3, [.. entry.Value.Values.Select(value => value.Point)]))];
    }

    // Sealed at the same instant: one of the two by content, so that the order in which they came does not decide.
    private static bool Later(ProductFacts product, ObservedFact fact, (long Issued, SeriesPoint Point) known)
    {
        int order = product.IssuedAtMs.CompareTo(known.Issued);
        order = order != 0 ? order : string.CompareOrdinal(product.Product.ToString(), known.Point.Product.ToString());
        order = order != 0 ? order : Nullable.Compare(fact.Value, known.Point.Value);
        return order > 0;
    }
}
