using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>Banners of policies other than the US one, worked by hand from docs/markings.md, "Roll-up".</summary>
public sealed class OtherRollUpTests
{
    [Theory]
    // NATO: highest level, union of what restricts, intersection of what permits.
    [InlineData("NATO", "NATO:NATO SECRET + NATO:NATO CONFIDENTIAL", "NATO SECRET")]
    [InlineData("NATO", "NATO:NATO SECRET ATOMAL + NATO:COSMIC TOP SECRET CRYPTO", "COSMIC TOP SECRET ATOMAL CRYPTO")]
    [InlineData("NATO", "NATO:NATO SECRET Releasable to Australia, Japan + NATO:NATO SECRET Releasable to Japan", "NATO SECRET Releasable to Japan")]
    [InlineData("NATO", "NATO:NATO SECRET Releasable to Japan + NATO:NATO SECRET", "NATO SECRET")]
    [InlineData("NATO", "NATO:NATO SECRET Releasable to Japan + NATO:NATO SECRET Releasable to Australia", "NATO SECRET")]
    [InlineData("NATO", "NATO:NATO SECRET Releasable to Japan + TLP:CLEAR", "NATO SECRET Releasable to Japan")]
    [InlineData("NATO", "NATO:NATO SECRET Releasable to Japan + NATO:COSMIC TOP SECRET", "COSMIC TOP SECRET")]
    [InlineData("NATO", "NATO:NATO SECRET Norway, United States ONLY + NATO:NATO SECRET Norway ONLY", "NATO SECRET Norway ONLY")]
    [InlineData("NATO", "NATO:NATO SECRET Norway ONLY + NATO:NATO SECRET", "NATO SECRET Norway ONLY")]
    [InlineData("NATO", "NATO:NATO SECRET Norway ONLY + NATO:NATO SECRET France ONLY", "ROLLUP-ONLY")]
    [InlineData("NATO", "NATO:NATO SECRET NATO, Ireland ONLY + NATO:NATO SECRET Norway ONLY", "ROLLUP-ONLY")] // NATO is an atom in a roll-up
    [InlineData("NATO", "NATO:NATO/EAPC SECRET + NATO:NATO/EAPC RESTRICTED", "NATO/EAPC SECRET")]
    [InlineData("NATO", "NATO:NATO/EAPC SECRET + NATO:NATO/KFOR RESTRICTED", "NATO SECRET")]
    [InlineData("NATO", "NATO:NATO/EAPC SECRET + NATO:NATO RESTRICTED", "NATO SECRET")]
    [InlineData("NATO", "NATO:NATO SECRET - STAFF + NATO:NATO SECRET - STAFF", "NATO SECRET - STAFF")]
    [InlineData("NATO", "NATO:NATO SECRET - STAFF + NATO:NATO SECRET - MEDICAL", "NATO SECRET")]
    [InlineData("NATO", "(//NS) + (//CTS)", "COSMIC TOP SECRET")]
    [InlineData("NATO", "(//NS//REL TO USA, NATO) + NATO:NATO RESTRICTED", "NATO SECRET")]
    [InlineData("NATO", "(//NS//REL TO USA, GBR)", "ROLLUP-HOLDER")] // NATO marks are for every member
    [InlineData("NATO", "(//NS//OC/REL TO USA, NATO)", "ROLLUP-CONTROL")]
    [InlineData("NATO", "(S//REL TO USA, NATO)", "ROLLUP-OWNER")]
    [InlineData("NATO", "TLP:GREEN + NATO:NATO SECRET", "ROLLUP-TLP-MIX")]
    // EU.
    [InlineData("EU", "EU:SECRET UE/EU SECRET + EU:TRES SECRET UE/EU TOP SECRET", "TRES SECRET UE/EU TOP SECRET")]
    [InlineData("EU", "EU:SECRET UE/EU SECRET RELEASABLE TO NOR, USA + EU:SECRET UE/EU SECRET RELEASABLE TO USA", "SECRET UE/EU SECRET RELEASABLE TO USA")]
    [InlineData("EU", "EU:SECRET UE/EU SECRET RELEASABLE TO USA + EU:RESTREINT UE/EU RESTRICTED", "SECRET UE/EU SECRET")]
    [InlineData("EU", "(//EU C)", "CONFIDENTIEL UE/EU CONFIDENTIAL")]
    [InlineData("EU", "(//EU C//REL TO USA, EU)", "ROLLUP-HOLDER")] // in a US list EU means the organisation alone
    [InlineData("EU", "FRA:SECRET//REL TO EU", "ROLLUP-HOLDER")]
    [InlineData("EU", "TLP:CLEAR", "ROLLUP-LEVEL")]
    // United Kingdom.
    [InlineData("GBR", "GBR:SECRET - UK/US EYES ONLY + GBR:SECRET - UK EYES ONLY", "SECRET - UK EYES ONLY")]
    [InlineData("GBR", "GBR:SECRET - UK/US EYES ONLY + GBR:OFFICIAL", "SECRET - UK/US EYES ONLY")]
    [InlineData("GBR", "GBR:SECRET - UK/US EYES ONLY + GBR:TOP SECRET//REL TO FRA, USA", "TOP SECRET - UK/US EYES ONLY")]
    [InlineData("GBR", "GBR:SECRET - UK/US EYES ONLY + GBR:SECRET", "SECRET - UK EYES ONLY")]
    [InlineData("GBR", "GBR:SECRET - FIVE EYES ONLY + GBR:SECRET//REL TO CAN, FRA", "SECRET - CAN/UK EYES ONLY")]
    [InlineData("GBR", "GBR:SECRET - FIVE EYES ONLY + GBR:SECRET//REL TO FVEY", "SECRET - FIVE EYES ONLY")]
    [InlineData("GBR", "GBR:UK SECRET + GBR:SECRET", "UK SECRET")]
    [InlineData("GBR", "GBR:OFFICIAL-SENSITIVE - COMMERCIAL + GBR:SECRET - PERSONAL DATA", "SECRET - PERSONAL DATA - COMMERCIAL")]
    [InlineData("GBR", "GBR:UK OFFICIAL - REL EU + GBR:UK SECRET - REL EU", "UK SECRET - REL EU")]
    [InlineData("GBR", "GBR:UK SECRET - REL EU + GBR:SECRET", "UK SECRET")]
    [InlineData("GBR", "GBR:SECRET - UK/US EYES ONLY + (C//REL TO USA, GBR)", "SECRET - UK/US EYES ONLY//FGI USA")]
    [InlineData("US", "GBR:SECRET - UK/US EYES ONLY", "SECRET//FGI GBR//REL TO USA, GBR")]
    [InlineData("US", "GBR:SECRET - UK EYES ONLY", "ROLLUP-HOLDER")]
    [InlineData("US", "GBR:SECRET - COMMERCIAL//REL TO USA", "ROLLUP-CONTROL")]
    [InlineData("FRA", "GBR:SECRET - FRA/UK EYES ONLY", "SECRET//FGI GBR//REL TO GBR")]
    // Australia (§4.6): AUSTEO and AGAO beat REL; only AUS left is AUSTEO.
    [InlineData("AUS", "AUS:SECRET//AUSTEO + AUS:SECRET//REL AUS, USA", "SECRET//AUSTEO")]
    [InlineData("AUS", "AUS:SECRET//AGAO + AUS:TOP SECRET//REL AUS, USA", "TOP SECRET//AGAO")]
    [InlineData("AUS", "AUS:SECRET//AUSTEO + AUS:SECRET//AGAO", "SECRET//AUSTEO")]
    [InlineData("AUS", "AUS:SECRET//REL AUS, GBR, USA + AUS:PROTECTED//REL AUS, USA", "SECRET//REL AUS, USA")]
    [InlineData("AUS", "AUS:SECRET//REL AUS, FVEY + AUS:SECRET//REL AUS, USA", "SECRET//REL AUS, USA")]
    [InlineData("AUS", "AUS:SECRET//REL AUS, GBR + AUS:SECRET//REL AUS, USA", "SECRET//AUSTEO")]
    [InlineData("AUS", "AUS:SECRET//REL AUS, USA + AUS:SECRET", "SECRET//AUSTEO")]
    [InlineData("AUS", "AUS:SECRET//REL AUS, USA + AUS:OFFICIAL", "SECRET//REL AUS, USA")]
    [InlineData("AUS", "AUS:SECRET//REL AUS, USA + AUS:OFFICIAL: Sensitive", "SECRET//AUSTEO")]
    [InlineData("AUS", "AUS:SECRET + AUS:PROTECTED", "SECRET")]
    [InlineData("AUS", "AUS:SECRET//REL AUS, USA + (C//REL TO USA, AUS)", "SECRET//FGI USA//REL AUS, USA")]
    [InlineData("AUS", "AUS:SECRET//AUSTEO + (C//REL TO USA, AUS)", "SECRET//FGI USA//AUSTEO")]
    [InlineData("CAN", "CAN:SECRET//CANADIAN EYES ONLY + CAN:SECRET//REL TO USA", "SECRET//CANADIAN EYES ONLY")]
    // NATO and EU information in a national product: the owner stays, and what the nation cannot say is refused.
    [InlineData("FRA", "NATO:NATO SECRET", "SECRET//FGI NATO")]
    [InlineData("FRA", "NATO:NATO CONFIDENTIAL + FRA:DIFFUSION RESTREINTE", "SECRET//FGI NATO")] // information maps up
    [InlineData("FRA", "EU:SECRET UE/EU SECRET", "SECRET//FGI EU")]
    [InlineData("GBR", "EU:SECRET UE/EU SECRET", "ROLLUP-HOLDER")]
    [InlineData("FRA", "NATO:NATO SECRET ATOMAL", "ROLLUP-CONTROL")]
    [InlineData("FRA", "NATO:NATO SECRET France ONLY", "ROLLUP-CONTROL")]
    [InlineData("US", "NATO:NATO SECRET", "SECRET//FGI NATO//REL TO USA, NATO")]
    [InlineData("US", "NATO:NATO UNCLASSIFIED + (U)", "UNCLASSIFIED//FGI NATO//REL TO USA, NATO")]
    [InlineData("US", "NATO:NATO SECRET + (S//REL TO USA, FRA)", "SECRET//FGI NATO//NOFORN")]
    [InlineData("US", "EU:SECRET UE/EU SECRET RELEASABLE TO USA", "SECRET//FGI EU//REL TO USA, EU")]
    public void Portions_roll_up(string policy, string portions, string banner)
    {
        string[] marks = portions.Split(" + ");
        Assert.Equal(banner, Marks.Banner(policy, marks));
        Assert.Equal(banner, Marks.Banner(policy, [.. marks.Reverse()]));
    }

