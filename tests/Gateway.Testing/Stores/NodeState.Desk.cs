using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    /// <summary>By the order in which they were first queued.</summary>
    public ImmutableList<HoldRow> Holds { get; init; } = [];

    public ImmutableDictionary<(string Owner, string Id), DraftRow> Drafts { get; init; } = ImmutableDictionary<(string, string), DraftRow>.Empty;
}

internal partial class NodeStateReads
{
    public SubmissionRow? SubmissionOf(ProductId product) => State.Submissions.Values.FirstOrDefault(row => row.Product == product);

    public HoldRow? Hold(ProductId product, PartnerCode partner) => State.Holds.Find(row => row.Product == product && row.Partner == partner);

    public IReadOnlyList<(long Number, HoldRow Row)> Holds(HoldState state, long after, int count) =>
        [.. State.Holds.Select((row, i) => (Number: i + 1L, Row: row)).Where(held => held.Row.State == state && held.Number > after).Take(count)];

    public DraftRow? Draft(string owner, string draftId) => State.Drafts.GetValueOrDefault((owner, draftId));

    public IReadOnlyList<DraftRow> Drafts(string owner, (string Owner, string DraftId) after, int count) =>
    [
        .. State.Drafts.Values.Where(row => owner.Length == 0 || row.Owner == owner)
            .OrderBy(row => row.Owner, StringComparer.Ordinal).ThenBy(row => row.DraftId, StringComparer.Ordinal)
            .Where(row => (string.CompareOrdinal(row.Owner, after.Owner), string.CompareOrdinal(row.DraftId, after.DraftId)) is ( > 0, _) or (0, > 0))
            .Take(count)
            .Select(row => row with { Body = default }),
    ];
}

internal sealed partial class InMemoryNodeWrite
{
    public void SetHold(HoldRow row) => Change(state =>
    {
        int at = state.Holds.FindIndex(held => held.Product == row.Product && held.Partner == row.Partner);
        return state with { Holds = at < 0 ? state.Holds.Add(row) : state.Holds.SetItem(at, row) };
    });

    public void SetDraft(DraftRow row) => Change(state => state with { Drafts = state.Drafts.SetItem((row.Owner, row.DraftId), row) });

    public void RemoveDraft(string owner, string draftId) => Change(state => state with { Drafts = state.Drafts.Remove((owner, draftId)) });
}
