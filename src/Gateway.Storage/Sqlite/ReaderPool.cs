using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// Connections for reading the last committed state. Thread-safe: each call has a connection to itself, and as many are kept as there
/// are processors. One that failed is not used again.
/// </summary>
internal sealed class ReaderPool(SessionFactory factory) : IDisposable
{
    private readonly ConcurrentBag<Session> _idle = [];
    private volatile bool _disposed;

    public T Read<T>(Func<Session, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteNodeStore));
        Session? session = null;
        try
        {
            if (!_idle.TryTake(out session))
            {
                session = factory.Reader();
            }

            T result = read(session);
            Return(session);
            return result;
        }
        catch (SqliteException failure)
        {
            session?.Dispose();
            throw StoreFailure.Of(failure);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out Session? session))
        {
            session.Dispose();
        }
    }

    private void Return(Session session)
    {
        if (_disposed || _idle.Count >= Math.Max(4, Environment.ProcessorCount))
        {
            session.Dispose();
            return;
        }

        _idle.Add(session);
        if (_disposed)
        {
            Dispose();
        }
    }
}
