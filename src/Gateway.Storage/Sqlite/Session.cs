using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Storage.Sqlite;

/// <summary>One connection with the commands it has prepared. Used by one thread at a time.</summary>
internal sealed class Session : IDisposable
{
    private const int BusyMilliseconds = 5_000;

    private readonly SqliteConnection _connection;

    // By reference: every text is a constant or made once, and hashing it would cost more than binding.
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    public Session(string source, SqliteOpenMode mode)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
        }.ToString());
        try
        {
            _connection.Open();
            raw.sqlite3_busy_timeout(Database, BusyMilliseconds);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether no transaction is open. SQLite itself undoes one when the disk is full.</summary>
    public bool Idle => raw.sqlite3_get_autocommit(Database) != 0;

    public long LastNumber => raw.sqlite3_last_insert_rowid(Database);

    /// <summary>Rows that the last statement changed.</summary>
    public int Changed => raw.sqlite3_changes(Database);

    public int Changes => raw.sqlite3_changes(Database);

    /// <summary>Rows that all statements changed since the session began, those inside virtual tables included.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(Database);

    /// <summary>The texts of all commands prepared so far.</summary>
    public IReadOnlyCollection<string> Prepared => _statements.Keys;

    private sqlite3 Database => _connection.Handle!;

    /// <summary>Runs any number of commands without parameters.</summary>
    public void Execute(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Database, sql), Database);

    /// <summary>A prepared command, ready to bind. <paramref name="sql"/> must be a constant or a static field.</summary>
    public Statement Use(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            _statements.Add(sql, statement = new Statement(Database, sql));
        }

        return statement.Begin();
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Close();
        }

        _statements.Clear();
        _connection.Dispose();
    }
}
