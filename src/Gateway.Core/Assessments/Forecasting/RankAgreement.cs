namespace Gateway.Core.Assessments.Forecasting;

/// <summary>
/// How far two producers put the same things in the same order. Only places are compared, so the two may foresee different events on
/// different scales; say which scores went in. Immutable.
/// </summary>
/// <param name="Common">Things that both scored. The rest is left out, and ranks are taken among these.</param>
/// <param name="Spearman">
/// Spearman's rank correlation with ties: Pearson's correlation of the average ranks, -1 to 1. Null where it has no meaning: fewer than
/// two things, or a producer that gives all the same score.
/// </param>
/// <param name="Top">How many count as the top, at least 1.</param>
/// <param name="TopFirst">Things in the first producer's top; more than <paramref name="Top"/> when scores tie at the edge.</param>
/// <param name="TopSecond">The same for the second.</param>
/// <param name="Overlap">Things in the top of both.</param>
public sealed record RankAgreement(int Common, double? Spearman, int Top, int TopFirst, int TopSecond, int Overlap)
{
    /// <summary>Compares two producers.</summary>
    /// <param name="first">Scores of the first, higher = riskier; none NaN.</param>
    /// <param name="second">Scores of the second, higher = riskier; none NaN.</param>
    /// <param name="top">
    /// How many count as the top. A thing is in the top when fewer than this many score higher, so that ties do not fall by chance.
    /// </param>
    /// <exception cref="ArgumentException">A score is NaN, or <paramref name="top"/> is under 1.</exception>
    public static RankAgreement Of<TKey>(IReadOnlyDictionary<TKey, double> first, IReadOnlyDictionary<TKey, double> second, int top)
        where TKey : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (first.Values.Concat(second.Values).Any(double.IsNaN))
        {
            throw new ArgumentException("A score that is not a number has no place.");
        }

        TKey[] keys = [.. first.Keys.Where(second.ContainsKey)];
        double[] one = [.. keys.Select(key => first[key])];
        double[] two = [.. keys.Select(key => second[key])];
        bool[] topOne = [.. Ranks.Competition(one).Select(place => place <= top)];
        bool[] topTwo = [.. Ranks.Competition(two).Select(place => place <= top)];
        return new RankAgreement(
            keys.Length,
            Correlation(Ranks.Average(one), Ranks.Average(two)),
            top,
            topOne.Count(held => held),
            topTwo.Count(held => held),
            topOne.Zip(topTwo).Count(pair => pair.First && pair.Second));
    }

    private static double? Correlation(double[] one, double[] two)
    {
        // Ranks average (n + 1) / 2 whatever ties; the sums are of halves and exact.
        double middle = (one.Length + 1) / 2.0, both = 0, ones = 0, twos = 0;
        for (int i = 0; i < one.Length; i++)
        {
            both += (one[i] - middle) * (two[i] - middle);
            ones += (one[i] - middle) * (one[i] - middle);
            twos += (two[i] - middle) * (two[i] - middle);
        }

        return ones == 0 || twos == 0 ? null : Math.Clamp(both / Math.Sqrt(ones * twos), -1, 1);
    }
}
