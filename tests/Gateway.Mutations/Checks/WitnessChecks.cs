using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>When a witness moves, and who makes a quorum.</summary>
internal static class WitnessChecks
{
    private const string Rules = "src/Gateway.Core/ReleaseLog/Witnessing/WitnessRules.cs";
    private const string Quorum = "src/Gateway.Core/ReleaseLog/Witnessing/WitnessQuorum.cs";
    private const string Desk = "src/Gateway.Node/Witnessing/WitnessDesk.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("a witness moves by proof from its own state only", Rules,
            ": ConsistencyProof.Verify(held, last!.Root.AsSpan(), claimed.Size, claimed.Root.AsSpan(), request.Path.Span);", ": true;",
            Core("WitnessRulesTests.A_branch_is_422_with_its_own_true_proof_with_the_other_branchs_and_with_none")),
        new("a witness names the size that it holds", Rules, "if (request.OldSize != held)", "if (held < 0)",
            Core("WitnessRulesTests.Another_old_size_than_the_one_stored_is_409_with_that_size"), Core("WitnessRulesTests.An_old_size_where_nothing_is_stored_is_409_with_zero")),
        new("a witness starts no path behind the checkpoint", Rules, "if (request.OldSize > claimed.Size)", "if (request.OldSize < 0)",
            Core("WitnessRulesTests.An_old_size_above_the_head_is_400")),
        new("a witness knows two roots of one size as a fork", Rules, "claimed.Size == held && !claimed.Equals(last)", "claimed.Size < 0",
            Core("WitnessRulesTests.Another_root_of_the_size_stored_is_409_whatever_old_size_is_claimed")),
        new("a witness wants every line of the log", Quorum, "if (!log.Verifier.TryVerify(note, out checkpoint, out _))", "if (!Checkpoint.TryParse(parsed.Text.Span, out checkpoint))",
            Core("WitnessQuorumTests.The_log_must_have_signed_with_all_its_own_keys_too"), Stolen("no ML-DSA line"), Stolen("no Ed25519 line"), Stolen("a line that fails")),
        new("a witness counts with all its algorithms only", Quorum, "bool whole = lines.Length == keys.Length", "bool whole = lines.Length > 0",
            Core("WitnessQuorumTests.One_algorithm_alone_does_not_count")),
        new("the owner of a log is no witness of it", Quorum, "keys) in _witnesses.Where(witness => witness.Partner != owner))", "keys) in _witnesses)",
            Core("WitnessQuorumTests.The_logs_owner_is_no_witness_of_it")),
        new("a key that signs the log is no witness's", Quorum, "\n                && !keys.Any(key => own.Contains(Material(key)));", ";",
            Core("WitnessQuorumTests.A_witness_whose_key_signs_the_log_never_counts")),
        new("no line of a witness stands twice", Quorum, "if (!note.HasDistinctLines())", "if (note.Signatures.IsEmpty)",
            Core("WitnessQuorumTests.A_partner_counts_once_however_many_lines_it_gives")),
        new("a line of a witness that fails spoils the note", Quorum, "lines) == NoteFinding.BadSignature)", "lines) == NoteFinding.BadSignature && keys.IsEmpty)",
            Core("WitnessQuorumTests.A_line_that_fails_spoils_the_note_even_where_others_are_enough")),
        new("a witness does not see the future", Quorum, " && line.Time <= (now + ClockTolerance).ToUnixTimeSeconds())", ")",
            Core("WitnessQuorumTests.A_line_from_the_future_counts_only_within_the_clocks_tolerance")),
        new("a witness has a key for each algorithm that it names", Quorum, "return complete ? keys.ToImmutable() : [];", "return keys.ToImmutable();",
            Core("WitnessQuorumTests.A_witness_that_names_an_algorithm_without_a_key_never_counts")),
        new("a quorum is as many partners as the roster asks for", Quorum, "return cosigners.Length < atLeast ? QuorumFault.TooFewWitnesses : QuorumFault.None;", "return QuorumFault.None;",
            Core("WitnessQuorumTests.A_logs_own_lines_are_no_cosignatures_and_none_at_all_is_too_few"), Core("WitnessQuorumTests.A_caller_may_ask_for_more_than_the_roster")),
        new("an expired roster has no quorum", Quorum, "now >= _roster.Terms.Expires || ", "",
            Core("WitnessQuorumTests.An_expired_roster_and_a_log_it_does_not_name_have_no_quorum")),
        new("a node is no witness of its own log", Desk, "if (owner is null || owner.Code == node.Model.Self)", "if (owner is null)",
            Node("WitnessDeskTests.Only_logs_of_other_partners_in_the_roster_are_cosigned")),
        new("a witness starts from the head held", Desk, "\n            : held is not null ? new ObservedHead(held.Size, held.Root, held.Note, \"feed\")", "",
            Node("WitnessDeskTests.A_log_that_is_followed_already_is_witnessed_from_the_head_held_and_not_from_anywhere")),
        new("a witness stores what it cosigns", Desk, "scope.Store.SetWitnessed(new WitnessedHead(claimed.Origin, cosign.Head.Size, cosign.Head.Root.AsMemory(), note, now));", "_ = now;",
            Node("WitnessDeskTests.It_cosigns_what_extends_what_it_cosigned_and_keeps_its_place_across_a_restart"), Node("WitnessDeskTests.Two_requests_at_once_never_move_the_witness_back")),
    ];

    private static Killer Stolen(string lines) => new("Gateway.Node.Tests", "WitnessDeskTests", "One_stolen_key_moves_no_witness", lines);
}
