using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Storage.Postgres;

/// <summary>
/// A search index in PostgreSQL (15 or later), for more than one machine holds. Its schema is made on first use. While the server is away
/// every call throws <see cref="SearchUnavailableException"/>, and the next one tries again. Thread-safe.
/// </summary>
public sealed class PostgresSearchIndex : ISearchIndex, IAsyncDisposable
{
    private const string SelectThrough = "SELECT through FROM gateway_search.state";
    private const string UpdateThrough = "UPDATE gateway_search.state SET through = $1";
    private const string SelectUntidy = "SELECT untidy FROM gateway_search.state";
    private const string UpdateTidy = "UPDATE gateway_search.state SET untidy = false";
    private const string UpdateUntidy = "UPDATE gateway_search.state SET untidy = true WHERE NOT untidy";
    private const string SelectClasses = "SELECT number, originator, marking FROM gateway_search.class WHERE number > $1 ORDER BY number";
    private const string SelectClass = "SELECT number FROM gateway_search.class WHERE originator = $1 AND sha256(marking) = sha256($2)";
    private const string InsertClass = "INSERT INTO gateway_search.class (originator, marking) VALUES ($1, $2) RETURNING number";
    private const string Reset = """
        TRUNCATE gateway_search.portion_actual, gateway_search.portion_exercise, gateway_search.portion_test;
        UPDATE gateway_search.state SET through = 0;
        """;

    private readonly NpgsqlDataSource _source;
    private readonly string _node;
    private volatile bool _ready;

    /// <summary>Makes the index; nothing is connected to yet.</summary>
    public PostgresSearchIndex(PostgresOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _source = new NpgsqlDataSourceBuilder(options.Connection).Build();
        _node = options.Node.Value;
    }

