using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Reads for people: what waits for a release officer, and drafts. Absent is null or empty.</summary>
public interface IDeskRead
{
    /// <summary>The submission that a product came from; null when it was not sealed here.</summary>
    SubmissionRow? SubmissionOf(ProductId product);

    /// <summary>What waits or waited of a product for a partner.</summary>
    HoldRow? Hold(ProductId product, PartnerCode partner);

    /// <summary>
    /// Up to <paramref name="count"/> rows of one state after <paramref name="after"/>, in the order in which they were first queued,
    /// each with its number, from 1.
    /// </summary>
    IReadOnlyList<(long Number, HoldRow Row)> Holds(HoldState state, long after, int count);

    /// <summary>A draft with its body.</summary>
    DraftRow? Draft(string owner, string draftId);

    /// <summary>Up to <paramref name="count"/> drafts after (owner, id), ascending by owner and id, of one owner or, when empty, of all; without bodies.</summary>
    IReadOnlyList<DraftRow> Drafts(string owner, (string Owner, string DraftId) after, int count);
}

/// <summary>Writes for people, in the one write transaction.</summary>
public interface IDeskWrite
{
    /// <summary>Adds or replaces what waits of a product for a partner.</summary>
    void SetHold(HoldRow row);

    /// <summary>Adds or replaces a draft; no byte of the body before remains.</summary>
    void SetDraft(DraftRow row);

    /// <summary>Erases a draft; nothing happens when it is not there.</summary>
    void RemoveDraft(string owner, string draftId);
}

/// <summary>An assessment in the making: stored, never sealed, decided or sent.</summary>
/// <param name="Owner">Configured name of the caller whose it is.</param>
/// <param name="DraftId">The caller's name for it.</param>
/// <param name="Version">Counts up with every save, from 1.</param>
/// <param name="Mode">Real, exercise, test: chooses where the body lies.</param>
/// <param name="SavedAtMs">Milliseconds since the Unix epoch.</param>
/// <param name="SizeClass">Commitments that its manifest will have; 0 while the author did not choose.</param>
/// <param name="LineageId">32 bytes of the product that it will replace, or empty.</param>
/// <param name="Body">The serialised assessment, complete or not.</param>
public sealed record DraftRow(
    string Owner,
    string DraftId,
    long Version,
    Mode Mode,
    long SavedAtMs,
    int SizeClass,
    ReadOnlyMemory<byte> LineageId,
    ReadOnlyMemory<byte> Body);
