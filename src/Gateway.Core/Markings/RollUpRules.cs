using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Reasons why portions have no banner. Positions are indexes of portions.</summary>
internal static class RollUpRules
{
    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("ROLLUP-EMPTY", "no portions", "own: nothing has no marking"),
        new("ROLLUP-HOLDER", "the portion is not releasable to the nation of the banner, or to every member of its organisation", "own"),
        new("ROLLUP-LEVEL", "the policy has no word for the level", "levels.json"),
        new("ROLLUP-OWNER", "NATO and EU marks have no words for information of others", "own"),
        new("ROLLUP-ONLY", "the portions' ONLY lists have nobody in common", "ADatP-4774: permissive categories intersect"),
        new("ROLLUP-CONTROL", "the policy has no words for the portion's controls", "own: dropping one would widen"),
        new("ROLLUP-TLP-MIX", "TLP beside classification", "FIRST TLP 2.0: independent of classification"),
        new("ROLLUP-TLP-COMMUNITY", "the portions name different communities", "FIRST TLP 2.0"),
        new("ROLLUP-DOMINATE", "no banner of the policy covers the portion; a fault of ours, refused all the same", "own"),
        new("ROLLUP-COMPILED", "a banner raised by compilation does not cover the roll-up", "CAPCO 2016 §D.2 p28"),
    ];
}
