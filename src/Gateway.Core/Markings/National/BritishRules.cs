using System.Collections.Immutable;

namespace Gateway.Core.Markings.National;

/// <summary>Rules of the level part of British marks; <see cref="NationalRules"/> holds for the rest.</summary>
internal static class BritishRules
{
    private const string Gscp = "UK Government Security Classifications Policy 2024, as reported";

    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("GBR-SENSITIVE-LEVEL", "SENSITIVE on a level other than OFFICIAL", Gscp),
        new("GBR-HANDLING-UNKNOWN", "a word behind a hyphen that is not in the closed list", "gbr.json; the vocabulary is closed"),
        new("GBR-HANDLING-DUPLICATE", "handling or REL EU stands twice", "own"),
        new("GBR-REL-EU-PREFIX", "REL EU without the prefix UK", Gscp),
        new("GBR-EYES-LEVEL", "EYES ONLY below SECRET", Gscp),
        new("GBR-EYES-UK", "EYES ONLY without UK or FIVE", Gscp),
        new("GBR-EYES-LAST", "something behind EYES ONLY", "own"),
        new("GBR-EYES-REL", "EYES ONLY with a release list", "own"),
        new("GBR-NAME-UNKNOWN", "a name before EYES ONLY that is not UK, US, FIVE or another nation's code", "own; the vocabulary is closed"),
        new("GBR-LIST-DUPLICATE", "a name before EYES ONLY stands twice", "own"),
        new("GBR-LIST-ORDER", "names before EYES ONLY out of alphabetical order", Gscp),
    ];
}
