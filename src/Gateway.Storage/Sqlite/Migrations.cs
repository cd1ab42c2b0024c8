using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Storage.Sqlite;

/// <summary>One step of the schema.</summary>
/// <param name="Version">From 1, no gaps.</param>
/// <param name="Name">File name.</param>
/// <param name="Sql">The script.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>SHA-256 of the script with LF line ends, lower-case hex.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.Replace("\r\n", "\n", StringComparison.Ordinal))));

    /// <summary>The scripts of this assembly, ascending.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static List<Migration> Load()
    {
        Assembly assembly = typeof(Migration).Assembly;
        const string Folder = "Gateway.Storage.Sqlite.Migrations.";
        var list = new List<Migration>();
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            string name = resource[Folder.Length..];
            list.Add(new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        list.Sort((left, right) => left.Version.CompareTo(right.Version));
        return list;
    }
}

/// <summary>Brings a database to the schema of this code, or refuses it.</summary>
internal static class Migrator
{
    private const string Table = """
        CREATE TABLE schema_migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT
        """;

    private const string HasTables = "SELECT count(*), coalesce(sum(name = 'schema_migration'), 0) FROM sqlite_schema";
    private const string Select = "SELECT version, name, checksum FROM schema_migration ORDER BY version";
    private const string Insert = "INSERT INTO schema_migration (version, name, checksum) VALUES (?, ?, ?)";

    /// <summary>Applies what is missing in one transaction: all of it or nothing.</summary>
    public static void Apply(Session session, IReadOnlyList<Migration> known)
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            if (IsEmpty(session))
            {
                session.Execute(Table);
            }

            foreach (Migration migration in known.Skip(Verify(session, known)))
            {
                session.Execute(migration.Sql);
                using Statement insert = session.Use(Insert);
                insert.Bind(migration.Version).Bind(migration.Name).Bind(migration.Checksum).Run();
            }

            session.Execute("COMMIT");
        }
        finally
        {
            if (!session.Idle)
            {
                session.Execute("ROLLBACK");
            }
        }
    }

    /// <summary>For a store that may only be read: it must be exactly of this version.</summary>
    public static void Require(Session session, IReadOnlyList<Migration> known)
    {
        if (IsEmpty(session) || Verify(session, known) < known.Count)
        {
            throw new IncompatibleStoreException("The store is older than this code; the node migrates it when it starts.");
        }
    }

    private static bool IsEmpty(Session session)
    {
        using Statement tables = session.Use(HasTables);
        tables.Step();
        return tables.Long(0) == 0 || (tables.Long(1) == 0
            ? throw new IncompatibleStoreException("The database holds tables that are not a Gateway store.")
            : false);
    }

    /// <summary>How many of the known steps have been applied.</summary>
    private static int Verify(Session session, IReadOnlyList<Migration> known)
    {
        int applied = 0;
        using Statement rows = session.Use(Select);
        while (rows.Step())
        {
            if (rows.Long(0) > known.Count)
            {
                throw new IncompatibleStoreException(FormattableString.Invariant(
                    $"The store has schema version {rows.Long(0)}, this code knows up to {known.Count}: it was written by a newer version."));
            }

            Migration expected = known[applied];
            if (rows.Long(0) != expected.Version || rows.Text(2) != expected.Checksum)
            {
                throw new IncompatibleStoreException(FormattableString.Invariant(
                    $"Step {rows.Long(0)} of the store's schema is not the one this code knows as {expected.Name}."));
            }

            applied++;
        }

        return applied;
    }
}
