using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;
using static Gateway.Core.Tests.Policy.InterpreterTests;
using static Gateway.Core.Tests.Policy.World;

namespace Gateway.Core.Tests.Policy;

/// <summary>Policies that look harmless: each tries to release more than it seems to, or to show whoever approves it something else than what counts.</summary>
public sealed class AttackTests
{
    private const string Mark = "(S//REL TO USA, FRA)";

    private static readonly World WorldTable = new();

    // What releases more as a portion is marked higher, or as a partner loses something.
    [Theory]
    [InlineData("give", "", "when not level <= SECRET")]
    [InlineData("give", "", "when level >= CONFIDENTIAL")]
    [InlineData("give", "", "when not level >= SECRET")]
    [InlineData("give", "", "when not region in (MLI)")]
    [InlineData("give", "", "when not region in partner.regions")]
    [InlineData("give", "", "when not topic in (designation)")]
    [InlineData("give", "", "when not partner in NATO")]
    [InlineData("give", "", "when level <= SECRET\n       not partner in FVEY")]
    [InlineData("limit", "", "when level <= SECRET")]
    [InlineData("limit", "", "when not level >= SECRET")]
    [InlineData("limit", "", "when partner in NATO")]
    [InlineData("limit", "", "when region in partner.regions")]
    [InlineData("limit", "to coalition NATO", "")]
    [InlineData("limit", "to coalition NATO, FVEY", "when level >= SECRET")]
    public void A_rule_that_is_not_monotone_does_not_load(string kind, string to, string when)
    {
        string recipients = to.Length == 0 ? "to all partners" : to;
        string rule = kind == "give" ? Give("A", to: recipients, when: when) : Limit("A", to: recipients, when: when);

        Assert.Contains("not-monotone", Broken(Head("p") + rule));
    }

    [Fact]
    public void A_file_for_one_partner_cannot_reach_another_through_a_coalition_nor_take_a_coalition_as_its_partner()
    {
        World world = WorldTable with { Texts = [Head("fr", scope: " for partner FRA") + Give("A", to: "to coalition NATO")] };
        Assert.Equal(Outcome.Release, world.Decide(Mark, Fra).Outcome);
        Assert.Equal([RuleIds.NoRule], world.Decide("(S//REL TO USA, GBR)", Gbr).Rules);
        Assert.Contains("unknown-name", Broken(Head("nato", scope: " for partner NATO") + Give("A")));
        Assert.Contains("out-of-scope", Broken(Head("fr", scope: " for partner FRA") + Give("A", to: "to nation FRA, SWE")));
    }

    /// <summary>An invariant at tear line says that never more goes. A hold is no such bound: once approved, the whole goes.</summary>
    [Theory]
    [InlineData("release", "hold", "tear line", false)]
    [InlineData("hold", "", "tear line", false)]
    [InlineData("hold", "", "withhold", false)]
    [InlineData("release", "hold", "hold", true)]
    [InlineData("hold", "", "hold", true)]
    [InlineData("release", "tear line", "tear line", true)]
    [InlineData("tear line", "", "tear line", true)]
    [InlineData("release", "tear line", "hold", false)]
    [InlineData("release", "withhold", "tear line", true)]
    [InlineData("release", "withhold", "hold", true)]
    [InlineData("release", "hold", "withhold", false)]
    public void An_invariant_holds_against_what_an_officer_may_approve(string give, string limit, string bound, bool proved)
    {
        World world = WorldTable with { Texts = [Head("p") + Give("A", outcome: give) + (limit.Length == 0 ? "" : Limit("B", outcome: limit)) + $"\ninvariant \"bounded\"\n  for all fields, all partners: {bound}\n"] };
        PolicySet policy = world.Policy;

        ImmutableArray<PolicyRule> threats = InvariantProof.Threats(policy.Files[0].Invariants[0], policy.Rules);

        Assert.Equal(proved, threats.IsEmpty);
        Outcome highest = policy.Files[0].Invariants[0].Bound == Outcome.Hold
            ? world.Decide(Mark, Fra).Outcome
            : Interpreter.Decide(Portion(Mark), Fra, world.Context with { HoldApproved = true }).Outcome;
        Assert.True(!proved || highest <= policy.Files[0].Invariants[0].Bound, $"{highest}");
    }

