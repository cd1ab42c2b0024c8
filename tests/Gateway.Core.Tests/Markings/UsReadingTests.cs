using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

public sealed class UsReadingTests
{
    [Theory]
    [InlineData("(U)")] // CAPCO 2016 §C.1
    [InlineData("(TS)")]
    [InlineData("(U//FOUO)")] // §H.8 p134
    [InlineData("(U//FOUO/NF)")]
    [InlineData("(U//REL TO USA, FRA)")] // rule 13
    [InlineData("(U//RELIDO)")]
    [InlineData("(U//DISPLAY ONLY AFG)")]
    [InlineData("(C//OC)")] // p136
    [InlineData("(S//OC-USGOV/NF)")]
    [InlineData("(S//NF)")]
    [InlineData("(S//NF/PR)")]
    [InlineData("(S//RS/OC/IMC/NF/PR/DSEN/FISA)")] // register order
    [InlineData("(S//REL TO USA, FRA, GBR)")]
    [InlineData("(S//REL TO USA, FRA, FVEY, NATO)")] // nations before organisations, §A.6 p16
    [InlineData("(S//REL TO USA, EU)")]
    [InlineData("(S//REL TO USA, AUS, AUSTRALIA_GROUP)")]
    [InlineData("(S//REL TO USA, XKS)")]
    [InlineData("(S//REL TO USA, FRA/RELIDO)")] // p154
    [InlineData("(S//REL TO USA, FRA/DISPLAY ONLY AFG)")]
    [InlineData("(S//OC/REL TO USA, FRA)")]
    [InlineData("(S//FGI)")] // §H.7 p122
    [InlineData("(S//FGI CAN DEU//REL TO USA, CAN, DEU)")]
    [InlineData("(S//FGI DEU EU NATO)")]
    [InlineData("(//GBR S)")]
    [InlineData("(//GBR R)")]
    [InlineData("(//CAN GBR TS//REL TO USA, CAN, GBR)")]
    [InlineData("(//FGI S)")]
    [InlineData("(//EU C)")]
    [InlineData("(//CTS)")] // §G.1 Table 4
    [InlineData("(//NS//REL TO USA, NATO)")]
    [InlineData("(//NR)")]
    [InlineData("(//NIS//REL TO USA, NATO)")] // NATO ISAF SECRET
    [InlineData("(//NIU)")]
    [InlineData("(//JOINT S CAN USA//REL TO USA, CAN)")] // §H.3 p55
    [InlineData("(//JOINT S GBR USA//OC/REL TO USA, GBR)")]
    [InlineData("(//JOINT TS GBR USA//REL TO USA, FVEY)")]
    public void Valid_portion_is_its_own_canonical_form(string text) => Assert.Equal(text, Marks.Portion(text).Canonical);

    [Theory]
    [InlineData("UNCLASSIFIED//FOUO")]
    [InlineData("TOP SECRET//ORCON/NOFORN")]
    [InlineData("SECRET//RSEN/ORCON-USGOV/IMCON/NOFORN/PROPIN/DEA SENSITIVE/FISA")]
    [InlineData("SECRET//FGI GBR//REL TO USA, GBR")]
    [InlineData("//GBR TOP SECRET")]
    [InlineData("//COSMIC TOP SECRET")]
    [InlineData("//NATO RESTRICTED")]
    [InlineData("//NATO ISAF SECRET")]
    [InlineData("//EU RESTRICTED")]
    [InlineData("//JOINT TOP SECRET CAN GBR USA//REL TO USA, CAN, GBR")]
    public void Valid_banner_is_its_own_canonical_form(string text) =>
        Assert.Equal(text, Marks.Parsed(Marks.Of("US", text), MarkingKind.Banner).Canonical);

