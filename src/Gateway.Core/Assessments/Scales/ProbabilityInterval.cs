namespace Gateway.Core.Assessments.Scales;

/// <summary>
/// Probabilities that a term of a scale stands for. The lower bound belongs to the interval. The upper bound belongs to it only where
/// <paramref name="HighClosed"/>: where the next term begins at the same number, the number is the next term's. Bounds are compared exactly,
/// without tolerance.
/// </summary>
/// <param name="Low">0 to 1, included.</param>
/// <param name="High">0 to 1, not less than <paramref name="Low"/>.</param>
/// <param name="HighClosed">Whether <paramref name="High"/> is included.</param>
public readonly record struct ProbabilityInterval(double Low, double High, bool HighClosed)
{
    /// <summary>Whether the probability lies inside. False for NaN.</summary>
    public bool Contains(double probability) => probability >= Low && (probability < High || (HighClosed && probability == High));

    /// <summary>"[0.55, 0.8)" or "[0.95, 0.99]", for messages and documents.</summary>
    public override string ToString() => FormattableString.Invariant($"[{Low}, {High}{(HighClosed ? "]" : ")")}");
}