    [Theory]
    [InlineData("when level >= UNCLASSIFIED")]
    [InlineData("until 2030-01-01")]
    [InlineData("field topic designation")]
    public void A_limit_that_may_fall_away_proves_no_invariant(string weakness)
    {
        string limit = weakness.StartsWith("field", StringComparison.Ordinal) ? Limit("B", field: weakness)
            : weakness.StartsWith("until", StringComparison.Ordinal) ? Limit("B").TrimEnd() + $"\n  {weakness}\n" : Limit("B", when: weakness);
        PolicySet policy = (WorldTable with { Texts = [Head("p") + Give("A") + limit + "\ninvariant \"never\"\n  for all fields, all partners: withhold\n"] }).Policy;

        Assert.Equal(["A"], InvariantProof.Threats(policy.Files[0].Invariants[0], policy.Rules).Select(rule => rule.Id));
    }

    [Fact]
    public void Neither_a_limit_for_one_partner_nor_a_give_for_a_coalition_hides_anybody_from_an_invariant()
    {
        string text = Head("p") + Give("A", to: "to coalition FVEY") + Limit("B", to: "to partner USA, GBR") + "\ninvariant \"never\"\n  for all fields, all partners: withhold\n";
        PolicySet policy = (WorldTable with { Texts = [text] }).Policy;

        Assert.Equal(["A"], InvariantProof.Threats(policy.Files[0].Invariants[0], policy.Rules).Select(rule => rule.Id));
    }

    [Fact]
    public void A_limit_for_one_partner_proves_nothing_of_another()
    {
        string text = Head("p") + Give("A", to: "to partner FRA, SWE") + Limit("B", to: "to partner FRA") + "\ninvariant \"never\"\n  for all fields, partner SWE: withhold\n";
        PolicySet policy = (WorldTable with { Texts = [text] }).Policy;

        Assert.Equal(["A"], InvariantProof.Threats(policy.Files[0].Invariants[0], policy.Rules).Select(rule => rule.Id));
    }

    /// <summary>A stage that gives tear lines is no way to the fullest wording, not by an approval and not by a give of its own.</summary>
    [Fact]
    public void No_hold_opens_more_than_the_tear_line_that_an_agreement_or_a_limit_leaves()
    {
        World agreed = (WorldTable with { Texts = [Head("p") + Give("A", outcome: "hold") + Give("B")] }).With(Usa, Fra, agreement => agreement with { Stage = 1 });
        Assert.Equal(Outcome.TearLine, Approved(agreed));
        Assert.Equal(Outcome.TearLine, Approved(agreed.With(Usa, Fra, agreement => agreement with { HoldForOfficer = true })));
        Assert.Equal(Outcome.TearLine, Approved(Rules(Give("A"), Limit("B", outcome: "tear line"), Limit("C", outcome: "hold"))));
        Assert.Equal(Outcome.Withhold, Approved(Rules(Give("A", outcome: "hold"), Limit("B"))));

        static Outcome Approved(World world) => Interpreter.Decide(Portion(Mark), Fra, world.Context with { HoldApproved = true }).Outcome;
    }

    /// <summary>Consents and grants put a recipient on the list, and do nothing else.</summary>
    [Fact]
    public void No_consent_and_no_grant_lifts_a_limit_or_stands_for_a_give()
    {
        PortionFacts facts = Portion(Mark) with { Consents = [Usa], Grants = [Fra] };
        Assert.Equal([RuleIds.NoRule], Rules().Decide(facts, Fra).Rules);
        Assert.Equal(["B"], Rules(Give("A"), Limit("B")).Decide(facts, Fra).Rules);
        Assert.Equal(Outcome.Withhold, Rules(Give("A")).Decide(facts with { Marking = facts.Marking with { Text = "(S//NF)" } }, Fra).Outcome);
        Assert.Equal(Outcome.Withhold, Rules(Give("A")).Without(Usa, Fra).Decide(facts, Fra).Outcome);

        // A code that nobody here knows is denied, whoever consents.
        Assert.Equal([RuleIds.UnknownCode], Rules(Give("A")).Decide(facts with { Marking = facts.Marking with { Text = "(S//REL TO USA, JPN)" } }, Fra).Rules);
    }

