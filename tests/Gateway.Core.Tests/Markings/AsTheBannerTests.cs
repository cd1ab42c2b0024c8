using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>Portions that say "as the banner" (CAPCO 2016 §H.3 p56, §H.8 p151), and banners that compilation raised (§D.2 p28).</summary>
public sealed class AsTheBannerTests
{
    [Theory]
    [InlineData("SECRET//REL TO USA, FRA", "(S//REL)", "(S//REL TO USA, FRA)")]
    [InlineData("SECRET//ORCON/REL TO USA, FVEY", "(C//OC/REL)", "(C//OC/REL TO USA, FVEY)")]
    [InlineData("SECRET//REL TO USA, FRA", "(S//REL/RELIDO)", "(S//REL TO USA, FRA/RELIDO)")]
    [InlineData("//JOINT SECRET CAN USA//REL TO USA, CAN", "(//JOINT S//REL)", "(//JOINT S CAN USA//REL TO USA, CAN)")]
    [InlineData("//JOINT SECRET CAN USA//REL TO USA, CAN", "(//JOINT C//REL TO USA, CAN)", "(//JOINT C CAN USA//REL TO USA, CAN)")]
    [InlineData("SECRET//REL TO USA, FRA", "(S//NF)", "(S//NF)")]
    public void Portion_is_spelt_as_its_banner_says(string banner, string portion, string expected)
    {
        var resolved = Assert.IsType<MarkingReading.Readable>(Resolve(banner, portion)).Marking;
        Assert.Equal((expected, expected), (resolved.Canonical, resolved.Source.Text));
        Assert.Equal(expected, Marks.Portion(resolved.Source.Text).Canonical);
    }

    [Theory]
    [InlineData("SECRET//NOFORN", "(S//REL)", "US-REL-BARE", 4)]
    [InlineData("SECRET//REL TO USA, FRA", "(S//NF/REL)", "US-NOFORN-EXCLUDES", 4)]
    [InlineData("SECRET//REL TO USA, FRA", "(S//REL/REL TO USA, GBR)", "US-CONTROL-DUPLICATE", 8)]
    [InlineData("SECRET//REL TO USA, FRA", "(//JOINT S)", "US-JOINT-BARE", 9)]
    [InlineData("//JOINT SECRET CAN USA//REL TO USA, CAN", "(//JOINT S)", "US-JOINT-REL", 3)]
    [InlineData("SECRET//REL TO USA, FRA", "(S//REL", "US-PARENTHESES", 6)]
    public void What_the_banner_does_not_say_is_refused(string banner, string portion, string rule, int position) =>
        Assert.Contains(Marks.Errors(Resolve(banner, portion)), error => error.Rule == rule && error.Position == position);

    [Theory]
    [InlineData("(S//REL)", "US-REL-BARE")]
    [InlineData("(//JOINT S//REL TO USA, CAN)", "US-JOINT-BARE")]
    public void Without_a_banner_it_is_refused(string portion, string rule) =>
        Assert.Equal(rule, Marks.Errors(MarkingReader.Read(Marks.Of("US", portion), MarkingKind.Portion, Marks.Registry))[0].Rule);

    [Fact]
    public void A_banner_has_no_bare_list() =>
        Assert.Equal("US-REL-BARE", Marks.Errors(MarkingReader.Read(Marks.Of("US", "SECRET//REL"), MarkingKind.Banner, Marks.Registry))[0].Rule);

    [Fact]
    public void Stated_lists_have_to_agree_with_what_the_banner_says()
    {
        ParsedMarking banner = Marks.Parsed(Marks.Of("US", "SECRET//REL TO USA, FRA"), MarkingKind.Banner);
        Assert.Equal("MARK-LIST-DISAGREES", Marks.Errors(MarkingReader.Resolve(Marks.Of("US", "(S//REL)", "USA", "GBR"), banner, Marks.Registry))[0].Rule);
    }

    [Theory]
    [InlineData("SECRET//REL TO USA, FRA", "(S//REL TO USA, FRA)", "SECRET//REL TO USA, FRA")]
    [InlineData("TOP SECRET//REL TO USA, FRA", "(S//REL TO USA, FRA)", "TOP SECRET//REL TO USA, FRA")]
    [InlineData("TOP SECRET//NOFORN", "(S//REL TO USA, FRA)", "TOP SECRET//NOFORN")]
    [InlineData("CONFIDENTIAL//REL TO USA, FRA", "(S//REL TO USA, FRA)", "ROLLUP-COMPILED")]
    [InlineData("TOP SECRET//REL TO USA, FRA, GBR", "(S//REL TO USA, FRA)", "ROLLUP-COMPILED")]
    [InlineData("TOP SECRET", "(S//OC/NF)", "ROLLUP-COMPILED")]
    [InlineData("TOP SECRET//NF", "(S//NF)", "US-FORM")]
    public void Compilation_raises_a_banner_and_never_lowers_it(string raised, string portion, string expected)
    {
        MarkingReading reading = RollUp.Compiled(Marks.Of("US", raised), [Marks.Portion(portion)], Marks.Registry);
        Assert.Equal(expected, reading is MarkingReading.Readable readable ? readable.Marking.Canonical : Marks.Errors(reading)[0].Rule);
    }

    [Fact]
    public void Compilation_needs_portions() =>
        Assert.Equal("ROLLUP-EMPTY", Marks.Errors(RollUp.Compiled(Marks.Of("US", "SECRET"), [], Marks.Registry))[0].Rule);

    private static MarkingReading Resolve(string banner, string portion) =>
        MarkingReader.Resolve(Marks.Of("US", portion), Marks.Parsed(Marks.Of("US", banner), MarkingKind.Banner), Marks.Registry);
}