    [Theory]
    // Form and separators, rules 1 and 2.
    [InlineData("S//NF", "US-PARENTHESES", 0)]
    [InlineData("(S//NF", "US-PARENTHESES", 5)]
    [InlineData("(", "US-PARENTHESES", 0)]
    [InlineData("(S//nf)", "US-CASE", 4)]
    [InlineData("(S//NF!)", "US-CHARACTER", 6)]
    [InlineData("(TS////NF)", "US-CATEGORY-EMPTY", 5)]
    [InlineData("(S//)", "US-CATEGORY-EMPTY", 4)]
    [InlineData("(S//NF/)", "US-SEPARATOR", 7)]
    [InlineData("(S//OC /NF)", "US-SEPARATOR", 4)]
    [InlineData("(S//NF//FGI GBR)", "US-CATEGORY-ORDER", 8)]
    [InlineData("(S//OC//NF)", "US-CATEGORY-DUPLICATE", 8)]
    [InlineData("(S//FGI//FGI GBR)", "US-CATEGORY-DUPLICATE", 9)]
    [InlineData("(S//NF/NF)", "US-CONTROL-DUPLICATE", 7)]
    [InlineData("(S//NF/OC)", "US-CONTROL-ORDER", 7)]
    [InlineData("(S//NOFORN)", "US-FORM", 4)]
    [InlineData("(SECRET//NF)", "US-FORM", 1)]
    [InlineData("(//NATO SECRET)", "US-FORM", 3)]
    // The vocabulary is closed.
    [InlineData("(S//SI)", "US-TOKEN-UNKNOWN", 4)]
    [InlineData("(S//NF/SI)", "US-TOKEN-UNKNOWN", 7)]
    [InlineData("(S//SAR-BP)", "US-TOKEN-UNKNOWN", 4)]
    [InlineData("(S//RD)", "US-TOKEN-UNKNOWN", 4)]
    [InlineData("(S//NF//LIMDIS)", "US-TOKEN-UNKNOWN", 8)]
    // Classification, rules 3 and 4.
    [InlineData("()", "US-CLASS-UNKNOWN", 1)]
    [InlineData("(X)", "US-CLASS-UNKNOWN", 1)]
    [InlineData("(//GBR)", "US-CLASS-UNKNOWN", 3)]
    [InlineData("(//JOINT)", "US-CLASS-UNKNOWN", 8)]
    [InlineData("(R)", "US-CLASS-RESTRICTED", 1)]
    [InlineData("(CTS)", "US-CLASS-SLASHES", 1)]
    [InlineData("(NS)", "US-CLASS-SLASHES", 1)]
    [InlineData("(JOINT S CAN USA)", "US-CLASS-SLASHES", 1)]
    [InlineData("(S//TS)", "US-CLASS-SECOND", 4)]
    [InlineData("(S//GBR S)", "US-CLASS-SECOND", 4)]
    [InlineData("(//NATO TS)", "US-NATO-COSMIC", 3)]
    [InlineData("(//COSMIC S)", "US-NATO-COSMIC", 3)]
    [InlineData("(//USA S)", "US-CODE-UNKNOWN", 3)]
    [InlineData("(//FVEY S)", "US-CODE-UNKNOWN", 3)]
    // Lists, rules 5 and 6.
    [InlineData("(S//REL TO FRA, USA)", "US-REL-USA-FIRST", 11)]
    [InlineData("(S//REL TO FRA)", "US-REL-USA-FIRST", 11)]
    [InlineData("(S//REL TO USA)", "US-REL-ALONE", 4)]
    [InlineData("(S//REL)", "US-REL-BARE", 4)]
    [InlineData("(S//REL TO USA, FRA, FRA)", "US-LIST-DUPLICATE", 21)]
    [InlineData("(S//REL TO USA, USA, FRA)", "US-LIST-DUPLICATE", 16)]
    [InlineData("(S//REL TO USA, FRA, USA)", "US-LIST-DUPLICATE", 21)]
    [InlineData("(S//REL TO USA, GBR, FRA, GBR)", "US-LIST-DUPLICATE", 26)]
    [InlineData("(S//REL TO USA, GBR, FRA)", "US-LIST-ORDER", 21)]
    [InlineData("(S//REL TO USA, NATO, FRA)", "US-LIST-ORDER", 22)]
    [InlineData("(S//REL TO USA,FRA)", "US-LIST-SEPARATOR", 11)]
    [InlineData("(S//REL TO USA FRA)", "US-LIST-SEPARATOR", 11)]
    [InlineData("(S//REL TO USA, ZZZ)", "US-CODE-UNKNOWN", 16)]
    [InlineData("(S//REL TO USA, G7)", "US-CODE-UNKNOWN", 16)]
    [InlineData("(S//DISPLAY ONLY)", "US-DISPLAY-BARE", 4)]
    [InlineData("(S//DISPLAY ONLY USA)", "US-DISPLAY-USA", 4)]
    // Combinations, rules 7 to 9.
    [InlineData("(S//NF/REL TO USA, FRA)", "US-NOFORN-EXCLUDES", 4)]
    [InlineData("(S//NF/RELIDO)", "US-NOFORN-EXCLUDES", 4)]
    [InlineData("(S//NF/DISPLAY ONLY AFG)", "US-NOFORN-EXCLUDES", 4)]
    [InlineData("(S//RELIDO/DISPLAY ONLY AFG)", "US-RELIDO-DISPLAY", 4)]
    [InlineData("(U//OC)", "US-ORCON-LEVEL", 4)]
    [InlineData("(//GBR R//OC)", "US-ORCON-LEVEL", 10)]
    [InlineData("(S//OC/OC-USGOV)", "US-ORCON-EXCLUDES", 4)]
    [InlineData("(S//OC/RELIDO)", "US-ORCON-EXCLUDES", 4)]
    [InlineData("(C//FOUO)", "US-FOUO-LEVEL", 4)]
    // Foreign and joint, rules 10 to 12 and 14.
    [InlineData("(S//FGI USA)", "US-FGI-USA", 8)]
    [InlineData("(S//FGI GBR USA)", "US-FGI-USA", 12)]
    [InlineData("(S//FGI FVEY)", "US-CODE-UNKNOWN", 8)]
    [InlineData("(S//FGI GBR CAN)", "US-LIST-ORDER", 12)]
    [InlineData("(//GBR S//FGI CAN)", "US-FGI-FOREIGN", 10)]
    [InlineData("(//GBR S//RELIDO)", "US-RELIDO-FOREIGN", 10)]
    [InlineData("(//JOINT S)", "US-JOINT-BARE", 9)]
    [InlineData("(//JOINT S CAN GBR//REL TO USA, CAN, GBR)", "US-JOINT-OWNERS", 11)]
    [InlineData("(//JOINT S USA//REL TO USA, CAN)", "US-JOINT-OWNERS", 11)]
    [InlineData("(//JOINT R CAN USA//REL TO USA, CAN)", "US-JOINT-RESTRICTED", 9)]
    [InlineData("(//JOINT S CAN USA)", "US-JOINT-REL", 3)]
    [InlineData("(//JOINT S CAN USA//REL TO USA, GBR)", "US-JOINT-REL", 20)]
    [InlineData("(//JOINT S CAN USA//NF)", "US-JOINT-NOFORN", 20)]
    [InlineData("(//JOINT S USA CAN//REL TO USA, CAN)", "US-LIST-ORDER", 15)]
    public void Invalid_portion_names_the_rule_and_the_place(string text, string rule, int position)
    {
        var errors = Marks.Errors(MarkingReader.Read(Marks.Of("US", text), MarkingKind.Portion, Marks.Registry));
        Assert.Contains(errors, error => error.Rule == rule && error.Position == position);
        Assert.All(errors, error => Assert.NotEmpty(error.Message));
    }

