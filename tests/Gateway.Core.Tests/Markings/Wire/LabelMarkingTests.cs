using System.Text;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Core.Tests.Markings.Wire;

public sealed class LabelMarkingTests
{
    [Theory]
    [InlineData("US", "SECRET", "SECRET", "")]
    [InlineData("US", "(S//REL TO USA, FRA)", "SECRET", "PERMISSIVE Releasable To: USA FRA")]
    [InlineData("US", "(TS//FGI GBR//OC/REL TO USA, GBR)", "TOP SECRET", "RESTRICTIVE Foreign Government Information: GBR|RESTRICTIVE Dissemination Controls: ORCON|PERMISSIVE Releasable To: USA GBR")]
    [InlineData("US", "(S//FGI//NF)", "SECRET", "RESTRICTIVE Foreign Government Information: FGI|RESTRICTIVE Dissemination Controls: NOFORN")]
    [InlineData("US", "(//NS)", "SECRET", "INFORMATIVE Owner: NATO")]
    [InlineData("US", "//JOINT SECRET CAN USA//REL TO USA, CAN", "SECRET", "INFORMATIVE Owner: CAN USA|INFORMATIVE Joint: JOINT|PERMISSIVE Releasable To: USA CAN")]
    [InlineData("US", "(S//DISPLAY ONLY AFG)", "SECRET", "RESTRICTIVE Display Only To: AFG")]
    [InlineData("FRA", "TRÈS SECRET SPÉCIAL FRANCE", "TRÈS SECRET", "PERMISSIVE Only: FRA|RESTRICTIVE Caveat: SPÉCIAL FRANCE")]
    [InlineData("NATO", "NATO SECRET", "SECRET", "PERMISSIVE Context: NATO")]
    [InlineData("NATO", "COSMIC TOP SECRET", "TOP SECRET", "PERMISSIVE Context: NATO")]
    [InlineData("NATO", "NATO/EAPC SECRET", "SECRET", "PERMISSIVE Context: EAPC")]
    [InlineData("NATO", "NATO SECRET ATOMAL Releasable to Austria, Japan - STAFF", "SECRET", "PERMISSIVE Context: NATO Releasable|PERMISSIVE Releasable To: AUT JPN|RESTRICTIVE Additional Sensitivity: ATOMAL|INFORMATIVE Administrative: STAFF")]
    [InlineData("NATO", "NATO SECRET Canada, France ONLY", "SECRET", "PERMISSIVE Context: NATO|PERMISSIVE Only: CAN FRA")]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO CHE, NOR", "SECRET UE/EU SECRET", "PERMISSIVE Releasable To: CHE NOR")]
    [InlineData("GBR", "UK SECRET - UK/US EYES ONLY", "SECRET", "INFORMATIVE Context: UK|PERMISSIVE Releasable To: GBR USA|PERMISSIVE Only: GBR USA|RESTRICTIVE Caveat: UK/US EYES ONLY")]
    [InlineData("AUS", "SECRET//AUSTEO", "SECRET", "PERMISSIVE Only: AUS|RESTRICTIVE Caveat: AUSTEO")]
    [InlineData("DEU", "GEHEIM//FGI NOR//REL TO FRA, NOR", "GEHEIM", "RESTRICTIVE Foreign Government Information: NOR|PERMISSIVE Releasable To: FRA NOR")]
    [InlineData("TLP", "TLP:AMBER+STRICT", "TLP:AMBER+STRICT", "")]
    public void Mark_and_label_say_the_same(string policy, string mark, string classification, string categories)
    {
        ParsedMarking marking = Outcomes.Mark(policy, mark);
        ConfidentialityLabel label = LabelMarking.Originator(marking, Outcomes.Details, Marks.Registry).Value();
        Assert.Equal((policy, classification, categories), (label.Policy, label.Classification, string.Join('|', label.Categories.Select(Show))));
        Assert.Equal(mark, LabelMarking.Read(label, marking.Kind, Marks.Registry).Value().Canonical);
    }

    [Fact]
    public void Every_US_mark_comes_back_as_it_went() => WireMarks.Us.Sample(ComesBack, iter: 2_000);

