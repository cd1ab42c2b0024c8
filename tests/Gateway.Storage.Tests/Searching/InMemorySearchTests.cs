using Gateway.Core.Searching;
using Gateway.Testing.Stores;

namespace Gateway.Storage.Tests.Searching;

/// <summary>The store that other tests stand on promises the same.</summary>
public sealed class InMemorySearchTests : SearchContract, IDisposable
{
    private readonly InMemoryNodeStore _store = new();

    protected override ISearchIndex Index => new RecordIndex(_store.Read, (work, _) =>
    {
        using Core.Releasing.INodeWrite write = _store.BeginWrite();
        work(write);
        write.Commit();
        return Task.CompletedTask;
    });

    protected override void Reopen()
    {
    }

    public void Dispose() => _store.Dispose();
}