    [Theory]
    [InlineData("(SECRET)", "US-PARENTHESES", 0)]
    [InlineData("S//NOFORN", "US-FORM", 0)]
    [InlineData("SECRET//NF", "US-FORM", 8)]
    [InlineData("COSMIC TOP SECRET", "US-CLASS-SLASHES", 0)] // §1: an error without the slashes
    [InlineData("RESTRICTED", "US-CLASS-RESTRICTED", 0)]
    [InlineData("//NATO TOP SECRET", "US-NATO-COSMIC", 2)]
    [InlineData("//NATO ISAF TOP SECRET", "US-NATO-COSMIC", 2)]
    [InlineData("//NATO KFOR SECRET", "US-NATO-ACTIVITY", 7)]
    [InlineData("//NIS", "US-FORM", 2)]
    [InlineData("//COSMIC SECRET", "US-NATO-COSMIC", 2)]
    [InlineData("//FGI SECRET", "US-CODE-UNKNOWN", 2)]
    [InlineData("SECRET//GBR SECRET", "US-CLASS-SECOND", 8)]
    public void Invalid_banner_names_the_rule_and_the_place(string text, string rule, int position) =>
        Assert.Contains(
            Marks.Errors(MarkingReader.Read(Marks.Of("US", text), MarkingKind.Banner, Marks.Registry)),
            error => error.Rule == rule && error.Position == position);

