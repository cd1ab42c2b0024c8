using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What a node checks of a partner's feed, of receipts and of local callers.</summary>
internal static class FeedChecks
{
    private const string Follower = "src/Gateway.Node/Federation/HeadFollower.cs";
    private const string Receipts = "src/Gateway.Node/Federation/ReceiptDesk.cs";
    private const string Feed = "src/Gateway.Node/Federation/FeedIntake.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("a head is of the log followed", Follower, "if (name.Origin != origin)", "if (name.Origin.Length == 0)",
            Node("HeadFollowerTests.Another_partners_log_is_refused")),
        new("a head extends the one held", Follower, "if (Held is { } held && !Extends(held, name, consistency))", "if (Held is { Size: < 0 } held && !Extends(held, name, consistency))",
            Node("HeadFollowerTests.A_rollback_is_refused"), Node("HeadFollowerTests.A_fork_is_refused_with_and_without_a_proof_and_is_not_followed_though_the_book_knows_it"),
            Node("HeadFollowerTests.Growth_without_a_proof_or_with_a_torn_one_is_refused")),
        new("a head of the same size has the same root", Follower, "return next.Root.Span.SequenceEqual(held.Root.Span);", "return true;",
            Node("HeadFollowerTests.A_fork_is_refused_with_and_without_a_proof_and_is_not_followed_though_the_book_knows_it")),
        new("growth is proved", Follower, "&& ConsistencyProof.Verify(held.Size, held.Root.Span, next.Size, next.Root.Span, path);", ";",
            Node("HeadFollowerTests.A_fork_is_refused_with_and_without_a_proof_and_is_not_followed_though_the_book_knows_it")),
        new("a withdrawal is in the log", Feed, "if (!logged\n            || _head.Held is not { } held", "if (_head.Held is not { } held",
            Node("FeedStatementTests.A_withdrawal_that_no_log_holds_is_refused")),
        new("a withdrawal is a WITHDRAWN", Feed, "|| statement.Kind != StatementKind.Withdrawn", "",
            Node("FeedStatementTests.No_kind_of_statement_passes_for_a_withdrawal")),
        new("a withdrawal is for me", Feed, "|| body.Recipient != node.Model.Self", "",
            Node("FeedStatementTests.A_withdrawal_for_another_partner_or_place_is_refused")),
        new("a withdrawal is for its place", Feed,
            "|| !_commitment.Slot(item.SlotSalt.Span, (uint)item.Lane, item.Seq).AsSpan().SequenceEqual(body.SlotDigest.Span))", ")",
            Node("FeedStatementTests.A_withdrawal_for_another_partner_or_place_is_refused")),
        new("a receipt is in its author's log", Receipts, "if (!logged\n            || !Statement", "if (!Statement",
            Receipt("index"), Receipt("path"), Receipt("checkpoint named")),
        new("a receipt is a RECEIPT", Receipts, "|| statement.Kind != StatementKind.Receipt", "",
            Node("FeedStatementTests.No_kind_of_statement_passes_for_a_receipt")),
        new("a receipt is for what was released to its author", Receipts, "if (!released)", "if (!released && index < 0)",
            Receipt("release index")),
        new("a receipt names each release that it is for", Receipts, "|| body.Held.Length != receipt.ReleaseIndexes.Count)", ")",
            Receipt("more release indexes")),
    ];

    private static Killer Receipt(string change) =>
        new("Gateway.Node.Tests", "FeedTests", "A_receipt_that_is_not_exactly_right_is_refused_and_nothing_is_kept", change);
}
