using Gateway.Core.Releasing;

namespace Gateway.Testing.Stores;

internal partial class NodeStateReads
{
    public WitnessedHead? Witnessed(string origin) => State.Witnessed.GetValueOrDefault(origin);

    public IReadOnlyList<CosignatureRow> Cosignatures() => [.. State.Cosignatures.Values];

    public StoredHead? Cosigned() => State.Cosigned;

    public IReadOnlyList<ContradictionRow> Contradictions(long after, int count) =>
        [.. State.Contradictions.Where(row => row.Number > after).Take(count)];
}

internal sealed partial class InMemoryNodeWrite
{
    public void SetWitnessed(WitnessedHead head) => Change(state => state with { Witnessed = state.Witnessed.SetItem(head.Origin, head) });

    public void SetCosignature(CosignatureRow row) => Change(state => state with { Cosignatures = state.Cosignatures.SetItem(row.Partner, row) });

    public void SetCosigned(StoredHead head) => Change(state => state with { Cosigned = head });

    public void AddContradiction(ContradictionRow row) => Change(state => state.Contradictions.Exists(known => Same(known, row))
        ? state
        : state with { Contradictions = state.Contradictions.Add(row with { Number = state.Contradictions.Count + 1 }) });

    private static bool Same(ContradictionRow one, ContradictionRow other) =>
        one.Origin == other.Origin && one.Kind == other.Kind && Same(one.First, other.First) && Same(one.Second, other.Second);

    private static bool Same(ObservedHead one, ObservedHead other) => one.Size == other.Size && one.Root.Span.SequenceEqual(other.Root.Span);
}
