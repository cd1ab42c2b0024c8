using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.World;

namespace Gateway.Core.Tests.Policy;

public sealed class InterpreterTests
{
    private const string Mark = "(S//REL TO USA, FRA, SWE)";

    private static readonly World WorldTable = new();

    [Fact]
    public void Without_a_matching_give_everything_is_withheld()
    {
        AssertDecision(Rules(), Fra, Outcome.Withhold, RuleIds.NoRule);
        Assert.Equal(Outcome.Withhold, Interpreter.Decide(Portion(Mark), Fra, WorldTable.Context with { Policy = PolicySet.Empty }).Outcome);
    }

    [Fact]
    public void The_highest_give_counts() => AssertDecision(
        Rules(Give("A", outcome: "hold"), Give("B", outcome: "tear line"), Give("C", outcome: "tear line")), Fra, Outcome.TearLine, "B", "C");

    [Fact]
    public void The_lowest_limit_counts() => AssertDecision(
        Rules(Give("A"), Limit("B", outcome: "tear line"), Limit("C", outcome: "withhold")), Fra, Outcome.Withhold, "C");

    [Fact]
    public void Everybody_at_the_outcome_is_named() => AssertDecision(
        Rules(Give("A", outcome: "tear line"), Limit("B", outcome: "tear line")), Fra, Outcome.TearLine, "A", "B");

    [Fact]
    public void A_mandatory_ceiling_cannot_be_given_away() =>
        Assert.Equal(Outcome.Withhold, Rules(Give("A")).Decide("(S//NF)", Fra).Outcome);

    [Fact]
    public void A_stage_that_gives_tear_lines_caps_a_release()
    {
        World world = Rules(Give("A")).With(Usa, Fra, a => a with { Stage = 1 });

        AssertDecision(world, Fra, Outcome.TearLine, RuleIds.Agreement);
    }

    [Theory]
    [InlineData("to partner FRA", true)]
    [InlineData("to partner SWE, GBR", false)]
    [InlineData("to nation FRA", true)]
    [InlineData("to coalition NATO", true)]
    [InlineData("to coalition FVEY", false)]
    [InlineData("to coalition FVEY, NATO", true)]
    [InlineData("to all partners", true)]
    public void A_give_speaks_of_its_recipients_only(string to, bool speaks) => AssertMatch(Give("A", to: to), speaks);

    [Theory]
    [InlineData("field any", true)]
    [InlineData("field class judgement", true)]
    [InlineData("field class metadata, actor", false)]
    [InlineData("field topic sanctions", true)]
    [InlineData("field topic elections", false)]
    public void A_give_speaks_of_its_fields_only(string field, bool speaks) => AssertMatch(Give("A", field: field), speaks);

    [Theory]
    [InlineData("when level <= SECRET", true)]
    [InlineData("when level <= CONFIDENTIAL", false)]
    [InlineData("when level <= TOP SECRET", true)]
    [InlineData("when region in (MLI, NER)", true)]
    [InlineData("when region in (MLI)", false)] // the portion is about Niger too
    [InlineData("when region in partner.regions", false)]
    [InlineData("when topic in (elections, sanctions)", true)]
    [InlineData("when partner in NATO", true)]
    [InlineData("when partner in FVEY", false)]
    [InlineData("when level <= SECRET\n       region in (MLI)", false)]
    public void A_give_asks_for_all_its_conditions(string when, bool holds) => AssertMatch(Give("A", when: when), holds);

    [Theory]
    [InlineData("when level >= SECRET", true)]
    [InlineData("when level >= TOP SECRET", false)]
    [InlineData("when not level <= CONFIDENTIAL", true)]
    [InlineData("when region in (MLI)", true)] // one of two is enough to limit
    [InlineData("when region in (UKR)", false)]
    [InlineData("when not region in (MLI)", true)]
    [InlineData("when not region in (MLI, NER)", false)]
    [InlineData("when not region in partner.regions", true)]
    [InlineData("when topic in (elections)", false)]
    [InlineData("when not topic in (elections)", true)]
    [InlineData("when not partner in FVEY", true)]
    [InlineData("when not partner in NATO", false)]
    public void A_limit_applies_in_doubt(string when, bool applies) => AssertDecision(
        Rules(Give("A"), Limit("B", when: when)), Fra, applies ? Outcome.Withhold : Outcome.Release, applies ? "B" : "A");

