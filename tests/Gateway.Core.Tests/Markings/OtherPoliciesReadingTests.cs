using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

public sealed class OtherPoliciesReadingTests
{
    [Theory]
    [InlineData("FRA", "SECRET", "SECRET", Level.Secret)]
    [InlineData("FRA", "tres secret//REL TO USA", "TRÈS SECRET//REL TO USA", Level.TopSecret)]
    [InlineData("FRA", "TRE\u0300S SECRET", "TRÈS SECRET", Level.TopSecret)] // decomposed accent
    [InlineData("FRA", "DIFFUSION RESTREINTE SPECIAL FRANCE", "DIFFUSION RESTREINTE SPÉCIAL FRANCE", Level.Restricted)]
    [InlineData("FRA", "CONFIDENTIEL DÉFENSE", "CONFIDENTIEL DÉFENSE", Level.Confidential)] // legacy
    [InlineData("FRA", "SECRET//FGI DEU//REL TO DEU, USA", "SECRET//FGI DEU//REL TO DEU, USA", Level.Secret)]
    [InlineData("FRA", "SECRET//FGI", "SECRET//FGI", Level.Secret)]
    [InlineData("SWE", "HEMLIG//REL TO FIN, NOR, NATO", "HEMLIG//REL TO FIN, NOR, NATO", Level.Secret)]
    [InlineData("SWE", "Hemlig/Restricted", "HEMLIG/RESTRICTED", Level.Restricted)] // legacy word with a slash
    [InlineData("DEU", "VS-NfD", "VS-NUR FÜR DEN DIENSTGEBRAUCH", Level.Restricted)]
    [InlineData("GBR", "OFFICIAL", "OFFICIAL", Level.Unclassified)]
    [InlineData("GBR", "OFFICIAL-SENSITIVE//REL TO AUKUS", "OFFICIAL-SENSITIVE//REL TO AUKUS", Level.Restricted)]
    [InlineData("ROU", "SECRET", "SECRET", Level.Confidential)] // one word, another level
    [InlineData("ESP", "SECRETO", "SECRETO", Level.TopSecret)]
    [InlineData("PRT", "SECRETO", "SECRETO", Level.Secret)]
    [InlineData("ESP", "RESERVADO", "RESERVADO", Level.Secret)]
    [InlineData("PRT", "RESERVADO", "RESERVADO", Level.Restricted)]
    [InlineData("NLD", "DEP. VERTROUWELIJK", "DEP. VERTROUWELIJK", Level.Restricted)]
    [InlineData("BEL", "VERTROUWELIJK", "VERTROUWELIJK", Level.Confidential)]
    [InlineData("HUN", "TITKOS", "TITKOS!", Level.Secret)]
    [InlineData("TUR", "gizli", "GİZLİ", Level.Secret)]
    [InlineData("UKR", "таємно", "ТАЄМНО", Level.Confidential)]
    [InlineData("FRA", "UNCLASSIFIED", "UNCLASSIFIED", Level.Unclassified)]
    public void National_mark_is_read_with_the_words_of_its_nation(string policy, string text, string canonical, Level level)
    {
        ParsedMarking mark = Marks.Parsed(Marks.Of(policy, text));
        Assert.Equal((canonical, level), (mark.Canonical, mark.Level));
        Assert.Equal([policy], mark.Owners);
    }

    [Theory]
    [InlineData("FRA", "HEMLIG", "NAT-LEVEL-UNKNOWN", 0)]
    [InlineData("FRA", "SECRET ", "NAT-LEVEL-UNKNOWN", 0)]
    [InlineData("CAN", "PROTECTED C", "NAT-LEVEL-UNKNOWN", 0)] // not a classification
    [InlineData("CHE", "TOP SECRET", "NAT-LEVEL-UNKNOWN", 0)]
    [InlineData("SWE", "HEMLIG SPÉCIAL FRANCE", "NAT-LEVEL-UNKNOWN", 0)]
    [InlineData("FRA", "SECRET//NOFORN", "NAT-TOKEN-UNKNOWN", 8)]
    [InlineData("FRA", "SECRET//", "NAT-TOKEN-UNKNOWN", 8)]
    [InlineData("FRA", "SECRET//rel to USA", "NAT-TOKEN-UNKNOWN", 8)]
    [InlineData("FRA", "SECRET//REL TO USA,GBR", "NAT-LIST-SEPARATOR", 15)]
    [InlineData("FRA", "SECRET//REL TO ZZZ", "NAT-CODE-UNKNOWN", 15)]
    [InlineData("FRA", "SECRET//REL TO USA, GBR", "NAT-LIST-ORDER", 20)]
    [InlineData("FRA", "SECRET//REL TO USA, USA", "NAT-LIST-DUPLICATE", 20)]
    [InlineData("FRA", "SECRET//REL TO USA//REL TO GBR", "NAT-CATEGORY-DUPLICATE", 20)]
    [InlineData("FRA", "SECRET//REL TO USA//FGI GBR", "NAT-CATEGORY-ORDER", 20)]
    [InlineData("FRA", "SECRET//FGI FRA", "NAT-CODE-UNKNOWN", 12)]
    [InlineData("FRA", "SECRET SPÉCIAL FRANCE//REL TO USA", "FRA-SF-REL", 23)]
    [InlineData("FRA", "UNCLASSIFIED SPÉCIAL FRANCE", "FRA-SF-LEVEL", 0)]
    [InlineData("USA", "SECRET", "MARK-POLICY", 0)]
    [InlineData("FVEY", "SECRET", "MARK-POLICY", 0)]
    [InlineData("JPN", "SECRET", "MARK-POLICY", 0)]
    [InlineData("", "SECRET", "MARK-POLICY", 0)]
    [InlineData("FRA", "", "MARK-LENGTH", 0)]
    [InlineData("TLP", "tlp:red", "TLP-LABEL", 0)]
    [InlineData("TLP", "TLP:PINK", "TLP-LABEL", 0)]
    [InlineData("TLP", "RED", "TLP-LABEL", 0)]
    public void Invalid_mark_names_the_rule_and_the_place(string policy, string text, string rule, int position) =>
        Assert.Contains(
            Marks.Errors(MarkingReader.Read(Marks.Of(policy, text), MarkingKind.Portion, Marks.Registry)),
            error => error.Rule == rule && error.Position == position);