    /// <inheritdoc/>
    public Task<long> ThroughAsync(CancellationToken cancellation) => WithAsync(
        async connection => (long)(await Command(connection, SelectThrough).ExecuteScalarAsync(cancellation).ConfigureAwait(false))!, cancellation);

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyList<IndexedProduct> products, long through, CancellationToken cancellation) => WithAsync(
        async connection =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            foreach (IndexedProduct product in products)
            {
                await ReplaceAsync(connection, product, cancellation).ConfigureAwait(false);
            }

            await Command(connection, UpdateThrough, through).ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task ClearAsync(CancellationToken cancellation) => WithAsync(
        async connection =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await Command(connection, Reset).ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task<bool> TidyAsync(CancellationToken cancellation) => WithAsync(
        async connection =>
        {
            if (!(bool)(await Command(connection, SelectUntidy).ExecuteScalarAsync(cancellation).ConfigureAwait(false))!)
            {
                return true;
            }

            // The flag first: what is removed meanwhile sets it again.
            await Command(connection, UpdateTidy).ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            foreach (Mode mode in Enum.GetValues<Mode>())
            {
                await Command(connection, $"VACUUM {Table(mode)}").ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SightClass>> ClassesAsync(long after, CancellationToken cancellation) => WithAsync<IReadOnlyList<SightClass>>(
        async connection =>
        {
            var classes = new List<SightClass>();
            await using NpgsqlDataReader rows = await Command(connection, SelectClasses, after).ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
            {
                classes.Add(Class(rows.GetInt64(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2)));
            }

            return classes;
        },
        cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> FindAsync(SearchPlan plan, long before, int count, CancellationToken cancellation) =>
        !plan.Asks || plan.Classes.IsEmpty
            ? Task.FromResult<IReadOnlyList<long>>([])
            : WithAsync<IReadOnlyList<long>>(
                async connection =>
                {
                    var keys = new List<long>();
                    await using NpgsqlDataReader rows = await Find(connection, plan, before, count).ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                    while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
                    {
                        keys.Add(rows.GetInt64(0));
                    }

                    return keys;
                },
                cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task ReplaceAsync(NpgsqlConnection connection, IndexedProduct product, CancellationToken cancellation)
    {
        string table = Table(product.Mode);
        int removed = await Command(
            connection,
            $"DELETE FROM {table} WHERE key BETWEEN $1 AND $2",
            SearchKey.Of(product.Ordinal, 0),
            SearchKey.Of(product.Ordinal, ushort.MaxValue)).ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        if (removed > 0)
        {
            await Command(connection, UpdateUntidy).ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        foreach (IndexedPortion portion in product.Portions)
        {
            long number = await ClassAsync(connection, product.Originator.Value, portion, cancellation).ConfigureAwait(false);
            string[] words = [.. portion.Words.Where(word => word != IndexedPortion.Gap).Distinct(StringComparer.Ordinal)];
            await Command(
                connection,
                $"INSERT INTO {table} (key, class, issued_at_ms, words, facets) VALUES ($1, $2, $3, array_to_tsvector($4), $5)",
                SearchKey.Of(product.Ordinal, portion.Index),
                number,
                product.IssuedAtMs,
                words,
                portion.Facets.ToArray()).ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<long> ClassAsync(NpgsqlConnection connection, string originator, IndexedPortion portion, CancellationToken cancellation)
    {
        byte[] marking = new PortionNotice(0, portion.Marking, false).Encode();
        object? known = await Command(connection, SelectClass, originator, marking).ExecuteScalarAsync(cancellation).ConfigureAwait(false);
        return (long)(known ?? await Command(connection, InsertClass, originator, marking).ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    /// <summary>Fixed pieces of SQL; whatever was asked for travels as a parameter.</summary>
    private static NpgsqlCommand Find(NpgsqlConnection connection, SearchPlan plan, long before, int count)
    {
        string table = Table(plan.Mode);
        var sql = new StringBuilder($"SELECT key FROM {table} WHERE key < $1 AND issued_at_ms >= $2 AND issued_at_ms < $3 AND class = ANY ($4)");
        NpgsqlCommand command = Command(connection, "", before, plan.FromMs, plan.UntilMs, plan.Classes.ToArray());
        if (TextSearchQuery.Of(plan.Query) is { } words)
        {
            sql.Append(" AND words @@ ").Append(Next(new NpgsqlParameter { Value = words, NpgsqlDbType = NpgsqlDbType.Text })).Append("::tsquery");
        }

        foreach (ImmutableArray<string> group in plan.Facets)
        {
            sql.Append(" AND facets && ").Append(Next(new NpgsqlParameter { Value = group.ToArray() }));
        }

        if (!plan.OfProduct.IsEmpty)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND key >> 16 IN (SELECT key >> 16 FROM {table} WHERE facets && ")
                .Append(Next(new NpgsqlParameter { Value = plan.OfProduct.ToArray() })).Append(')');
        }

        sql.Append(" ORDER BY key DESC LIMIT ").Append(Next(new NpgsqlParameter { Value = count }));
        command.CommandText = sql.ToString();
        return command;

        string Next(NpgsqlParameter parameter)
        {
            command.Parameters.Add(parameter);
            return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private static SightClass Class(long number, string originator, byte[] marking) =>
        PartnerCode.TryParse(originator, out PartnerCode partner) && PortionNotice.TryDecode(marking, out PortionNotice? notice) && notice.Floor is { } floor
            ? new SightClass(number, partner, floor)
            : throw new SearchUnavailableException("A class of the index cannot be read: it was changed by other hands.");

    private static string Table(Mode mode) => mode switch
    {
        Mode.Actual => "gateway_search.portion_actual",
        Mode.Exercise => "gateway_search.portion_exercise",
        Mode.Test => "gateway_search.portion_test",
    };

    private Task<T> WithAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation) => PostgresFailure.GuardAsync(async () =>
    {
        if (!_ready)
        {
            await PostgresSchema.ApplyAsync(_source, _node, cancellation).ConfigureAwait(false);
            _ready = true;
        }

        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await work(connection).ConfigureAwait(false);
    });
}
