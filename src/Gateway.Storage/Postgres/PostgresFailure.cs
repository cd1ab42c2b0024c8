using Gateway.Core.Searching;
using Npgsql;

namespace Gateway.Storage.Postgres;

/// <summary>What failures of PostgreSQL mean to the caller of the port. Messages of the server may quote values: only their codes are told.</summary>
internal static class PostgresFailure
{
#pragma warning disable MA0054 // Without the cause, on purpose: whoever prints an exception prints what it holds.
    /// <summary>Runs work against the server; whatever keeps it from being done becomes one exception.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (PostgresException failure)
        {
            throw new SearchUnavailableException($"PostgreSQL answered with SQLSTATE {failure.SqlState}.");
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            throw new SearchUnavailableException("PostgreSQL cannot be reached.");
        }
    }
#pragma warning restore MA0054
}
