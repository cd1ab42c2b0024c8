using Gateway.Core.Assessments.Scales;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>How two likelihoods lie to each other. Numbers equal <c>gateway.v1.IntervalRelation</c>.</summary>
public enum IntervalRelation
{
    /// <summary>One lies within the other, or they are the same.</summary>
    Agree = 1,

    /// <summary>They have probabilities in common, and each has some of its own.</summary>
    Overlap = 2,

    /// <summary>They have no probability in common.</summary>
    Diverge = 3,
}

/// <summary>Geometry of intervals whose upper end may be open (ICD 203 and AJP-2.1 have bounds that touch, PHIA has gaps).</summary>
internal static class Intervals
{
    // Bounds are written with few digits; what is beyond comes from subtraction.
    private const int Digits = 9;

    public static IntervalRelation Relation(in ProbabilityInterval one, in ProbabilityInterval other) =>
        Within(one, other) || Within(other, one) ? IntervalRelation.Agree
        : Share(one, other) ? IntervalRelation.Overlap
        : IntervalRelation.Diverge;

    /// <summary>Distance between the nearest ends, percentage points; 0 where they share a probability, and where they only touch.</summary>
    public static double GapPoints(in ProbabilityInterval one, in ProbabilityInterval other) =>
        Points(Math.Max(0, Math.Max(one.Low, other.Low) - Math.Min(one.High, other.High)));

    /// <summary>A difference of probabilities in percentage points.</summary>
    public static double Points(double difference) => Math.Round(100 * difference, Digits);

    public static bool Share(in ProbabilityInterval one, in ProbabilityInterval other)
    {
        double low = Math.Max(one.Low, other.Low), high = Math.Min(one.High, other.High);
        return low < high || (low == high && one.Contains(low) && other.Contains(low));
    }

    private static bool Within(in ProbabilityInterval inner, in ProbabilityInterval outer) =>
        inner.Low >= outer.Low && (inner.High < outer.High || (inner.High == outer.High && (outer.HighClosed || !inner.HighClosed)));
}
