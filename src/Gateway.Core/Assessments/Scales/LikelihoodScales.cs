using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Assessments.Scales;

/// <summary>
/// The scales that a judgement may be written in. The confidence tables of STIX are not among them, though they use the same words with
/// other ranges: see <see cref="StixConfidence"/>. Loaded once; immutable and thread-safe.
/// </summary>
public static class LikelihoodScales
{
    private static readonly FrozenDictionary<string, LikelihoodScale> ById;

    static LikelihoodScales()
    {
        All = ScaleData.Likelihood();
        ById = All.ToFrozenDictionary(scale => scale.Id);
    }

    /// <summary>All scales, in the order of the data file: <c>icd203</c>, <c>phia</c>, <c>ajp21</c>, <c>ca-kent-fr</c>.</summary>
    public static ImmutableArray<LikelihoodScale> All { get; }

    /// <summary>The scale of an id, ordinal. False for any other text.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out LikelihoodScale? scale) => ById.TryGetValue(id, out scale);
}
