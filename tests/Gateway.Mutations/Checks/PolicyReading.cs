using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What keeps a policy file from loading, and an invariant from being believed.</summary>
internal static class PolicyReading
{
    private const string Rules = "src/Gateway.Core/Policy/RuleBinder.cs";
    private const string Words = "src/Gateway.Core/Policy/PolicyWords.cs";
    private const string Head = "src/Gateway.Core/Policy/PolicyBinder.cs";
    private const string Loader = "src/Gateway.Core/Policy/PolicyLoader.cs";
    private const string Proof = "src/Gateway.Core/Policy/InvariantProof.cs";
    private const string Tokens = "src/Gateway.Core/Policy/PolicyToken.cs";
    private const string Monotone = "A_rule_that_is_not_monotone_does_not_load";
    private const string Misspelt = "A_misspelt_limit_is_refused";

    public static ImmutableArray<Mutation> All { get; } =
    [
        Not("a give uses no negation", "(RuleKind.Give, { Negated: true })", "when not topic in (designation)"),
        Not("a give asks for no level above", "(RuleKind.Give, Condition.LevelAtLeast)", "when level >= CONFIDENTIAL"),
        Not("a limit does not fall away above a level", "(RuleKind.Limit, Condition.LevelAtLeast { Negated: true })", "when not level >= SECRET"),
        Not("a limit does not end at a level", "(RuleKind.Limit, Condition.LevelAtMost { Negated: false })", "when level <= SECRET"),
        Not("a limit does not fall away for who leaves a coalition", "(RuleKind.Limit, Condition.PartnerIn { Negated: false })", "when partner in NATO"),
        Not("a limit does not fall away for who drops a region", "(RuleKind.Limit, Condition.RegionOfPartner { Negated: false })", "when region in partner.regions"),
        new("a limit is not on a coalition", Rules, "if (rule.Kind == RuleKind.Limit)", "if (rule.Kind == 0)", Case("AttackTests", Monotone, "to coalition NATO")),
        new("a file for one partner names no other", Rules, "codes.Any(code => code != only)", "codes.Any(code => code == default)", Core("PolicyLoaderTests.Files_for_one_partner_may_name_no_other")),
        new("a rule's id is not a mandatory one", Rules, "if (RuleIds.IsReserved(syntax.Id.Text))", "if (syntax.Id.Line < 0)", Case("RuleBoundaryTests", "A_give_that_says_nothing_is_refused", "reserved-id")),
        new("a rule has a ground", Rules, "if (string.IsNullOrWhiteSpace(syntax.Because.Text))", "if (syntax.Id.Line < 0)", Case("RuleBoundaryTests", "A_give_that_says_nothing_is_refused", "missing-because")),
        new("a give gives", Rules, "syntax.Outcome.Value == Outcome.Withhold)", "syntax.Outcome.Value < 0)", Case("RuleBoundaryTests", "A_give_that_says_nothing_is_refused", "give-withholds")),
        new("a limit limits", Rules, "syntax.Outcome.Value == Outcome.Release)", "syntax.Outcome.Value < 0)", Core("RuleBoundaryTests.A_limit_at_release_is_refused")),
        new("a level is known", Words, "if (!LevelNames.TryParse(name.Text, out Level level))", "if (!LevelNames.TryParse(name.Text, out Level level) && name.Line < 0)", Case("FailOpenTests", Misspelt, "when level >= SECRETE")),
        new("a field class is known", Words, "if (!FieldClassNames.TryParse(name.Text, out FieldClass fieldClass))", "if (!FieldClassNames.TryParse(name.Text, out FieldClass fieldClass) && name.Line < 0)", Case("FailOpenTests", Misspelt, "field class judgment")),
        new("a partner is in the roster", Words, "|| !roster.TryFind(code, out Partner? partner))\n        {\n            Fail(name, \"unknown-name\", $\"The roster has no partner {name.Text}{Meant(name, roster.Partners.Select(known => known.Code.Value))}.\");",
            "|| !roster.TryFind(code, out Partner? partner))\n        {", Case("FailOpenTests", Misspelt, "to partner FRAU")),
        new("a nation is one", Words, "if (nation && partner.Kind != PartnerKind.Nation)", "if (nation && partner.Kind == 0)", Core("RuleBoundaryTests.A_rule_for_a_nation_names_a_nation")),
        new("a coalition is in the roster", Words, "|| !roster.IsCoalition(code))", "|| false)", Case("FailOpenTests", Misspelt, "when not partner in NATOO")),
        new("a region is a country", Words, "if (!MarkingRegistry.Default.IsNation(name.Text))", "if (name.Line < 0)", Case("FailOpenTests", Misspelt, "when region in (MLX)")),
        new("a topic is a word that portions may have", Words, "name.Text.Length > LongestTopic || ", "", Core("AttackTests.A_topic_that_no_portion_can_have_is_refused")),
        new("a topic is in lower case", Words, "!name.Text.All(c => char.IsAsciiLetterLower(c)", "!name.Text.All(c => char.IsAsciiLetter(c)", Case("FailOpenTests", Misspelt, "field topic Sanctions")),
        new("a name fits into statements", Words, "if (name.Text.Length > LongestName)", "if (name.Line < 0)", Core("AttackTests.A_name_is_never_too_long_for_the_statements_that_carry_it")),
        new("a list has everybody once", Words, "if (!values.Add(read(name)))", "if (!values.Add(read(name)) && name.Line < 0)", Case("RuleBoundaryTests", "A_recipient_that_is_none_is_refused", "duplicate")),
        new("a version is a number from 1", Words, "|| version < 1 || name.Text[0] == '0')", ")", Case("RuleBoundaryTests", "A_version_that_goes_back_or_is_no_number_is_refused", "version 0")),
        new("a version supersedes a lower one", Head, "if (version >= _words.Version(policy.Version))", "if (version < 0)", Core("RuleBoundaryTests.A_version_that_goes_back_or_is_no_number_is_refused")),
        new("a head is written once", Head, "if (found.Length != 1)", "if (found.Length < 1)", Core("RuleBoundaryTests.A_head_is_written_once_and_reviewed_after_it_takes_effect")),
        new("a policy is reviewed after it takes effect", Head, "if (review <= from)", "if (review < from)", Core("RuleBoundaryTests.A_head_is_written_once_and_reviewed_after_it_takes_effect")),
        new("an invariant forbids something", Head, "if (syntax.Bound.Value == Outcome.Release)", "if (syntax.Bound.Value < 0)", Core("RuleBoundaryTests.A_head_is_written_once_and_reviewed_after_it_takes_effect")),
        new("no file is no policy", Loader, "if (read.IsEmpty)", "if (read.IsDefault)", Core("FailOpenTests.An_empty_policy_gives_nothing_to_anybody")),
        new("a policy has its name alone", Loader, "CheckTwice(read, file => file.Name, file => file.Position, \"duplicate-policy\", errors);", "", Core("PolicyLoaderTests.Two_files_may_not_share_a_policy_name")),
        new("a rule has its id alone", Loader, "CheckTwice(read.SelectMany(f => f.Rules), rule => rule.Id, rule => rule.Position, \"duplicate-id\", errors);", "", Core("AttackTests.Two_ids_that_differ_in_case_alone_are_one_id")),
        new("ids differ in more than case", Loader, "GroupBy(name, StringComparer.OrdinalIgnoreCase)", "GroupBy(name)", Core("AttackTests.Two_ids_that_differ_in_case_alone_are_one_id")),
        new("an example names rules that there are", Loader, "example.By.Where(id => !ids.Contains(id))", "example.By.Where(id => id.Length == 0)", Core("RuleBoundaryTests.An_example_names_rules_that_there_are")),
        new("a limit with conditions proves nothing", Proof, " && r.Conditions.IsEmpty", "", Case("AttackTests", "A_limit_that_may_fall_away_proves_no_invariant", "when level >= UNCLASSIFIED")),
        new("a limit that ends proves nothing", Proof, " && r.Until is null", "", Case("AttackTests", "A_limit_that_may_fall_away_proves_no_invariant", "until 2030-01-01")),
        new("a limit on topics proves nothing", Proof, "_ => false,", "_ => true,", Case("AttackTests", "A_limit_that_may_fall_away_proves_no_invariant", "field topic designation")),
        new("a hold bounds nothing that may be approved", Proof, "outcome == Outcome.Hold && bound != Outcome.Hold || outcome > bound", "outcome > bound", Core("AttackTests.An_invariant_holds_against_what_an_officer_may_approve")),
        new("a limit for some proves nothing for all", Proof, "Covers(l, c) && Partners(l) is null)", "Covers(l, c))", Core("AttackTests.Neither_a_limit_for_one_partner_nor_a_give_for_a_coalition_hides_anybody_from_an_invariant")),
        new("a limit proves something of whom it names", Proof, "|| codes.Contains(p))", "|| true)", Core("AttackTests.A_limit_for_one_partner_proves_nothing_of_another")),
        new("a comment begins after a space", Tokens, "c == '#' && IsAfterSpace(rest)", "c == '#'", Core("AttackTests.A_comment_begins_after_a_space")),
        new("a comment shows what it is", Tokens, "x => x == '\\t' || char.IsSurrogate(x) || IsShown(x)", "x => x != '\\n'", Core("AttackTests.A_comment_holds_nothing_that_is_shown_as_something_else")),
        new("a text shows what it is", Tokens, "x != '\"' && IsShown(x)", "x is not ('\"' or '\\n') && !char.IsControl(x)", Core("AttackTests.A_comment_holds_nothing_that_is_shown_as_something_else")),
    ];

    private static Mutation Not(string check, string pattern, string when) =>
        new(check, Rules, pattern + " =>", pattern + " when kind == 0 =>", Case("AttackTests", Monotone, when));

    private static Killer Case(string type, string method, string name) => new("Gateway.Core.Tests", type, method, name);
}
