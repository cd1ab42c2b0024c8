using System.Collections.Immutable;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>Rules of marks in US format.</summary>
internal static class UsRuleList
{
    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("US-PARENTHESES", "portion without parentheses, or banner with them", "CAPCO 2016 §C.1 p25"),
        new("US-CASE", "lower case", "CAPCO 2016 §D.1 p27"),
        new("US-CHARACTER", "a character that no US mark has", "CAPCO 2016 §D.1 p27"),
        new("US-SEPARATOR", "stray slash, or space beside a slash", "CAPCO 2016 §D.1 p27"),
        new("US-FORM", "portion spelling in a banner, or the reverse", "CAPCO 2016 §C.1, §D.1"),
        new("US-CLASS-UNKNOWN", "no class where one has to stand", "CAPCO 2016 §H.1 p46"),
        new("US-CLASS-RESTRICTED", "RESTRICTED as a US class: the United States has none", "ISM S-00040"),
        new("US-CLASS-SLASHES", "a foreign or joint class without leading //", "CAPCO 2016 §H.1 p46"),
        new("US-CLASS-SECOND", "two classes", "CAPCO 2016 §H.1 p46"),
        new("US-NATO-COSMIC", "COSMIC without TOP SECRET, or NATO with it", "DoDM 5200.01-V2 Encl. 4 §4.b.2.a"),
        new("US-NATO-ACTIVITY", "a NATO activity that is not registered", "CAPCO 2016 §G.1 Table 4; own: the vocabulary is closed"),
        new("US-CATEGORY-EMPTY", "nothing between slashes", "CAPCO 2016 §D.1 p27"),
        new("US-CATEGORY-DUPLICATE", "a category stands twice", "CAPCO 2016 §D.1 p27"),
        new("US-CATEGORY-ORDER", "categories out of order, or a token in another's category", "CAPCO 2016 §A.6 p15-16"),
        new("US-CONTROL-DUPLICATE", "a control or token stands twice", "CAPCO 2016 §D.1 p27"),
        new("US-CONTROL-ORDER", "controls or tokens out of order", "CAPCO 2016 §G.1 Table 4 p36-38"),
        new("US-TOKEN-UNKNOWN", "not in the register, or not enabled by the registry file", "CAPCO 2016 §D.1 p27; own: the vocabulary is closed"),
        new("US-CODE-UNKNOWN", "a code that is not registered, or may not stand here", "CAPCO 2016 §A.6, §H.7; DoDM 5200.01-V2 Encl. 4 §9"),
        new("US-LIST-SEPARATOR", "a list that is not separated as its kind is", "CAPCO 2016 §A.6 p16"),
        new("US-LIST-DUPLICATE", "a code stands twice in a list", "ISM S-00319; CAPCO 2016 §H.8 p151"),
        new("US-LIST-ORDER", "a list out of order: nations A-Z, then organisations A-Z", "CAPCO 2016 §A.6 p16, §H.3 p56"),
        new("US-REL-USA-FIRST", "REL TO does not begin with USA", "ISM S-00214; CAPCO 2016 §H.8 p151"),
        new("US-REL-ALONE", "REL TO names nobody but USA", "CAPCO 2016 §H.8 p151"),
        new("US-REL-BARE", "REL TO without a list, and no banner to take it from", "CAPCO 2016 §H.8 p151"),
        new("US-DISPLAY-BARE", "DISPLAY ONLY without a list", "CAPCO 2016 Table 3"),
        new("US-DISPLAY-USA", "USA in a DISPLAY ONLY list", "own: the holder is not shown its own"),
        new("US-NOFORN-EXCLUDES", "NOFORN with REL TO, RELIDO or DISPLAY ONLY", "ISM S-00033, S-00169; CAPCO 2016 p145"),
        new("US-RELIDO-DISPLAY", "RELIDO with DISPLAY ONLY", "CAPCO 2016 p154"),
        new("US-RELIDO-FOREIGN", "RELIDO on a foreign mark", "ISM S-00124"),
        new("US-ORCON-EXCLUDES", "ORCON with ORCON-USGOV or RELIDO", "CAPCO 2016 p136, p154"),
        new("US-ORCON-LEVEL", "ORCON below CONFIDENTIAL", "ISM S-00028; CAPCO 2016 p136"),
        new("US-FOUO-LEVEL", "FOUO on classified information", "ISM S-00030; DoDM 5200.01-V2 Encl. 4 §10.b.1; CAPCO 2016 p134"),
        new("US-FGI-USA", "USA in an FGI list", "DoDM 5200.01-V2 Encl. 4 §9"),
        new("US-FGI-FOREIGN", "FGI in a foreign mark", "DoDM 5200.01-V2 Encl. 4 §9; CAPCO 2016 §H.7 p122"),
        new("US-JOINT-BARE", "JOINT without owners, and no joint banner to take them from", "CAPCO 2016 §H.3 p56"),
        new("US-JOINT-OWNERS", "joint owners without USA, or nobody but USA", "CAPCO 2016 §H.3 p55"),
        new("US-JOINT-RESTRICTED", "joint RESTRICTED", "CAPCO 2016 §H.3 p55"),
        new("US-JOINT-REL", "a joint mark without REL TO, or REL TO short of an owner", "CAPCO 2016 §H.3 p56-57"),
        new("US-JOINT-NOFORN", "NOFORN on a joint mark", "CAPCO 2016 §H.3 p57"),
        new("US-JOINT-REL-WIDER", "warning: REL TO goes beyond the joint owners", "CAPCO 2016 §H.3 p57"),
    ];
}
