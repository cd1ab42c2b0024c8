using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What keeps a withheld portion from being guessed, counted or moved.</summary>
internal static class SealingChecks
{
    private const string Hash = "src/Gateway.Core/Sealing/Commitment.cs";
    private const string Seal = "src/Gateway.Core/Sealing/Sealer.cs";
    private const string Choice = "src/Gateway.Core/Releasing/OpeningChoice.cs";
    private const string Gate = "src/Gateway.Core/Releasing/ReleaseGate.cs";
    private const string Recorder = "src/Gateway.Core/Releasing/ReleaseRecorder.cs";

    private const string Portion = "_hash.Start(Domains.Portion).Add(productUid).AddU16(index).Add(salt).AddLengthPrefixed(body).Finish(target);";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("a commitment is salted", Hash, Portion, Portion.Replace(".Add(salt)", "", StringComparison.Ordinal),
            Core("WithheldTests.A_withheld_likelihood_is_not_found_by_trying_all_of_them")),
        new("a commitment names its product", Hash, Portion, Portion.Replace(".Add(productUid)", "", StringComparison.Ordinal),
            Core("WithheldTests.A_salt_used_again_does_not_show_that_two_portions_are_equal")),
        new("a commitment names its index", Hash, Portion, Portion.Replace(".AddU16(index)", "", StringComparison.Ordinal),
            Core("WithheldTests.A_salt_used_again_does_not_show_that_two_portions_are_equal")),
        new("a digest of openings names its product", Hash, "_hash.Start(Domains.Openings).Add(product.Span).Add(salt)", "_hash.Start(Domains.Openings).Add(salt)",
            Core("WithheldTests.The_log_does_not_show_that_two_products_open_the_same_places")),
        new("a digest of openings is salted", Hash, "_hash.Start(Domains.Openings).Add(product.Span).Add(salt)", "_hash.Start(Domains.Openings).Add(product.Span)",
            Core("WithheldTests.The_opened_set_is_not_found_by_trying_all_of_them")),
        new("terms are salted", Hash, "_hash.Start(Domains.Terms).Add(salt)", "_hash.Start(Domains.Terms)",
            Core("WithheldTests.Banner_and_place_are_not_found_by_trying_all_of_them")),
        new("a uid is fresh", Seal, "byte[] uid = random.Bytes(Limits.Hash);", "byte[] uid = new byte[Limits.Hash];",
            Core("SealerTests.No_two_salts_commitments_or_uids_are_equal")),
        new("salts are fresh", Seal, "byte[] salts = random.Bytes(drafts.Length * Limits.Hash);", "byte[] salts = new byte[drafts.Length * Limits.Hash];",
            Core("SealerTests.No_two_salts_commitments_or_uids_are_equal"), Core("WithheldTests.A_withheld_likelihood_is_not_found_by_trying_all_of_them")),
        new("decoys are random", Seal,
            "byte[] commitments = random.Bytes(terms.Schema.Commitments * Limits.Hash);", "byte[] commitments = new byte[terms.Schema.Commitments * Limits.Hash];",
            Core("SealerTests.No_two_salts_commitments_or_uids_are_equal"), Core("DistinguisherTests.Nothing_that_a_recipient_counts_tells_two_products_apart")),
        new("places are random", Seal, "random.Fill(MemoryMarshal.AsBytes(keys.AsSpan()));", "_ = random;",
            Core("SealerTests.Every_position_is_as_likely_as_another"), Core("DistinguisherTests.Nothing_that_a_recipient_counts_tells_two_products_apart")),
        new("the best rank is random", Seal, "uint rank = BestRank();", "uint rank = 1;",
            Core("DistinguisherTests.Nothing_that_a_recipient_counts_tells_two_products_apart")),
        new("a choice never opens what is withheld", Choice, "Outcome.Hold or Outcome.Withhold => false,", "Outcome.Hold or Outcome.Withhold => true,",
            Core("ReleaseGateTests.Withheld_bytes_are_nowhere_in_what_is_sent"), Core("OpeningChoiceTests.Only_what_passes_is_opened")),
        new("a choice never opens without companions", Choice, "if (!passing.ContainsKey(companion))", "if (passing.Count == 0)",
            Core("OpeningChoiceTests.What_is_opened_has_its_companions")),
        new("a refusal stands in the internal log", Recorder,
            "prepared.Ruling.Holds ? StatementKind.Hold : StatementKind.Refusal,", "StatementKind.Pad,",
            Core("ReleaseGateTests.A_refusal_stands_in_the_internal_log_only")),
        new("each release has its own seed", Gate, "byte[] seeds = random.Bytes(rulings.Length * Limits.Hash);", "byte[] seeds = new byte[rulings.Length * Limits.Hash];",
            Core("WithheldTests.No_two_releases_share_a_salt")),
    ];
}
