using Gateway.Core.Releasing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Storage.Sqlite;

/// <summary>Opens connections to one database file, each set up for its task.</summary>
internal sealed class SessionFactory
{
    private readonly SqliteOptions _options;
    private readonly bool _immutable;

    public SessionFactory(SqliteOptions options)
    {
        _options = options;
        _immutable = options.ReadOnly && NeedsImmutable(options.Path);
    }

    public Session Writer()
    {
        var session = new Session(_options.Path, SqliteOpenMode.ReadWrite);
        try
        {
            // page_size counts before the first table only. temp_store keeps the journals of savepoints, which hold content, off the
            // disk. secure_delete overwrites what is erased.
            session.Execute("""
                PRAGMA page_size = 4096;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA cache_size = -65536;
                PRAGMA temp_store = MEMORY;
                PRAGMA secure_delete = ON;
                PRAGMA cell_size_check = ON;
                PRAGMA foreign_keys = ON;
                """);
            if (_options.MaxPages() is > 0 and long pages)
            {
                session.Execute(FormattableString.Invariant($"PRAGMA max_page_count = {pages}"));
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public Session Reader()
    {
        Session session = _immutable
            ? new Session(ImmutableSource(_options.Path), SqliteOpenMode.ReadOnly)
            : new Session(_options.Path, SqliteOpenMode.ReadOnly);
        session.Execute("PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;");
        return session;
    }

    // A copy on a medium that cannot be written has no room for the shared-memory file of a write-ahead log. Without a log there is
    // nothing to share, and SQLite may be told that nobody writes.
    private static bool NeedsImmutable(string path)
    {
        try
        {
            using var probe = new Session(path, SqliteOpenMode.ReadOnly);
            probe.Execute("SELECT count(*) FROM sqlite_schema");
            return false;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_IOERR)
        {
            var log = new FileInfo(path + "-wal");
            return !log.Exists || log.Length == 0
                ? true
                : throw new StoreUnavailableException(
                    "The copy has a write-ahead log that can only be read where its directory can be written.", failure);
        }
    }

    private static string ImmutableSource(string path) => new Uri(System.IO.Path.GetFullPath(path)).AbsoluteUri + "?immutable=1";
}
