using System.Globalization;
using Gateway.Core.Searching;
using Npgsql;

namespace Gateway.Storage.Postgres;

/// <summary>Brings the index's schema to that of this code, or refuses it.</summary>
internal static class PostgresSchema
{
    // Nodes that start at once take turns; the number is any that nobody else uses.
    private const string Lock = "SELECT pg_advisory_xact_lock(7160125390248151)";
    private const string Exists = "SELECT to_regclass('gateway_search.state') IS NOT NULL";
    private const string Select = "SELECT version, node FROM gateway_search.state";
    private const string Insert = "INSERT INTO gateway_search.state (one, version, node, through, untidy) VALUES (true, 0, $1, 0, false)";
    private const string Update = "UPDATE gateway_search.state SET version = $1";

    private static readonly IReadOnlyList<string> Steps = Load();

    public static async Task ApplyAsync(NpgsqlDataSource source, string node, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await Run(connection, Lock, cancellation).ConfigureAwait(false);
        bool exists = (bool)(await Scalar(connection, Exists, cancellation).ConfigureAwait(false))!;
        int version = exists ? await VersionAsync(connection, node, cancellation).ConfigureAwait(false) : 0;
        foreach (string step in Steps.Skip(version))
        {
            await Run(connection, step, cancellation).ConfigureAwait(false);
        }

        if (!exists)
        {
            await Run(connection, Insert, cancellation, node).ConfigureAwait(false);
        }

        await Run(connection, Update, cancellation, Steps.Count).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, string node, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (!await row.ReadAsync(cancellation).ConfigureAwait(false) || row.GetString(1) != node)
        {
            throw new SearchUnavailableException("The schema gateway_search of this database is another node's.");
        }

        int version = row.GetInt32(0);
        return version <= Steps.Count
            ? version
            : throw new SearchUnavailableException("The schema gateway_search was made by a newer version of this code.");
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The scripts of this assembly, by their number.</summary>
    private static List<string> Load()
    {
        const string Folder = "Gateway.Storage.Postgres.Migrations.";
        var steps = new SortedDictionary<int, string>();
        foreach (string name in typeof(PostgresSchema).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream(name)!);
            steps.Add(int.Parse(name.AsSpan(Folder.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), reader.ReadToEnd());
        }

        return [.. steps.Values];
    }
}
