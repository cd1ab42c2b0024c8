using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Where a product that is held here lies: the mode chooses the tables, the ordinal the row.</summary>
internal sealed record ProductPlace(Mode Mode, long Ordinal);

/// <summary>The catalogue: one table a mode, so a query over one mode cannot return a row of another.</summary>
internal static class CatalogTables
{
    private const string SelectPlace = "SELECT mode, ordinal FROM product WHERE id = ? AND ordinal IS NOT NULL";
    private const string SelectArrived = "SELECT ordinal FROM product WHERE number = ?";

    // The last of each B-tree; ordinals count arrivals over all modes.
    private const string SelectLast = """
        SELECT max(coalesce((SELECT max(ordinal) FROM catalog_actual), 0), coalesce((SELECT max(ordinal) FROM catalog_exercise), 0),
            coalesce((SELECT max(ordinal) FROM catalog_test), 0))
        """;

    // Of two editions with the same time the one that came first stays: who equivocates cannot displace what is held.
    private const string SelectNewest = """
        SELECT p.mode, p.ordinal FROM product p
        WHERE p.lineage = (SELECT number FROM lineage WHERE id = ? AND originator = (SELECT number FROM partner WHERE code = ?))
        ORDER BY p.issued_at_ms DESC, p.ordinal LIMIT 1
        """;

    private const string UpdateArrived = "UPDATE product SET mode = ?, ordinal = ?, lineage = ?, issued_at_ms = ? WHERE number = ?";

    private static readonly Sql Actual = new("actual");
    private static readonly Sql Exercise = new("exercise");
    private static readonly Sql Test = new("test");

    public static ProductPlace? Place(Session session, ProductId product) => session.Use(SelectPlace).Bind(product.Span).First(Place);

    public static CatalogRow? Find(Session session, ProductId product) =>
        Place(session, product) is { } place ? At(session, place) : null;

    public static CatalogRow? Newest(Session session, PartnerCode originator, ReadOnlyMemory<byte> lineage) =>
        session.Use(SelectNewest).Bind(lineage).Bind(originator.Value).First(Place) is { } place ? At(session, place) : null;

    public static IReadOnlyList<CatalogRow> List(Session session, Mode mode, long after, int count) =>
        session.Use(Of(mode).List).Bind(after).Bind(count).All(row => Row(mode, row));

    /// <summary>The place of a product, which it gets when it arrives first.</summary>
    public static ProductPlace Arrive(Session session, Numbers numbers, ProductId product, Manifest manifest, PartnerCode receivedFrom)
    {
        long number = numbers.Product(product);
        if (session.Use(SelectArrived).Bind(number).Number() is { } known)
        {
            SearchTables.Changed(session, manifest.Mode, known);
            return new ProductPlace(manifest.Mode, known);
        }

        long ordinal = 1 + (session.Use(SelectLast).Number() ?? 0);
        long lineage = numbers.Lineage(manifest.Originator, manifest.LineageId);
        session.Use(UpdateArrived).Bind((long)manifest.Mode).Bind(ordinal).Bind(lineage).Bind(manifest.IssuedAtMs).Bind(number).Done();
        session.Use(Of(manifest.Mode).Insert)
            .Bind(ordinal).Bind(number).Bind(numbers.PartnerOrNull(receivedFrom)).Bind(manifest.Schema).Done();
        SearchTables.Changed(session, manifest.Mode, ordinal);
        return new ProductPlace(manifest.Mode, ordinal);
    }

    private static ProductPlace Place(Statement row) => new(row.Mode(0), row.Long(1));

    private static CatalogRow? At(Session session, ProductPlace place) =>
        session.Use(Of(place.Mode).At).Bind(place.Ordinal).First(row => Row(place.Mode, row));

    private static CatalogRow Row(Mode mode, Statement row) => new(
        row.Long(0), row.Product(1), row.Partner(2), row.Blob(3), row.Long(4), row.Text(5), mode, row.PartnerOrNone(6));

    private static Sql Of(Mode mode) => mode switch
    {
        Mode.Actual => Actual,
        Mode.Exercise => Exercise,
        Mode.Test => Test,
    };

    private sealed class Sql(string mode)
    {
        public string Insert { get; } = $"INSERT INTO catalog_{mode} (ordinal, product, received_from, schema) VALUES (?, ?, ?, ?)";

        public string At { get; } = $"{Select(mode)} WHERE c.ordinal = ?";

        public string List { get; } = $"{Select(mode)} WHERE c.ordinal > ? ORDER BY c.ordinal LIMIT ?";

        // CROSS JOIN keeps the catalogue outermost: SQLite takes the order as written.
        private static string Select(string mode) => $"""
            SELECT c.ordinal, p.id, o.code, l.id, p.issued_at_ms, c.schema, r.code FROM catalog_{mode} c
            CROSS JOIN product p ON p.number = c.product
            CROSS JOIN lineage l ON l.number = p.lineage
            CROSS JOIN partner o ON o.number = l.originator
            LEFT JOIN partner r ON r.number = c.received_from
            """;
    }
}
