using Gateway.Core.Releasing;
using Gateway.Storage.Sqlite;
using Gateway.Storage.Tests.Contract;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Sqlite;

public sealed class SqliteContractTests : NodeStoreContract
{
    private readonly TempDirectory _directory = new();

    protected override INodeStore OpenStore() => SqliteNodeStore.Open(new SqliteOptions { Path = _directory.File("node.db") });

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _directory.Dispose();
    }
}
