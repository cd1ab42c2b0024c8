using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Receipts of holders further on, and how current products are that came from elsewhere.</summary>
internal static class HolderTables
{
    private const string Select = """
        SELECT p.id, h.code, v.code, r.subject_leaf, r.subject, r.statement, r.receipt_index, r.path, r.note, r.at_ms, t.code FROM relayed_receipt r
        CROSS JOIN product p ON p.number = r.product CROSS JOIN partner h ON h.number = r.holder CROSS JOIN partner v ON v.number = r.via
        LEFT JOIN partner t ON t.number = r.relay_to
        """;

    private const string Partner = "(SELECT number FROM partner WHERE code = ?1)";
    private const string Product = "(SELECT number FROM product WHERE id = ?1)";

    private const string SelectProduct = $"{Select} WHERE r.product = {Product} ORDER BY h.code, r.number";
    private const string SelectDue = $"{Select} WHERE r.relay_to = {Partner} AND r.relayed = 0 ORDER BY r.number LIMIT ?2";

    private const string Insert = """
        INSERT INTO relayed_receipt (product, holder, via, relay_to, receipt_index, at_ms, subject_leaf, subject, statement, path, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    private const string Relayed = "UPDATE relayed_receipt SET relayed = 1 WHERE product = ? AND holder = ? AND subject_leaf = ?";

    private const string SelectCaughtUp = $"SELECT at_ms FROM caught_up WHERE partner = {Partner}";
    private const string UpsertCaughtUp = "INSERT INTO caught_up (partner, at_ms) VALUES (?, ?) ON CONFLICT (partner) DO UPDATE SET at_ms = excluded.at_ms";

    private const string SelectConfirmation = $"""
        SELECT o.code, c.at_ms, c.due FROM confirmation c CROSS JOIN partner o ON o.number = c.originator WHERE c.product = {Product}
        """;

    private const string SelectUnconfirmed = $"""
        SELECT p.id, c.at_ms, c.due FROM confirmation c CROSS JOIN product p ON p.number = c.product
        WHERE c.originator = {Partner} AND (c.due = 1 OR c.at_ms < ?2) ORDER BY c.at_ms LIMIT ?3
        """;

    private const string UpsertConfirmation = """
        INSERT INTO confirmation (product, originator, at_ms, due) VALUES (?, ?, ?, ?)
        ON CONFLICT (product) DO UPDATE SET at_ms = excluded.at_ms, due = excluded.due
        """;

    private const string SelectStub = $"SELECT marking FROM stub WHERE product = {Product} ORDER BY seq";

    public static IReadOnlyList<RelayedRow> Of(Session session, ProductId product) => session.Use(SelectProduct).Bind(product.Span).All(Row);

    public static IReadOnlyList<RelayedRow> Due(Session session, PartnerCode partner, int count) =>
        session.Use(SelectDue).Bind(partner.Value).Bind(count).All(Row);

    public static void Add(Session session, Numbers numbers, RelayedRow row)
    {
        long product = numbers.Product(row.Product), holder = numbers.Partner(row.Holder), via = numbers.Partner(row.Via);
        long? to = numbers.PartnerOrNull(row.RelayTo);
        session.Use(Insert)
            .Bind(product).Bind(holder).Bind(via).Bind(to).Bind(row.ReceiptIndex).Bind(row.AtMs)
            .Bind(row.SubjectLeaf).Bind(row.Subject).Bind(row.Statement).Bind(row.Path).Bind(row.Note).Done();
    }

    public static void SetRelayed(Session session, Numbers numbers, RelayedRow row)
    {
        long product = numbers.Product(row.Product), holder = numbers.Partner(row.Holder);
        session.Use(Relayed).Bind(product).Bind(holder).Bind(row.SubjectLeaf).Done();
    }

    public static long CaughtUp(Session session, PartnerCode partner) => session.Use(SelectCaughtUp).Bind(partner.Value).Number() ?? 0;

    public static void SetCaughtUp(Session session, Numbers numbers, PartnerCode partner, long atMs) =>
        session.Use(UpsertCaughtUp).Bind(numbers.Partner(partner)).Bind(atMs).Done();

    public static ConfirmationRow? Confirmation(Session session, ProductId product) =>
        session.Use(SelectConfirmation).Bind(product.Span).First(row => new ConfirmationRow(product, row.Partner(0), row.Long(1), row.Long(2) != 0));

    public static IReadOnlyList<ConfirmationRow> Unconfirmed(Session session, PartnerCode originator, long before, int count) =>
        session.Use(SelectUnconfirmed).Bind(originator.Value).Bind(before).Bind(count)
            .All(row => new ConfirmationRow(row.Product(0), originator, row.Long(1), row.Long(2) != 0));

    public static void SetConfirmation(Session session, Numbers numbers, ConfirmationRow row)
    {
        long product = numbers.Product(row.Product), originator = numbers.Partner(row.Originator);
        session.Use(UpsertConfirmation).Bind(product).Bind(originator).Bind(row.AtMs).Bind(row.Due ? 1L : 0).Done();
    }

    public static StubRow? Stub(Session session, ProductId product)
    {
        List<byte[]> markings = session.Use(SelectStub).Bind(product.Span).All(row => row.Blob(0));
        return markings.Count == 0
            ? null
            : new StubRow(product, [.. markings.Select(bytes => PortionNotice.TryDecode(bytes, out PortionNotice? found) ? found.Floor : null).OfType<Core.Markings.Marking>()]);
    }

    private static RelayedRow Row(Statement row) => new()
    {
        Product = row.Product(0),
        Holder = row.Partner(1),
        Via = row.Partner(2),
        SubjectLeaf = row.Blob(3),
        Subject = row.Blob(4),
        Statement = row.Blob(5),
        ReceiptIndex = row.Long(6),
        Path = row.Blob(7),
        Note = row.Blob(8),
        AtMs = row.Long(9),
        RelayTo = row.PartnerOrNone(10),
    };
}
