using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>Worked by hand from CAPCO 2016 §D.2, Table 3, §H.3, §H.7, §H.8 and docs/markings.md.</summary>
public sealed class RollUpTests
{
    [Theory]
    // Level and plain marks (Table 3 a).
    [InlineData("(U)", "UNCLASSIFIED")]
    [InlineData("(U) + (C)", "CONFIDENTIAL")]
    [InlineData("(S) + (TS) + (C)", "TOP SECRET")]
    // NOFORN (b) and the mixture of marked and unmarked (c).
    [InlineData("(S//NF) + (S//REL TO USA, FRA)", "SECRET//NOFORN")]
    [InlineData("(U//NF) + (U)", "UNCLASSIFIED//NOFORN")]
    [InlineData("(S) + (S//REL TO USA, FRA)", "SECRET//NOFORN")]
    [InlineData("(C) + (S//RELIDO)", "SECRET//NOFORN")]
    [InlineData("(C) + (S//DISPLAY ONLY AFG)", "SECRET//NOFORN")]
    [InlineData("(U) + (S//REL TO USA, FRA)", "SECRET//REL TO USA, FRA")] // p49: unmarked unclassified is set aside
    [InlineData("(U//FOUO) + (S//REL TO USA, FRA)", "SECRET//REL TO USA, FRA")]
    [InlineData("(U//REL TO USA, FRA) + (S)", "SECRET//NOFORN")]
    [InlineData("(U//REL TO USA, FRA) + (U)", "UNCLASSIFIED//REL TO USA, FRA")]
    // Intersection of lists (d).
    [InlineData("(S//REL TO USA, FRA) + (S//REL TO USA, FRA)", "SECRET//REL TO USA, FRA")]
    [InlineData("(S//REL TO USA, FRA, GBR) + (C//REL TO USA, DEU, FRA)", "SECRET//REL TO USA, FRA")]
    [InlineData("(S//REL TO USA, FRA) + (S//REL TO USA, GBR)", "SECRET//NOFORN")]
    [InlineData("(U//REL TO USA, FRA) + (S//REL TO USA, GBR)", "SECRET//NOFORN")]
    [InlineData("(S//REL TO USA, FVEY) + (S//REL TO USA, FVEY)", "SECRET//REL TO USA, FVEY")] // stays a code
    [InlineData("(S//REL TO USA, FVEY) + (S//REL TO USA, GBR)", "SECRET//REL TO USA, GBR")] // rule 23
    [InlineData("(S//REL TO USA, FVEY) + (S//REL TO USA, ACGU)", "SECRET//REL TO USA, AUS, CAN, GBR")]
    [InlineData("(S//REL TO USA, FVEY) + (S//REL TO USA, ISAF)", "SECRET//NOFORN")] // p152
    [InlineData("(S//REL TO USA, FVEY) + (S//REL TO USA, TEYE)", "SECRET//NOFORN")] // opaque until confirmed
    [InlineData("(S//REL TO USA, FRA, FVEY) + (S//REL TO USA, FRA, GBR)", "SECRET//REL TO USA, FRA, GBR")]
    [InlineData("(S//REL TO USA, FRA, FVEY) + (S//REL TO USA, DEU, FVEY)", "SECRET//REL TO USA, FVEY")]
    [InlineData("(S//REL TO USA, NATO) + (S//REL TO USA, NATO)", "SECRET//REL TO USA, NATO")]
    [InlineData("(S//REL TO USA, NATO) + (S//REL TO USA, FRA)", "SECRET//NOFORN")] // NATO is an atom in a roll-up
    [InlineData("(S//REL TO USA, NATO) + (S//REL TO USA, FVEY)", "SECRET//NOFORN")]
    [InlineData("(S//REL TO USA, FRA, NATO) + (S//REL TO USA, DEU, NATO)", "SECRET//REL TO USA, NATO")]
    [InlineData("(S//REL TO USA, EU) + (S//REL TO USA, FRA)", "SECRET//NOFORN")]
    // RELIDO and DISPLAY ONLY (e, f).
    [InlineData("(S//RELIDO) + (C//RELIDO)", "SECRET//RELIDO")]
    [InlineData("(S//REL TO USA, FRA/RELIDO) + (S//REL TO USA, FRA/RELIDO)", "SECRET//REL TO USA, FRA/RELIDO")]
    [InlineData("(S//REL TO USA, FRA/RELIDO) + (S//REL TO USA, FRA)", "SECRET//REL TO USA, FRA")]
    [InlineData("(S//REL TO USA, FRA/RELIDO) + (S//RELIDO)", "SECRET//RELIDO")]
    [InlineData("(S//REL TO USA, FRA) + (S//RELIDO)", "SECRET//NOFORN")]
    [InlineData("(S//REL TO USA, FRA/RELIDO) + (S//REL TO USA, GBR/RELIDO)", "SECRET//RELIDO")]
    [InlineData("(S//RELIDO) + (S//NF)", "SECRET//NOFORN")]
    [InlineData("(S//DISPLAY ONLY AFG) + (S//DISPLAY ONLY AFG, IRQ)", "SECRET//DISPLAY ONLY AFG")]
    [InlineData("(S//DISPLAY ONLY AFG) + (S//DISPLAY ONLY IRQ)", "SECRET//NOFORN")]
    [InlineData("(S//DISPLAY ONLY AFG) + (S//REL TO USA, AFG)", "SECRET//DISPLAY ONLY AFG")]
    [InlineData("(S//REL TO USA, FRA/DISPLAY ONLY AFG) + (S//REL TO USA, AFG, FRA)", "SECRET//REL TO USA, FRA/DISPLAY ONLY AFG")]
    [InlineData("(S//DISPLAY ONLY FVEY) + (S//REL TO USA, GBR)", "SECRET//DISPLAY ONLY GBR")]
    [InlineData("(S//DISPLAY ONLY AFG) + (S//RELIDO)", "SECRET//NOFORN")]
    // FOUO and ORCON (p134, p136).
    [InlineData("(U//FOUO) + (U)", "UNCLASSIFIED//FOUO")]
    [InlineData("(U//FOUO) + (U//NF)", "UNCLASSIFIED//FOUO/NOFORN")] // NOFORN is a release control
    [InlineData("(U//FOUO) + (U//PR)", "UNCLASSIFIED//PROPIN")]
    [InlineData("(U//FOUO) + (C)", "CONFIDENTIAL")]
    [InlineData("(S//OC/NF) + (S//NF)", "SECRET//ORCON/NOFORN")]
    [InlineData("(S//OC-USGOV/NF) + (S//NF)", "SECRET//ORCON-USGOV/NOFORN")]
    [InlineData("(S//OC-USGOV/NF) + (S//OC/NF)", "SECRET//ORCON/NOFORN")]
    [InlineData("(S//OC/REL TO USA, FRA) + (S//REL TO USA, FRA/RELIDO)", "SECRET//ORCON/REL TO USA, FRA")]
    [InlineData("(S//RS/NF) + (S//IMC/NF) + (C//NF/DSEN/FISA)", "SECRET//RSEN/IMCON/NOFORN/DEA SENSITIVE/FISA")]
    // Foreign government information (§H.7 p124).
    [InlineData("(S//FGI GBR) + (S//FGI CAN)", "SECRET//FGI CAN GBR")]
    [InlineData("(S//FGI GBR) + (S//FGI)", "SECRET//FGI")] // one concealed source conceals all
    [InlineData("(//GBR S) + (S)", "SECRET//FGI GBR")]
    [InlineData("(//GBR S) + (//GBR C)", "//GBR SECRET")]
    [InlineData("(//GBR R) + (//GBR U)", "//GBR RESTRICTED")]
    [InlineData("(//GBR S) + (//CAN C)", "SECRET//FGI CAN GBR")]
    [InlineData("(//CAN GBR S) + (//GBR S)", "SECRET//FGI CAN GBR")]
    [InlineData("(//GBR S//REL TO USA, GBR) + (S//REL TO USA, GBR)", "SECRET//FGI GBR//REL TO USA, GBR")]
    [InlineData("(//GBR S//REL TO USA, GBR) + (//GBR S)", "//GBR SECRET//NOFORN")]
    [InlineData("(//GBR R) + (U)", "CONFIDENTIAL//FGI GBR")] // information maps up
    [InlineData("(//FGI S)", "SECRET//FGI")]
    [InlineData("(//FGI S) + (//GBR S)", "SECRET//FGI")]
    [InlineData("(//NS) + (//NC)", "//NATO SECRET")]
    [InlineData("(//CTS) + (//NR)", "//COSMIC TOP SECRET")]
    [InlineData("(//NS) + (U)", "SECRET//FGI NATO")]
    [InlineData("(//NS//REL TO USA, NATO) + (S//REL TO USA, NATO)", "SECRET//FGI NATO//REL TO USA, NATO")]
    // Joint (§H.3 p57).
    [InlineData("(//JOINT S CAN USA//REL TO USA, CAN) + (//JOINT C CAN USA//REL TO USA, CAN)", "//JOINT SECRET CAN USA//REL TO USA, CAN")]
    [InlineData("(//JOINT S CAN USA//REL TO USA, CAN, GBR) + (//JOINT S CAN USA//REL TO USA, CAN)", "//JOINT SECRET CAN USA//REL TO USA, CAN")]
    [InlineData("(//JOINT S CAN USA//REL TO USA, CAN) + (//JOINT S GBR USA//REL TO USA, GBR)", "SECRET//FGI CAN GBR//NOFORN")]
    [InlineData("(//JOINT S CAN USA//REL TO USA, CAN) + (S//REL TO USA, CAN)", "SECRET//FGI CAN//REL TO USA, CAN")]
    [InlineData("(//JOINT S CAN USA//REL TO USA, CAN) + (S//NF)", "SECRET//FGI CAN//NOFORN")]
    // Other policies in a US product.
    [InlineData("FRA:SECRET//REL TO USA + (S//REL TO USA, FRA)", "SECRET//FGI FRA//REL TO USA, FRA")]
    [InlineData("FRA:SECRET//REL TO USA + (S)", "SECRET//FGI FRA//NOFORN")]
    [InlineData("DEU:VS-NFD//REL TO FVEY", "CONFIDENTIAL//FGI DEU//REL TO USA, DEU, FVEY")]
    [InlineData("DEU:GEHEIM//REL TO G7", "SECRET//FGI DEU//REL TO USA, CAN, DEU, FRA, GBR, ITA, JPN")] // not a register code
    [InlineData("TLP:CLEAR + (S//NF)", "SECRET//NOFORN")]
    [InlineData("FRA:SECRET", "ROLLUP-HOLDER")]
    [InlineData("FRA:SECRET SPÉCIAL FRANCE + (S)", "ROLLUP-HOLDER")]
    [InlineData("TLP:GREEN + (S//NF)", "ROLLUP-TLP-MIX")]
    public void Portions_roll_up_to_a_US_banner(string portions, string banner)
    {
        string[] marks = portions.Split(" + ");
        Assert.Equal(banner, Marks.Banner("US", marks));
        Assert.Equal(banner, Marks.Banner("US", [.. marks.Reverse()]));
    }

