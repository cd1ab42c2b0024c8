using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>A notice of this node, or one that reached it.</summary>
public sealed record NoticeRow
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Whose word it is. It counts only for products that this partner originated.</summary>
    public required PartnerCode Originator { get; init; }

    /// <summary>Place in the product's chain of notices, from 1.</summary>
    public required uint Number { get; init; }

    /// <summary>What it asks.</summary>
    public required NoticeAction Action { get; init; }

    /// <summary>Whether it takes back all of the product.</summary>
    public required bool TakesBack { get; init; }

    /// <summary>The product to use instead, where it is named.</summary>
    public ProductId? ReplacedBy { get; init; }

    /// <summary>Position in the originator's release log.</summary>
    public required long LogIndex { get; init; }

    /// <summary>The originator's clock, milliseconds since the Unix epoch.</summary>
    public required long AtMs { get; init; }

    /// <summary>Leaf hash of the NOTICE, 32 bytes. Names the notice.</summary>
    public required ReadOnlyMemory<byte> Leaf { get; init; }

    /// <summary>The NOTICE, verbatim.</summary>
    public required ReadOnlyMemory<byte> Statement { get; init; }

    /// <summary>Inclusion path under <see cref="Note"/>; empty for own notices, which are proved anew each time.</summary>
    public ReadOnlyMemory<byte> Path { get; init; }

    /// <summary>The checkpoint that the path leads to, a signed note; empty for own notices.</summary>
    public ReadOnlyMemory<byte> Note { get; init; }

    /// <summary>Openings that this node has, by position.</summary>
    public ImmutableArray<NoticeOpening> Openings { get; init; } = [];

    /// <summary>Configured name of the officer who issued it; empty for received ones, and for what the node issued by itself.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Our clock, milliseconds since the Unix epoch.</summary>
    public required long StoredAtMs { get; init; }

    /// <summary>Position of our RECEIPT in our release log; -1 for own notices.</summary>
    public long ReceiptIndex { get; init; } = -1;

    /// <summary>Whether the originator itself handed it over: somebody in between could have left out openings.</summary>
    public bool Direct { get; init; }

    /// <summary>The note to holders, where it was opened.</summary>
    public string Text =>
        Openings.FirstOrDefault(opening => opening.Position == NoticeOpening.Note) is { } opening && NoticeNote.TryDecode(opening.Body.Span, out NoticeNote? note)
            ? note.Text
            : "";

    /// <summary>What it says of single portions, as far as it was opened.</summary>
    public IEnumerable<PortionNotice> OfPortions => Openings
        .Where(opening => opening.Position != NoticeOpening.Note)
        .Select(opening => PortionNotice.TryDecode(opening.Body.Span, out PortionNotice? notice) ? notice : null)
        .OfType<PortionNotice>();
}

/// <summary>A notice in a partner's feed.</summary>
/// <param name="Sequence">Position in the lane of notices, from 1, no gaps.</param>
/// <param name="Notice">The notice.</param>
public sealed record NoticeFeedRow(long Sequence, NoticeRow Notice);

/// <summary>
/// A receipt that did not come from its author over its own connection: a holder further on holds a release or a notice, and those between
/// handed its word on. Verified with the roster's keys.
/// </summary>
public sealed record RelayedRow
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Who holds: the author of the RECEIPT.</summary>
    public required PartnerCode Holder { get; init; }

    /// <summary>Who handed it to us.</summary>
    public required PartnerCode Via { get; init; }

    /// <summary>Leaf hash of the RELEASE or NOTICE that it answers.</summary>
    public required ReadOnlyMemory<byte> SubjectLeaf { get; init; }

    /// <summary>That RELEASE or NOTICE, verbatim.</summary>
    public required ReadOnlyMemory<byte> Subject { get; init; }

    /// <summary>The RECEIPT, verbatim.</summary>
    public required ReadOnlyMemory<byte> Statement { get; init; }

    /// <summary>Its position in the holder's release log.</summary>
    public required long ReceiptIndex { get; init; }

    /// <summary>Inclusion path, leaf to root, 32-byte hashes end to end.</summary>
    public required ReadOnlyMemory<byte> Path { get; init; }

    /// <summary>The checkpoint that the path leads to, a signed note.</summary>
    public required ReadOnlyMemory<byte> Note { get; init; }

    /// <summary>Our clock, milliseconds since the Unix epoch.</summary>
    public required long AtMs { get; init; }

    /// <summary>To whom it goes on, because the product came from there; the default value at the originator.</summary>
    public PartnerCode RelayTo { get; init; }
}

/// <summary>When the originator of a product that came from somebody else was last asked whether it still stands.</summary>
/// <param name="Product">The product.</param>
/// <param name="Originator">Its originator.</param>
/// <param name="AtMs">When it was confirmed last, milliseconds since the Unix epoch; when it arrived, before the first time; 0: distrusted.</param>
/// <param name="Due">Ask at once.</param>
public sealed record ConfirmationRow(ProductId Product, PartnerCode Originator, long AtMs, bool Due);

/// <summary>What is left of a product whose packages were erased: who may know that it was here.</summary>
/// <param name="Product">The product.</param>
/// <param name="Markings">Markings of the portions that were held, each once.</param>
public sealed record StubRow(ProductId Product, ImmutableArray<Marking> Markings);
