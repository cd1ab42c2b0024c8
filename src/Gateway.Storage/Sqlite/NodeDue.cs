using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <remarks>What is decided again at an instant.</remarks>
internal abstract partial class NodeReads
{
    public IReadOnlyList<DueRow> Due(int count) => Read(session => DueTables.First(session, NotNegative(count)));

    public long? Due(ProductId product) => Read(session => DueTables.Of(session, product));
}

internal sealed partial class NodeWrite
{
    public void SetDue(ProductId product, long? atMs) => Write((session, numbers) => DueTables.Set(session, numbers, product, atMs));
}
