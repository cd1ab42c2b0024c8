using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What is checked of notices: whose word they are, their order, what is opened, and what they leave of a product.</summary>
internal static class NoticeChecks
{
    private const string Proof = "src/Gateway.Core/Sealing/NoticeProof.cs";
    private const string Intake = "src/Gateway.Core/Releasing/NoticeIntake.cs";
    private const string Effect = "src/Gateway.Core/Releasing/NoticeEffect.cs";
    private const string Permit = "src/Gateway.Core/Releasing/NoticePermit.cs";
    private const string Release = "src/Gateway.Core/Releasing/Intake.cs";
    private const string Gate = "src/Gateway.Core/Releasing/ReleaseGate.cs";
    private const string Verifies = "NoticeGateTests.A_notice_verifies_in_its_authors_log_alone_and_with_its_own_openings";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("a notice is in its author's log", Proof, "if (Checkpoint.Origin != originator.ReleaseLog.Origin\n            || ", "if (",
            Core(Verifies)),
        new("a notice is proved in the log", Proof, "|| !InclusionProof.Verify(leaf, LogIndex, Checkpoint.Size, Path.Span, Checkpoint.Root.Span))", ")",
            Core(Verifies)),
        new("openings of a notice equal their commitments", Proof,
            "&& commitment.Notice(body.Product, body.Number, opening.Salt.Span, opening.Body.Span).AsSpan().SequenceEqual(body.Portions[opening.Position])", "",
            Core(Verifies)),
        new("the note of a notice equals its commitment", Proof,
            "? commitment.Note(body.Product, body.Number, opening.Salt.Span, opening.Body.Span).AsSpan().SequenceEqual(body.NoteDigest.Span)\n                    && ", "? ",
            Core(Verifies)),
        new("no opening of a notice stands twice", Proof, "return Openings.DistinctBy(opening => opening.Position).Count() == Openings.Length\n            && ", "return ",
            Core(Verifies)),
        new("a notice opens to a partner what it has only", Permit,
            "(PortionNotice.TryDecode(opening.Body.Span, out PortionNotice? portion) && known.Contains(portion.Index))",
            "PortionNotice.TryDecode(opening.Body.Span, out _)",
            Node("NoticeTests.A_raised_marking_counts_for_readers_and_releases_and_is_opened_to_holders_of_the_portion_only")),
        new("the author of a notice is the originator", Intake, "held.Originator != notice.Originator)", "held.Originator == default)",
            Node("NoticeTests.A_notice_by_another_than_the_originator_is_set_aside_and_changes_nothing")),
        new("notices of others count for nothing", Effect, "notices.Where(notice => notice.Originator == originator).OrderBy", "notices.OrderBy",
            Core("NoticeGateTests.A_recall_by_another_than_the_originator_that_came_before_the_product_counts_for_nothing")),
        new("the number of a notice follows", Intake, "notice.Body.Number != before.Notices.Count + 1 ? VerificationFault.OutOfSequence\n        : ", "",
            Chained("number skipped")),
        new("a notice names the one before it", Intake, "!before.Notices[^1].Leaf.Span.SequenceEqual(notice.Body.Previous.Span)", "before.Notices[^1].Leaf.IsEmpty",
            Chained("another previous")),
        new("a number of a notice is used once", Intake, "if (!known.Leaf.Span.SequenceEqual(notice.LeafHash.Span))", "if (known.Leaf.IsEmpty)",
            Chained("number used twice")),
        new("places of notices have no gaps", Intake, "if (sequence > 0 && sequence != store.LastReceived(from, Lane.Notices) + 1)", "if (sequence < 0)",
            Node("NoticeTests.A_notice_that_comes_again_or_two_ways_has_one_effect_and_one_receipt")),
        new("a recall erases", Intake, "Purge(scope, notice);", "_ = scope;",
            Core("NoticeGateTests.No_receipt_says_erased_while_the_content_is_there"), Node("NoticeTests.A_recall_erases_the_content_leaves_a_stub_and_is_answered_once")),
        new("a recalled product is not taken in", Release, ".Recalled)\n", ".Recalled && release.LogIndex < 0)\n",
            Core("NoticeGateTests.A_recalled_product_that_comes_from_anybody_is_refused")),
        new("a recalled product is sent to nobody, not even to its holders", Gate, "(!matter.Product.Recalled && IsHeld(row))", "IsHeld(row)",
            Core("NoticeGateTests.After_a_recall_nothing_of_the_product_is_released_not_even_to_who_acknowledged_it")),
        new("a policy takes nothing back that was acknowledged", Gate, " || (!matter.Product.Recalled && IsHeld(row)));", ");",
            Core("NoticeGateTests.What_a_partner_has_acknowledged_is_not_withdrawn_when_policy_changes")),
    ];

    private static Killer Chained(string change) =>
        new("Gateway.Node.Tests", "NoticeTests", "A_chain_with_a_gap_or_a_contradiction_raises_an_alarm_and_both_proofs_are_kept", change);
}