    [Fact]
    public void Every_word_of_every_other_policy_comes_back_as_it_went()
    {
        HashSet<string> seen = [];
        foreach (ParsedMarking mark in WireMarks.Others())
        {
            ComesBack(mark);
            seen.Add(mark.Source.Policy);
        }

        Assert.Equal(Marks.Registry.Policies.Where(policy => policy != "US"), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Words_that_only_one_policy_has_come_back_as_they_went() =>
        Assert.All(WireMarks.Special, row => ComesBack(Outcomes.Mark(row[0], row[1])));

    [Fact]
    public void US_mark_with_a_NATO_activity_comes_back_as_it_went() => ComesBack(Outcomes.Mark("US", "(//NIS)"));

    [Fact]
    public void Tokens_of_the_registry_come_back_with_their_categories_in_both_kinds()
    {
        MarkingRegistry registry = Marks.Registry.WithToken("SI", OpaqueCategory.Sci).WithToken("RD", OpaqueCategory.Aea).WithToken("LIMDIS", OpaqueCategory.NonIc);
        var mark = ((MarkingReading.Readable)MarkingReader.Read(Marks.Of("US", "(S//SI//RD//NF//LIMDIS)"), MarkingKind.Portion, registry)).Marking;
        ConfidentialityLabel label = LabelMarking.Originator(mark, Outcomes.Details, registry).Value();
        Assert.Equal(
            "RESTRICTIVE Dissemination Controls: NOFORN|RESTRICTIVE SCI: SI|RESTRICTIVE AEA: RD|RESTRICTIVE Non-IC: LIMDIS",
            string.Join('|', label.Categories.Select(Show)));
        Assert.Equal("SECRET//SI//RD//NOFORN//LIMDIS", LabelMarking.Read(label, MarkingKind.Banner, registry).Value().Canonical);
    }

    [Fact]
    public void Alternative_label_maps_up_and_leaves_the_originators_alone()
    {
        ParsedMarking marking = Outcomes.Mark("DEU", "VS-VERTRAULICH//REL TO FRA, USA");
        ConfidentialityLabel alternative = LabelMarking.Alternative(marking, "FRA", Outcomes.Details, Marks.Registry).Value();
        Assert.Equal((LabelRole.Alternative, "FRA", "SECRET"), (alternative.Role, alternative.Policy, alternative.Classification));
        Assert.Contains(alternative.Categories, category => Show(category) == "RESTRICTIVE Foreign Government Information: DEU");
        Assert.Equal("VS-VERTRAULICH", LabelMarking.Originator(marking, Outcomes.Details, Marks.Registry).Value().Classification);
    }

    [Fact]
    public void Alternative_label_in_the_originators_policy_is_refused() =>
        Assert.Equal(["4774-ALTERNATIVE"], LabelMarking.Alternative(Outcomes.Mark("FRA", "SECRET"), "FRA", Outcomes.Details, Marks.Registry).Rules());

    [Fact]
    public void Alternative_label_that_has_no_words_for_a_control_is_refused() =>
        Assert.Contains("ROLLUP-CONTROL", LabelMarking.Alternative(Outcomes.Mark("US", "(S//OC/REL TO USA, FRA)"), "FRA", Outcomes.Details, Marks.Registry).Rules());

    [Fact]
    public void What_stands_beside_the_text_is_refused_in_every_label()
    {
        Marking marking = Marks.Of("TLP", "TLP:GREEN") with { NotBeforeMs = 1, Community = "energy" };
        string[] rules = ["WIRE-EMBARGO", "WIRE-COMMUNITY"];
        Assert.Equal(rules, LabelMarking.Originator(Marks.Parsed(marking), Outcomes.Details, Marks.Registry).Rules());
        Assert.Equal(rules, LabelMarking.Metadata(Marks.Parsed(marking), Outcomes.Details, Marks.Registry).Rules());
        Assert.Equal("WIRE-EMBARGO", LabelMarking.Alternative(Marks.Parsed(marking), "FRA", Outcomes.Details, Marks.Registry).Rules()[0]);
    }

    [Fact]
    public void Originator_without_a_known_type_is_refused() =>
        Assert.Equal(["4774-ID-TYPE"], LabelMarking.Originator(
            Outcomes.Mark("US", "SECRET"), Outcomes.Details with { Originator = new LabelOriginator("email", "a@b.example") }, Marks.Registry).Rules());

    [Fact]
    public void Privacy_mark_and_succession_are_refused_because_no_mark_has_a_place_for_them()
    {
        ConfidentialityLabel label = LabelMarking.Originator(Outcomes.Mark("US", "SECRET"), Outcomes.Details, Marks.Registry).Value();
        ConfidentialityLabel more = label with { PrivacyMark = "CLEAR", Succession = new LabelSuccession(label.CreatedAt, label) };
        Assert.Equal(["4774-PRIVACY-MARK", "4774-SUCCESSION"], LabelMarking.Read(more, MarkingKind.Banner, Marks.Registry).Rules());
    }

    [Fact]
    public void Word_of_another_nation_is_refused() => Assert.Equal(["4774-CLASSIFICATION"], ReadCategories("FRA", "HEMLIG").Rules());

    [Fact]
    public void Word_is_read_without_accents_and_printed_with_them() =>
        Assert.Equal("TRÈS SECRET", ReadCategories("FRA", "TRES SECRET").Value().Canonical);

    [Theory]
    [InlineData("NATO", "Releasable")]
    [InlineData("Releasable")]
    public void NATO_release_list_is_read_with_or_without_the_context_NATO(params string[] context) =>
        Assert.Equal("NATO SECRET Releasable to Japan", ReadCategories(
            "NATO",
            "SECRET",
            new LabelCategory(LabelCategoryType.Permissive, "Context", [.. context]),
            new LabelCategory(LabelCategoryType.Permissive, "Releasable To", ["JPN"])).Value().Canonical);

    [Theory]
    [InlineData("Context", "MOON")]
    [InlineData("Only", "Moon")]
    [InlineData("Additional Sensitivity", "QUIET")]
    [InlineData("Administrative", "LUNCH")]
    public void Value_that_no_NATO_mark_has_is_refused_and_not_dropped(string tag, string value)
    {
        LabelCategoryType type = LabelVocabulary.TagsOf("NATO").First(known => known.Tag == tag).Type;
        LabelCategory[] context = tag == "Context" ? [] : [new LabelCategory(LabelCategoryType.Permissive, "Context", ["NATO"])];
        Assert.NotEmpty(ReadCategories("NATO", "SECRET", [.. context, new LabelCategory(type, tag, [value])]).Rules());
    }

    [Theory]
    [InlineData("Releasable To", "USA, FRA")]
    [InlineData("Releasable To", "USA/FRA")]
    [InlineData("Dissemination Controls", "NF")]
    [InlineData("Dissemination Controls", "noforn")]
    [InlineData("Foreign Government Information", "GBR//NOFORN")]
    [InlineData("Owner", "FVEY")]
    [InlineData("Joint", "true")]
    [InlineData("Only", "USA")]
    [InlineData("Additional Sensitivity", "ATOMAL")]
    [InlineData("SCI", "SI")]
    public void Value_that_no_US_mark_has_is_refused_and_not_dropped(string tag, string value)
    {
        LabelCategoryType type = LabelVocabulary.TagsOf("US").First(known => known.Tag == tag).Type;
        Assert.NotEmpty(ReadCategories("US", "SECRET", new LabelCategory(type, tag, [value])).Rules());
    }

    [Fact]
    public void Release_list_without_USA_is_refused_and_not_mended() =>
        Assert.Equal(["MARK-LIST-DISAGREES"], ReadCategories("US", "SECRET", new LabelCategory(LabelCategoryType.Permissive, "Releasable To", ["FRA", "GBR"])).Rules());

    [Fact]
    public void Broken_rule_of_the_grammar_is_named() =>
        Assert.Equal(["US-NOFORN-EXCLUDES"], ReadCategories(
            "US",
            "SECRET",
            new LabelCategory(LabelCategoryType.Restrictive, "Dissemination Controls", ["NOFORN"]),
            new LabelCategory(LabelCategoryType.Permissive, "Releasable To", ["USA", "FRA"])).Rules());

    [Fact]
    public void Successor_survives_the_document()
    {
        ConfidentialityLabel label = LabelMarking.Originator(Outcomes.Mark("US", "SECRET//NOFORN"), Outcomes.Details, Marks.Registry).Value();
        ConfidentialityLabel after = LabelMarking.Originator(Outcomes.Mark("US", "UNCLASSIFIED"), Outcomes.Details, Marks.Registry).Value();
        ConfidentialityLabel both = label with { Succession = new LabelSuccession(Outcomes.Details.ReviewAt, after), PrivacyMark = "CLEAR" };
        Assert.Equal(both, LabelXml.Read(LabelXml.Write(both), Marks.Registry).Value());
    }

    private static WireOutcome<ParsedMarking> ReadCategories(string policy, string word, params LabelCategory[] categories) => LabelMarking.Read(
        new ConfidentialityLabel { Role = LabelRole.Originator, Policy = policy, Classification = word, Categories = [.. categories], CreatedAt = Outcomes.Details.CreatedAt },
        MarkingKind.Banner,
        Marks.Registry);

    private static void ComesBack(ParsedMarking mark)
    {
        ConfidentialityLabel label = LabelMarking.Originator(mark, Outcomes.Details, Marks.Registry).Value();
        byte[] xml = Encoding.UTF8.GetBytes(LabelXml.Write(label).ToString());
        ConfidentialityLabel read = LabelXml.Read(xml, Marks.Registry).Value();
        Assert.Equal(label, read);
        ParsedMarking back = LabelMarking.Read(read, mark.Kind, Marks.Registry).Value();
        Assert.Equal(mark.Canonical, back.Canonical);
        Assert.Equal(MarkingLattice.Of(mark, Marks.Registry), MarkingLattice.Of(back, Marks.Registry));
    }

    private static string Show(LabelCategory category) => $"{LabelVocabulary.Word(category.Type)} {category.TagName}: {string.Join(' ', category.Values)}";
}
