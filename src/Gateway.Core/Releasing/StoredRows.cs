using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>One entry of a log with what it can be searched by.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Index">Position, from 0.</param>
/// <param name="Kind">Kind of the statement.</param>
/// <param name="AtMs">The statement's time, milliseconds since the Unix epoch.</param>
/// <param name="Subject">The partner it concerns; the default value for none.</param>
/// <param name="Product">The product it concerns; null for none.</param>
/// <param name="Entry">The statement, verbatim.</param>
public sealed record LogRow(
    LogName Log,
    long Index,
    StatementKind Kind,
    long AtMs,
    PartnerCode Subject,
    ProductId? Product,
    ReadOnlyMemory<byte> Entry);

/// <summary>What a log search asks for; unset parts match everything.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Kind">Kind of statement.</param>
/// <param name="Subject">Partner concerned.</param>
/// <param name="Product">Product concerned.</param>
/// <param name="FromMs">Earliest time, inclusive.</param>
/// <param name="UntilMs">Latest time, exclusive.</param>
/// <param name="After">Only entries with a greater index; -1 for all.</param>
/// <param name="Count">Most rows.</param>
public sealed record LogQuery(
    LogName Log,
    StatementKind? Kind,
    PartnerCode? Subject,
    ProductId? Product,
    long? FromMs,
    long? UntilMs,
    long After,
    int Count);

/// <summary>The newest signed checkpoint of an own log.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Size">Entries under it.</param>
/// <param name="Note">The checkpoint, a signed note, verbatim.</param>
public sealed record StoredHead(LogName Log, long Size, ReadOnlyMemory<byte> Note);

/// <summary>A product in the catalogue of a node: sealed here or received.</summary>
/// <param name="Ordinal">Order of arrival at this node, from 1; the cursor of a pull.</param>
/// <param name="Product">The product.</param>
/// <param name="Originator">Who sealed it.</param>
/// <param name="LineageId">32 bytes.</param>
/// <param name="IssuedAtMs">Milliseconds since the Unix epoch.</param>
/// <param name="Schema">Schema name.</param>
/// <param name="Mode">Real, exercise, test.</param>
/// <param name="ReceivedFrom">The releaser; the default value when sealed here.</param>
public sealed record CatalogRow(
    long Ordinal,
    ProductId Product,
    PartnerCode Originator,
    ReadOnlyMemory<byte> LineageId,
    long IssuedAtMs,
    string Schema,
    Mode Mode,
    PartnerCode ReceivedFrom);

/// <summary>A client's submission, kept so that repeating it has one effect.</summary>
/// <param name="Caller">Configured name of the caller.</param>
/// <param name="SubmissionId">The client's id.</param>
/// <param name="BodyDigest">SHA-256 of what was submitted.</param>
/// <param name="Product">The product it became.</param>
/// <param name="Certificate">SHA-256 of the caller's certificate, lower-case hex; empty where it was not kept.</param>
public sealed record SubmissionRow(
    string Caller, string SubmissionId, ReadOnlyMemory<byte> BodyDigest, ProductId Product, string Certificate = "");

/// <summary>One row of a partner's feed and the release it stands for: they are the same row.</summary>
public sealed record FeedRow
{
    /// <summary>Whose feed.</summary>
    public required PartnerCode Partner { get; init; }

    /// <summary>Lane.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Position in the lane, from 1, no gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Position of the RELEASE in the release log.</summary>
    public required long LogIndex { get; init; }

    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The opened indexes, ascending.</summary>
    public required ImmutableArray<ushort> Opened { get; init; }

    /// <summary>The terms, verbatim.</summary>
    public required ReadOnlyMemory<byte> Terms { get; init; }

    /// <summary>Seed of the release's salts, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Seed { get; init; }

    /// <summary>Whether an erasure destroyed terms and seed.</summary>
    public bool Erased => Terms.IsEmpty;

    /// <summary>Salt of the place; all that an erasure leaves of the seed.</summary>
    public ReadOnlyMemory<byte> SlotSalt => Erased ? Seed : new ReleaseSalts(Seed).Slot;

    /// <summary>The row once terms, openings and seed are destroyed.</summary>
    public FeedRow Erase() => Erased ? this : this with { Seed = SlotSalt, Terms = default, Opened = [] };

    /// <summary>The received release that this one hands on; null for a product sealed here.</summary>
    public FeedSource? Source { get; init; }

    /// <summary>Position of the WITHDRAWN that took its place, or -1.</summary>
    public long WithdrawnIndex { get; init; } = -1;
}

