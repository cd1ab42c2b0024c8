using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Sealing;

/// <summary>Why a package is refused, in the order in which the checks run (docs/protocol.md, "Verification").</summary>
public enum VerificationFault
{
    /// <summary>Over a size limit, or not a package at all.</summary>
    MalformedPackage,

    /// <summary>The log is not in the pinned roster, or the roster has expired.</summary>
    UnknownLog,

    /// <summary>A checkpoint lacks a required signature line, or one fails.</summary>
    BadCheckpoint,

    /// <summary>A checkpoint that a hop names is neither in the package nor known.</summary>
    MissingCheckpoint,

    /// <summary>Salts or terms of an earlier hop travel; or (found after the manifest) the chain is spliced, or does not start at the originator.</summary>
    BrokenChain,

    /// <summary>The statement is not included under its checkpoint.</summary>
    NotInLog,

    /// <summary>The statement cannot be read strictly, or is of another kind, log or author.</summary>
    WrongStatement,

    /// <summary>The release is for another product.</summary>
    WrongProduct,

    /// <summary>The manifest cannot be read strictly.</summary>
    MalformedManifest,

    /// <summary>A schema that this verifier does not know, or another number of commitments than it says.</summary>
    UnknownSchema,

    /// <summary>A release has expired.</summary>
    Expired,

    /// <summary>Openings out of order, repeated, or beyond the manifest.</summary>
    BadOpenings,

    /// <summary>An opening does not match its commitment: a byte, the marking, the place or the product was changed.</summary>
    CommitmentMismatch,

    /// <summary>A portion cannot be read strictly, is not in the schema, or stands twice.</summary>
    MalformedPortion,

    /// <summary>A marking, of a portion or (found last) the banner, cannot be read under its policy.</summary>
    UnreadableMarking,

    /// <summary>A portion was opened without one that must accompany it.</summary>
    MissingCompanion,

    /// <summary>More or fewer portions were opened than the log says.</summary>
    OpenedSetDiffers,

    /// <summary>A grant is not the originator's or an owner's, stands twice, or is for what was not opened or for another hop.</summary>
    BadGrants,

    /// <summary>A portion went on to a partner that nobody granted it to.</summary>
    NotGranted,

    /// <summary>The terms are missing, malformed or not those of the release.</summary>
    BadTerms,

    /// <summary>The release is for another partner.</summary>
    WrongRecipient,

    /// <summary>The banner is lower than a portion under it.</summary>
    BannerTooLow,

    /// <summary>This release, or its place in the feed, was received before.</summary>
    Replayed,

    /// <summary>The place in the feed is not the next one.</summary>
    OutOfSequence,

    /// <summary>Two different products of one lineage and time: the originator contradicts itself. Both proofs are kept.</summary>
    Equivocation,

    /// <summary>An older edition after a newer one.</summary>
    OlderEdition,

    /// <summary>The originator took the product back.</summary>
    Recalled,
}

/// <summary>One check that passed.</summary>
/// <param name="Name">What was checked, in a few words.</param>
/// <param name="Detail">Figures and names for people; never content.</param>
public sealed record VerificationStep(string Name, string Detail);

/// <summary>A release whose every byte is accounted for.</summary>
public sealed record VerifiedRelease
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Its manifest.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>Its schema.</summary>
    public required ProductSchema Schema { get; init; }

    /// <summary>The opened portions, ascending by index, each equal to its commitment.</summary>
    public required ImmutableArray<Portion> Portions { get; init; }

    /// <summary>The last releaser.</summary>
    public required PartnerCode Releaser { get; init; }

    /// <summary>The last release.</summary>
    public required ReleaseBody Release { get; init; }

    /// <summary>Its terms.</summary>
    public required ReleaseTerms Terms { get; init; }

    /// <summary>Leaf hash of its statement.</summary>
    public required ReadOnlyMemory<byte> LeafHash { get; init; }

    /// <summary>Its position in the releaser's release log.</summary>
    public required long LogIndex { get; init; }

    /// <summary>The checkpoint that it was proved under.</summary>
    public required CheckpointName Checkpoint { get; init; }

    /// <summary>From the originator's release to the last one.</summary>
    public required ImmutableArray<ChainHop> Chain { get; init; }

    /// <summary>Where the originator lets the opened portions go, each pair proved.</summary>
    public required ImmutableArray<Grant> Grants { get; init; }

    /// <summary>The checks that passed, in order.</summary>
    public required ImmutableArray<VerificationStep> Steps { get; init; }
}

/// <summary>What verifying comes to.</summary>
public abstract record Verification
{
    private Verification()
    {
    }

    /// <summary>Every check passed.</summary>
    public sealed record Verified(VerifiedRelease Release) : Verification;

    /// <summary>A check failed; nothing of the package may be used.</summary>
    /// <param name="Fault">Which.</param>
    /// <param name="Detail">Where, for people; never content.</param>
    /// <param name="Passed">The checks that passed before it.</param>
    public sealed record Refused(VerificationFault Fault, string Detail, ImmutableArray<VerificationStep> Passed) : Verification;
}

/// <summary>What a verifier trusts and knows. Immutable.</summary>
public sealed record VerificationContext
{
    /// <summary>The pinned roster: which logs exist and which keys must have signed.</summary>
    public required Roster Roster { get; init; }

    /// <summary>The schemas that this verifier reads, by name.</summary>
    public required Func<string, ProductSchema?> Schemas { get; init; }

    /// <summary>How markings are read.</summary>
    public required MarkingRegistry Markings { get; init; }

    /// <summary>The verifier's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Who verifies; null: whoever the last release names.</summary>
    public PartnerCode? Recipient { get; init; }
}
