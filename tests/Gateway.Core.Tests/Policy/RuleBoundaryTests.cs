using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.InterpreterTests;
using static Gateway.Core.Tests.Policy.World;

namespace Gateway.Core.Tests.Policy;

/// <summary>Single edges of rules, checks and the memo, each with a case in which nothing else decides.</summary>
public sealed class RuleBoundaryTests
{
    private const string Mark = "(S//REL TO USA, FRA)";

    [Fact]
    public void An_organisation_is_no_nation_of_a_caveat_and_no_nation_of_a_rule()
    {
        World world = new();
        world.Book.Stated["eyes"] = TestBook.Mark(Level.Secret, "USA", "FRA") with { NationalOnly = ["FRA", "USA"] };
        Assert.Equal(Outcome.Release, world.Decide("eyes", Fra).Outcome);
        Assert.Equal([RuleIds.NationalOnly], AsOrganisation(world).Mandatory(Portion("eyes"), Fra).Failing);
        World give = Rules(Give("A", to: "to nation FRA"));
        PolicySet policy = give.Policy;
        Assert.Equal(Outcome.Release, give.Decide(Mark, Fra).Outcome);
        Assert.Equal([RuleIds.NoRule], Interpreter.Decide(Portion(Mark), Fra, AsOrganisation(give with { Texts = [GiveAll] }).Context with { Policy = policy }).Rules);

        static World AsOrganisation(World world) => world.With(Fra, partner => partner with { Kind = PartnerKind.Organisation });
    }

    /// <summary>What an originator grants stands for its own agreement, and for no other owner's.</summary>
    [Fact]
    public void A_grant_speaks_for_no_other_owner()
    {
        World world = new World().Without(Gbr, Swe).Without(Fra, Swe);
        world.Book.Stated["joint"] = TestBook.Mark(Level.Secret, "FRA", "GBR", "SWE", "USA") with { Owners = ["FRA", "GBR"], Joint = true };
        PortionFacts facts = Portion("joint") with { Originator = Fra, Grants = [Swe] };
        Assert.Equal([RuleIds.Agreement], world.Mandatory(facts, Swe).Failing);
        Assert.Empty((world with { Agreements = world.Agreements.Add(Agree(Gbr, Swe, 4, Level.TopSecret)) }).Mandatory(facts, Swe).Failing);
    }

    /// <summary>Of joint information the originator is one owner among others: a list without it is no agreement of all.</summary>
    [Fact]
    public void A_list_of_joint_information_covers_the_originator_too()
    {
        World world = new();
        world.Book.Stated["joint"] = TestBook.Mark(Level.Secret, "FRA", "GBR") with { Owners = ["GBR", "USA"], Joint = true };
        Assert.Equal([RuleIds.OwnerConsent], world.Mandatory(Portion("joint"), Fra).Failing);
    }

    [Theory]
    [InlineData(Controls.Orcon)]
    [InlineData(Controls.OrconUsGov)]
    public void Each_form_of_originator_control_needs_the_originators_list(Controls control)
    {
        World world = new();
        world.Book.Stated["oc"] = TestBook.Mark(Level.Secret, "USA", "FRA") with { Controls = control };
        Assert.Equal([RuleIds.Orcon], world.Mandatory(Portion("oc"), Fra).Failing);
        Assert.Equal(Outcome.Withhold, MandatoryChecks.ForLocalReader(Portion("oc"), new LocalReader(Fra, Level.Secret, []), world.Context).Ceiling);
    }

    [Fact]
    public void A_reader_at_home_is_kept_from_an_unclassified_portion_by_a_national_only_mark_alone() => Assert.Equal(
        [RuleIds.NationalOnly], MandatoryChecks.ForLocalReader(Portion("(U//NF)"), new LocalReader(Fra, Level.Secret, []), new World().Context).Failing);

    /// <summary>Who joined after sealing, and who has left, is no member for a rule either.</summary>
    [Theory]
    [InlineData(-48, null, true)]
    [InlineData(-12, null, false)]
    [InlineData(-48, 0, false)]
    [InlineData(-48, 1, true)]
    public void A_give_to_a_coalition_asks_for_membership_at_sealing_and_now(int from, int? until, bool member)
    {
        World world = Rules(Give("A", to: "to coalition NATO")) with
        {
            Coalitions = [new RosterCoalition(Nato, [new Membership(Fra, Noon.AddHours(from), until is { } hours ? Noon.AddHours(hours) : null)])],
        };
        Assert.Equal(member ? Outcome.Release : Outcome.Withhold, world.Decide(Mark, Fra).Outcome);
        World limited = world with { Texts = [GiveAll, Head("l") + Limit("B", when: "when not partner in NATO")] };
        Assert.Equal(member ? Outcome.Release : Outcome.Withhold, limited.Decide(Mark, Fra).Outcome);
    }

