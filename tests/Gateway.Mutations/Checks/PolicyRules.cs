using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>How local rules match and are weighed, and when a decision that was remembered is forgotten.</summary>
internal static class PolicyRules
{
    private const string Match = "src/Gateway.Core/Policy/RuleMatching.cs";
    private const string Who = "src/Gateway.Core/Policy/Subject.cs";
    private const string Weigh = "src/Gateway.Core/Policy/Interpreter.cs";
    private const string Time = "src/Gateway.Core/Policy/Changes.cs";
    private const string Memo = "src/Gateway.Core/Policy/DecisionMemo.cs";
    private const string Class = "src/Gateway.Core/Policy/PortionClass.cs";
    private const string Edge = "RuleBoundaryTests.The_memo_forgets_at_the_instant_at_which_something_begins_or_ends";

    public static ImmutableArray<Mutation> All { get; } =
    [
        Of("a rule is over at its end", Match, "subject.Context.Now < rule.Until", "subject.Context.Now <= rule.Until",
            "FailOpenTests.Exactly_at_its_end_a_give_is_over_and_exactly_when_it_takes_effect_it_counts"),
        Of("a rule ends", Match, "(rule.Until is null || subject.Context.Now < rule.Until)\n            && ", "", "InterpreterTests.A_rule_ends_before_its_until"),
        Of("a give waits to take effect", Match, "rule.Effective <= subject.Context.Now", "rule.Effective > DateTimeOffset.MinValue", "InterpreterTests.Gives_wait_for_their_file_to_take_effect_and_limits_do_not"),
        Of("a give counts when it takes effect", Match, "rule.Effective <= subject.Context.Now", "rule.Effective < subject.Context.Now",
            "FailOpenTests.Exactly_at_its_end_a_give_is_over_and_exactly_when_it_takes_effect_it_counts"),
        Of("a limit counts at once", Match, "rule.Kind == RuleKind.Limit || rule.Effective", "rule.Effective", "FailOpenTests.A_limit_counts_before_its_file_takes_effect_and_until_its_last_instant"),
        Of("a file for one partner speaks of no other", Match, "&& (rule.Scope is null || rule.Scope == subject.Code)", "", "InterpreterTests.A_file_for_one_partner_says_nothing_of_others"),
        Of("a rule speaks of its fields only", Match, "&& Speaks(rule.Fields, subject)", "", "InterpreterTests.A_give_speaks_of_its_fields_only"),
        Of("a rule speaks of its recipients only", Match, "&& Speaks(rule.To, subject)", "", "InterpreterTests.A_give_speaks_of_its_recipients_only"),
        Of("conditions count", Match, "&& Hold(rule, subject);", ";", "InterpreterTests.A_give_asks_for_all_its_conditions", "FailOpenTests.A_condition_is_never_dropped"),
        Of("all conditions count", Match, "if (!holds)\n            {\n                return false;\n            }", "if (holds)\n            {\n                return true;\n            }",
            "InterpreterTests.A_give_asks_for_all_its_conditions"),
        Of("a negation negates", Match, "? !Holds(condition", "? Holds(condition", "InterpreterTests.A_limit_applies_in_doubt"),
        Of("a negation gets no doubt to hide behind", Match, "subject, doubt: false)", "subject, doubt: true)", "InterpreterTests.A_portion_that_names_no_country_opens_no_give_and_escapes_no_limit"),
        Of("a limit applies in doubt", Match, "doubt: rule.Kind == RuleKind.Limit", "doubt: false", "FailOpenTests.A_limit_applies_where_the_fact_that_it_asks_for_is_missing"),
        Of("a give needs certainty", Match, "doubt: rule.Kind == RuleKind.Limit", "doubt: true", "FailOpenTests.A_limit_applies_where_the_fact_that_it_asks_for_is_missing"),
        Of("a rule for a nation speaks of nations", Match, " && subject.Recipient.Kind == PartnerKind.Nation", "", "RuleBoundaryTests.An_organisation_is_no_nation_of_a_caveat_and_no_nation_of_a_rule"),
        Of("level <= includes the level", Match, "subject.Marking.Level <= at.Level", "subject.Marking.Level < at.Level", "InterpreterTests.A_give_asks_for_all_its_conditions"),
        Of("level <=, turned round", Match, "subject.Marking.Level <= at.Level", "subject.Marking.Level > at.Level", "InterpreterTests.A_give_asks_for_all_its_conditions"),
        Of("level >= includes the level", Match, "subject.Marking.Level >= at.Level", "subject.Marking.Level > at.Level", "InterpreterTests.A_limit_applies_in_doubt"),
        Of("partner in asks for membership", Match, "=> subject.BelongsTo(partner.Coalition)", "=> true", "InterpreterTests.A_give_asks_for_all_its_conditions"),
        Of("a give asks for every country", Match, ": named.All(listed)", ": named.Any(listed)", "InterpreterTests.A_give_asks_for_all_its_conditions"),
        Of("no country is no listed country", Match, "named.IsDefaultOrEmpty ? doubt", "named.IsDefaultOrEmpty ? true", "FailOpenTests.A_limit_applies_where_the_fact_that_it_asks_for_is_missing"),
        Of("membership counts at sealing", Who, "context.Roster.IsMember(owner, Code, facts.SealedAt) && ", "", "RuleBoundaryTests.A_give_to_a_coalition_asks_for_membership_at_sealing_and_now"),
        Of("membership counts now", Who, " && context.Roster.IsMember(owner, Code, context.Now)", "", "RuleBoundaryTests.A_give_to_a_coalition_asks_for_membership_at_sealing_and_now"),
        Of("consents count when all owners give them", Who, "facts.AllConsent(facts.Consents, context.Markings)", "!facts.Consents.IsDefaultOrEmpty",
            "DecisionProperties.Consent_of_all_owners_adds_a_recipient_and_lifts_nothing_else"),
        Of("an approval speaks of what waits", Weigh, "waiting.Decision.Outcome != Outcome.Hold", "waiting.Decision.Outcome < 0", "HoldApprovalTests.An_approval_changes_nothing_that_did_not_wait"),
        Of("a hold waits until it is approved", Weigh, "context.HoldApproved && rule.Outcome == Outcome.Hold", "rule.Outcome == Outcome.Hold", "HoldApprovalTests.A_policy_that_holds_is_lifted_give_and_limit"),
        Of("the highest give counts", Weigh, "gives.Max(g", "gives.Min(g", "InterpreterTests.The_highest_give_counts"),
        Of("the lowest limit counts", Weigh, "limits.Min(l", "limits.Max(l", "InterpreterTests.The_lowest_limit_counts"),
        Of("M99-no-rule: without a give everything is withheld", Weigh, "gives.IsEmpty ? Outcome.Withhold", "gives.IsEmpty ? Outcome.Release", "InterpreterTests.Without_a_matching_give_everything_is_withheld"),
        Of("the mandatory ceiling counts", Weigh, "(Outcome)Math.Min((int)mandatory, Math.Min((int)limited, (int)given))", "(Outcome)Math.Min((int)limited, (int)given)",
            "InterpreterTests.A_mandatory_ceiling_cannot_be_given_away"),
        Of("limits count", Weigh, "(Outcome)Math.Min((int)mandatory, Math.Min((int)limited, (int)given))", "(Outcome)Math.Min((int)mandatory, (int)given)",
            "InterpreterTests.The_lowest_limit_counts"),
        Of("gives count", Weigh, "(Outcome)Math.Min((int)mandatory, Math.Min((int)limited, (int)given))", "(Outcome)Math.Min((int)mandatory, (int)limited)",
            "InterpreterTests.Without_a_matching_give_everything_is_withheld"),
        Of("the memo ends with the roster", Time, "context.Roster.Terms.Expires.UtcTicks,", "", Edge),
        Of("the memo ends with a membership", Time, ".. _memberships,", "", Edge),
        Of("the memo ends where an agreement begins", Time, "agreement.ValidFrom.UtcTicks, ", "", Edge),
        Of("the memo ends with an agreement", Time, ", agreement.ValidUntil.UtcTicks", "", Edge),
        Of("the memo ends where a rule takes effect", Time, "rule.Effective.UtcTicks, ", "", Edge),
        Of("the memo ends with a rule", Time, ", (rule.Until ?? DateTimeOffset.MaxValue).UtcTicks", "", Edge),
        Of("the memo ends with an embargo", Time, "embargo > ticks ? Math.Min(next, embargo) : next", "next", Edge),
        Of("the memo does not hold at its end", Memo, "now.UtcTicks < until", "now.UtcTicks <= until", Edge),
        Of("the memo does not hold before its beginning", Memo, "now.UtcTicks >= _from && ", "", "DecisionMemoTests.A_clock_that_runs_back_finds_nothing_that_was_decided_later"),
        Of("a class is of one era", Time, "=> UpTo(_memberships, sealedAt.UtcTicks)", "=> 0", "RuleBoundaryTests.The_memo_tells_apart_what_rules_tell_apart"),
        Of("a class is of one set of grants", Class, "&& _facts.Grants.AsSpan().SequenceEqual(other._facts.Grants.AsSpan())", "", "RuleBoundaryTests.The_memo_tells_apart_what_rules_tell_apart"),
    ];

    private static Mutation Of(string check, string file, string find, string replace, params string[] tests) =>
        new(check, file, find, replace, [.. tests.Select(Core)]);
}