    [Fact]
    public void A_portion_that_names_no_country_opens_no_give_and_escapes_no_limit()
    {
        PortionFacts facts = Facts() with { Regions = [] };

        Assert.Equal(Outcome.Withhold, Rules(Give("A", when: "when region in (MLI)")).Decide(facts, Fra).Outcome);
        Assert.Equal(Outcome.Withhold, Rules(Give("A"), Limit("B", when: "when region in (UKR)")).Decide(facts, Fra).Outcome);
        Assert.Equal(Outcome.Withhold, Rules(Give("A"), Limit("B", when: "when not region in (UKR)")).Decide(facts with { Regions = default }, Fra).Outcome);
    }

    [Fact]
    public void Regions_of_a_partner_come_from_the_roster()
    {
        World world = Rules(Give("A", when: "when region in partner.regions")).With(Fra, p => p with { Regions = ["MLI", "NER"] });

        Assert.Equal(Outcome.Release, world.Decide(Facts(), Fra).Outcome);
        Assert.Equal(Outcome.Withhold, world.Decide(Facts() with { Regions = ["UKR"] }, Fra).Outcome);
    }

    [Fact]
    public void A_rule_ends_before_its_until()
    {
        World world = Rules(Give("A", until: "until 2026-10-02T12:00Z"));

        Assert.Equal(Outcome.Withhold, world.Decide(Facts(), Fra).Outcome);
        Assert.Equal(Outcome.Release, (world with { Now = Noon.AddTicks(-1) }).Decide(Facts(), Fra).Outcome);
    }

    [Fact]
    public void Gives_wait_for_their_file_to_take_effect_and_limits_do_not()
    {
        string later = Head("later", effective: "2026-10-03");

        Assert.Equal(Outcome.Withhold, (WorldTable with { Texts = [later + Give("A")] }).Decide(Facts(), Fra).Outcome);
        Assert.Equal(Outcome.Withhold, (WorldTable with { Texts = [GiveAll, later + Limit("B")] }).Decide(Facts(), Fra).Outcome);
    }

    [Fact]
    public void A_file_for_one_partner_says_nothing_of_others()
    {
        World world = WorldTable with { Texts = [Head("fr", scope: " for partner FRA") + Give("A") + Limit("B", field: "field class actor")] };

        Assert.Equal(Outcome.Release, world.Decide(Facts(), Fra).Outcome);
        Assert.Equal([RuleIds.NoRule], world.Decide(Facts(), Swe).Rules);
        Assert.Equal(Outcome.Release, (world with { Texts = [.. world.Texts, GiveAll] }).Decide(Facts() with { FieldClass = FieldClass.Actor }, Swe).Outcome);
    }

    [Fact]
    public void An_explanation_shows_every_check_and_every_matching_rule()
    {
        World world = Rules(Give("A"), Give("B", to: "to partner SWE"), Limit("C", outcome: "tear line"));

        Explanation explanation = Interpreter.Explain(Facts(), Fra, world.Context);

        Assert.Equal(12, explanation.Mandatory.Results.Length);
        Assert.Equal(["A"], explanation.Gives.Select(r => r.Id));
        Assert.Equal(["C"], explanation.Limits.Select(r => r.Id));
        Assert.Equal(world.Decide(Facts(), Fra).Rules, explanation.Decision.Rules);
    }

    internal static string Head(string name, string scope = "", string effective = "2026-01-01") =>
        $"policy {name} version 1{scope}\nschema marking/1\neffective {effective} review-by 2027-01-01\n";

    internal static string Give(string id, string field = "field any", string to = "to all partners", string when = "", string outcome = "release", string until = "") =>
        Rule("give", id, field, to, when, outcome, until);

    internal static string Limit(string id, string field = "field any", string to = "to all partners", string when = "", string outcome = "withhold") =>
        Rule("limit", id, field, to, when, outcome, "");

    internal static World Rules(params string[] rules) => WorldTable with { Texts = [Head("test") + string.Concat(rules)] };

    private static string Rule(string kind, string id, string field, string to, string when, string outcome, string until) =>
        $"\n{kind} {id}\n  because \"test\"\n  {field}\n  {to}\n  {when}\n  outcome {outcome}\n  {until}\n";

    private static PortionFacts Facts() => Portion(Mark) with { Regions = ["MLI", "NER"], Topics = ["sanctions"] };

    private static void AssertMatch(string give, bool matches) =>
        AssertDecision(Rules(give), Fra, matches ? Outcome.Release : Outcome.Withhold, matches ? "A" : RuleIds.NoRule);

    private static void AssertDecision(World world, PartnerCode to, Outcome outcome, params string[] rules)
    {
        Decision decision = world.Decide(Facts(), to);
        Assert.Equal(outcome, decision.Outcome);
        Assert.Equal(rules, decision.Rules);
    }
}
