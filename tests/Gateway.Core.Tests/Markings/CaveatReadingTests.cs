using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>EU marks, and the marks of nations that have caveats of their own (docs/markings.md).</summary>
public sealed class CaveatReadingTests
{
    [Theory]
    [InlineData("EU", "TRES SECRET UE/EU TOP SECRET", null, Level.TopSecret)]
    [InlineData("EU", "TRÈS SECRET UE/EU TOP SECRET", "TRES SECRET UE/EU TOP SECRET", Level.TopSecret)]
    [InlineData("EU", "SECRET UE/EU SECRET", null, Level.Secret)]
    [InlineData("EU", "CONFIDENTIEL UE/EU CONFIDENTIAL", null, Level.Confidential)]
    [InlineData("EU", "RESTREINT UE/EU RESTRICTED", null, Level.Restricted)]
    [InlineData("EU", "EU SECRET", "SECRET UE/EU SECRET", Level.Secret)] // short form
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO CHE, NOR, USA", null, Level.Secret)]
    [InlineData("GBR", "OFFICIAL", null, Level.Unclassified)]
    [InlineData("GBR", "OFFICIAL-SENSITIVE", null, Level.Restricted)]
    [InlineData("GBR", "UK SECRET", null, Level.Secret)]
    [InlineData("GBR", "UK TOP SECRET", null, Level.TopSecret)]
    [InlineData("GBR", "OFFICIAL-SENSITIVE - COMMERCIAL", null, Level.Restricted)]
    [InlineData("GBR", "OFFICIAL-SENSITIVE - PERSONAL DATA - HR/MANAGEMENT", null, Level.Restricted)]
    [InlineData("GBR", "OFFICIAL-SENSITIVE - COMMERCIAL - PERSONAL DATA", "OFFICIAL-SENSITIVE - PERSONAL DATA - COMMERCIAL", Level.Restricted)]
    [InlineData("GBR", "OFFICIAL - FOR PUBLIC RELEASE", null, Level.Unclassified)]
    [InlineData("GBR", "SECRET - UK EYES ONLY", null, Level.Secret)]
    [InlineData("GBR", "UK SECRET - UK/US EYES ONLY", null, Level.Secret)]
    [InlineData("GBR", "UK SECRET - UK / US EYES ONLY", "UK SECRET - UK/US EYES ONLY", Level.Secret)]
    [InlineData("GBR", "TOP SECRET - FIVE EYES ONLY", null, Level.TopSecret)]
    [InlineData("GBR", "TOP SECRET - AUS/CAN/NZL/UK/US EYES ONLY", "TOP SECRET - FIVE EYES ONLY", Level.TopSecret)]
    [InlineData("GBR", "SECRET - FIVE/FRA EYES ONLY", null, Level.Secret)]
    [InlineData("GBR", "UK SECRET - COMMERCIAL - UK/US EYES ONLY", null, Level.Secret)]
    [InlineData("GBR", "SECRET - UK EYES ONLY//FGI USA", null, Level.Secret)]
    [InlineData("GBR", "UK OFFICIAL - REL EU", null, Level.Unclassified)]
    [InlineData("GBR", "UK SECRET - REL-EU", "UK SECRET - REL EU", Level.Secret)]
    [InlineData("GBR", "SECRET//REL TO EU", "UK SECRET - REL EU", Level.Secret)]
    [InlineData("GBR", "UK SECRET - COMMERCIAL//FGI USA//REL TO FRA, USA", null, Level.Secret)]
    [InlineData("GBR", "RESTRICTED", null, Level.Restricted)] // legacy
    [InlineData("AUS", "OFFICIAL: Sensitive", null, Level.Restricted)]
    [InlineData("AUS", "OFFICIAL: SENSITIVE", "OFFICIAL: Sensitive", Level.Restricted)]
    [InlineData("AUS", "PROTECTED//AUSTEO", null, Level.Confidential)]
    [InlineData("AUS", "TOP SECRET//AGAO", null, Level.TopSecret)]
    [InlineData("AUS", "SECRET//REL AUS, GBR, USA", null, Level.Secret)]
    [InlineData("AUS", "SECRET//REL AUS/GBR/USA", "SECRET//REL AUS, GBR, USA", Level.Secret)]
    [InlineData("AUS", "SECRET//REL AUS, FVEY", null, Level.Secret)]
    [InlineData("AUS", "SECRET//FGI USA//AUSTEO", null, Level.Secret)]
    [InlineData("AUS", "HIGHLY PROTECTED", null, Level.Secret)] // legacy
    [InlineData("CAN", "SECRET//CANADIAN EYES ONLY", null, Level.Secret)]
    [InlineData("CAN", "SECRET CANADIAN EYES ONLY", "SECRET//CANADIAN EYES ONLY", Level.Secret)]
    [InlineData("CAN", "SECRET - CANADIAN EYES ONLY", "SECRET//CANADIAN EYES ONLY", Level.Secret)]
    [InlineData("CAN", "TRÈS SECRET//REL TO USA", null, Level.TopSecret)]
    [InlineData("NZL", "SECRET//NZEO", "SECRET//NEW ZEALAND EYES ONLY", Level.Secret)]
    [InlineData("FRA", "TRÈS SECRET DÉFENSE SPÉCIAL FRANCE", null, Level.TopSecret)] // legacy
    [InlineData("DEU", "STRENG GEHEIM//REL TO FRA", null, Level.TopSecret)]
    [InlineData("ITA", "RISERVATISSIMO", null, Level.Confidential)] // false friend: not the highest
    [InlineData("ITA", "RISERVATO", null, Level.Restricted)]
    [InlineData("ESP", "SECRETO//REL TO PRT", null, Level.TopSecret)] // false friend
    public void Mark_is_read(string policy, string text, string? canonical, Level level)
    {
        ParsedMarking mark = Marks.Parsed(Marks.Of(policy, text));
        Assert.Equal((canonical ?? text, level), (mark.Canonical, mark.Level));
        Assert.Equal([policy], mark.Owners);
    }

