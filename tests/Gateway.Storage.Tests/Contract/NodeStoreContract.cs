using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

/// <summary>
/// What every <see cref="INodeStore"/> promises, whatever it stands on. A backend's test class provides an empty store and may close and
/// open it again; the tests lie in one file a concept.
/// </summary>
public abstract partial class NodeStoreContract : IDisposable
{
    private INodeStore? _store;

    protected INodeStore Store => _store ??= OpenStore();

    /// <summary>Opens the store of this test: empty at first, the same one afterwards.</summary>
    protected abstract INodeStore OpenStore();

    protected void Reopen()
    {
        _store?.Dispose();
        _store = null;
    }

    protected void Write(Action<INodeWrite> work)
    {
        using INodeWrite write = Store.BeginWrite();
        work(write);
        write.Commit();
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Reopen();
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }
}
