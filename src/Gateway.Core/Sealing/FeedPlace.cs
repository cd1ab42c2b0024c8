using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Sealing;

/// <summary>
/// The place of a feed that a logged release takes, proved without a look at content: the release stands in the releaser's log under the
/// head named, is for the recipient, and its terms name lane and sequence. Whoever refuses a package may pass over its place only with
/// such a proof; otherwise anything garbled on the way could swallow a place, and with it what belongs there.
/// </summary>
/// <param name="Lane">Lane.</param>
/// <param name="Sequence">Position in the lane.</param>
/// <param name="LeafHash">Leaf hash of the RELEASE, 32 bytes.</param>
/// <param name="LogIndex">Its position in the releaser's log.</param>
public sealed record FeedPlace(Lane Lane, long Sequence, ReadOnlyMemory<byte> LeafHash, long LogIndex)
{
    /// <summary>Proves the place of a package under a head that was accepted; false when anything of it does not hold.</summary>
    public static bool TryProve(
        ReadOnlyMemory<byte> package, CheckpointName head, PartnerCode releaser, PartnerCode recipient, [NotNullWhen(true)] out FeedPlace? place)
    {
        place = null;
        if (!Package.TryDecode(package, out Package? decoded, out _))
        {
            return false;
        }

        Hop last = decoded.Hops[^1];
        byte[] leaf = Merkle.LeafHash(last.Statement.Span);
        bool logged = last.Checkpoint.Origin == head.Origin
            && last.Checkpoint.Size == head.Size
            && last.Checkpoint.Root.Span.SequenceEqual(head.Root.Span)
            && InclusionProof.Verify(leaf, last.Index, head.Size, last.Path.Span, head.Root.Span);
        if (!logged
            || !Statement.TryDecode(last.Statement, out Statement? statement, out _)
            || statement.Kind != StatementKind.Release
            || statement.Origin != head.Origin
            || statement.Author != releaser
            || !ReleaseBody.TryDecode(statement.Body.Span, out ReleaseBody? release, out _)
            || release.Recipient != recipient
            || last.TermsSalt.Length != Limits.Hash)
        {
            return false;
        }

        using var commitment = new Commitment();
        byte[] digest = commitment.Terms(last.TermsSalt.Span, last.Terms.Span);
        if (!CryptographicOperations.FixedTimeEquals(digest, release.TermsDigest.Span)
            || !ReleaseTerms.TryDecode(last.Terms.Span, out ReleaseTerms? terms, out _))
        {
            return false;
        }

        place = new FeedPlace(terms.Lane, terms.FeedSequence, leaf, last.Index);
        return true;
    }
}
