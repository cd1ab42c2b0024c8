namespace Gateway.Core.Assessments.Forecasting;

/// <summary>Places in a list, 1 = highest.</summary>
public static class Ranks
{
    /// <summary>
    /// Average ranks: values that tie share the mean of the places that they take together (Kendall and Gibbons, Rank Correlation Methods,
    /// 5th ed., §3.1: "mid-rank method"). In the order of the values. No value may be NaN.
    /// </summary>
    public static double[] Average(IReadOnlyList<double> values) => Places(values, (first, last) => (first + last) / 2.0);

    /// <summary>Competition ranks: one more than the number of values that are higher, so that values that tie share the best place.</summary>
    public static double[] Competition(IReadOnlyList<double> values) => Places(values, (first, _) => first);

    private static double[] Places(IReadOnlyList<double> values, Func<int, int, double> place)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderByDescending(i => values[i])];
        double[] places = new double[values.Count];
        for (int from = 0; from < order.Length;)
        {
            int until = from;
            while (until < order.Length && values[order[until]] == values[order[from]])
            {
                until++;
            }

            for (int i = from; i < until; i++)
            {
                places[order[i]] = place(from + 1, until);
            }

            from = until;
        }

        return places;
    }
}
