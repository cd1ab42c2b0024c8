using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What a releasing node checks before a byte leaves.</summary>
internal static class PermitChecks
{
    private const string Permit = "src/Gateway.Core/Releasing/ReleasePermit.cs";
    private const string Gate = "src/Gateway.Core/Releasing/ReleaseGate.cs";
    private const string Log = "src/Gateway.Core/ReleaseLog/TransparencyLog.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("no permit without a proof from the log", Permit,
            "|| !log.TryProve(position, head, out byte[] path)\n            || !Statement.TryDecode",
            "|| (!log.TryProve(position, head, out byte[] path) && path is null)\n            || !Statement.TryDecode",
            Core("ReleasePermitTests.No_permit_from_a_log_that_does_not_hold_the_entry_yet"), Core("ReleasePermitTests.No_permit_for_an_entry_that_is_staged_and_not_durable"),
            Core("ReleasePermitTests.No_permit_when_the_entry_in_the_store_is_another_than_was_logged")),
        new("no permit from another kind", Permit, "|| statement.Kind != StatementKind.Release", "",
            Core("ReleasePermitTests.No_permit_from_an_entry_of_another_kind")),
        new("no permit for another partner", Permit, "&& release.Recipient == row.Partner", "",
            Core("ReleasePermitTests.No_permit_for_another_partner_product_seed_or_terms")),
        new("no permit for other openings", Permit, "&& release.OpeningsDigest.Span.SequenceEqual(commitment.Openings(product.Id, salts.Openings, row.Opened))", "",
            Core("ReleasePermitTests.No_permit_for_more_or_fewer_openings_than_were_logged")),
        new("no permit for other terms", Permit, "&& release.TermsDigest.Span.SequenceEqual(commitment.Terms(salts.Terms, row.Terms.Span));", ";",
            Core("ReleasePermitTests.No_permit_for_another_partner_product_seed_or_terms")),
        new("no withdrawal from another kind", Permit, "log.Head is { } head && entry.Kind == StatementKind.Withdrawn && log.TryProve", "log.Head is { } head && log.TryProve",
            Core("ReleasePermitTests.No_permit_from_an_entry_of_another_kind")),
        new("a package holds the logged openings only", Permit, ".. product.Portions.Where(portion => row.Opened.Contains(portion.Index))\n                    .Select", ".. product.Portions\n                    .Select",
            Core("ReleaseGateTests.Withheld_bytes_are_nowhere_in_what_is_sent"), Core("ReleaseGateTests.What_is_sent_verifies_at_the_partner_it_is_for_and_nowhere_else")),
        new("a proof is of the entry that was logged", Log, "&& _tree.Hash(0, position.Index).SequenceEqual(position.LeafHash.Span);", ";",
            Core("ReleasePermitTests.No_permit_when_the_entry_in_the_store_is_another_than_was_logged")),
        new("a channel takes its own partner's rows", Gate, "if (channel.Partner != row.Partner\n            || ", "if (",
            Core("ReleaseGateTests.Nothing_goes_over_another_partners_channel")),
        new("what is sent is decided again", Gate, "if (row.WithdrawnIndex < 0 && !MayGo(", "if (row.WithdrawnIndex == -2 && !MayGo(",
            Core("ReleaseGateTests.A_policy_that_changed_between_decision_and_sending_withdraws_and_sends_nothing"), Core("ReleaseGateTests.An_expired_roster_releases_nothing")),
        new("the stored row counts, not the one handed in", Gate, "row = current;", "_ = current;",
            Core("ReleaseGateTests.What_was_withdrawn_stays_withdrawn_when_the_policy_comes_back_even_for_who_holds_the_old_row")),
        new("all openings are decided again", Gate, "row.Opened.All(index => ruling.Allowed.Contains(index))", "row.Opened.Any(index => ruling.Allowed.Contains(index))",
            Core("ReleaseGateTests.One_opening_that_is_no_longer_allowed_withdraws_the_release")),
        new("an edition is newer than the last", Gate, "newest.IssuedAtMs >= product.Manifest.IssuedAtMs", "newest.IssuedAtMs < 0",
            Core("ReleaseGateTests.An_edition_that_is_not_the_newest_is_not_published")),
        new("a submission has one product", Gate, "store.Submission(submission.Caller, submission.SubmissionId) is { } earlier\n            ?", "store.Submission(submission.Caller, submission.SubmissionId) is { } earlier && earlier.Product == default\n            ?",
            Core("ReleaseGateTests.The_same_submission_again_has_no_second_effect")),
    ];
}