    [Theory]
    [InlineData("EU", "SECRET", "EU-LEVEL-UNKNOWN", 0)]
    [InlineData("EU", "UNCLASSIFIED", "EU-LEVEL-UNKNOWN", 0)]
    [InlineData("EU", "SECRET UE/EU TOP SECRET", "EU-LEVEL-UNKNOWN", 0)]
    [InlineData("EU", "SECRET UE/EU SECRET//REL TO USA", "EU-LEVEL-UNKNOWN", 0)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO ", "EU-LIST-SEPARATOR", 34)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO USA,CHE", "EU-LIST-SEPARATOR", 34)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO ZZZ", "EU-CODE-UNKNOWN", 34)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO USA, USA", "EU-LIST-DUPLICATE", 39)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO USA, CHE", "EU-LIST-ORDER", 39)]
    [InlineData("GBR", "HUSH", "NAT-LEVEL-UNKNOWN", 0)]
    [InlineData("GBR", "UK", "NAT-LEVEL-UNKNOWN", 0)]
    [InlineData("GBR", "SECRET-SENSITIVE", "GBR-SENSITIVE-LEVEL", 0)] // §3 rule 15
    [InlineData("GBR", "UK TOP SECRET-SENSITIVE", "GBR-SENSITIVE-LEVEL", 0)]
    [InlineData("GBR", "SECRET - HUSH", "GBR-HANDLING-UNKNOWN", 9)]
    [InlineData("GBR", "SECRET - commercial", "GBR-HANDLING-UNKNOWN", 9)]
    [InlineData("GBR", "SECRET - COMMERCIAL - COMMERCIAL", "GBR-HANDLING-DUPLICATE", 22)]
    [InlineData("GBR", "UK SECRET - REL EU - REL EU", "GBR-HANDLING-DUPLICATE", 21)]
    [InlineData("GBR", "OFFICIAL-SENSITIVE - UK EYES ONLY", "GBR-EYES-LEVEL", 21)] // §3 rule 15
    [InlineData("GBR", "CONFIDENTIAL - UK EYES ONLY", "GBR-EYES-LEVEL", 15)]
    [InlineData("GBR", "SECRET - US EYES ONLY", "GBR-EYES-UK", 9)] // §3 rule 15
    [InlineData("GBR", "SECRET - UK EYES ONLY - COMMERCIAL", "GBR-EYES-LAST", 24)]
    [InlineData("GBR", "SECRET - UK EYES ONLY//REL TO USA", "GBR-EYES-REL", 23)]
    [InlineData("GBR", "SECRET - GBR/US EYES ONLY", "GBR-NAME-UNKNOWN", 9)]
    [InlineData("GBR", "SECRET - UK/USA EYES ONLY", "GBR-NAME-UNKNOWN", 12)]
    [InlineData("GBR", "SECRET - UK/XX EYES ONLY", "GBR-NAME-UNKNOWN", 12)]
    [InlineData("GBR", "SECRET - US/UK EYES ONLY", "GBR-LIST-ORDER", 12)]
    [InlineData("GBR", "SECRET - UK/UK EYES ONLY", "GBR-LIST-DUPLICATE", 12)]
    [InlineData("GBR", "SECRET - FIVE/UK EYES ONLY", "GBR-LIST-DUPLICATE", 14)]
    [InlineData("GBR", "SECRET - REL EU", "GBR-REL-EU-PREFIX", 9)] // §3 rule 15
    [InlineData("GBR", "UK SECRET - REL EU//REL TO USA", "NAT-CATEGORY-DUPLICATE", 20)]
    [InlineData("AUS", "OFFICIAL: Sensitive//AUSTEO", "AUS-CAVEAT-LEVEL", 0)] // §3 rule 15
    [InlineData("AUS", "OFFICIAL//AGAO", "AUS-CAVEAT-LEVEL", 0)]
    [InlineData("AUS", "OFFICIAL: Sensitive//REL AUS, USA", "AUS-REL-LEVEL", 21)]
    [InlineData("AUS", "SECRET//REL GBR, USA", "AUS-REL-OWNER", 12)]
    [InlineData("AUS", "SECRET//REL AUS", "AUS-REL-ALONE", 12)]
    [InlineData("AUS", "SECRET//AUSTEO AUS, USA", "AUS-CAVEAT-REL", 14)]
    [InlineData("AUS", "SECRET//AUSTEO//REL AUS, USA", "AUS-CAVEAT-REL", 8)]
    [InlineData("AUS", "SECRET//AUSTEO//AGAO", "NAT-CATEGORY-DUPLICATE", 16)]
    [InlineData("AUS", "SECRET//REL TO USA", "NAT-LIST-SEPARATOR", 12)]
    [InlineData("AUS", "SECRET//REL USA, AUS", "NAT-LIST-ORDER", 17)]
    [InlineData("AUS", "SECRET AUSTEO", "NAT-LEVEL-UNKNOWN", 0)]
    [InlineData("CAN", "UNCLASSIFIED//CANADIAN EYES ONLY", "CAN-EYES-LEVEL", 0)]
    [InlineData("CAN", "SECRET//CANADIAN EYES ONLY//REL TO USA", "CAN-EYES-REL", 8)]
    [InlineData("CAN", "SECRET CANADIAN EYES ONLY//CANADIAN EYES ONLY", "NAT-CATEGORY-DUPLICATE", 27)]
    [InlineData("NZL", "UNCLASSIFIED//NZEO", "NZL-EYES-LEVEL", 0)]
    [InlineData("NZL", "SECRET//NZEO//REL TO USA", "NZL-EYES-REL", 8)]
    [InlineData("DEU", "GEHEIM//CANADIAN EYES ONLY", "NAT-TOKEN-UNKNOWN", 8)]
    public void Invalid_mark_names_the_rule_and_the_place(string policy, string text, string rule, int position)
    {
        var errors = Marks.Errors(MarkingReader.Read(Marks.Of(policy, text), MarkingKind.Portion, Marks.Registry));
        Assert.Contains(errors, error => error.Rule == rule && error.Position == position);
        Assert.All(errors, error => Assert.NotEmpty(error.Message));
    }

    [Theory]
    [InlineData("SECRET-SENSITIVE - HUSH - US EYES ONLY", "GBR-SENSITIVE-LEVEL,GBR-HANDLING-UNKNOWN,GBR-EYES-UK")]
    [InlineData("HUSH - HUSH//NOFORN", "NAT-LEVEL-UNKNOWN,GBR-HANDLING-UNKNOWN,NAT-TOKEN-UNKNOWN")]
    public void All_errors_are_reported_at_once(string text, string rules) =>
        Assert.Equal(
            rules.Split(','),
            Marks.Errors(MarkingReader.Read(Marks.Of("GBR", text), MarkingKind.Portion, Marks.Registry)).Select(error => error.Rule));

    [Theory]
    [InlineData("GBR:SECRET - UK EYES ONLY", "GBR", null)]
    [InlineData("GBR:SECRET - UK/US EYES ONLY", "GBR USA", "GBR USA")]
    [InlineData("GBR:SECRET - FIVE EYES ONLY", "AUS CAN GBR NZL USA", "AUS CAN GBR NZL USA")]
    [InlineData("AUS:SECRET//AUSTEO", "AUS", null)]
    [InlineData("AUS:SECRET//AGAO", "AUS", null)]
    [InlineData("CAN:SECRET//CANADIAN EYES ONLY", "CAN", null)]
    [InlineData("NZL:SECRET//NEW ZEALAND EYES ONLY", "NZL", null)]
    [InlineData("FRA:SECRET SPÉCIAL FRANCE", "FRA", null)]
    public void Caveat_names_exactly_the_nations_that_may_have_it(string text, string nations, string? list)
    {
        ParsedMarking mark = Marks.Portion(text);
        Assert.Equal(nations.Split(' '), mark.NationalOnly!.Value);
        Assert.Equal(list?.Split(' '), mark.ReleasableTo?.ToArray());
        Assert.Equal(nations.Split(' '), MarkingLattice.Of(mark, Marks.Registry).Releasable.Codes);
    }

    [Fact]
    public void British_handling_obliges_and_the_prefix_does_not()
    {
        ParsedMarking mark = Marks.Portion("GBR:UK OFFICIAL-SENSITIVE - COMMERCIAL - FOR PUBLIC RELEASE");
        Assert.Equal(("UK", "OFFICIAL-SENSITIVE"), (mark.Context, mark.LevelWord));
        Assert.Equal(["COMMERCIAL"], mark.OtherControls);
        Assert.Equal(["FOR PUBLIC RELEASE"], mark.Informative);
    }

    [Theory]
    [InlineData("AUS", "OFFICIAL: Sensitive", "GBR", null, "OFFICIAL: Sensitive")] // no room in the text
    [InlineData("AUS", "SECRET", "AUS,GBR", "MARK-LIST-DISAGREES", null)]
    [InlineData("AUS", "SECRET//REL AUS, GBR", "GBR,AUS", null, "SECRET//REL AUS, GBR")]
    [InlineData("AUS", "SECRET//AUSTEO", "GBR", "MARK-LIST-DISAGREES", null)]
    [InlineData("GBR", "SECRET", "USA", null, "SECRET//REL TO USA")]
    [InlineData("GBR", "SECRET", "EU", null, "UK SECRET - REL EU")]
    [InlineData("GBR", "SECRET - UK/US EYES ONLY", "USA,GBR", null, "SECRET - UK/US EYES ONLY")]
    [InlineData("GBR", "SECRET - UK/US EYES ONLY", "USA", "MARK-LIST-DISAGREES", null)]
    [InlineData("GBR", "SECRET - UK EYES ONLY", "GBR", "MARK-LIST-DISAGREES", null)]
    [InlineData("EU", "SECRET UE/EU SECRET", "USA", "MARK-LIST-DISAGREES", null)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO USA", "USA", null, "SECRET UE/EU SECRET RELEASABLE TO USA")]
    public void Stated_list_and_text_must_agree(string policy, string text, string list, string? rule, string? canonical)
    {
        var reading = MarkingReader.Read(Marks.Of(policy, text, list.Split(',')), MarkingKind.Portion, Marks.Registry);
        Assert.Equal(rule, Marks.Errors(reading).FirstOrDefault()?.Rule);
        Assert.Equal(canonical, (reading as MarkingReading.Readable)?.Marking.Canonical);
    }

    [Theory]
    [InlineData("FRA", "TLP:RED", "policy TLP")]
    [InlineData("EU", "NATO SECRET", "policy NATO")]
    [InlineData("NATO", "SECRET UE/EU SECRET", "policy EU")]
    [InlineData("TLP", "COSMIC TOP SECRET", "policy NATO")]
    [InlineData("SWE", "//GBR SECRET", "policy US")]
    [InlineData("", "EU SECRET", "policy EU")]
    public void Mark_that_looks_like_another_policys_is_told_so(string policy, string text, string hint) =>
        Assert.Contains(Marks.Errors(MarkingReader.Read(Marks.Of(policy, text), MarkingKind.Banner, Marks.Registry)), error =>
            error.Message.Contains(hint, StringComparison.Ordinal));

    [Theory]
    [InlineData("SECRET")]
    [InlineData("HEMLIG")]
    [InlineData("")]
    public void Anything_else_gives_no_hint(string text) => Assert.Null(PolicyGuess.Of(text));
}
