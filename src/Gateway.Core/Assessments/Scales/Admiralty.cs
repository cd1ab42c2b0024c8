using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Scales;

/// <summary>One grade of the Admiralty system.</summary>
/// <param name="Code">A to F for the source, 1 to 6 for the information.</param>
/// <param name="Meaning">In words.</param>
/// <param name="Stix">Confidence that STIX 2.1 gives it, 0 to 100; null where there is none.</param>
public sealed record AdmiraltyGrade(char Code, string Meaning, StixRange? Stix)
{
    /// <summary>
    /// False for F and 6, which say that nothing can be judged. Such a grade is a missing value: it is never compared, ordered or averaged
    /// with the others, and it is not worse than E or 5.
    /// </summary>
    public bool IsJudged => Code is not ('F' or '6');
}

/// <summary>
/// The Admiralty system: reliability of a source A to F, credibility of information 1 to 6. The letter G and numbers for F and 6, which some
/// taxonomies add, are not part of it. Loaded once; immutable and thread-safe.
/// </summary>
public static class Admiralty
{
    static Admiralty() => (Reliability, Credibility) = ScaleData.Admiralty();

    /// <summary>Reliability of the source, A to F.</summary>
    public static ImmutableArray<AdmiraltyGrade> Reliability { get; }

    /// <summary>Credibility of the information, 1 to 6.</summary>
    public static ImmutableArray<AdmiraltyGrade> Credibility { get; }
}