    [Theory]
    [InlineData("US", "(//NIS) + (//NIC)", "//NATO ISAF SECRET")] // one activity, §D.2
    [InlineData("US", "(//NIS) + (//NC)", "//NATO SECRET")]
    [InlineData("FRA", "FRA:SECRET//REL TO DEU, USA + FRA:SECRET//REL TO USA", "SECRET//REL TO USA")]
    [InlineData("FRA", "FRA:TRÈS SECRET//REL TO USA + FRA:SECRET", "TRÈS SECRET")]
    [InlineData("FRA", "FRA:SECRET//REL TO USA + FRA:SECRET//REL TO DEU", "SECRET")]
    [InlineData("FRA", "FRA:UNCLASSIFIED//REL TO USA + FRA:UNCLASSIFIED//REL TO DEU", "UNCLASSIFIED//REL TO FRA")] // nobody else
    [InlineData("FRA", "FRA:UNCLASSIFIED + FRA:SECRET//REL TO USA", "SECRET//REL TO USA")]
    [InlineData("FRA", "FRA:SECRET SPÉCIAL FRANCE + FRA:TRÈS SECRET//REL TO USA", "TRÈS SECRET SPÉCIAL FRANCE")]
    [InlineData("FRA", "FRA:CONFIDENTIEL DÉFENSE", "CONFIDENTIEL DÉFENSE")] // a legacy word stays
    [InlineData("FRA", "FRA:SECRET//REL TO FVEY + FRA:SECRET//REL TO GBR, USA", "SECRET//REL TO GBR, USA")]
    [InlineData("FRA", "FRA:SECRET//REL TO USA + (C//REL TO USA, FRA)", "SECRET//FGI USA//REL TO USA")]
    [InlineData("FRA", "(C//REL TO USA, FRA)", "SECRET//FGI USA//REL TO USA")] // no CONFIDENTIAL in France
    [InlineData("SWE", "SWE:HEMLIG//REL TO NB8 + SWE:HEMLIG//REL TO JEF", "HEMLIG//REL TO DNK, EST, FIN, ISL, LTU, LVA, NOR")]
    [InlineData("GBR", "(//FGI S//REL TO USA, FVEY)", "SECRET//FGI//REL TO USA, FVEY")]
    [InlineData("FRA", "(S//NF)", "ROLLUP-HOLDER")]
    [InlineData("FRA", "(S)", "ROLLUP-HOLDER")]
    [InlineData("FRA", "(S//OC/REL TO USA, FRA)", "ROLLUP-CONTROL")]
    [InlineData("FRA", "TLP:RED + FRA:SECRET", "ROLLUP-TLP-MIX")]
    [InlineData("CHE", "FRA:TRÈS SECRET//REL TO CHE", "ROLLUP-LEVEL")]
    [InlineData("TLP", "TLP:GREEN + TLP:AMBER+STRICT", "TLP:AMBER+STRICT")]
    [InlineData("TLP", "TLP:CLEAR + TLP:AMBER", "TLP:AMBER")]
    [InlineData("TLP", "TLP:RED + TLP:AMBER+STRICT", "TLP:RED")]
    [InlineData("TLP", "TLP:CLEAR + (U)", "ROLLUP-TLP-MIX")]
    [InlineData("JPN", "TLP:CLEAR", "MARK-POLICY")]
    public void Portions_roll_up_to_a_banner_of_another_policy(string policy, string portions, string banner)
    {
        string[] marks = portions.Split(" + ");
        Assert.Equal(banner, Marks.Banner(policy, marks));
        Assert.Equal(banner, Marks.Banner(policy, [.. marks.Reverse()]));
    }

