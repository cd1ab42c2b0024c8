using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Assessments.Scales;

/// <summary>A scale of analytic confidence: low, moderate, high. Confidence is not likelihood and has no probabilities. Immutable.</summary>
/// <param name="Id">As it stands in <c>Confidence.scale_id</c>: <c>analytic-confidence</c>.</param>
/// <param name="Name">Name for readers.</param>
/// <param name="Levels">The words, lowest first: three.</param>
/// <param name="Verification">How far the table was compared with its source.</param>
/// <param name="Source">Where the table comes from.</param>
public sealed record ConfidenceScale(string Id, string Name, ImmutableArray<string> Levels, Verification Verification, string Source);

/// <summary>The confidence scales that a judgement may be written in. Loaded once; immutable and thread-safe.</summary>
public static class ConfidenceScales
{
    private static readonly FrozenDictionary<string, ConfidenceScale> ById;

    static ConfidenceScales()
    {
        All = ScaleData.Confidence();
        ById = All.ToFrozenDictionary(scale => scale.Id);
    }

    /// <summary>All scales, in the order of the data file.</summary>
    public static ImmutableArray<ConfidenceScale> All { get; }

    /// <summary>The scale of an id, ordinal. False for any other text.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out ConfidenceScale? scale) => ById.TryGetValue(id, out scale);
}
