using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    public ImmutableDictionary<(Mode Mode, string Key), WatchRow> Watch { get; init; } = ImmutableDictionary<(Mode, string), WatchRow>.Empty;
}

internal partial class NodeStateReads
{
    public WatchRow? Watched(Mode mode, string key) => State.Watch.GetValueOrDefault((mode, key));

    public IReadOnlyList<WatchRow> Watched(Mode mode) =>
    [
        .. State.Watch.Values.Where(row => row.Mode == mode).OrderBy(row => row.Told.Key, StringComparer.Ordinal)
            .Select(row => row with { Submission = default, Chain = default }),
    ];
}

internal sealed partial class InMemoryNodeWrite
{
    public void SetWatched(WatchRow row) => Change(state => state with { Watch = state.Watch.SetItem((row.Mode, row.Told.Key), row) });
}
