namespace Gateway.Cli.Records;

/// <summary>What can be wrong with the records of nodes. Each name is one promise that was broken.</summary>
internal enum RecordFault
{
    /// <summary>The indexes of a log are not 0, 1, 2 …</summary>
    LogGap = 1,

    /// <summary>An entry is not a statement of this log by its owner.</summary>
    EntryUnreadable,

    /// <summary>An entry says another kind or time than the columns it is found by, or stands in the log of the other kinds.</summary>
    EntryMisfiled,

    /// <summary>A log with entries has no head, or one of another size.</summary>
    HeadSizeDiffers,

    /// <summary>The entries do not hash to the head's root.</summary>
    HeadRootDiffers,

    /// <summary>The release log states a head that the internal log never had.</summary>
    InternalHeadDiffers,

    /// <summary>A client was told of a product that is not on record for its submission.</summary>
    SubmissionLost,

    /// <summary>Two submissions became one product, or one two.</summary>
    SubmissionDoubled,

    /// <summary>A product is held as sealed here, and the log has no SEAL.</summary>
    ProductUnsealed,

    /// <summary>A product was sealed twice.</summary>
    SealDoubled,

    /// <summary>The log has a SEAL, and the product is gone.</summary>
    ProductLost,

    /// <summary>A manifest does not hash to the id of its product.</summary>
    ManifestDiffers,

    /// <summary>A stored portion does not open the commitment at its index.</summary>
    CommitmentDiffers,

    /// <summary>A product was not decided for a partner.</summary>
    Undecided,

    /// <summary>A product was decided twice for one partner.</summary>
    DecidedTwice,

    /// <summary>A decision points to a statement that is not there, or is not the newest about its product and partner.</summary>
    DecisionMisplaced,

    /// <summary>A decision record is not the one that its statement commits to.</summary>
    DecisionRecordDiffers,

    /// <summary>The sequence of a feed's lane has a gap.</summary>
    FeedGap,

    /// <summary>A feed row has no RELEASE for its partner and product in the log.</summary>
    FeedUnlogged,

    /// <summary>A RELEASE stands in a feed twice.</summary>
    FeedDoubled,

    /// <summary>A feed row opens, or says, something else than its RELEASE commits to.</summary>
    FeedDiffers,

    /// <summary>A RELEASE stands in no feed: logged and never to be delivered.</summary>
    ReleaseLost,

    /// <summary>A feed row is marked as withdrawn, and the log has no WITHDRAWN for it; or the other way round.</summary>
    WithdrawalDiffers,

    /// <summary>The sequence of what was received has a gap, or a place was filled twice.</summary>
    ReceivedGap,

    /// <summary>What was received is not in the releaser's log for this node.</summary>
    ReceivedUnreleased,

    /// <summary>What was released and not withdrawn did not arrive, though everything had settled.</summary>
    Undelivered,

    /// <summary>The package of something received is gone.</summary>
    PackageLost,

    /// <summary>Something received has no RECEIPT.</summary>
    ReceiptLost,

    /// <summary>Something received has two RECEIPTs, or a RECEIPT nothing that was received.</summary>
    ReceiptDoubled,

    /// <summary>The releaser holds a receipt that is not in the recipient's log, or for another release.</summary>
    ReceiptForged,

    /// <summary>The releaser has no receipt, though everything had settled.</summary>
    Unacknowledged,

    /// <summary>A head held of a partner is not one that its log had: it was rolled back or forked.</summary>
    HeldHeadDiffers,
}

/// <summary>One broken promise.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Partner">Whose record shows it.</param>
/// <param name="Where">Log and index, product, feed place; never content.</param>
internal sealed record Violation(RecordFault Fault, string Partner, string Where)
{
    public override string ToString() => $"{Partner}: {Fault}: {Where}";
}