    [Fact]
    public void Australian_list_below_PROTECTED_stands_beside_the_text()
    {
        ParsedMarking[] portions = [.. ((string[])["GBR", "USA"]).Select(code => Marks.Parsed(Marks.Of("AUS", "OFFICIAL: Sensitive", "NZL", code)))];
        var banner = Assert.IsType<MarkingReading.Readable>(RollUp.Banner(portions, "AUS", Marks.Registry)).Marking;
        Assert.Equal("OFFICIAL: Sensitive", banner.Canonical);
        Assert.Equal(["NZL"], banner.Source.ReleasableTo);
    }

    [Theory]
    [InlineData("NATO:NATO SECRET Releasable to FVEY, Japan FVEY, Japan ONLY",
        "NATO SECRET Releasable to Australia, Canada, United Kingdom, Japan, New Zealand, United States of America Australia, Canada, United Kingdom, Japan, New Zealand, United States of America ONLY")]
    [InlineData("AUS:SECRET//REL AUS, AUKUS", "SECRET//REL AUS, GBR, USA")]
    [InlineData("GBR:SECRET - FIVE EYES ONLY", "SECRET - FIVE EYES ONLY")]
    [InlineData("EU:SECRET UE/EU SECRET RELEASABLE TO ACGU", "SECRET UE/EU SECRET RELEASABLE TO AUS, CAN, GBR, USA")]
    public void Coalitions_are_spelt_out_for_transfer(string text, string expected)
    {
        MarkingReading reading = RollUp.ExpandCoalitions(Marks.Portion(text), Marks.Registry);
        Assert.Equal(expected, reading is MarkingReading.Readable readable ? readable.Marking.Canonical : Marks.Errors(reading)[0].Rule);
    }

    [Fact]
    public void NATO_marks_are_for_members_at_every_level()
    {
        LatticePoint plain = MarkingLattice.Of(Marks.Portion("NATO:NATO UNCLASSIFIED"), Marks.Registry);
        Assert.True(plain.Releasable.Contains("FRA") && !plain.Releasable.Contains("JPN"));
        LatticePoint wider = MarkingLattice.Of(Marks.Portion("NATO:NATO UNCLASSIFIED Releasable to Japan"), Marks.Registry);
        Assert.True(wider.Releasable.Contains("JPN") && plain.Dominates(wider));
        LatticePoint only = MarkingLattice.Of(Marks.Portion("NATO:NATO SECRET Japan, Norway ONLY"), Marks.Registry);
        Assert.Equal(["NOR"], only.Releasable.Codes);
    }

    [Fact]
    public void EU_marks_are_for_member_states()
    {
        LatticePoint point = MarkingLattice.Of(Marks.Portion("EU:SECRET UE/EU SECRET RELEASABLE TO USA"), Marks.Registry);
        Assert.True(point.Releasable.Contains("FRA") && point.Releasable.Contains("USA") && !point.Releasable.Contains("NOR"));
    }
}
