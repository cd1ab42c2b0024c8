using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Core.Tests.Markings.Wire;

public sealed class IsmTests
{
    [Theory]
    [InlineData("(U)", "classification=U|ownerProducer=USA")]
    [InlineData("(S//REL TO USA, FRA)", "classification=S|ownerProducer=USA|disseminationControls=REL|releasableTo=USA FRA")]
    [InlineData("(S//OC/NF/PR)", "classification=S|ownerProducer=USA|disseminationControls=OC NF PR")]
    [InlineData("(TS//FGI DEU GBR NATO//REL TO USA, DEU, GBR, NATO)", "classification=TS|ownerProducer=USA|FGIsourceOpen=DEU GBR NATO|disseminationControls=REL|releasableTo=USA DEU GBR NATO")]
    [InlineData("(S//FGI//NF)", "classification=S|ownerProducer=USA|FGIsourceProtected=FGI|disseminationControls=NF")]
    [InlineData("(//FGI S)", "classification=S|ownerProducer=FGI|FGIsourceProtected=FGI")]
    [InlineData("(//GBR R//REL TO USA, GBR)", "classification=R|ownerProducer=GBR|disseminationControls=REL|releasableTo=USA GBR")]
    [InlineData("(//CAN GBR S)", "classification=S|ownerProducer=CAN GBR")]
    [InlineData("(//NS)", "classification=S|ownerProducer=NATO")]
    [InlineData("(//CTS)", "classification=TS|ownerProducer=NATO")]
    [InlineData("(//JOINT S CAN GBR USA//REL TO USA, CAN, GBR)", "classification=S|ownerProducer=CAN GBR USA|joint=true|disseminationControls=REL|releasableTo=USA CAN GBR")]
    [InlineData("(S//REL TO USA, FRA/DISPLAY ONLY AFG, NATO)", "classification=S|ownerProducer=USA|disseminationControls=REL DISPLAYONLY|releasableTo=USA FRA|displayOnlyTo=AFG NATO")]
    [InlineData("(S//RS/IMC/RELIDO/DSEN/FISA)", "classification=S|ownerProducer=USA|disseminationControls=RS IMC RELIDO DSEN FISA")]
    [InlineData("(U//FOUO)", "classification=U|ownerProducer=USA|disseminationControls=FOUO")]
    [InlineData("(S//OC-USGOV/NF)", "classification=S|ownerProducer=USA|disseminationControls=OC-USGOV NF")]
    [InlineData("SECRET//ORCON/REL TO USA, AUS, FVEY", "classification=S|ownerProducer=USA|disseminationControls=OC REL|releasableTo=USA AUS FVEY")]
    public void Mark_and_attributes_say_the_same(string mark, string attributes)
    {
        ParsedMarking marking = Outcomes.Mark("US", mark);
        Assert.Equal(attributes, Show(IsmForm.Write(marking, Marks.Registry).Value()));
        Assert.Equal(mark, IsmForm.Read(Pairs(attributes), marking.Kind, Marks.Registry).Value().Canonical);
    }

