using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <remarks>What waits for a release officer, and drafts.</remarks>
internal abstract partial class NodeReads
{
    public SubmissionRow? SubmissionOf(ProductId product) => Read(session => HoldTables.Submission(session, product));

    public HoldRow? Hold(ProductId product, PartnerCode partner) => Read(session => HoldTables.Find(session, product, partner));

    public IReadOnlyList<(long Number, HoldRow Row)> Holds(HoldState state, long after, int count) =>
        Read(session => HoldTables.List(session, state, after, NotNegative(count)));

    public DraftRow? Draft(string owner, string draftId) => Read(session => DraftTables.Find(session, owner, draftId));

    public IReadOnlyList<DraftRow> Drafts(string owner, (string Owner, string DraftId) after, int count) =>
        Read(session => DraftTables.List(session, owner, after, NotNegative(count)));
}

internal sealed partial class NodeWrite
{
    public void SetHold(HoldRow row) => Write((session, numbers) => HoldTables.Set(session, numbers, row));

    public void SetDraft(DraftRow row) => Write((session, _) => DraftTables.Set(session, row));

    public void RemoveDraft(string owner, string draftId) => Write((session, _) => DraftTables.Remove(session, owner, draftId));
}
