using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gateway.Core.Partners;
using Npgsql;

namespace Gateway.Storage.Postgres;

/// <summary>How the search index in PostgreSQL is reached. Holds a secret: never printed, and no record for that reason.</summary>
public sealed class PostgresOptions
{
    private PostgresOptions(string connection, PartnerCode node) => (Connection, Node) = (connection, node);

    /// <summary>Whose index it is; another node's is refused.</summary>
    public PartnerCode Node { get; }

    internal string Connection { get; }

    /// <summary>Whose index it is, and nothing of the secret.</summary>
    public override string ToString() => $"search index of {Node}";

    /// <summary>
    /// Reads a connection string of Npgsql. False with a reason, which quotes nothing of it: it is malformed, or it would send words of what
    /// the node holds over a network without checking who is at the other end.
    /// </summary>
    public static bool TryRead(
        string connection, PartnerCode node, [NotNullWhen(true)] out PostgresOptions? options, [NotNullWhen(false)] out string? fault)
    {
        options = null;
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connection.Trim());
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or KeyNotFoundException)
        {
            fault = "is not a connection string such as 'Host=/run/postgresql;Database=gateway;Username=gateway'.";
            return false;
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            fault = "names no Host.";
            return false;
        }

        if (builder.SslMode != SslMode.VerifyFull && !builder.Host.Split(',').All(IsLocal))
        {
            fault = "reaches over a network: it needs 'SSL Mode=VerifyFull' and 'Root Certificate=FILE'.";
            return false;
        }

        builder.ApplicationName = "gateway-search";
        builder.PersistSecurityInfo = false;
        builder.IncludeErrorDetail = false;
        builder.LogParameters = false;
        builder.Timeout = Math.Clamp(builder.Timeout, 1, 5);
        builder.CommandTimeout = Math.Clamp(builder.CommandTimeout, 1, 30);
        options = new PostgresOptions(builder.ConnectionString, node);
        fault = null;
        return true;
    }

    private static bool IsLocal(string host) => host.StartsWith('/') || host.StartsWith('@') || host == "localhost"
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
