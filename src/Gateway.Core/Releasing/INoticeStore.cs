using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Reads of notices and of what holders answered. A notice is named by the leaf hash of its statement.</summary>
public interface INoticeRead
{
    /// <summary>Notices of a product, ascending by originator and number.</summary>
    IReadOnlyList<NoticeRow> Notices(ProductId product);

    /// <summary>The notice of this leaf hash.</summary>
    NoticeRow? Notice(ReadOnlyMemory<byte> leaf);

    /// <summary>Up to <paramref name="count"/> notices of a partner's feed after a sequence, ascending.</summary>
    IReadOnlyList<NoticeFeedRow> NoticeFeed(PartnerCode partner, long after, int count);

    /// <summary>The last sequence given out in the notices of a partner's feed; 0 when empty.</summary>
    long LastNotice(PartnerCode partner);

    /// <summary>Partners whose feeds have this notice, ascending.</summary>
    IReadOnlyList<PartnerCode> NoticePartners(ReadOnlyMemory<byte> leaf);

    /// <summary>The notice that was received at this place of a releaser's feed.</summary>
    NoticeRow? NoticeReceivedAt(PartnerCode releaser, long sequence);

    /// <summary>Feed rows of the releases of a product, withdrawn ones included, ascending by log index.</summary>
    IReadOnlyList<FeedRow> Releases(ProductId product);

    /// <summary>Notices whose receipt this partner has not confirmed yet, ascending by arrival.</summary>
    IReadOnlyList<NoticeRow> NoticeReceiptsDue(PartnerCode partner, int count);

    /// <summary>Receipts of holders further on, for one product, ascending by holder.</summary>
    IReadOnlyList<RelayedRow> Relayed(ProductId product);

    /// <summary>Receipts of holders further on that this partner has not confirmed yet, ascending by arrival.</summary>
    IReadOnlyList<RelayedRow> RelaysDue(PartnerCode partner, int count);

    /// <summary>When all of a partner's feed was last known to be here, milliseconds since the Unix epoch; 0: never.</summary>
    long CaughtUp(PartnerCode partner);

    /// <summary>How current a product is that came from somebody else than its originator.</summary>
    ConfirmationRow? Confirmation(ProductId product);

    /// <summary>Products of an originator that are due, or were confirmed before an instant; the oldest first.</summary>
    IReadOnlyList<ConfirmationRow> Unconfirmed(PartnerCode originator, long beforeMs, int count);

    /// <summary>What is left of a product whose packages were erased.</summary>
    StubRow? Stub(ProductId product);
}

/// <summary>Writes of the same.</summary>
public interface INoticeWrite
{
    /// <summary>Adds a notice with its openings.</summary>
    void AddNotice(NoticeRow row);

    /// <summary>Adds openings to a notice where they are new; <paramref name="direct"/> notes that the originator itself gave them.</summary>
    void AddNoticeOpenings(ReadOnlyMemory<byte> leaf, IReadOnlyList<NoticeOpening> openings, bool direct);

    /// <summary>Puts a notice at the end of a partner's feed, unless it is in it.</summary>
    void QueueNotice(PartnerCode partner, ReadOnlyMemory<byte> leaf);

    /// <summary>Notes the place of a releaser's feed at which a notice came.</summary>
    void AddNoticeReceived(PartnerCode releaser, long sequence, ReadOnlyMemory<byte> leaf);

    /// <summary>Notes that our receipt of a notice goes to this partner; a second time changes nothing.</summary>
    void AddNoticeReceiptDue(PartnerCode partner, ReadOnlyMemory<byte> leaf);

    /// <summary>The partner confirmed our receipt of a notice.</summary>
    void SetNoticeAcknowledged(PartnerCode partner, ReadOnlyMemory<byte> leaf);

    /// <summary>Adds a receipt of a holder further on; a second one by the same holder for the same changes nothing.</summary>
    void AddRelayed(RelayedRow row);

    /// <summary>The partner confirmed a receipt that was handed on to it.</summary>
    void SetRelayed(RelayedRow row);

    /// <summary>All of a partner's feed is here.</summary>
    void SetCaughtUp(PartnerCode partner, long atMs);

    /// <summary>Sets how current a product is.</summary>
    void SetConfirmation(ConfirmationRow row);

    /// <summary>Destroys bodies and salts of the portions of a product sealed here. The manifest stays: it is hashes.</summary>
    void ErasePortions(ProductId product);

    /// <summary>Destroys the decision records of a product and their salts.</summary>
    void EraseDecisions(ProductId product);

    /// <summary>Destroys terms, openings and seeds of a product's releases; the salt of each place stays.</summary>
    void EraseReleases(ProductId product);

    /// <summary>Destroys the packages of a product, also those that were set aside, and leaves a stub.</summary>
    void ErasePackages(StubRow stub);
}
