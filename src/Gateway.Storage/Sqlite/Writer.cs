using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// The one connection that writes, with what it knows by heart. After any failure it is closed and the next transaction opens a new one,
/// so a store whose disk was full or gone comes back by itself.
/// </summary>
internal sealed class Writer(SessionFactory factory) : IDisposable
{
    private Open? _open;

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
