using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>Every rule of marks in US format, with a mark that breaks it and the section that says so.</summary>
public sealed class UsRuleTests
{
    // Rule, section of docs/markings-reference.md's source, and a mark that breaks it; portions stand in parentheses.
    private static readonly (string Rule, string Section, string Mark)[] Rows =
    [
        ("US-PARENTHESES", "CAPCO 2016 §C.1 p25", "(S//NF"),
        ("US-CASE", "CAPCO 2016 §D.1 p27", "(S//nf)"),
        ("US-CHARACTER", "CAPCO 2016 §D.1 p27", "(S//NF!)"),
        ("US-SEPARATOR", "CAPCO 2016 §D.1 p27", "(S//OC /NF)"),
        ("US-FORM", "CAPCO 2016 §C.1, §D.1", "SECRET//NF"),
        ("US-CLASS-UNKNOWN", "CAPCO 2016 §H.1 p46", "(X//NF)"),
        ("US-CLASS-RESTRICTED", "ISM S-00040", "RESTRICTED//NOFORN"),
        ("US-CLASS-SLASHES", "CAPCO 2016 §H.1 p46", "COSMIC TOP SECRET"),
        ("US-CLASS-SECOND", "CAPCO 2016 §H.1 p46", "(S//TS)"),
        ("US-NATO-COSMIC", "DoDM 5200.01-V2 Encl. 4 §4.b.2.a", "//NATO TOP SECRET"),
        ("US-NATO-ACTIVITY", "CAPCO 2016 §G.1 Table 4", "//NATO KFOR SECRET"),
        ("US-CATEGORY-EMPTY", "CAPCO 2016 §D.1 p27", "(TS////NF)"),
        ("US-CATEGORY-DUPLICATE", "CAPCO 2016 §D.1 p27", "(S//OC//NF)"),
        ("US-CATEGORY-ORDER", "CAPCO 2016 §A.6 p15-16", "(S//NF//FGI GBR)"),
        ("US-CONTROL-DUPLICATE", "CAPCO 2016 §D.1 p27", "(S//NF/NF)"),
        ("US-CONTROL-ORDER", "CAPCO 2016 §G.1 Table 4 p36-38", "(S//NF/OC)"),
        ("US-TOKEN-UNKNOWN", "CAPCO 2016 §D.1 p27", "(S//SI)"),
        ("US-CODE-UNKNOWN", "CAPCO 2016 §A.6", "(S//REL TO USA, ZZZ)"),
        ("US-LIST-SEPARATOR", "CAPCO 2016 §A.6 p16", "(S//REL TO USA,FRA)"),
        ("US-LIST-DUPLICATE", "ISM S-00319", "(S//REL TO USA, FRA, FRA)"),
        ("US-LIST-ORDER", "CAPCO 2016 §A.6 p16", "(S//REL TO USA, NATO, FRA)"),
        ("US-REL-USA-FIRST", "ISM S-00214", "(S//REL TO FRA)"),
        ("US-REL-ALONE", "CAPCO 2016 §H.8 p151", "(S//REL TO USA)"),
        ("US-REL-BARE", "CAPCO 2016 §H.8 p151", "(S//REL)"),
        ("US-DISPLAY-BARE", "CAPCO 2016 Table 3", "(S//DISPLAY ONLY)"),
        ("US-DISPLAY-USA", "own", "(S//DISPLAY ONLY USA)"),
        ("US-NOFORN-EXCLUDES", "ISM S-00033", "(S//NF/REL TO USA, FRA)"),
        ("US-RELIDO-DISPLAY", "CAPCO 2016 p154", "(S//RELIDO/DISPLAY ONLY AFG)"),
        ("US-RELIDO-FOREIGN", "ISM S-00124", "(//GBR S//RELIDO)"),
        ("US-ORCON-EXCLUDES", "CAPCO 2016 p136", "(S//OC/OC-USGOV)"),
        ("US-ORCON-LEVEL", "ISM S-00028", "(U//OC)"),
        ("US-FOUO-LEVEL", "ISM S-00030", "(C//FOUO)"),
        ("US-FGI-USA", "DoDM 5200.01-V2 Encl. 4 §9", "(S//FGI GBR USA)"),
        ("US-FGI-FOREIGN", "DoDM 5200.01-V2 Encl. 4 §9", "(//GBR S//FGI CAN)"),
        ("US-JOINT-BARE", "CAPCO 2016 §H.3 p56", "(//JOINT S)"),
        ("US-JOINT-OWNERS", "CAPCO 2016 §H.3 p55", "(//JOINT S CAN GBR//REL TO USA, CAN, GBR)"),
        ("US-JOINT-RESTRICTED", "CAPCO 2016 §H.3 p55", "(//JOINT R CAN USA//REL TO USA, CAN)"),
        ("US-JOINT-REL", "CAPCO 2016 §H.3 p56-57", "(//JOINT S CAN USA)"),
        ("US-JOINT-NOFORN", "CAPCO 2016 §H.3 p57", "(//JOINT S CAN USA//NF)"),
        ("US-JOINT-REL-WIDER", "CAPCO 2016 §H.3 p57", "(//JOINT S CAN USA//REL TO USA, CAN, GBR)"),
    ];

    public static TheoryData<string, string, string> EveryRule => [.. Rows];

    [Theory]
    [MemberData(nameof(EveryRule))]
    public void A_mark_that_breaks_a_rule_is_told_which_where_and_how_to_mend_it(string rule, string section, string mark)
    {
        MarkingKind kind = mark.StartsWith('(') ? MarkingKind.Portion : MarkingKind.Banner;
        MarkingError told = Assert.Single(
            MarkingReader.Read(Marks.Of("US", mark), kind, Marks.Registry) switch
            {
                MarkingReading.Unreadable unreadable => unreadable.Errors,
                MarkingReading.Readable readable => readable.Marking.Warnings,
                _ => throw new InvalidOperationException(),
            },
            error => error.Rule == rule);
        Assert.InRange(told.Position, 0, mark.Length);
        Assert.NotEmpty(told.Message);
        Assert.True(MarkingRules.TryFind(rule, out MarkingRule? known));
        Assert.Contains(section, known.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_of_the_catalogue_has_a_mark_that_breaks_it() => Assert.Equal(
        MarkingRules.All.Select(rule => rule.Id).Where(id => id.StartsWith("US-", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        Rows.Select(row => row.Rule).Order(StringComparer.Ordinal));

    [Fact]
    public void Rule_ids_are_unique_and_say_what_and_where()
    {
        Assert.Equal(MarkingRules.All.Length, MarkingRules.All.DistinctBy(rule => rule.Id).Count());
        Assert.All(MarkingRules.All, rule => Assert.False(string.IsNullOrWhiteSpace(rule.Meaning) || string.IsNullOrWhiteSpace(rule.Source)));
        Assert.False(MarkingRules.TryFind("US-NO-SUCH-RULE", out _));
    }
}