    /// <summary>An example is decided like a portion: it cannot make itself pass by a grant that the node itself would have to give.</summary>
    [Fact]
    public void An_example_that_is_granted_by_the_node_itself_shows_nothing_that_the_rules_do_not_give()
    {
        World world = WorldTable.Without(Usa, Fra);
        string text = Head("p") + Give("A") + "\nexample \"granted\"\n  field class judgement marking \"(S//REL TO USA, FRA)\" granted\n  to FRA at 2026-10-02\n  expect release by A\n";

        Assert.Equal(
            ["rule-without-example", "failing-example"],
            Assert.IsType<PolicyLoading.Refused>(PolicyLoader.Load([new PolicySource("p", text)], world.Surroundings)).Errors.Select(error => error.Rule));
    }

    // Greek and Cyrillic letters, digits of other scripts, full width, a soft hyphen, a joiner, an accent.
    [Theory]
    [InlineData("Α")]
    [InlineData("А")]
    [InlineData("L０5")]
    [InlineData("L٠5")]
    [InlineData("L\u00ad5")]
    [InlineData("L\u200d5")]
    [InlineData("Á")]
    public void A_name_has_letters_that_look_like_no_others(string id) => Assert.Contains("syntax", Broken(Head("p") + Give(id)));

    [Fact]
    public void Two_ids_that_differ_in_case_alone_are_one_id()
    {
        Assert.Contains("duplicate-id", Broken(Head("p") + Give("L05-sahel") + Limit("l05-Sahel")));
        Assert.Contains("duplicate-policy", Broken(Head("p") + Give("A"), Head("P") + Give("B")));
        Assert.Contains("duplicate-id", Broken(Head("p") + Give("A"), Head("q") + Give("A")));
        Assert.Contains("reserved-id", Broken(Head("p") + Give("m07-orcon")));
    }

    [Fact]
    public void The_same_file_twice_is_refused()
    {
        string[] rules = Broken(Head("p") + Give("A"), Head("p") + Give("A"));

        Assert.Contains("duplicate-policy", rules);
        Assert.Contains("duplicate-id", rules);
    }