/// <summary>Why a product was released to or refused a partner; the newest for each pair.</summary>
/// <param name="Product">The product.</param>
/// <param name="Partner">The partner.</param>
/// <param name="Log">Log of the statement that commits to the record.</param>
/// <param name="LogIndex">Its position.</param>
/// <param name="Salt">Salt of the record's hash.</param>
/// <param name="Record">The <see cref="DecisionRecord"/>, verbatim.</param>
public sealed record DecisionRow(
    ProductId Product,
    PartnerCode Partner,
    LogName Log,
    long LogIndex,
    ReadOnlyMemory<byte> Salt,
    ReadOnlyMemory<byte> Record)
{
    /// <summary>
    /// Bytes at the end of <see cref="Record"/> that rows of the same product for other partners may have, too: a store keeps equal ones once.
    /// 0: none.
    /// </summary>
    public int Shared { get; init; }
}

/// <summary>A package as it arrived, verified and stored verbatim.</summary>
/// <param name="Product">The product.</param>
/// <param name="Releaser">Who sent it.</param>
/// <param name="Lane">Lane of the releaser's feed for us.</param>
/// <param name="Sequence">Position in the lane.</param>
/// <param name="ReleaseOrigin">The releaser's release log.</param>
/// <param name="ReleaseIndex">Position of the RELEASE there.</param>
/// <param name="ReleaseLeaf">Its leaf hash.</param>
/// <param name="ReceiptIndex">Position of our RECEIPT in our release log.</param>
/// <param name="ReceivedAtMs">Our clock, milliseconds since the Unix epoch.</param>
/// <param name="Package">The package bytes, self-contained.</param>
public sealed record ReceivedRow(
    ProductId Product,
    PartnerCode Releaser,
    Lane Lane,
    long Sequence,
    string ReleaseOrigin,
    long ReleaseIndex,
    ReadOnlyMemory<byte> ReleaseLeaf,
    long ReceiptIndex,
    long ReceivedAtMs,
    ReadOnlyMemory<byte> Package);

/// <summary>
/// A place of a releaser's lane whose release was refused for good: logged and for us, but nothing that may be shown. The feed goes on
/// behind it; people look into it.
/// </summary>
/// <param name="Releaser">Who sent it.</param>
/// <param name="Lane">Lane of the releaser's feed for us.</param>
/// <param name="Sequence">Position in the lane.</param>
/// <param name="ReleaseIndex">Position of the RELEASE in the releaser's log.</param>
/// <param name="AtMs">Our clock, milliseconds since the Unix epoch.</param>
/// <param name="Fault">The check that failed.</param>
/// <param name="Package">The package as it arrived.</param>
public sealed record SetAsideRow(
    PartnerCode Releaser,
    Lane Lane,
    long Sequence,
    long ReleaseIndex,
    long AtMs,
    VerificationFault Fault,
    ReadOnlyMemory<byte> Package);

/// <summary>Where a partner stands that is reached by files: what its last file said, and what ours told it. Nothing of it ever goes back.</summary>
/// <param name="Partner">Who.</param>
/// <param name="HeldSize">Size of our release log's head that it holds; 0: none.</param>
/// <param name="Warnings">Last place of our warnings lane that it holds.</param>
/// <param name="Notices">Last place of our notices lane that it holds.</param>
/// <param name="Products">Last place of our products lane that it holds.</param>
/// <param name="ReceiptsThrough">Its receipts below this position of its release log were taken here.</param>
/// <param name="Heads">Sizes of our release log that files for it ended with, ascending; the newest few.</param>
public sealed record CourierRow(
    PartnerCode Partner, long HeldSize, long Warnings, long Notices, long Products, long ReceiptsThrough, ImmutableArray<long> Heads)
{
    /// <summary>A partner that no file came from or went to.</summary>
    public static CourierRow New(PartnerCode partner) => new(partner, 0, 0, 0, 0, 0, []);
}

/// <summary>The newest checkpoint that this node holds of another node's log.</summary>
/// <param name="Origin">The log.</param>
/// <param name="Size">Entries under it.</param>
/// <param name="Root">Root, 32 bytes.</param>
/// <param name="Note">The signed note, verbatim.</param>
public sealed record HeldHead(string Origin, long Size, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Note);

/// <summary>A partner's receipt for one of our releases.</summary>
/// <param name="Partner">Who holds.</param>
/// <param name="ReleaseIndex">Position of our RELEASE.</param>
/// <param name="Statement">The RECEIPT, verbatim.</param>
/// <param name="ReceiptIndex">Its position in the partner's release log.</param>
/// <param name="AtMs">When we stored it, milliseconds since the Unix epoch.</param>
public sealed record ReceiptRow(PartnerCode Partner, long ReleaseIndex, ReadOnlyMemory<byte> Statement, long ReceiptIndex, long AtMs);