    public static TheoryData<string> Edges => ["roster", "agreement begins", "agreement ends", "give begins", "give ends", "limit ends", "member joins", "member leaves", "embargo"];

    /// <summary>What is remembered a tick before something begins or ends is not remembered at that instant.</summary>
    [Theory]
    [MemberData(nameof(Edges))]
    public void The_memo_forgets_at_the_instant_at_which_something_begins_or_ends(string edge)
    {
        World world = edge switch
        {
            "roster" => new World() with { Terms = new RosterTerms(1, "", Noon, 1) },
            "agreement begins" => new World().With(Usa, Fra, agreement => agreement with { ValidFrom = Noon }),
            "agreement ends" => new World().With(Usa, Fra, agreement => agreement with { ValidUntil = Noon }),
            "give begins" => new World() with { Texts = [Head("p", effective: "2026-10-02T12:00Z") + Give("A")] },
            "give ends" => Rules(Give("A", until: "until 2026-10-02T12:00Z")),
            "limit ends" => Rules(Give("A"), Limit("B").TrimEnd() + "\n  until 2026-10-02T12:00Z\n"),
            "member joins" => Joined(new Membership(Fra, Noon, null)),
            "member leaves" => Joined(new Membership(Fra, Noon.AddYears(-1), Noon)),
            _ => new World(),
        };
        PortionFacts facts = edge == "member joins" ? Portion(Mark) with { SealedAt = Noon } : Portion(Mark);
        facts = edge == "embargo" ? facts with { Marking = facts.Marking with { NotBeforeMs = Noon.ToUnixTimeMilliseconds() } } : facts;
        var memo = new DecisionMemo(world.Context);
        Outcome before = memo.Decide(facts, Fra, Noon.AddTicks(-1)).Outcome;
        Outcome after = memo.Decide(facts, Fra, Noon).Outcome;
        Assert.NotEqual(before, after);
        Assert.Equal((world with { Now = Noon }).Decide(facts, Fra).Outcome, after);
        Assert.Equal(before, memo.Decide(facts, Fra, Noon.AddTicks(-1)).Outcome);

        static World Joined(Membership member) => Rules(Give("A", to: "to coalition NATO")) with { Coalitions = [new RosterCoalition(Nato, [member])] };
    }

    /// <summary>Two portions are of one class only if no rule can tell them apart.</summary>
    [Fact]
    public void The_memo_tells_apart_what_rules_tell_apart()
    {
        World world = Rules(
            Give("A", field: "field class judgement"), Limit("B", when: "when region in (UKR)"), Limit("C", field: "field topic sanctions"), Limit("D", when: "when level >= TOP SECRET"),
            Limit("E", when: "when not partner in NATO")) with
        {
            Coalitions = [new RosterCoalition(Nato, [new Membership(Fra, Noon.AddHours(-1), null), new Membership(Swe, Noon.AddYears(-9), null)])],
        };
        var memo = new DecisionMemo(world.Without(Fra, Swe).Context);
        PortionFacts facts = Portion(Mark) with { Topics = ["forecast"], SealedAt = Noon.AddHours(-1), Grants = [Swe] };
        PortionFacts[] others =
        [
            facts,
            facts with { FieldClass = FieldClass.Factor },
            facts with { Regions = ["UKR"] },
            facts with { Topics = ["sanctions"] },
            facts with { Marking = facts.Marking with { Text = "(S//REL TO USA, SWE)" } },
            facts with { Marking = facts.Marking with { NotBeforeMs = Noon.AddHours(1).ToUnixTimeMilliseconds() } },
            facts with { SealedAt = Noon.AddHours(-1).AddTicks(-1) },
            facts with { Originator = PartnerCode.Of("XKX") },
        ];
        foreach (PortionFacts other in others.Concat(others))
        {
            Decision expected = Interpreter.Decide(other, Fra, world.Context);
            Assert.Equal(expected.Outcome, memo.Decide(other, Fra, Noon).Outcome);
            Assert.Equal(other == facts ? Outcome.Release : Outcome.Withhold, expected.Outcome);
        }

        // Another's product, which its originator lets go to Sweden, or to somebody else.
        world.Book.Stated["fra"] = TestBook.Mark(Level.Secret, "FRA", "SWE", "USA") with { Owners = ["FRA"] };
        PortionFacts French(PartnerCode to) => Portion("fra") with { Originator = Fra, Grants = [to] };
        Assert.Equal(Outcome.Release, memo.Decide(French(Swe), Swe, Noon).Outcome);
        Assert.Equal(Outcome.Withhold, memo.Decide(French(Gbr), Swe, Noon).Outcome);
    }

