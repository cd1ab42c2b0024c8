using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Rules of the Traffic Light Protocol.</summary>
internal static class TlpRules
{
    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("TLP-LABEL", "not one of the five labels", "FIRST TLP 2.0"),
    ];
}
