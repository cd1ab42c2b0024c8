using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.World;

namespace Gateway.Core.Tests.Policy;

public sealed class MandatoryChecksTests
{
    private const string Wide = "(S//REL TO USA, FRA, SWE)";

    private static readonly World WorldTable = new();

    [Fact]
    public void A_well_marked_portion_for_a_cleared_partner_passes_every_check()
    {
        MandatoryResult result = WorldTable.Mandatory(Portion(Wide), Fra);

        Assert.Equal(Outcome.Release, result.Ceiling);
        Assert.Empty(result.Failing);
        Assert.Equal("", result.FirstFailing);
        Assert.Equal(RuleIds.All.Remove(RuleIds.NoRule).Remove(RuleIds.Recalled).Remove(RuleIds.ThirdParty).Remove(RuleIds.Addressee), result.Results.Select(r => r.Rule));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SECRET")]
    [InlineData("(S//REL TO USA, FRA")]
    [InlineData("(S//XX)")]
    [InlineData("(R)")]
    public void An_unreadable_marking_is_withheld_from_everybody(string mark)
    {
        MandatoryResult result = WorldTable.Mandatory(Portion(mark), Fra);

        Assert.Equal(Outcome.Withhold, result.Ceiling);
        Assert.Equal([RuleIds.Unreadable], result.Failing);
    }

    [Fact]
    public void A_level_outside_the_ladder_is_unreadable()
    {
        WorldTable.Book.Stated["odd"] = TestBook.Mark((Level)9, "USA", "FRA");

        Assert.Equal(RuleIds.Unreadable, WorldTable.Mandatory(Portion("odd"), Fra).FirstFailing);
    }

    [Theory]
    [InlineData("CONFIDENTIAL", "(S//REL TO USA, FRA)", false)]
    [InlineData("SECRET", "(S//REL TO USA, FRA)", true)]
    [InlineData("SECRET", "(TS//REL TO USA, FRA)", false)]
    [InlineData("CONFIDENTIAL", "(C//REL TO USA, FRA)", false)] // France takes CONFIDENTIAL in as SECRET
    [InlineData("UNCLASSIFIED", "(U//REL TO USA, FRA)", true)]
    public void Clearance_covers_the_level_at_which_the_recipient_takes_it_in(string clearance, string mark, bool passes) =>
        Expect(WorldTable.With(Fra, p => Nation(p.Code.Value, clearance)), Portion(mark), Fra, RuleIds.Clearance, passes);

    [Fact]
    public void Clearance_counts_per_owner()
    {
        World world = WorldTable.With(Fra, p => p with
        {
            Clearance = new Clearance(Level.Secret, ImmutableSortedDictionary<PartnerCode, Level>.Empty.Add(Usa, Level.Restricted)),
        });

        Expect(world, Portion(Wide), Fra, RuleIds.Clearance, passes: false);
    }

    [Fact]
    public void Clearance_must_cover_foreign_information_inside()
    {
        World world = WorldTable.With(Fra, p => p with
        {
            Clearance = new Clearance(Level.Secret, ImmutableSortedDictionary<PartnerCode, Level>.Empty.Add(Gbr, Level.Restricted)),
        });
        world.Book.Stated["fgi"] = TestBook.Mark(Level.Secret, "USA", "FRA", "GBR") with { Fgi = new ForeignGovernmentInformation(false, ["GBR"]) };

        Expect(world, Portion("fgi"), Fra, RuleIds.Clearance, passes: false);
    }

    [Fact]
    public void Without_an_agreement_nothing_passes() => Expect(WorldTable.Without(Usa, Fra), Portion(Wide), Fra, RuleIds.Agreement, passes: false);

    [Fact]
    public void An_agreement_counts_from_its_first_instant_to_before_its_last()
    {
        DateTimeOffset start = Noon.AddYears(-1);
        DateTimeOffset end = Noon.AddYears(1);

        Expect(WorldTable with { Now = start.AddTicks(-1) }, Portion(Wide), Fra, RuleIds.Agreement, passes: false);
        Expect(WorldTable with { Now = start }, Portion(Wide), Fra, RuleIds.Agreement, passes: true);
        Expect(WorldTable with { Now = end.AddTicks(-1) }, Portion(Wide), Fra, RuleIds.Agreement, passes: true);
        Expect(WorldTable with { Now = end }, Portion(Wide), Fra, RuleIds.Agreement, passes: false);
    }

    [Fact]
    public void An_agreement_bounds_the_level_in_each_direction()
    {
        World world = WorldTable.With(Usa, Fra, a => a with { CeilingFromFirst = Level.Secret, CeilingFromSecond = Level.Confidential });

        Expect(world, Portion(Wide), Fra, RuleIds.Agreement, passes: false);
        Expect(world, Portion("(C//REL TO USA, FRA)"), Fra, RuleIds.Agreement, passes: true);
        world.Book.Stated["fra"] = TestBook.Mark(Level.Secret, "FRA", "USA") with { Owners = ["FRA"] };
        Expect(world with { Releaser = Fra }, Portion("fra") with { Originator = Fra }, Usa, RuleIds.Agreement, passes: true);
    }

    [Theory]
    [InlineData(0, FieldClass.Metadata, Outcome.Release)]
    [InlineData(0, FieldClass.Judgement, Outcome.Withhold)]
    [InlineData(1, FieldClass.Judgement, Outcome.TearLine)]
    [InlineData(1, FieldClass.Confidence, Outcome.Withhold)]
    [InlineData(2, FieldClass.Judgement, Outcome.Release)]
    [InlineData(2, FieldClass.Factor, Outcome.Withhold)]
    [InlineData(3, FieldClass.Factor, Outcome.Release)]
    [InlineData(3, FieldClass.Evidence, Outcome.Withhold)]
    [InlineData(4, FieldClass.Evidence, Outcome.Release)]
    public void The_stage_of_an_agreement_decides_which_fields_pass(int stage, FieldClass fieldClass, Outcome ceiling)
    {
        MandatoryResult result = WorldTable.With(Usa, Fra, a => a with { Stage = stage }).Mandatory(Portion(Wide, fieldClass), Fra);

        Assert.Equal(ceiling, result.Ceiling);
        Assert.Equal(ceiling == Outcome.Release ? [] : [RuleIds.Agreement], result.Failing);
    }

    [Fact]
    public void An_agreement_may_make_every_release_wait_for_an_officer()
    {
        MandatoryResult result = WorldTable.With(Usa, Fra, a => a with { HoldForOfficer = true }).Mandatory(Portion(Wide), Fra);

        Assert.Equal(Outcome.Hold, result.Ceiling);
        Assert.Equal(RuleIds.Agreement, result.FirstFailing);
    }

    [Fact]
    public void Two_agreements_in_force_both_bind()
    {
        World world = WorldTable with { Agreements = WorldTable.Agreements.Add(Agree(Usa, Fra, 0, Level.TopSecret)) };

        Expect(world, Portion(Wide), Fra, RuleIds.Agreement, passes: false);
    }

    [Fact]
    public void Handing_on_needs_the_agreement_of_the_owner_and_of_the_releaser()
    {
        WorldTable.Book.Stated["fra"] = TestBook.Mark(Level.Secret, "FRA", "USA", "SWE") with { Owners = ["FRA"] };
        PortionFacts facts = Portion("fra") with { Originator = Fra };

        Expect(WorldTable, facts, Swe, RuleIds.Agreement, passes: true);
        Expect(WorldTable.Without(Fra, Swe), facts, Swe, RuleIds.Agreement, passes: false);
        Expect(WorldTable.Without(Usa, Swe), facts, Swe, RuleIds.Agreement, passes: false);
        Expect(WorldTable.Without(Usa, Swe), facts with { Grants = [Swe] }, Swe, RuleIds.Agreement, passes: false);
        Expect(WorldTable.Without(Fra, Swe), facts with { Grants = [Swe] }, Swe, RuleIds.Agreement, passes: true);
        Expect(WorldTable.Without(Fra, Swe), facts with { Grants = [Gbr] }, Swe, RuleIds.Agreement, passes: false);
    }

    [Fact]
    public void Own_grants_are_no_agreement() =>
        Expect(WorldTable.Without(Usa, Fra), Portion(Wide) with { Grants = [Fra] }, Fra, RuleIds.Agreement, passes: false);

    [Fact]
    public void A_national_only_caveat_stops_everybody_else()
    {
        WorldTable.Book.Stated["eyes"] = TestBook.Mark(Level.Secret, "USA", "GBR", "FRA") with { NationalOnly = ["GBR", "USA"] };

        Expect(WorldTable, Portion("(S//NF)"), Fra, RuleIds.NationalOnly, passes: false);
        Expect(WorldTable, Portion("(U//NF)"), Fra, RuleIds.NationalOnly, passes: false);
        Expect(WorldTable, Portion("eyes"), Fra, RuleIds.NationalOnly, passes: false);
        Expect(WorldTable, Portion("eyes"), Gbr, RuleIds.NationalOnly, passes: true);
    }

    [Fact]
    public void Noforn_without_a_nation_set_still_stops_foreigners()
    {
        WorldTable.Book.Stated["nf"] = TestBook.Mark(Level.Secret, "USA", "FRA") with { Controls = Controls.NoForn };

        Expect(WorldTable, Portion("nf"), Fra, RuleIds.NationalOnly, passes: false);
    }

    [Theory]
    [InlineData("(S//REL TO USA, FRA)", true)]
    [InlineData("(S//REL TO USA, SWE)", false)]
    [InlineData("(S//REL TO USA, NATO)", true)]
    [InlineData("(S//REL TO USA, FVEY)", false)]
    [InlineData("(S)", false)]
    [InlineData("(U)", true)]
    [InlineData("(U//REL TO USA, SWE)", false)]
    public void A_release_list_decides_alone_and_classified_without_one_stays(string mark, bool passes) =>
        Expect(WorldTable, Portion(mark), Fra, RuleIds.Releasability, passes);

    [Theory]
    [InlineData(Level.Unclassified)]
    [InlineData(Level.Secret)]
    public void An_empty_release_list_means_nobody(Level level)
    {
        WorldTable.Book.Stated["empty"] = TestBook.Mark(level) with { ReleasableTo = [] };

        Assert.All([Fra, Gbr, Swe], to => Expect(WorldTable, Portion("empty"), to, RuleIds.Releasability, passes: false));
    }

    [Fact]
    public void An_empty_release_list_means_nobody_not_even_a_partner_that_owns_it()
    {
        WorldTable.Book.Stated["theirs"] = TestBook.Mark(Level.Secret) with { Owners = ["FRA"], ReleasableTo = [] };

        Expect(WorldTable, Portion("theirs"), Fra, RuleIds.Releasability, passes: false);
    }

    [Fact]
    public void Membership_counts_at_sealing_and_now()
    {
        World left = WorldTable with { Coalitions = [new RosterCoalition(Nato, [Since("FRA", 1949, 2026), Since("USA", 1949)])] };
        World joined = WorldTable with { Coalitions = [new RosterCoalition(Nato, [Since("FRA", 2026), Since("USA", 1949)])] };
        PortionFacts old = Portion("(S//REL TO USA, NATO)") with { SealedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        Expect(left, old, Fra, RuleIds.Releasability, passes: false);
        Expect(joined, old, Fra, RuleIds.Releasability, passes: false);
        Expect(joined, old with { SealedAt = Noon }, Fra, RuleIds.Releasability, passes: true);
    }

    [Fact]
    public void Relido_waits_for_an_officer()
    {
        Assert.Equal(Outcome.Hold, WorldTable.Mandatory(Portion("(S//RELIDO)"), Fra).Ceiling);
        Assert.Equal(Outcome.Hold, WorldTable.Mandatory(Portion("(S//REL TO USA, FRA/RELIDO)"), Fra).Ceiling);
        Assert.Equal(Outcome.Withhold, WorldTable.Mandatory(Portion("(S//REL TO USA, SWE/RELIDO)"), Fra).Ceiling);
        Assert.Equal(RuleIds.Releasability, WorldTable.Mandatory(Portion("(S//RELIDO)"), Fra).FirstFailing);
    }

    [Theory]
    [InlineData(false, "USA, FRA", false)]
    [InlineData(false, "USA, FRA, GBR", true)]
    [InlineData(false, "USA, FRA, FVEY", true)]
    [InlineData(true, "USA, FRA, GBR", false)]
    public void Foreign_information_goes_only_where_its_owner_agreed(bool concealed, string list, bool passes)
    {
        var fgi = new ForeignGovernmentInformation(concealed, concealed ? [] : ["GBR"]);
        WorldTable.Book.Stated["fgi"] = TestBook.Mark(Level.Secret, list.Split(", ")) with { Fgi = fgi };

        Expect(WorldTable, Portion("fgi"), Fra, RuleIds.OwnerConsent, passes);
    }

    [Fact]
    public void Going_back_to_the_source_needs_its_consent_too()
    {
        WorldTable.Book.Stated["fgi"] = TestBook.Mark(Level.Unclassified) with { Fgi = new ForeignGovernmentInformation(false, ["GBR"]) };

        Expect(WorldTable, Portion("fgi"), Gbr, RuleIds.OwnerConsent, passes: false);
    }

    [Fact]
    public void Every_joint_owner_must_be_on_the_list()
    {
        ParsedMarking joint = TestBook.Mark(Level.Secret, "USA", "FRA") with { Joint = true, Owners = ["GBR", "USA"] };
        WorldTable.Book.Stated["narrow"] = joint;
        WorldTable.Book.Stated["wide"] = joint with { ReleasableTo = ["USA", "FRA", "GBR"] };

        Expect(WorldTable, Portion("narrow"), Fra, RuleIds.OwnerConsent, passes: false);
        Expect(WorldTable, Portion("wide"), Fra, RuleIds.OwnerConsent, passes: true);
    }

    [Fact]
    public void Display_only_never_leaves()
    {
        Expect(WorldTable, Portion("(S//DISPLAY ONLY FRA)"), Fra, RuleIds.DisplayOnly, passes: false);
        Expect(WorldTable, Portion("(S//REL TO USA, SWE/DISPLAY ONLY FRA)"), Fra, RuleIds.DisplayOnly, passes: false);
        Expect(WorldTable, Portion("(S//REL TO USA, SWE/DISPLAY ONLY FRA)"), Swe, RuleIds.DisplayOnly, passes: true);
        Expect(WorldTable, Portion("(U//DISPLAY ONLY FRA)"), Swe, RuleIds.Releasability, passes: false);
    }

    [Fact]
    public void Originator_controlled_goes_to_named_partners_only_and_is_never_handed_on()
    {
        PortionFacts facts = Portion("(S//OC/REL TO USA, FRA)");
        PortionFacts named = facts with { Marking = facts.Marking with { OriginatorList = ["FRA"] } };

        Expect(WorldTable, facts, Fra, RuleIds.Orcon, passes: false);
        Expect(WorldTable, named, Fra, RuleIds.Orcon, passes: true);
        Expect(WorldTable, facts with { Marking = facts.Marking with { OriginatorList = ["NATO"] } }, Fra, RuleIds.Orcon, passes: false);
        Expect(WorldTable with { Releaser = Gbr }, named, Fra, RuleIds.Orcon, passes: false);
    }

    [Theory]
    [InlineData(Tlp.Clear, "USA", "", true)]
    [InlineData(Tlp.Green, "USA, SWE", "", false)]
    [InlineData(Tlp.Green, "USA, SWE", "ewp", true)]
    [InlineData(Tlp.Green, "USA, SWE", "other", false)]
    [InlineData(Tlp.Green, "USA, NATO", "other", true)]
    [InlineData(Tlp.Amber, "USA, NATO", "", true)]
    [InlineData(Tlp.Amber, "USA, SWE", "", false)]
    [InlineData(Tlp.AmberStrict, "USA, NATO", "", true)]
    [InlineData(Tlp.AmberStrict, "USA, SWE", "", false)]
    [InlineData(Tlp.Red, "USA, NATO", "", false)]
    [InlineData(Tlp.Red, "USA, FRA", "", true)]
    public void The_traffic_light_admits_whom_it_names(Tlp light, string list, string community, bool passes)
    {
        World world = WorldTable.With(Fra, p => p with { TlpCommunities = ["ewp"] });
        world.Book.Stated["tlp"] = TestBook.Mark(Level.Unclassified, list.Split(", ")) with { Tlp = light };
        PortionFacts facts = Portion("tlp");

        Expect(world, facts with { Marking = facts.Marking with { Community = community } }, Fra, RuleIds.Tlp, passes);
    }

    [Theory]
    [InlineData(Tlp.Green, true)]
    [InlineData(Tlp.Amber, false)]
    [InlineData(Tlp.AmberStrict, false)]
    [InlineData(Tlp.Red, false)]
    public void Amber_and_above_stop_at_the_first_recipient(Tlp light, bool passes)
    {
        World world = WorldTable.With(Fra, p => p with { TlpCommunities = ["ewp"] }) with { Releaser = Gbr };
        world.Book.Stated["tlp"] = TestBook.Mark(Level.Unclassified, "USA", "FRA") with { Tlp = light };
        PortionFacts facts = Portion("tlp");

        Expect(world, facts with { Marking = facts.Marking with { Community = "ewp" } }, Fra, RuleIds.Tlp, passes);
    }

    [Fact]
    public void Green_is_handed_on_within_its_community_only()
    {
        WorldTable.Book.Stated["tlp"] = TestBook.Mark(Level.Unclassified, "USA", "FRA") with { Tlp = Tlp.Green };

        Expect(WorldTable with { Releaser = Gbr }, Portion("tlp"), Fra, RuleIds.Tlp, passes: false);
    }

    [Fact]
    public void A_light_that_nobody_knows_admits_nobody()
    {
        WorldTable.Book.Stated["tlp"] = TestBook.Mark(Level.Unclassified, "USA", "FRA") with { Tlp = (Tlp)9 };

        Expect(WorldTable, Portion("tlp"), Fra, RuleIds.Tlp, passes: false);
    }

    [Fact]
    public void Unknown_recipients_originators_codes_and_caveats_are_refused()
    {
        Expect(WorldTable, Portion(Wide), PartnerCode.Of("XKX"), RuleIds.UnknownCode, passes: false);
        Expect(WorldTable, Portion(Wide), default, RuleIds.UnknownCode, passes: false);
        Expect(WorldTable, Portion(Wide) with { Originator = PartnerCode.Of("XKX") }, Fra, RuleIds.UnknownCode, passes: false);
        Expect(WorldTable, Portion("(S//REL TO USA, JPN)"), Fra, RuleIds.UnknownCode, passes: false);
        Expect(WorldTable, Portion(Wide, (FieldClass)99), Fra, RuleIds.UnknownCode, passes: false);
        WorldTable.Book.Stated["opaque"] = TestBook.Mark(Level.Secret, "USA", "FRA") with { OtherControls = ["LES"] };
        Expect(WorldTable, Portion("opaque"), Fra, RuleIds.UnknownCode, passes: false);
        WorldTable.Book.Stated["bit"] = TestBook.Mark(Level.Secret, "USA", "FRA") with { Controls = (Controls)4096 };
        Expect(WorldTable, Portion("bit"), Fra, RuleIds.UnknownCode, passes: false);
    }

    [Theory]
    [InlineData("(S//SI//REL TO USA, FRA)", "SI")]
    [InlineData("(S//REL TO USA, FRA//DS)", "LIMDIS")] // the caveat is the banner spelling
    public void A_token_that_a_registry_file_enables_passes_only_to_whom_has_undertaken_to_honour_it(string mark, string caveat)
    {
        const string File = """
            {"format":"gateway-marking-registry/1","tokens":[{"policy":"US","category":"sci","banner":"SI"},
            {"policy":"US","category":"nonic","banner":"LIMDIS","portion":"DS"}]}
            """;
        Assert.True(RegistryFile.TryRead(System.Text.Encoding.UTF8.GetBytes(File), MarkingRegistry.Default, out MarkingRegistry? registry, out _));
        MandatoryResult Ask(params string[] caveats)
        {
            World world = WorldTable.With(Fra, partner => partner with { Caveats = [.. caveats] });
            return MandatoryChecks.ForRelease(Portion(mark), Fra, world.Context with { Markings = new MarkingBook(registry!) });
        }

        Assert.Equal([RuleIds.UnknownCode], Ask().Failing);
        Assert.Equal([RuleIds.UnknownCode], Ask("PROPIN").Failing);
        Assert.Empty(Ask(caveat).Failing);
        Assert.Equal([RuleIds.Unreadable], WorldTable.Mandatory(Portion(mark), Fra).Failing); // not enabled: not readable
    }

    [Fact]
    public void A_caveat_passes_to_whom_has_undertaken_to_honour_it()
    {
        Expect(WorldTable, Portion("(S//PR/REL TO USA, FRA)"), Fra, RuleIds.UnknownCode, passes: false);
        Expect(WorldTable.With(Fra, p => p with { Caveats = ["PROPIN"] }), Portion("(S//PR/REL TO USA, FRA)"), Fra, RuleIds.UnknownCode, passes: true);
    }

    [Fact]
    public void An_expired_roster_knows_nobody() =>
        Expect(WorldTable with { Terms = WorldTable.Terms with { Expires = Noon } }, Portion(Wide), Fra, RuleIds.UnknownCode, passes: false);

    [Fact]
    public void An_embargo_ends_at_its_instant()
    {
        long at = Noon.ToUnixTimeMilliseconds();
        WorldTable.Book.Stated["embargo"] = TestBook.Mark(Level.Secret, "USA", "FRA");
        PortionFacts Until(long ms) => Portion("embargo") with { Marking = Portion("embargo").Marking with { NotBeforeMs = ms } };

        Expect(WorldTable, Until(at + 1), Fra, RuleIds.Embargo, passes: false);
        Expect(WorldTable, Until(at), Fra, RuleIds.Embargo, passes: true);
        Expect(WorldTable, Until(long.MaxValue), Fra, RuleIds.Embargo, passes: false);
        Expect(WorldTable, Until(-1), Fra, RuleIds.Embargo, passes: false);
    }

    [Fact]
    public void Every_agreement_on_the_way_must_serve_atrocity_prevention()
    {
        WorldTable.Book.Stated["fra"] = TestBook.Mark(Level.Secret, "FRA", "USA", "SWE") with { Owners = ["FRA"] };
        PortionFacts facts = Portion("fra") with { Originator = Fra };

        Expect(WorldTable, facts, Swe, RuleIds.Purpose, passes: true);
        Expect(WorldTable.With(Usa, Swe, a => a with { Purposes = [Purpose.Sanctions] }), facts, Swe, RuleIds.Purpose, passes: false);
        Expect(WorldTable.With(Fra, Swe, a => a with { Purposes = [] }), facts, Swe, RuleIds.Purpose, passes: false);
    }

    [Fact]
    public void A_node_releases_nothing_to_itself() => Assert.Equal(Outcome.Withhold, WorldTable.Mandatory(Portion(Wide), Usa).Ceiling);

    [Fact]
    public void The_first_failing_check_is_the_reason_and_all_deciding_ones_are_named()
    {
        MandatoryResult result = WorldTable.Without(Usa, Fra).Mandatory(Portion("(S//NF)"), Fra);

        Assert.Equal(RuleIds.Agreement, result.FirstFailing);
        Assert.Equal([RuleIds.Agreement, RuleIds.NationalOnly, RuleIds.Releasability], result.Failing);
    }

    private static void Expect(World world, PortionFacts facts, PartnerCode to, string rule, bool passes)
    {
        MandatoryResult result = world.Mandatory(facts, to);
        Assert.Equal(passes, !result.Failing.Contains(rule));
        Assert.True(passes || result.Ceiling < Outcome.Release);
        Assert.True(passes || world.Decide(facts, to).Outcome < Outcome.Release);
    }
}
