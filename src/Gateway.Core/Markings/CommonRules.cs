using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Rules on what stands beside the text, whatever the policy.</summary>
internal static class CommonRules
{
    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("MARK-LENGTH", "the text is empty or longer than 2048 characters", "own"),
        new("MARK-POLICY", "the policy is not supported", "own: one parser for each policy, never guessed"),
        new("MARK-LIST-CODE", "releasable_to holds a code that is not registered", "CAPCO 2016 §H.8 p151"),
        new("MARK-LIST-DUPLICATE", "releasable_to holds a code twice", "ISM S-00319"),
        new("MARK-LIST-LENGTH", "releasable_to holds more than 512 codes", "own"),
        new("MARK-LIST-DISAGREES", "releasable_to and the text differ, or the text must have the list and has none", "own"),
        new("MARK-ORIGINATOR-LIST-CODE", "originator_list holds a code that is not registered", "CAPCO 2016 §H.8 p136"),
        new("MARK-ORIGINATOR-LIST-DUPLICATE", "originator_list holds a code twice", "own"),
        new("MARK-ORIGINATOR-LIST-LENGTH", "originator_list holds more than 512 codes", "own"),
        new("MARK-EMBARGO", "not_before is negative or after the year 9999", "own"),
        new("MARK-COMMUNITY", "a community outside TLP, or not 64 printable ASCII characters at most", "FIRST TLP 2.0; own"),
    ];
}
