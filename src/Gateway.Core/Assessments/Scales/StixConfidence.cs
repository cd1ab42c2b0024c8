using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Scales;

/// <summary>A range of STIX 2.1 confidence, whole numbers.</summary>
/// <param name="Low">0 to 100, included.</param>
/// <param name="High">0 to 100, included.</param>
public readonly record struct StixRange(int Low, int High);

/// <summary>A row of a STIX confidence table.</summary>
/// <param name="Words">Words that mean the same; never empty.</param>
/// <param name="Range">Their confidence.</param>
public sealed record StixConfidenceRow(ImmutableArray<string> Words, StixRange Range);

/// <summary>A confidence table of STIX 2.1, appendix A. Immutable.</summary>
/// <param name="Id"><c>stix-wep</c>, <c>stix-dni</c>, <c>stix-none-low-med-high</c>.</param>
/// <param name="Verification">How far the table was compared with its source.</param>
/// <param name="Source">Where the table comes from.</param>
/// <param name="Note">What a user of the table has to know.</param>
/// <param name="Rows">Lowest first.</param>
public sealed record StixConfidenceTable(
    string Id, Verification Verification, string Source, string Note, ImmutableArray<StixConfidenceRow> Rows);

/// <summary>
/// Tables by which STIX 2.1 writes confidence as a number. Another type than <see cref="LikelihoodScale"/>, so that no judgement is ever read
/// with them: the "DNI" table has the words of ICD 203 and other ranges. Loaded once; immutable and thread-safe.
/// </summary>
public static class StixConfidence
{
    static StixConfidence() => All = ScaleData.Stix();

    /// <summary>All tables, in the order of the data file.</summary>
    public static ImmutableArray<StixConfidenceTable> All { get; }

    /// <summary>Whether the id names one of these tables and therefore no scale of likelihood.</summary>
    public static bool IsTable(string id) => All.Any(table => table.Id == id);
}