    [Fact]
    public void A_ceiling_is_the_lowest_of_all_checks_wherever_it_stands()
    {
        foreach (Outcome lowest in Enum.GetValues<Outcome>())
        {
            foreach (int place in new[] { 0, 1, 2 })
            {
                CheckResult[] results = [new("M00-unreadable", Outcome.Release), new("M01-clearance", Outcome.Release), new("M02-agreement", Outcome.Release)];
                results[place] = results[place] with { Ceiling = lowest };
                Assert.Equal(lowest, new MandatoryResult([.. results]).Ceiling);
            }
        }
    }

    /// <summary>What a file must say once, says, and in order.</summary>
    [Theory]
    [InlineData("version 2 supersedes 2 sha256:" + Zeros, "header")]
    [InlineData("version 2 supersedes 3 sha256:" + Zeros, "header")]
    [InlineData("version 2 supersedes 1 sha256:00", "header")]
    [InlineData("version 2 supersedes 1 sha512:" + Zeros, "header")]
    [InlineData("version 0", "not-a-version")]
    [InlineData("version 01", "not-a-version")]
    [InlineData("version 2147483648", "not-a-version")]
    public void A_version_that_goes_back_or_is_no_number_is_refused(string version, string rule) =>
        Assert.Contains(rule, Broken($"policy p {version}\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n" + Give("A")));

    [Fact]
    public void A_head_is_written_once_and_reviewed_after_it_takes_effect()
    {
        Assert.Empty(Broken(Head("p") + Give("A")));
        Assert.Contains("header", Broken(Head("p") + "schema marking/1\n" + Give("A")));
        Assert.Contains("header", Broken(Head("p") + "effective 2025-01-01 review-by 2027-01-01\n" + Give("A")));
        Assert.Contains("header", Broken(Head("p").Replace("2027-01-01", "2026-01-01", StringComparison.Ordinal) + Give("A")));
        Assert.Contains("unknown-name", Broken(Head("p").Replace("marking/1", "marking/2", StringComparison.Ordinal) + Give("A")));
        Assert.Contains("invariant-bounds-nothing", Broken(Head("p") + Give("A") + "\ninvariant \"i\"\n  for all fields, all partners: release\n"));
    }

    [Theory]
    [InlineData("to nation NATO", "unknown-name")]
    [InlineData("to partner FRA, FRA", "duplicate")]
    [InlineData("to coalition FRA", "unknown-name")]
    [InlineData("to all", "syntax")]
    public void A_recipient_that_is_none_is_refused(string to, string rule) => Assert.Contains(rule, Broken(Head("p") + Give("A", to: to)));

    [Fact]
    public void A_rule_for_a_nation_names_a_nation()
    {
        Roster roster = new World().With(Fra, partner => partner with { Kind = PartnerKind.Organisation }).Roster;
        var errors = new List<PolicyError>();
        PolicyLoader.Read([new PolicySource("p", Head("p") + Give("A", to: "to nation FRA"))], roster, errors);
        Assert.Equal(["not-a-nation"], errors.Select(error => error.Rule));
    }

    [Theory]
    [InlineData("because \"test\"", "because \"  \"", "missing-because")]
    [InlineData("outcome release", "outcome withhold", "give-withholds")]
    [InlineData("give A", "give M12-mine", "reserved-id")]
    [InlineData("field any", "field class judgement, judgement", "duplicate")]
    public void A_give_that_says_nothing_is_refused(string sound, string broken, string rule) =>
        Assert.Contains(rule, Broken(Head("p") + Give("A").Replace(sound, broken, StringComparison.Ordinal)));

    [Fact]
    public void A_limit_at_release_is_refused() => Assert.Contains("limit-releases", Broken(Head("p") + Limit("A", outcome: "release")));

    [Fact]
    public void An_example_names_rules_that_there_are() => Assert.Contains(
        "unknown-name", Broken(Head("p") + Give("A") + "\nexample \"e\"\n  field class judgement marking \"(U)\"\n  to FRA at 2026-10-02\n  expect release by B\n"));

    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    private static string[] Broken(string text)
    {
        var errors = new List<PolicyError>();
        PolicyLoader.Read([new PolicySource("p", text)], new World().Roster, errors);
        return [.. errors.Select(error => error.Rule)];
    }
}
