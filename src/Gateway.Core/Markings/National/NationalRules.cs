using System.Collections.Immutable;

namespace Gateway.Core.Markings.National;

/// <summary>Rules of national marks, caveats of single nations included.</summary>
internal static class NationalRules
{
    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("NAT-LEVEL-UNKNOWN", "not a level word of this nation", "levels.json: the row's sources"),
        new("NAT-TOKEN-UNKNOWN", "something other than FGI, a caveat of the nation and its release list after the level", "own"),
        new("NAT-CATEGORY-DUPLICATE", "FGI, a caveat or a release list stands twice", "own"),
        new("NAT-CATEGORY-ORDER", "a caveat or a release list before FGI", "own"),
        new("NAT-CODE-UNKNOWN", "a code that is not registered, or may not stand here", "own"),
        new("NAT-LIST-SEPARATOR", "a list that is not separated as its kind is", "own"),
        new("NAT-LIST-DUPLICATE", "a code stands twice in a list", "own"),
        new("NAT-LIST-ORDER", "a list out of order: nations A-Z, then organisations A-Z", "own"),
        new("FRA-SF-REL", "SPÉCIAL FRANCE with a release list", "IGI 1300 art. 65"),
        new("FRA-SF-LEVEL", "SPÉCIAL FRANCE on unclassified information", "IGI 1300 art. 65"),
        new("AUS-CAVEAT-LEVEL", "AUSTEO or AGAO below PROTECTED", "PSPF 2024, as reported"),
        new("AUS-CAVEAT-REL", "AUSTEO or AGAO with a release list", "PSPF 2024, as reported"),
        new("AUS-REL-LEVEL", "REL below PROTECTED", "PSPF 2024, as reported"),
        new("AUS-REL-OWNER", "a REL list without AUS", "PSPF 2024, as reported"),
        new("AUS-REL-ALONE", "a REL list that names AUS alone", "PSPF 2024, as reported"),
        new("CAN-EYES-LEVEL", "CANADIAN EYES ONLY on unclassified information", "own"),
        new("CAN-EYES-REL", "CANADIAN EYES ONLY with a release list", "caveats.json: GEN"),
        new("NZL-EYES-LEVEL", "NEW ZEALAND EYES ONLY on unclassified information", "own"),
        new("NZL-EYES-REL", "NEW ZEALAND EYES ONLY with a release list", "caveats.json: GEN"),
    ];
}
