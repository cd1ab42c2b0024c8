using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Receipts of partners for our releases. One RECEIPT answers for many, so its bytes stand once.</summary>
internal static class ReceiptTables
{
    private const string Select = """
        SELECT n.code, r.release_index, s.statement, s.receipt_index, r.at_ms FROM receipt r
        CROSS JOIN partner n ON n.number = r.partner CROSS JOIN receipt_statement s ON s.number = r.statement
        WHERE r.product = (SELECT number FROM product WHERE id = ?) ORDER BY n.code, r.release_index
        """;

    private const string SelectProduct = "SELECT product FROM release_log WHERE idx = ?";

    // By its bytes too: a partner that forks its log must not have one statement stored as the other.
    private const string SelectStatement =
        "SELECT number FROM receipt_statement WHERE partner = ? AND receipt_index = ? AND statement = ?";

    private const string SelectKnown = "SELECT 1 FROM receipt WHERE product = ? AND partner = ? AND release_index = ?";

    private const string InsertStatement = "INSERT INTO receipt_statement (partner, receipt_index, statement) VALUES (?, ?, ?)";

    private const string Insert = """
        INSERT INTO receipt (product, partner, release_index, statement, at_ms) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """;

    public static IReadOnlyList<ReceiptRow> Of(Session session, ProductId product) =>
        session.Use(Select).Bind(product.Span)
            .All(row => new ReceiptRow(row.Partner(0), row.Long(1), row.Blob(2), row.Long(3), row.Long(4)));

    public static void Add(Session session, Numbers numbers, ReceiptRow row)
    {
        long product = session.Use(SelectProduct).Bind(row.ReleaseIndex).Number() ?? 0;
        long partner = numbers.Partner(row.Partner);
        if (session.Use(SelectKnown).Bind(product).Bind(partner).Bind(row.ReleaseIndex).Any())
        {
            // Nor is its statement kept: a partner may log receipts for one release without end.
            return;
        }

        long? statement = session.Use(SelectStatement).Bind(partner).Bind(row.ReceiptIndex).Bind(row.Statement).Number();
        if (statement is null)
        {
            session.Use(InsertStatement).Bind(partner).Bind(row.ReceiptIndex).Bind(row.Statement).Done();
            statement = session.LastNumber;
        }

        session.Use(Insert).Bind(product).Bind(partner).Bind(row.ReleaseIndex).Bind(statement).Bind(row.AtMs).Done();
    }
}
