using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// The one connection that writes, with what it knows by heart. After any failure it is closed and the next transaction opens a new one,
/// so a store whose disk was full or gone comes back by itself.
/// </summary>
internal sealed class Writer(SessionFactory factory) : IDisposable
{
    private Open? _open;
    private bool _erased;

    /// <summary>Starts a transaction; the one before must have ended.</summary>
    public Open Begin()
    {
        try
        {
            if (_open is null)
            {
                Session session = factory.Writer();
                _open = new Open(session, new Numbers(session));
            }

            if (!_open.Session.Idle)
            {
                throw new InvalidOperationException("A write transaction is open already.");
            }

            _open.Session.Use("BEGIN IMMEDIATE").Done();
            return _open;
        }
        catch (SqliteException failure)
        {
            Discard();
            throw StoreFailure.Of(failure);
        }
    }

    /// <summary>Something was erased in the open transaction, whose earlier image may still lie in the write-ahead log.</summary>
    public void ErasureIsDue() => _erased = true;

    /// <summary>After a commit: folds the write-ahead log into the database and cuts it off. A reader in the way leaves it to the next commit.</summary>
    public void ForgetErased()
    {
        if (!_erased || _open is null)
        {
            return;
        }

        try
        {
            using Statement checkpoint = _open.Session.Use("PRAGMA wal_checkpoint(TRUNCATE)");
            _erased = !(checkpoint.Step() && checkpoint.Long(0) == 0);
        }
        catch (SqliteException)
        {
            // The commit stands; the next one tries again.
        }
    }

    /// <summary>Undoes what is open and forgets what was learnt in it; closes the connection when even that fails.</summary>
    public void Undo()
    {
        try
        {
            if (_open is { Session.Idle: false })
            {
                _open.Session.Execute("ROLLBACK");
            }

            _open?.Numbers.Forget();
        }
        catch (SqliteException)
        {
            Discard();
        }
    }

    /// <summary>Closes the connection, which undoes what is open.</summary>
    public void Discard()
    {
        _open?.Session.Dispose();
        _open = null;
    }

    public void Dispose() => Discard();

    /// <summary>An open connection and its numbers.</summary>
    internal sealed record Open(Session Session, Numbers Numbers);
}
