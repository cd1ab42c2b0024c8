using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What a recipient checks against its memory: replay, order, editions.</summary>
internal static class IntakeChecks
{
    private const string File = "src/Gateway.Core/Releasing/Intake.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("the head is the one followed: its root", File, " || !head.Root.Span.SequenceEqual(release.Checkpoint.Root.Span))", ")",
            Core("IntakeTests.A_release_proved_under_another_head_than_the_one_followed_is_refused")),
        new("the head is the one followed: its size", File, " || head.Size != release.Checkpoint.Size", "",
            Core("IntakeTests.A_release_proved_under_another_head_than_the_one_followed_is_refused")),
        new("the head is the one followed: its origin", File, "if (head.Origin != release.Checkpoint.Origin || ", "if (",
            Core("IntakeTests.A_release_proved_under_another_head_than_the_one_followed_is_refused")),
        new("the releaser is at the other end", File, "if (release.Releaser != releaser)", "if (releaser == default)",
            Core("IntakeTests.A_release_passed_on_by_somebody_else_is_refused")),
        new("a place taken is answered for its own leaf only", File, "return earlier.ReleaseLeaf.Span.SequenceEqual(release.LeafHash.Span)", "return earlier.ReceiptIndex >= 0",
            Core("IntakeTests.Another_release_at_a_place_already_taken_is_a_replay")),
        new("the same again has no second effect", File, "if (read.ReceivedAt(releaser, lane, sequence) is { } earlier)", "if (read.ReceivedAt(releaser, lane, sequence) is { ReceiptIndex: < 0 } earlier)",
            Core("IntakeTests.The_same_release_again_has_the_same_receipt_and_no_effect"), Core("IntakeTests.After_a_restart_a_replay_is_still_one")),
        new("an entry of a log is taken once", File, "if (read.HasReceived(release.Checkpoint.Origin, release.LogIndex))", "if (release.LogIndex < 0)",
            Core("IntakeTests.The_same_entry_of_a_log_at_another_place_is_a_replay")),
        new("places have no gaps", File, "if (sequence != read.LastReceived(releaser, lane) + 1)", "if (sequence <= read.LastReceived(releaser, lane))",
            Core("IntakeTests.A_place_skipped_is_out_of_sequence")),
        new("a withdrawn place is the next one", File, "if (sequence == last + 1)", "if (sequence >= last + 1)",
            Core("IntakeTests.A_withdrawn_place_that_is_not_the_next_one_leaves_no_trace")),
        new("no two products of one lineage and time", File, "_ when newest.IssuedAtMs == release.Manifest.IssuedAtMs => VerificationFault.Equivocation,", "_ when newest.IssuedAtMs == release.Manifest.IssuedAtMs => null,",
            Core("IntakeTests.A_lineage_never_goes_back_and_has_one_product_at_one_time")),
        new("a lineage never goes back", File, "_ when newest.IssuedAtMs > release.Manifest.IssuedAtMs => VerificationFault.OlderEdition,", "",
            Core("IntakeTests.A_lineage_never_goes_back_and_has_one_product_at_one_time")),
        new("a held head only grows", File, "is not { } held || held.Size < head.Size", "is not { } held || held.Size != head.Size",
            Core("IntakeTests.The_head_held_of_a_log_only_grows")),
    ];
}
