using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Rules of national marks without a grammar of their own.</summary>
internal static class NationalRules
{
    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("NAT-LEVEL-UNKNOWN", "not a level word of this nation", "levels.json: the row's sources"),
        new("NAT-TOKEN-UNKNOWN", "something other than FGI and REL TO after the level", "own"),
        new("NAT-CATEGORY-DUPLICATE", "FGI or REL TO stands twice", "own"),
        new("NAT-CATEGORY-ORDER", "REL TO before FGI", "own"),
        new("NAT-CODE-UNKNOWN", "a code that is not registered, or may not stand here", "own"),
        new("NAT-LIST-SEPARATOR", "a list that is not separated as its kind is", "own"),
        new("NAT-LIST-DUPLICATE", "a code stands twice in a list", "own"),
        new("NAT-LIST-ORDER", "a list out of order: nations A-Z, then organisations A-Z", "own"),
        new("FRA-SF-REL", "SPÉCIAL FRANCE with a release list", "IGI 1300 art. 65"),
        new("FRA-SF-LEVEL", "SPÉCIAL FRANCE on unclassified information", "IGI 1300 art. 65"),
    ];
}
