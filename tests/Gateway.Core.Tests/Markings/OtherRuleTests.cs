using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>Every rule of NATO, EU, national and TLP marks, with a mark that breaks it.</summary>
public sealed class OtherRuleTests
{
    private static readonly (string Rule, string Policy, string Mark)[] Rows =
    [
        ("NATO-LEVEL-UNKNOWN", "NATO", "SECRET"),
        ("NATO-COSMIC", "NATO", "NATO TOP SECRET"),
        ("NATO-CONTEXT-UNKNOWN", "NATO", "NATO/NOWHERE SECRET"),
        ("NATO-CONTEXT-OBSOLETE", "NATO", "NATO/IP SECRET"),
        ("NATO-TOKEN-UNKNOWN", "NATO", "NATO SECRET HUSH"),
        ("NATO-SENSITIVITY-LEVEL", "NATO", "NATO RESTRICTED ATOMAL"),
        ("NATO-SENSITIVITY-DUPLICATE", "NATO", "NATO SECRET ATOMAL ATOMAL"),
        ("NATO-NAME-UNKNOWN", "NATO", "NATO SECRET Releasable to Atlantis"),
        ("NATO-LIST-DUPLICATE", "NATO", "NATO SECRET Releasable to Japan, Japan"),
        ("NATO-REL-LEVEL", "NATO", "COSMIC TOP SECRET Releasable to Japan"),
        ("NATO-REL-MISSING", "NATO", "NATO/Releasable SECRET"),
        ("NATO-ADMIN-UNKNOWN", "NATO", "NATO SECRET - HUSH"),
        ("NATO-ORDER", "NATO", "NATO SECRET - STAFF ATOMAL"),
        ("EU-LEVEL-UNKNOWN", "EU", "SECRET"),
        ("EU-CODE-UNKNOWN", "EU", "SECRET UE/EU SECRET RELEASABLE TO ZZZ"),
        ("EU-LIST-SEPARATOR", "EU", "SECRET UE/EU SECRET RELEASABLE TO USA,CHE"),
        ("EU-LIST-DUPLICATE", "EU", "SECRET UE/EU SECRET RELEASABLE TO USA, USA"),
        ("EU-LIST-ORDER", "EU", "SECRET UE/EU SECRET RELEASABLE TO USA, CHE"),
        ("NAT-LEVEL-UNKNOWN", "FRA", "HEMLIG"),
        ("NAT-TOKEN-UNKNOWN", "FRA", "SECRET//NOFORN"),
        ("NAT-CATEGORY-DUPLICATE", "FRA", "SECRET//REL TO USA//REL TO GBR"),
        ("NAT-CATEGORY-ORDER", "FRA", "SECRET//REL TO USA//FGI GBR"),
        ("NAT-CODE-UNKNOWN", "FRA", "SECRET//REL TO ZZZ"),
        ("NAT-LIST-SEPARATOR", "FRA", "SECRET//REL TO USA,GBR"),
        ("NAT-LIST-DUPLICATE", "FRA", "SECRET//REL TO USA, USA"),
        ("NAT-LIST-ORDER", "FRA", "SECRET//REL TO USA, GBR"),
        ("FRA-SF-REL", "FRA", "SECRET SPÉCIAL FRANCE//REL TO USA"),
        ("FRA-SF-LEVEL", "FRA", "UNCLASSIFIED SPÉCIAL FRANCE"),
        ("AUS-CAVEAT-LEVEL", "AUS", "OFFICIAL//AUSTEO"),
        ("AUS-CAVEAT-REL", "AUS", "SECRET//AUSTEO AUS, USA"),
        ("AUS-REL-LEVEL", "AUS", "OFFICIAL: Sensitive//REL AUS, USA"),
        ("AUS-REL-OWNER", "AUS", "SECRET//REL GBR, USA"),
        ("AUS-REL-ALONE", "AUS", "SECRET//REL AUS"),
        ("CAN-EYES-LEVEL", "CAN", "UNCLASSIFIED//CANADIAN EYES ONLY"),
        ("CAN-EYES-REL", "CAN", "SECRET//CANADIAN EYES ONLY//REL TO USA"),
        ("NZL-EYES-LEVEL", "NZL", "UNCLASSIFIED//NZEO"),
        ("NZL-EYES-REL", "NZL", "SECRET//NZEO//REL TO USA"),
        ("GBR-SENSITIVE-LEVEL", "GBR", "SECRET-SENSITIVE"),
        ("GBR-HANDLING-UNKNOWN", "GBR", "SECRET - HUSH"),
        ("GBR-HANDLING-DUPLICATE", "GBR", "SECRET - COMMERCIAL - COMMERCIAL"),
        ("GBR-REL-EU-PREFIX", "GBR", "SECRET - REL EU"),
        ("GBR-EYES-LEVEL", "GBR", "OFFICIAL - UK EYES ONLY"),
        ("GBR-EYES-UK", "GBR", "SECRET - US EYES ONLY"),
        ("GBR-EYES-LAST", "GBR", "SECRET - UK EYES ONLY - COMMERCIAL"),
        ("GBR-EYES-REL", "GBR", "SECRET - UK EYES ONLY//REL TO USA"),
        ("GBR-NAME-UNKNOWN", "GBR", "SECRET - UK/USA EYES ONLY"),
        ("GBR-LIST-DUPLICATE", "GBR", "SECRET - UK/UK EYES ONLY"),
        ("GBR-LIST-ORDER", "GBR", "SECRET - US/UK EYES ONLY"),
        ("TLP-LABEL", "TLP", "TLP:PINK"),
    ];

    public static TheoryData<string, string, string> EveryRule => [.. Rows];

    [Theory]
    [MemberData(nameof(EveryRule))]
    public void A_mark_that_breaks_a_rule_is_told_which_where_and_how_to_mend_it(string rule, string policy, string mark)
    {
        MarkingError told = Assert.Single(
            MarkingReader.Read(Marks.Of(policy, mark), MarkingKind.Banner, Marks.Registry) switch
            {
                MarkingReading.Unreadable unreadable => unreadable.Errors,
                MarkingReading.Readable readable => readable.Marking.Warnings,
                _ => throw new InvalidOperationException(),
            },
            error => error.Rule == rule);
        Assert.InRange(told.Position, 0, mark.Length);
        Assert.NotEmpty(told.Message);
    }

    [Fact]
    public void Every_rule_of_the_catalogue_has_a_mark_that_breaks_it() => Assert.Equal(
        MarkingRules.All.Select(rule => rule.Id)
            .Where(id => id.Split('-')[0] is not ("US" or "MARK" or "ROLLUP")).Order(StringComparer.Ordinal),
        Rows.Select(row => row.Rule).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_word_of_the_closed_lists_has_a_source() =>
        Assert.All(MarkingVocabulary.Words, word => Assert.NotEmpty(word.Source));
}
