using Gateway.Core.Releasing;
using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// A node's record in one SQLite database. What is committed survives power loss (write-ahead log, <c>synchronous = FULL</c>). One process
/// writes: it holds a lock beside the database as long as the store is open. Any number of others may read.
/// </summary>
public sealed class SqliteNodeStore : INodeStore
{
    private readonly ReaderPool _readers;
    private readonly Writer? _writer;
    private readonly FileStream? _lock;

    private SqliteNodeStore(SessionFactory factory, FileStream? held)
    {
        _readers = new ReaderPool(factory);
        _writer = held is null ? null : new Writer(factory);
        _lock = held;
        Read = new CommittedReads(_readers);
    }

    /// <inheritdoc/>
    public INodeRead Read { get; }

    /// <inheritdoc/>
    public StoreChanges Changes { get; } = new();

    /// <summary>
    /// Opens a store; unless read-only, creates it when absent and brings its schema up to this code. Throws
    /// <see cref="StoreUnavailableException"/> when another process writes to it, it is absent (read-only) or the medium fails, and
    /// <see cref="IncompatibleStoreException"/> when this code must not open it.
    /// </summary>
    public static SqliteNodeStore Open(SqliteOptions options) => Open(options, Migration.All);

    internal static SqliteNodeStore Open(SqliteOptions options, IReadOnlyList<Migration> migrations)
    {
        if (options.ReadOnly && !File.Exists(options.Path))
        {
            throw new StoreUnavailableException("There is no store at this place.");
        }

        FileStream? held = options.ReadOnly ? null : WriterLock.Take(options.Path);
        try
        {
            var factory = new SessionFactory(options);
            using (Session session = options.ReadOnly ? factory.Reader() : factory.Writer())
            {
                if (options.ReadOnly)
                {
                    Migrator.Require(session, migrations);
                }
                else
                {
                    Migrator.Apply(session, migrations);
                }
            }

            return new SqliteNodeStore(factory, held);
        }
        catch (SqliteException failure)
        {
            held?.Dispose();
            throw StoreFailure.Of(failure);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public INodeWrite BeginWrite() => new NodeWrite(_writer ?? throw new InvalidOperationException("The store was opened for reading."), Changes);

    /// <summary>Closes every connection; what was not committed is undone. Not while another thread writes.</summary>
    public void Dispose()
    {
        // The writer last: the connection that closes last folds the write-ahead log into the database.
        _readers.Dispose();
        _writer?.Dispose();
        _lock?.Dispose();
    }
}
