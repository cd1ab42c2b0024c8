using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Answers to warnings, and what happened to warnings.</summary>
internal static class WarningTables
{
    private const string Partner = "(SELECT number FROM partner WHERE code = ?1)";
    private const string Product = "(SELECT number FROM product WHERE id = ?1)";

    private const string SelectOwn = """
        SELECT p.id, r.code, a.response, a.release_index, a.log_index, a.at_ms, a.caller FROM acknowledgement a
        CROSS JOIN product p ON p.number = a.product CROSS JOIN partner r ON r.number = a.releaser
        """;

    private const string SelectOwnProduct = $"{SelectOwn} WHERE a.product = {Product} ORDER BY a.log_index";
    private const string SelectOwnDue = $"{SelectOwn} WHERE a.releaser = {Partner} AND a.handed_over = 0 ORDER BY a.log_index LIMIT ?2";

    private const string InsertOwn = """
        INSERT INTO acknowledgement (product, releaser, response, release_index, log_index, at_ms, caller) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """;

    private const string HandedOver = "UPDATE acknowledgement SET handed_over = 1 WHERE product = ? AND releaser = ? AND response = ?";

    private const string SelectResponse = """
        SELECT p.id, h.code, v.code, w.response, w.at_ms, w.stored_at_ms, w.subject, w.statement, w.log_index, w.path, w.note, t.code
        FROM warning_response w CROSS JOIN product p ON p.number = w.product CROSS JOIN partner h ON h.number = w.holder
        CROSS JOIN partner v ON v.number = w.via LEFT JOIN partner t ON t.number = w.relay_to
        """;

    private const string SelectResponseProduct = $"{SelectResponse} WHERE w.product = {Product} ORDER BY w.number";
    private const string SelectResponseDue = $"{SelectResponse} WHERE w.relay_to = {Partner} AND w.relayed = 0 ORDER BY w.number LIMIT ?2";

    private const string InsertResponse = """
        INSERT INTO warning_response (product, holder, via, response, relay_to, log_index, at_ms, stored_at_ms, subject, statement, path, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    private const string Relayed = "UPDATE warning_response SET relayed = 1 WHERE product = ? AND holder = ? AND response = ?";

    private const string SelectEvent = """
        SELECT e.number, p.id, e.kind, n.code, e.response, e.at_ms FROM warning_event e
        CROSS JOIN product p ON p.number = e.product CROSS JOIN partner n ON n.number = e.partner
        """;

    private const string SelectEvents = $"{SelectEvent} WHERE e.number > ? ORDER BY e.number LIMIT ?";
    private const string SelectEventProduct = $"{SelectEvent} WHERE e.product = {Product} ORDER BY e.number";

    private const string InsertEvent = """
        INSERT INTO warning_event (product, kind, partner, response, at_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    public static IReadOnlyList<AcknowledgementRow> Own(Session session, ProductId product) =>
        session.Use(SelectOwnProduct).Bind(product.Span).All(Acknowledgement);

    public static IReadOnlyList<AcknowledgementRow> OwnDue(Session session, PartnerCode releaser, int count) =>
        session.Use(SelectOwnDue).Bind(releaser.Value).Bind(count).All(Acknowledgement);

    public static void Add(Session session, Numbers numbers, AcknowledgementRow row)
    {
        long product = numbers.Product(row.Product), releaser = numbers.Partner(row.Releaser);
        session.Use(InsertOwn)
            .Bind(product).Bind(releaser).Bind((long)row.Response).Bind(row.ReleaseIndex).Bind(row.LogIndex).Bind(row.AtMs).Bind(row.Caller).Done();
    }

    public static void SetHandedOver(Session session, Numbers numbers, AcknowledgementRow row)
    {
        long product = numbers.Product(row.Product), releaser = numbers.Partner(row.Releaser);
        session.Use(HandedOver).Bind(product).Bind(releaser).Bind((long)row.Response).Done();
    }

    public static IReadOnlyList<ResponseRow> Responses(Session session, ProductId product) =>
        session.Use(SelectResponseProduct).Bind(product.Span).All(Response);

    public static IReadOnlyList<ResponseRow> ResponsesDue(Session session, PartnerCode partner, int count) =>
        session.Use(SelectResponseDue).Bind(partner.Value).Bind(count).All(Response);

    public static void Add(Session session, Numbers numbers, ResponseRow row)
    {
        long product = numbers.Product(row.Product), holder = numbers.Partner(row.Holder), via = numbers.Partner(row.Via);
        long? to = numbers.PartnerOrNull(row.RelayTo);
        session.Use(InsertResponse)
            .Bind(product).Bind(holder).Bind(via).Bind((long)row.Response).Bind(to).Bind(row.LogIndex).Bind(row.AtMs).Bind(row.StoredAtMs)
            .Bind(row.Subject).Bind(row.Statement).Bind(row.Path).Bind(row.Note).Done();
    }

    public static void SetRelayed(Session session, Numbers numbers, ResponseRow row)
    {
        long product = numbers.Product(row.Product), holder = numbers.Partner(row.Holder);
        session.Use(Relayed).Bind(product).Bind(holder).Bind((long)row.Response).Done();
    }

    public static IReadOnlyList<WarningEventRow> Events(Session session, long after, int count) =>
        session.Use(SelectEvents).Bind(after).Bind(count).All(Event);

    public static IReadOnlyList<WarningEventRow> Events(Session session, ProductId product) =>
        session.Use(SelectEventProduct).Bind(product.Span).All(Event);

    public static void Add(Session session, Numbers numbers, WarningEventRow row)
    {
        long product = numbers.Product(row.Product), partner = numbers.Partner(row.Partner);
        session.Use(InsertEvent).Bind(product).Bind((long)row.Kind).Bind(partner).Bind(row.Response is { } response ? (long)response : 0).Bind(row.AtMs).Done();
    }

    private static AcknowledgementRow Acknowledgement(Statement row) => new()
    {
        Product = row.Product(0),
        Releaser = row.Partner(1),
        Response = (WarningResponse)row.Long(2),
        ReleaseIndex = row.Long(3),
        LogIndex = row.Long(4),
        AtMs = row.Long(5),
        Caller = row.Text(6),
    };

    private static ResponseRow Response(Statement row) => new()
    {
        Product = row.Product(0),
        Holder = row.Partner(1),
        Via = row.Partner(2),
        Response = (WarningResponse)row.Long(3),
        AtMs = row.Long(4),
        StoredAtMs = row.Long(5),
        Subject = row.Blob(6),
        Statement = row.Blob(7),
        LogIndex = row.Long(8),
        Path = row.Blob(9),
        Note = row.Blob(10),
        RelayTo = row.PartnerOrNone(11),
    };

    private static WarningEventRow Event(Statement row) => new(
        row.Long(0), row.Product(1), (WarningEventKind)row.Long(2), row.Partner(3), row.Long(4) == 0 ? null : (WarningResponse)row.Long(4), row.Long(5));
}
