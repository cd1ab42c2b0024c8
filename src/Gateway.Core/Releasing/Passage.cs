using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// How one release hangs on what lies before it and allows what may follow: at the originator the root of its grants, at a holder the chain
/// so far. What a RELEASE states and a package carries besides the portions themselves. Immutable.
/// </summary>
internal sealed record Passage
{
    /// <summary>Nothing before it, nothing granted.</summary>
    public static Passage None { get; } = new();

    /// <summary>Root of the originator's grants; empty where nothing may go on, and at every holder.</summary>
    public ReadOnlyMemory<byte> GrantRoot { get; init; }

    /// <summary>Leaf hash of the release that this one hands on; empty at the originator.</summary>
    public ReadOnlyMemory<byte> PreviousRelease { get; init; }

    /// <summary>No later than the release before it; 0: no end.</summary>
    public long ExpiresAtMs { get; init; }

    /// <summary>The received release that is handed on; null at the originator.</summary>
    public FeedSource? Source { get; init; }

    /// <summary>The hops so far, without what was for their direct recipients.</summary>
    public ImmutableArray<Hop> Hops { get; init; } = [];

    /// <summary>The originator's pairs that travel.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>Owners' ONWARD_GRANTs, of earlier hops and of this one.</summary>
    public ImmutableArray<OnwardProof> Onward { get; init; } = [];

    /// <summary>Signed notes of the checkpoints that hops and ONWARD_GRANTs name.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Checkpoints { get; init; } = [];

    /// <summary>What the RELEASE states of <see cref="Onward"/>: the leaf hashes of those for this hop, ascending, end to end.</summary>
    public byte[] OnwardLeaves =>
    [
        .. Onward.Where(proof => proof.Hop == Hops.Length)
            .Select(proof => proof.Leaf)
            .OrderBy(Convert.ToHexStringLower, StringComparer.Ordinal)
            .SelectMany(leaf => leaf),
    ];

    /// <summary>Whether a logged release states exactly this.</summary>
    public bool IsIn(ReleaseBody release) =>
        release.GrantRoot.Span.SequenceEqual(GrantRoot.Span)
        && release.PreviousRelease.Span.SequenceEqual(PreviousRelease.Span)
        && release.OnwardGrant.Span.SequenceEqual(OnwardLeaves);
}