    [Theory]
    [InlineData("US")]
    [InlineData("FRA")]
    [InlineData("TLP")]
    public void Nothing_has_no_banner(string policy) => Assert.Equal("ROLLUP-EMPTY", Marks.Banner(policy));

    [Fact]
    public void Refusal_points_at_the_portion()
    {
        ParsedMarking[] portions = [Marks.Portion("FRA:SECRET"), Marks.Portion("(S//NF)")];
        Assert.Equal(1, Marks.Errors(RollUp.Banner(portions, "FRA", Marks.Registry))[0].Position);
    }

    [Fact]
    public void Banner_carries_the_lists_and_the_latest_embargo()
    {
        ParsedMarking[] portions =
        [
            Marks.Parsed(Marks.Of("US", "(S//OC/REL TO USA, FRA)") with { OriginatorList = ["DEU", "FRA"], NotBeforeMs = 5 }),
            Marks.Parsed(Marks.Of("US", "(S//OC/REL TO USA, FRA)") with { OriginatorList = ["FRA"], NotBeforeMs = 9 }),
        ];
        var banner = Assert.IsType<MarkingReading.Readable>(RollUp.Banner(portions, "US", Marks.Registry)).Marking;
        Assert.Equal(["USA", "FRA"], banner.Source.ReleasableTo);
        Assert.Equal(["FRA"], banner.Source.OriginatorList);
        Assert.Equal(9, banner.Source.NotBeforeMs);
        Assert.Equal(MarkingKind.Banner, banner.Kind);
    }

