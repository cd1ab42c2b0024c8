using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What a release officer may decide, and what a file for a courier keeps.</summary>
internal static class OfficerChecks
{
    private const string Desk = "src/Gateway.Core/Releasing/HoldDesk.cs";
    private const string Cipher = "src/Gateway.Core/Courier/CourierCipher.cs";
    private const string Chunks = "CourierTests.Chunks_that_are_changed_left_out_repeated_swapped_or_cut_are_refused";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("nobody decides what they submitted, by name", Desk, "|| submission.Caller == officer.Name", "",
            Own("desk")),
        new("nobody decides what they submitted, by key", Desk, "|| (submission.Certificate.Length > 0 && submission.Certificate == officer.Certificate)", "",
            Own("another name")),
        new("nobody approves what they may not see", Desk, "return !review.Cleared ? HoldAnswer.AboveClearance\n            : ", "return ",
            Core("HoldDeskTests.Nobody_approves_what_they_may_not_see")),
        new("the queue shows nothing above an officer's clearance", Desk, "if (!approved.Approved.Concat(approved.Rejected).Any(IsVisible))", "if (visible.Length < 0)",
            Core("HoldDeskTests.What_waits_above_an_officers_clearance_is_not_in_the_queue")),
        new("what is approved is what was looked at", Desk, "|| !order.Digest.Span.SequenceEqual(review.Digest.Span) ?", "?",
            Core("HoldDeskTests.What_is_approved_is_what_was_looked_at")),
        new("an approval covers only what waited", Desk, "approves ? Union(review.Row.Approved, review.Waiting)",
            "approves ? Union(review.Row.Approved, [.. review.Product.Portions.Select(portion => portion.Index)])",
            Core("HoldDeskTests.An_approval_covers_what_waited_and_not_what_a_later_policy_holds")),
        new("what a newer edition replaced is not approved", Desk, "if (review.Superseded)", "if (review.Superseded && review.Product is null)",
            Core("HoldDeskTests.An_edition_that_a_newer_one_replaced_is_not_approved")),
        new("a decision has one effect", Desk, "if (answer == HoldAnswer.Decided && row.State == HoldState.Waiting)", "if (answer == HoldAnswer.Decided)",
            Core("HoldDeskTests.Approving_twice_has_one_effect")),
        new("a rejection is final", Desk, "? HoldAnswer.Decided : HoldAnswer.DecidedOtherwise", "? HoldAnswer.Decided : HoldAnswer.Decided",
            Core("HoldDeskTests.A_rejection_is_final_whatever_policy_says_later"), Core("HoldDeskTests.Approving_twice_has_one_effect")),
        new("the last chunk of a courier's file is marked", Cipher, "nonce[11] = last ? (byte)1 : (byte)0;", "nonce[11] = 0;",
            Core(Chunks)),
        new("each chunk of a courier's file has its number", Cipher, "_chunk++);", "_chunk);",
            Core(Chunks)),
    ];

    private static Killer Own(string name) =>
        new("Gateway.Core.Tests", "HoldDeskTests", "Nobody_decides_what_they_submitted_by_name_or_by_key", name);
}
