using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Products that are decided again at an instant: few, one row each.</summary>
internal static class DueTables
{
    private const string SelectFirst = "SELECT p.id, d.at_ms FROM due d CROSS JOIN product p ON p.number = d.product WHERE d.at_ms > 0 ORDER BY d.at_ms, d.product LIMIT ?";
    private const string SelectOne = "SELECT at_ms FROM due WHERE product = (SELECT number FROM product WHERE id = ?)";
    private const string Upsert = "INSERT INTO due (product, at_ms) VALUES (?, ?) ON CONFLICT (product) DO UPDATE SET at_ms = excluded.at_ms";
    private const string Delete = "DELETE FROM due WHERE product = ?";

    public static IReadOnlyList<DueRow> First(Session session, int count) =>
        session.Use(SelectFirst).Bind(count).All(row => new DueRow(row.Product(0), row.Long(1)));

    public static long? Of(Session session, ProductId product) => session.Use(SelectOne).Bind(product.Span).Number();

    public static void Set(Session session, Numbers numbers, ProductId product, long? atMs)
    {
        if (atMs is { } at)
        {
            session.Use(Upsert).Bind(numbers.Product(product)).Bind(at).Done();
        }
        else
        {
            session.Use(Delete).Bind(numbers.Product(product)).Done();
        }
    }
}