    [Fact]
    public void All_errors_are_reported_at_once() =>
        Assert.Equal(
            ["US-CLASS-RESTRICTED", "US-CODE-UNKNOWN", "US-TOKEN-UNKNOWN"],
            Marks.Errors(MarkingReader.Read(Marks.Of("US", "(R//REL TO USA, ZZZ/XX)"), MarkingKind.Portion, Marks.Registry)).Select(error => error.Rule));

    [Fact]
    public void Long_form_of_FGI_is_printed_short() =>
        Assert.Equal("(S//FGI GBR)", Marks.Portion("(S//FOREIGN GOVERNMENT INFORMATION GBR)").Canonical);

    [Fact]
    public void NATO_activity_is_read_with_its_mark()
    {
        ParsedMarking mark = Marks.Portion("(//NIS)");
        Assert.Equal(("ISAF", Level.Secret, "NATO ISAF SECRET"), (mark.Activity?.Name, mark.Level, mark.LevelWord));
        Assert.Equal(["NATO"], mark.Owners);
        Assert.Null(Marks.Portion("(//NS)").Activity);
        Assert.Equal("//NATO ISAF SECRET", MarkingPrinter.Print(mark, MarkingKind.Banner, Marks.Registry));
    }

    [Fact]
    public void Joint_mark_wider_than_its_owners_warns() =>
        Assert.Equal("US-JOINT-REL-WIDER", Assert.Single(Marks.Portion("(//JOINT S CAN USA//REL TO USA, CAN, GBR)").Warnings).Rule);

    [Fact]
    public void Enabled_tokens_stand_in_their_category()
    {
        MarkingRegistry registry = MarkingRegistry.Default.WithToken("SI", OpaqueCategory.Sci).WithToken("LIMDIS", OpaqueCategory.NonIc);
        var read = Assert.IsType<MarkingReading.Readable>(MarkingReader.Read(Marks.Of("US", "(TS//SI//NF//LIMDIS)"), MarkingKind.Portion, registry));
        Assert.Equal(["SI", "LIMDIS"], read.Marking.OtherControls);
        Assert.Equal("TOP SECRET//SI//NOFORN//LIMDIS", MarkingPrinter.Print(read.Marking, MarkingKind.Banner, registry));
        var misplaced = MarkingReader.Read(Marks.Of("US", "(TS//NF//SI)"), MarkingKind.Portion, registry);
        Assert.Equal("US-CATEGORY-ORDER", Assert.Single(Marks.Errors(misplaced)).Rule);
    }

    [Fact]
    public void Everything_a_rule_needs_is_in_the_parsed_mark()
    {
        ParsedMarking mark = Marks.Portion("(//JOINT S CAN USA//OC/REL TO USA, CAN/DISPLAY ONLY AFG)");
        Assert.Equal((Level.Secret, "SECRET", true), (mark.Level, mark.LevelWord, mark.Joint));
        Assert.Equal(["CAN", "USA"], mark.Owners);
        Assert.Equal(["USA", "CAN"], mark.ReleasableTo!.Value);
        Assert.Equal(["AFG"], mark.DisplayOnly!.Value);
        Assert.Equal(Controls.Orcon, mark.Controls);
        Assert.Equal(["USA"], Marks.Portion("(S//NF)").NationalOnly!.Value);
        Assert.Equal("COSMIC TOP SECRET", Marks.Portion("(//CTS)").LevelWord);
    }

    [Theory]
    [InlineData("(S//OC/NF)", "SECRET//ORCON/NOFORN")]
    [InlineData("(//NS)", "//NATO SECRET")]
    [InlineData("(//FGI R)", "CONFIDENTIAL//FGI")]
    [InlineData("(//GBR TS//REL TO USA, GBR)", "//GBR TOP SECRET//REL TO USA, GBR")]
    public void Portion_prints_as_banner(string portion, string banner) =>
        Assert.Equal(banner, MarkingPrinter.Print(Marks.Portion(portion), MarkingKind.Banner, Marks.Registry));
}
