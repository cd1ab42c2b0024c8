using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    public ImmutableDictionary<ProductId, long> Due { get; init; } = ImmutableDictionary<ProductId, long>.Empty;
}

internal partial class NodeStateReads
{
    public IReadOnlyList<DueRow> Due(int count) =>
        [.. State.Due.OrderBy(pair => pair.Value).Take(count).Select(pair => new DueRow(pair.Key, pair.Value))];

    public long? Due(ProductId product) => State.Due.TryGetValue(product, out long at) ? at : null;
}

internal sealed partial class InMemoryNodeWrite
{
    public void SetDue(ProductId product, long? atMs) =>
        Change(state => state with { Due = atMs is { } at ? state.Due.SetItem(product, at) : state.Due.Remove(product) });
}
