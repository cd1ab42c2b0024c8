using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <remarks>What the watch found and told.</remarks>
internal abstract partial class NodeReads
{
    public WatchRow? Watched(Mode mode, string key) => Read(session => WatchTables.Find(session, mode, key));

    public IReadOnlyList<WatchRow> Watched(Mode mode) => Read(session => WatchTables.All(session, mode));
}

internal sealed partial class NodeWrite
{
    public void SetWatched(WatchRow row) => Write((session, _) => WatchTables.Set(session, row));
}