    [Theory]
    [InlineData("ISM-ID-00125", "SCIcontrols", "classification=S|ownerProducer=USA|SCIcontrols=SI")]
    [InlineData("ISM-DUPLICATE", "classification", "classification=S|classification=U|ownerProducer=USA")]
    [InlineData("ISM-REQUIRED", "ownerProducer", "classification=S")]
    [InlineData("ISM-REQUIRED", "classification", "ownerProducer=USA")]
    [InlineData("ISM-CLASSIFICATION", "classification", "classification=X|ownerProducer=USA")]
    [InlineData("ISM-TOKEN", "ownerProducer", "classification=S|ownerProducer=usa")]
    [InlineData("ISM-TOKEN", "releasableTo", "classification=S|ownerProducer=USA|disseminationControls=REL|releasableTo=USA FRA//NF")]
    [InlineData("ISM-TOKEN", "releasableTo", "classification=S|ownerProducer=USA|disseminationControls=REL|releasableTo=USA FRA FRA")]
    [InlineData("ISM-OWNER", "ownerProducer", "classification=S|ownerProducer=FVEY")]
    [InlineData("ISM-ID-00099", "ownerProducer", "classification=S|ownerProducer=FGI GBR|FGIsourceProtected=FGI")]
    [InlineData("ISM-ID-00100", "ownerProducer", "classification=S|ownerProducer=GBR CAN")]
    [InlineData("ISM-ID-00100", "ownerProducer", "classification=S|ownerProducer=USA AUS|joint=true|disseminationControls=REL|releasableTo=USA AUS")]
    [InlineData("ISM-ID-00378", "joint", "classification=S|ownerProducer=CAN USA|joint=yes|disseminationControls=REL|releasableTo=USA CAN")]
    [InlineData("ISM-ID-00382", "joint", "classification=S|ownerProducer=USA|joint=true")]
    [InlineData("ISM-ID-00383", "joint", "classification=S|ownerProducer=CAN GBR|joint=true|disseminationControls=REL|releasableTo=USA CAN GBR")]
    [InlineData("ISM-OWNER-JOINT", "ownerProducer", "classification=S|ownerProducer=CAN USA")]
    [InlineData("ISM-ID-00217", "FGIsourceProtected", "classification=S|ownerProducer=USA|FGIsourceProtected=GBR")]
    [InlineData("ISM-ID-00219", "FGIsourceProtected", "classification=S|ownerProducer=FGI")]
    [InlineData("ISM-FGI-BOTH", "FGIsourceOpen", "classification=S|ownerProducer=USA|FGIsourceOpen=GBR|FGIsourceProtected=FGI")]
    [InlineData("ISM-FGI-FOREIGN", "FGIsourceOpen", "classification=S|ownerProducer=GBR|FGIsourceOpen=GBR")]
    [InlineData("ISM-FGI-FOREIGN", "FGIsourceOpen", "classification=S|ownerProducer=GBR|FGIsourceProtected=FGI")]
    [InlineData("ISM-ID-00095", "FGIsourceOpen", "classification=S|ownerProducer=USA|FGIsourceOpen=NATO DEU")]
    [InlineData("ISM-DISSEMINATION", "disseminationControls", "classification=S|ownerProducer=USA|disseminationControls=NOFORN")]
    [InlineData("ISM-ID-00026", "disseminationControls", "classification=S|ownerProducer=USA|disseminationControls=NF OC")]
    [InlineData("ISM-ID-00032", "releasableTo", "classification=S|ownerProducer=USA|releasableTo=USA FRA")]
    [InlineData("ISM-REL-LIST", "releasableTo", "classification=S|ownerProducer=USA|disseminationControls=REL")]
    [InlineData("ISM-ID-00168", "displayOnlyTo", "classification=S|ownerProducer=USA|displayOnlyTo=AFG")]
    [InlineData("ISM-ID-00213", "displayOnlyTo", "classification=S|ownerProducer=USA|disseminationControls=DISPLAYONLY")]
    [InlineData("ISM-ID-00041", "releasableTo", "classification=S|ownerProducer=USA|disseminationControls=REL|releasableTo=FRA USA")]
    [InlineData("ISM-ID-00167", "displayOnlyTo", "classification=S|ownerProducer=USA|disseminationControls=DISPLAYONLY|displayOnlyTo=NATO AFG")]
    [InlineData("ISM-ID-00214", "releasableTo", "classification=S|ownerProducer=USA|disseminationControls=REL|releasableTo=FRA GBR")]
    [InlineData("ISM-ID-00319", "releasableTo", "classification=S|ownerProducer=USA|disseminationControls=REL|releasableTo=USA")]
    [InlineData("ISM-CODE", "releasableTo", "classification=S|ownerProducer=USA|disseminationControls=REL|releasableTo=USA AUKUS")]
    [InlineData("ISM-CODE", "displayOnlyTo", "classification=S|ownerProducer=USA|disseminationControls=DISPLAYONLY|displayOnlyTo=XXX")]
    [InlineData("US-NOFORN-EXCLUDES", "disseminationControls", "classification=S|ownerProducer=USA|disseminationControls=NF REL|releasableTo=USA FRA")]
    [InlineData("US-CLASS-RESTRICTED", "classification", "classification=R|ownerProducer=USA")]
    [InlineData("US-JOINT-REL", "joint", "classification=S|ownerProducer=CAN USA|joint=true")]
    public void Attributes_that_break_a_rule_are_refused_by_its_name_and_attribute(string rule, string place, string attributes)
    {
        WireError[] errors = IsmForm.Read(Pairs(attributes), MarkingKind.Portion, Marks.Registry).Errors();
        Assert.Contains(errors, error => error.Rule == rule && error.Place == place);
    }

    [Fact]
    public void Non_IC_markings_stand_in_the_order_of_their_vocabulary()
    {
        MarkingRegistry registry = Marks.Registry.WithToken("DS", OpaqueCategory.NonIc).WithToken("SBU", OpaqueCategory.NonIc).WithToken("NNPI", OpaqueCategory.NonIc);
        var marking = ((MarkingReading.Readable)MarkingReader.Read(Marks.Of("US", "(U//DS/NNPI/SBU)"), MarkingKind.Portion, registry)).Marking;
        Assert.Equal("classification=U|ownerProducer=USA|nonICmarkings=NNPI DS SBU", Show(IsmForm.Write(marking, registry).Value()));
        Assert.Equal("(U//DS/NNPI/SBU)", IsmForm.Read(Pairs("classification=U|ownerProducer=USA|nonICmarkings=NNPI DS SBU"), MarkingKind.Portion, registry).Value().Canonical);
        Assert.Equal(["ISM-ID-00035"], IsmForm.Read(Pairs("classification=U|ownerProducer=USA|nonICmarkings=DS NNPI SBU"), MarkingKind.Portion, registry).Rules());
    }

