using Gateway.Core.Releasing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Storage.Sqlite;

/// <summary>What SQLite's result codes mean to the caller of a port. SQLite's own messages name tables and columns, never values.</summary>
internal static class StoreFailure
{
    public static Exception Of(SqliteException failure) => Meaning(failure.SqliteErrorCode) is { } meaning
        ? new StoreUnavailableException(meaning, failure)
        : failure.SqliteErrorCode == raw.SQLITE_CONSTRAINT
            ? new InvalidOperationException("The row contradicts what is stored.", failure)
            : new InvalidOperationException("The store was used in a way it does not allow.", failure);

    /// <summary>A row that was read and makes no sense: damage that SQLite itself cannot notice.</summary>
    public static StoreUnavailableException Unreadable(string what) => new($"A stored {what} cannot be read: the database is damaged.");

    private static string? Meaning(int code) => code switch
    {
        raw.SQLITE_FULL => "The disk under the store is full.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => "The store cannot be written: it is read-only.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => "The store is locked by another process.",
        raw.SQLITE_IOERR => "The medium under the store reports an error.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The database is damaged.",
        raw.SQLITE_CANTOPEN => "The database cannot be opened.",
        raw.SQLITE_NOMEM => "No memory is left for the store.",
        _ => null,
    };
}