    /// <summary>A comment that an editor ends elsewhere than the reader does would show a limit that does not count.</summary>
    [Theory]
    [InlineData("\r")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u0085")]
    [InlineData("\v")]
    [InlineData("\f")]
    [InlineData("\0")]
    [InlineData("\u202e")]
    [InlineData("\u2066")]
    [InlineData("\u200b")]
    [InlineData("\u001b[2K")]
    public void A_comment_holds_nothing_that_is_shown_as_something_else(string trick)
    {
        Assert.Contains("syntax", Broken(Head("p") + Give("A") + $"\n# the dispute goes on{trick}limit B because \"x\" field any to all partners outcome withhold\n"));
        Assert.Contains("syntax", Broken(Head("p") + Give("A").Replace("\"test\"", $"\"te{trick}st\"", StringComparison.Ordinal)));
        Assert.Contains("syntax", Broken(Head("p") + Give("A") + $"{trick}\n"));
    }

    [Fact]
    public void A_comment_in_any_script_is_no_part_of_the_policy()
    {
        string plain = Head("p") + Give("A");
        PolicySet policy = (WorldTable with { Texts = [$"# Ελληνικά, русский, 日本語, 😀, e\u0301\n#\tlimit B\n{plain}# limit B because \"x\" field any to all partners outcome withhold\n"] }).Policy;

        Assert.Equal(["A"], policy.Rules.Select(rule => rule.Id));
        Assert.Equal((WorldTable with { Texts = [plain] }).Policy.Digest, policy.Digest);
    }

    /// <summary>A list that a comment cuts short in the middle of a word reads like the whole list.</summary>
    [Theory]
    [InlineData("to partner FRA#, SWE")]
    [InlineData("to partner FRA,#SWE")]
    [InlineData("to partner \"FRA\"#, SWE")]
    public void A_comment_begins_after_a_space(string to)
    {
        Assert.Contains("syntax", Broken(Head("p") + Give("A") + Limit("B", to: to)));
        Assert.Empty(Broken(Head("p") + Give("A") + Limit("B", to: "to partner FRA #, SWE")));
    }

    [Theory]
    [InlineData("\ufeff", "")]
    [InlineData("\r\n", "")]
    [InlineData("\t", "")]
    [InlineData("", "\ufeff")]
    [InlineData("", "\r\n")]
    [InlineData("", "\0")]
    public void Marks_of_other_systems_are_refused_and_not_skipped(string before, string after) => Assert.Contains("syntax", Broken(before + Head("p") + Give("A") + after));

    [Fact]
    public void Windows_line_ends_are_refused_on_every_line() =>
        Assert.Contains("syntax", Broken((Head("p") + Give("A")).Replace("\n", "\r\n", StringComparison.Ordinal)));

    /// <summary>A message about a file is read in a terminal: what was found there is spelt out, not sent to it.</summary>
    [Theory]
    [InlineData("\u001b[2J")]
    [InlineData("\u202e")]
    [InlineData("\a")]
    [InlineData("Ж")]
    public void An_error_spells_out_what_a_terminal_would_act_on(string found)
    {
        ImmutableArray<PolicyError> errors = Errors(Head("p") + Give(found + "x"));

        Assert.All(errors, error => Assert.DoesNotContain(error.ToString(), c => char.IsControl(c) || !char.IsAscii(c)));
        Assert.Contains(errors, error => error.Message.Contains($"\\u{(int)found[0]:x4}", StringComparison.Ordinal));
    }

    /// <summary>Name and version travel in every release: what a recipient has to refuse must not come into force.</summary>
    [Fact]
    public void A_name_is_never_too_long_for_the_statements_that_carry_it()
    {
        string longest = new('x', PolicyWords.LongestName);
        Assert.Empty(Broken(Head(longest) + Give(longest)));
        Assert.Contains("too-long", Broken(Head(longest + "x") + Give("A")));
        Assert.Contains("too-long", Broken(Head("p") + Give(longest + "x")));
        Assert.True(PolicyWords.LongestName <= Limits.Text);
        byte[] terms = new ReleaseTerms
        {
            Banner = new Marking { Policy = "US", Text = "UNCLASSIFIED" },
            FeedSequence = 1,
            PolicyId = longest,
            PolicyVersion = 1,
            PolicyDigest = new byte[32],
            RosterDigest = new byte[32],
            Record = new byte[32],
            Lane = Lane.Products,
        }.Encode();
        Assert.True(ReleaseTerms.TryDecode(terms, out _, out _));
    }

    [Fact]
    public void A_topic_that_no_portion_can_have_is_refused()
    {
        Assert.Empty(Broken(Head("p") + Give("A") + Limit("B", field: "field topic " + new string('x', 32))));
        Assert.Contains("unknown-name", Broken(Head("p") + Give("A") + Limit("B", field: "field topic " + new string('x', 33))));
    }

    [Fact]
    public void Neither_the_length_nor_the_order_of_a_line_changes_what_it_says()
    {
        string space = new(' ', 200_000);
        string text = Head("p") + Give("A") + Limit("B", to: $"to{space}partner{space}SWE").Replace("\n  outcome", $"\n{space}outcome", StringComparison.Ordinal);

        Assert.Equal((WorldTable with { Texts = [Head("p") + Give("A") + Limit("B", to: "to partner SWE")] }).Policy.Digest, (WorldTable with { Texts = [text] }).Policy.Digest);
    }

    /// <summary>Raising a level must not make the recipient's side take it in lower.</summary>
    [Fact]
    public void A_higher_level_is_never_taken_in_lower()
    {
        foreach (string owner in MarkingRegistry.Default.Nations)
        {
            foreach (string recipient in MarkingRegistry.Default.Levels.Nations.Select(levels => levels.Nation).Append("XKX"))
            {
                Level[] taken = [.. Enum.GetValues<Level>().Select(level => MarkingRegistry.Default.Levels.ReceiveAs(owner, level, recipient))];
                Assert.Equal(taken.Order(), taken);
                Assert.All(taken.Zip(Enum.GetValues<Level>()), pair => Assert.True(pair.First >= pair.Second, $"{owner} to {recipient}"));
            }
        }
    }

    /// <summary>Each stage gives what the one before gave, for every kind of information.</summary>
    [Fact]
    public void A_higher_stage_never_gives_less() => Assert.All(Enum.GetValues<FieldClass>(), fieldClass =>
    {
        StageScope[] scopes = [.. Enumerable.Range(Stages.Lowest, Stages.Highest + 1).Select(stage => Stages.Scope(stage, fieldClass))];
        Assert.Equal(scopes.Order(), scopes);
    });

    private static string[] Broken(params string[] texts) => [.. Errors(texts).Select(error => error.Rule)];

    private static ImmutableArray<PolicyError> Errors(params string[] texts)
    {
        var errors = new List<PolicyError>();
        PolicyLoader.Read(texts.Select((text, i) => new PolicySource($"{i}.relpol", text)), WorldTable.Roster, errors);
        return [.. errors];
    }
}