    [Theory]
    [InlineData(OpaqueCategory.Sci, "SCIcontrols")]
    [InlineData(OpaqueCategory.Sap, "SARIdentifier")]
    [InlineData(OpaqueCategory.Aea, "atomicEnergyMarkings")]
    public void Token_of_a_category_that_is_not_exchanged_is_refused_by_its_attribute(OpaqueCategory category, string attribute)
    {
        MarkingRegistry registry = Marks.Registry.WithToken("QQQ", category);
        var marking = ((MarkingReading.Readable)MarkingReader.Read(Marks.Of("US", "(S//QQQ//NF)"), MarkingKind.Portion, registry)).Marking;
        WireError error = Assert.Single(IsmForm.Write(marking, registry).Errors());
        Assert.Equal(("ISM-NOT-CARRIED", attribute), (error.Rule, error.Place));
    }

    [Fact]
    public void Token_with_a_space_is_refused()
    {
        MarkingRegistry registry = Marks.Registry.WithToken("TWO WORDS", OpaqueCategory.NonIc);
        var marking = ((MarkingReading.Readable)MarkingReader.Read(Marks.Of("US", "(U//TWO WORDS)"), MarkingKind.Portion, registry)).Marking;
        Assert.Equal(["ISM-TOKEN"], IsmForm.Write(marking, registry).Rules());
    }

    [Fact]
    public void Part_of_a_mark_that_no_attribute_has_is_refused_and_not_dropped() =>
        Assert.Equal(["WIRE-LOSS"], IsmForm.Write(Outcomes.Mark("US", "(//NIS)"), Marks.Registry).Rules());

    [Fact]
    public void Marks_of_other_policies_are_refused() =>
        Assert.Equal(["ISM-POLICY"], IsmForm.Write(Outcomes.Mark("FRA", "SECRET"), Marks.Registry).Rules());

    [Fact]
    public void What_stands_beside_the_text_is_refused_all_at_once()
    {
        Marking marking = Marks.Of("US", "(S//OC/REL TO USA, FRA)") with { NotBeforeMs = 1, OriginatorList = ["FRA"] };
        Assert.Equal(["WIRE-EMBARGO", "WIRE-ORIGINATOR-LIST"], IsmForm.Write(Marks.Parsed(marking), Marks.Registry).Rules());
    }

    [Fact]
    public void All_errors_are_reported_at_once() =>
        Assert.Equal(
            ["ISM-CLASSIFICATION", "ISM-ID-00100", "ISM-ID-00168", "ISM-ID-00214"],
            IsmForm.Read(Pairs("classification=Q|ownerProducer=GBR CAN|disseminationControls=REL|releasableTo=FRA GBR|displayOnlyTo=AFG"), MarkingKind.Banner, Marks.Registry).Rules());

    [Fact]
    public void Concealed_owner_is_no_banner() =>
        Assert.Equal(["ISM-NO-MARK"], IsmForm.Read(Pairs("classification=S|ownerProducer=FGI|FGIsourceProtected=FGI"), MarkingKind.Banner, Marks.Registry).Rules());

    [Fact]
    public void Element_carries_the_attributes_and_nothing_else()
    {
        Assert.Equal("SECRET//NOFORN", ReadXml("""<a xmlns:i="urn:us:gov:ic:ism" i:classification="S" i:ownerProducer="USA" i:disseminationControls="NF"/>""").Value().Canonical);
        Assert.Equal(["ISM-CONTENT"], ReadXml("""<a xmlns:i="urn:us:gov:ic:ism" i:classification="S" i:ownerProducer="USA">x</a>""").Rules());
        Assert.Equal(["ISM-NAMESPACE"], ReadXml("""<a xmlns:i="urn:us:gov:ic:ism" i:classification="S" i:ownerProducer="USA" joint="true"/>""").Rules());
    }

    [Fact]
    public void Every_US_mark_comes_back_as_it_went() => WireMarks.Us.Sample(mark =>
    {
        IsmAttributes attributes = IsmForm.Write(mark, Marks.Registry).Value();
        Assert.Equal(mark.Canonical, IsmForm.Read(attributes.ToPairs(), mark.Kind, Marks.Registry).Value().Canonical);
        byte[] xml = System.Text.Encoding.UTF8.GetBytes(IsmForm.ToXml(attributes).ToString());
        Assert.Equal(mark.Canonical, IsmForm.ReadXml(xml, mark.Kind, Marks.Registry).Value().Canonical);
    }, iter: 3_000);

    private static WireOutcome<ParsedMarking> ReadXml(string xml) =>
        IsmForm.ReadXml(System.Text.Encoding.UTF8.GetBytes(xml), MarkingKind.Banner, Marks.Registry);

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string attributes) =>
        attributes.Split('|').Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]));

    private static string Show(IsmAttributes attributes) => string.Join('|', attributes.ToPairs().Select(pair => $"{pair.Key}={pair.Value}"));
}