    [Fact]
    public void Special_France_is_for_France_alone() =>
        Assert.Equal(["FRA"], Marks.Portion("FRA:SECRET SPÉCIAL FRANCE").NationalOnly!.Value);

    [Theory]
    [InlineData("TLP:WHITE", "TLP:CLEAR", Tlp.Clear)]
    [InlineData("TLP:GREEN", "TLP:GREEN", Tlp.Green)]
    [InlineData("TLP:AMBER", "TLP:AMBER", Tlp.Amber)]
    [InlineData("TLP:AMBER+STRICT", "TLP:AMBER+STRICT", Tlp.AmberStrict)]
    [InlineData("TLP:RED", "TLP:RED", Tlp.Red)]
    public void Traffic_light_is_read(string text, string canonical, Tlp label)
    {
        ParsedMarking mark = Marks.Portion(text);
        Assert.Equal((canonical, label), (mark.Canonical, mark.Tlp!.Value));
        Assert.Empty(mark.Owners);
    }

    [Fact]
    public void Stated_list_counts_where_the_national_text_has_none()
    {
        ParsedMarking mark = Marks.Parsed(Marks.Of("FRA", "SECRET", "USA", "DEU"));
        Assert.Equal(["DEU", "USA"], mark.ReleasableTo!.Value);
        Assert.Equal("SECRET//REL TO DEU, USA", mark.Canonical);
    }

    [Fact]
    public void Mark_without_any_list_has_none() => Assert.Null(Marks.Portion("FRA:SECRET").ReleasableTo);

    [Theory]
    [InlineData("US", "(S//REL TO USA, FRA)", "FRA,USA", null)] // order does not matter
    [InlineData("US", "(S//REL TO USA, FRA)", "USA", "MARK-LIST-DISAGREES")]
    [InlineData("US", "(S)", "USA,FRA", "MARK-LIST-DISAGREES")] // the US grammar can spell it
    [InlineData("US", "(S//NF)", "USA", "MARK-LIST-DISAGREES")]
    [InlineData("FRA", "SECRET//REL TO USA", "GBR", "MARK-LIST-DISAGREES")]
    [InlineData("FRA", "SECRET SPÉCIAL FRANCE", "USA", "FRA-SF-REL")]
    [InlineData("FRA", "SECRET", "ZZZ", "MARK-LIST-CODE")]
    [InlineData("FRA", "SECRET", "USA,USA", "MARK-LIST-DUPLICATE")]
    [InlineData("TLP", "TLP:RED", "FRA", null)]
    public void Stated_list_and_text_must_agree(string policy, string text, string list, string? rule)
    {
        var reading = MarkingReader.Read(Marks.Of(policy, text, list.Split(',')), MarkingKind.Portion, Marks.Registry);
        Assert.Equal(rule, Marks.Errors(reading).FirstOrDefault()?.Rule);
    }

    [Fact]
    public void Other_stated_fields_are_checked()
    {
        Marking good = Marks.Of("US", "(S//OC/REL TO USA, FRA)") with { OriginatorList = ["FRA"], NotBeforeMs = 1 };
        Assert.IsType<MarkingReading.Readable>(Read(good));
        Assert.Equal("MARK-ORIGINATOR-LIST-CODE", Rule(good with { OriginatorList = ["XX"] }));
        Assert.Equal("MARK-ORIGINATOR-LIST-DUPLICATE", Rule(good with { OriginatorList = ["FRA", "FRA"] }));
        Assert.Equal("MARK-ORIGINATOR-LIST-LENGTH", Rule(good with { OriginatorList = [.. Enumerable.Repeat("FRA", 513)] }));
        Assert.Equal("MARK-EMBARGO", Rule(good with { NotBeforeMs = -1 }));
        Assert.Equal("MARK-EMBARGO", Rule(good with { NotBeforeMs = long.MaxValue }));
        Assert.Equal("MARK-COMMUNITY", Rule(good with { Community = "energy" }));
        Assert.Equal("MARK-COMMUNITY", Rule(Marks.Of("TLP", "TLP:GREEN") with { Community = "a\nb" }));
        Assert.Equal("MARK-LENGTH", Rule(good with { Text = new string('S', 2049) }));
    }

    [Fact]
    public void Orcon_without_an_originator_list_can_be_read() => Assert.Equal(Controls.Orcon, Marks.Portion("(S//OC)").Controls);

    [Fact]
    public void Missing_fields_are_refused_like_any_other_input()
    {
        Assert.Equal("MARK-LENGTH", Rule(new Marking { Policy = "US", Text = null! }));
        Assert.Equal("MARK-POLICY", Rule(new Marking { Policy = null!, Text = "(S)" }));
        Assert.IsType<MarkingReading.Readable>(Read(new Marking { Policy = "US", Text = "(S)", ReleasableTo = default, OriginatorList = default, Community = null! }));
    }

    private static MarkingReading Read(Marking marking) => MarkingReader.Read(marking, MarkingKind.Portion, Marks.Registry);

    private static string Rule(Marking marking) => Marks.Errors(Read(marking))[0].Rule;
}
