namespace Gateway.Storage.Sqlite;

/// <summary>Where a node keeps its record and how it is opened.</summary>
public sealed record SqliteOptions
{
    /// <summary>
    /// The database file. Its directory is created (mode 0700) when absent, the file with mode 0600. SQLite keeps <c>-wal</c> and
    /// <c>-shm</c> beside it, the store <c>.lock</c>; a backup of a running node copies through SQLite, never the file alone.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>
    /// False by default: the one writer. True reads a copy, or reads beside a running writer, and never creates or migrates a store.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>Most pages the database may have; 0 for no bound. A full disk without a full disk.</summary>
    internal Func<long> MaxPages { get; init; } = static () => 0;
}