    [Fact]
    public void TLP_lists_without_a_common_recipient_roll_up_to_red_for_nobody()
    {
        ParsedMarking[] portions = [Marks.Parsed(Marks.Of("TLP", "TLP:AMBER", "FRA")), Marks.Parsed(Marks.Of("TLP", "TLP:AMBER", "DEU"))];
        var banner = Assert.IsType<MarkingReading.Readable>(RollUp.Banner(portions, "TLP", Marks.Registry)).Marking;
        Assert.Equal((Tlp.Red, true), (banner.Tlp!.Value, MarkingLattice.Of(banner, Marks.Registry).Releasable.Codes.IsEmpty));
    }

    [Fact]
    public void TLP_communities_do_not_mix()
    {
        ParsedMarking energy = Marks.Parsed(Marks.Of("TLP", "TLP:GREEN") with { Community = "energy" });
        ParsedMarking health = Marks.Parsed(Marks.Of("TLP", "TLP:GREEN") with { Community = "health" });
        Assert.Equal("ROLLUP-TLP-COMMUNITY", Marks.Errors(RollUp.Banner([energy, health], "TLP", Marks.Registry))[0].Rule);
    }

    [Fact]
    public void Community_of_a_clear_portion_does_not_matter()
    {
        ParsedMarking clear = Marks.Parsed(Marks.Of("TLP", "TLP:CLEAR") with { Community = "energy" });
        ParsedMarking health = Marks.Parsed(Marks.Of("TLP", "TLP:GREEN") with { Community = "health" });
        Assert.Empty(Marks.Errors(RollUp.Banner([clear, health], "TLP", Marks.Registry)));
        Assert.Empty(Marks.Errors(RollUp.Banner([clear], "US", Marks.Registry)));
    }

    [Theory]
    [InlineData("(S//REL TO USA, FVEY)", "(S//REL TO USA, AUS, CAN, GBR, NZL)")]
    [InlineData("(S//REL TO USA, FRA, ACGU, NATO)", "(S//REL TO USA, AUS, CAN, FRA, GBR, NATO)")]
    [InlineData("(S//REL TO USA, FRA/DISPLAY ONLY ACGU)", "(S//REL TO USA, FRA/DISPLAY ONLY AUS, CAN, GBR)")]
    [InlineData("(S//REL TO USA, TEYE)", "(S//REL TO USA, TEYE)")]
    [InlineData("(S//NF)", "(S//NF)")]
    [InlineData("FRA:SECRET//REL TO E3", "SECRET//REL TO DEU, FRA, GBR")]
    public void Coalitions_are_spelt_out_for_transfer(string text, string expected)
    {
        MarkingReading reading = RollUp.ExpandCoalitions(Marks.Portion(text), Marks.Registry);
        Assert.Equal(expected, reading is MarkingReading.Readable readable ? readable.Marking.Canonical : Marks.Errors(reading)[0].Rule);
    }
}
