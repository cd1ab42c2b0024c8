using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// The right to send one package to one partner. It can only be made from a RELEASE that stands durably in the release log, under a
/// signed head, for this partner, this product and exactly these openings; a channel sends nothing without one. So "released but
/// unlogged", and "more released than logged", cannot be expressed.
/// </summary>
public sealed class ReleasePermit
{
    private ReleasePermit(FeedRow row, SignedHead head, byte[] package)
    {
        Recipient = row.Partner;
        Lane = row.Lane;
        Sequence = row.Sequence;
        Head = head;
        Package = package;
    }

    /// <summary>The only partner it is for.</summary>
    public PartnerCode Recipient { get; }

    /// <summary>Lane of the partner's feed.</summary>
    public Lane Lane { get; }

    /// <summary>Position in the lane.</summary>
    public long Sequence { get; }

    /// <summary>The head that the package is proved under. It travels before the package.</summary>
    public SignedHead Head { get; }

    /// <summary>The package; of its checkpoints only those of earlier hops.</summary>
    public ReadOnlyMemory<byte> Package { get; }

    /// <summary>Makes the permit, or does not: then the log does not say what the feed row says, and people have to look.</summary>
    internal static bool TryIssue(
        FeedRow row, LogRow entry, SealedProduct product, TransparencyLog log, Commitment commitment, [NotNullWhen(true)] out ReleasePermit? permit) =>
        TryIssue(row, entry, product, release => Passage.None with { GrantRoot = release.GrantRoot }, log, commitment, out permit);

    /// <summary>The same for a release that grants, or hands on.</summary>
    internal static bool TryIssue(
        FeedRow row,
        LogRow entry,
        SealedProduct product,
        Func<ReleaseBody, Passage> passages,
        TransparencyLog log,
        Commitment commitment,
        [NotNullWhen(true)] out ReleasePermit? permit)
    {
        permit = null;
        var position = new LogPosition(LogName.Release, row.LogIndex, Merkle.LeafHash(entry.Entry.Span));
        if (log.Head is not { } head
            || !log.TryProve(position, head, out byte[] path)
            || !Statement.TryDecode(entry.Entry, out Statement? statement, out _)
            || statement.Kind != StatementKind.Release
            || !ReleaseBody.TryDecode(statement.Body.Span, out ReleaseBody? release, out _))
        {
            return false;
        }

        Passage passage = passages(release);
        var salts = new ReleaseSalts(row.Seed);
        bool logged = passage.IsIn(release)
            && release.Recipient == row.Partner
            && release.Product == product.Id
            && release.OpeningsDigest.Span.SequenceEqual(commitment.Openings(product.Id, salts.Openings, row.Opened))
            && release.TermsDigest.Span.SequenceEqual(commitment.Terms(salts.Terms, row.Terms.Span));
        if (!logged)
        {
            return false;
        }

        var package = new Package
        {
            Manifest = product.ManifestBytes,
            Openings =
            [
                .. product.Portions.Where(portion => row.Opened.Contains(portion.Index))
                    .Select(portion => new Opening(portion.Index, portion.Salt, portion.Encoded)),
            ],
            Hops =
            [
                .. passage.Hops,
                new Hop
                {
                    Statement = entry.Entry,
                    Index = row.LogIndex,
                    Path = path,
                    Checkpoint = head.Name,
                    OpeningsSalt = salts.Openings,
                    Terms = row.Terms,
                    TermsSalt = salts.Terms,
                },
            ],
            Grants = passage.Grants,
            Checkpoints = passage.Checkpoints,
            Onward = passage.Onward,
        };
        permit = new ReleasePermit(row, head, package.Encode());
        return true;
    }
}

/// <summary>The right to tell a partner that a place of its feed was withdrawn: made from a WITHDRAWN that is durably logged.</summary>
public sealed class WithdrawalPermit
{
    private WithdrawalPermit(FeedRow row, SignedHead head, ReadOnlyMemory<byte> statement, byte[] path)
    {
        Recipient = row.Partner;
        Lane = row.Lane;
        Sequence = row.Sequence;
        Head = head;
        Statement = statement;
        Index = row.WithdrawnIndex;
        Path = path;
        SlotSalt = row.SlotSalt;
    }

    /// <summary>Whose feed.</summary>
    public PartnerCode Recipient { get; }

    /// <summary>Lane.</summary>
    public Lane Lane { get; }

    /// <summary>Position in the lane.</summary>
    public long Sequence { get; }

    /// <summary>The head that the statement is proved under.</summary>
    public SignedHead Head { get; }

    /// <summary>The WITHDRAWN, verbatim.</summary>
    public ReadOnlyMemory<byte> Statement { get; }

    /// <summary>Its position in the release log.</summary>
    public long Index { get; }

    /// <summary>Inclusion path, leaf to root, 32-byte hashes end to end.</summary>
    public ReadOnlyMemory<byte> Path { get; }

    /// <summary>Opens the slot digest.</summary>
    public ReadOnlyMemory<byte> SlotSalt { get; }

    internal static bool TryIssue(FeedRow row, LogRow entry, TransparencyLog log, [NotNullWhen(true)] out WithdrawalPermit? permit)
    {
        permit = null;
        var position = new LogPosition(LogName.Release, row.WithdrawnIndex, Merkle.LeafHash(entry.Entry.Span));
        if (log.Head is { } head && entry.Kind == StatementKind.Withdrawn && log.TryProve(position, head, out byte[] path))
        {
            permit = new WithdrawalPermit(row, head, entry.Entry, path);
        }

        return permit is not null;
    }
}

/// <summary>A way to one partner. Implementations send to the authenticated partner that they were opened for, or fail.</summary>
public interface IReleaseChannel
{
    /// <summary>The authenticated partner at the other end.</summary>
    PartnerCode Partner { get; }

    /// <summary>Sends a package, its head before it where the partner does not know it yet.</summary>
    ValueTask SendAsync(ReleasePermit permit, CancellationToken cancellation);

    /// <summary>Tells that a place in the feed was withdrawn.</summary>
    ValueTask SendAsync(WithdrawalPermit permit, CancellationToken cancellation);
}
