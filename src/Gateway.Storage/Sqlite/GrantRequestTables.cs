using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>What holders asked this node, an owner, to let go on.</summary>
internal static class GrantRequestTables
{
    private const string Select = """
        SELECT g.number, p.id, h.code, r.code, g.indexes, g.at_ms, g.state, g.log_index, g.reason FROM grant_request g
        CROSS JOIN product p ON p.number = g.product CROSS JOIN partner h ON h.number = g.holder CROSS JOIN partner r ON r.number = g.recipient
        """;

    private const string SelectState = $"{Select} WHERE g.state = ? ORDER BY g.number LIMIT ?";

    private const string SelectProduct = $"""
        {Select} WHERE g.product = (SELECT number FROM product WHERE id = ?) AND g.holder = (SELECT number FROM partner WHERE code = ?)
        ORDER BY g.number
        """;

    private const string SelectNumber = $"{Select} WHERE g.number = ?";

    private const string Insert = """
        INSERT INTO grant_request (product, holder, recipient, at_ms, state, log_index, indexes, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Update = "UPDATE grant_request SET state = ?, log_index = ?, reason = ? WHERE number = ?";

    public static IReadOnlyList<GrantRequestRow> Of(Session session, GrantRequestState state, int count) =>
        session.Use(SelectState).Bind((long)state).Bind(count).All(Row);

    public static IReadOnlyList<GrantRequestRow> Of(Session session, PartnerCode holder, ProductId product) =>
        session.Use(SelectProduct).Bind(product.Span).Bind(holder.Value).All(Row);

    public static GrantRequestRow? Find(Session session, long number) => session.Use(SelectNumber).Bind(number).First(Row);

    public static void Add(Session session, Numbers numbers, GrantRequestRow row)
    {
        long product = numbers.Product(row.Product), holder = numbers.Partner(row.Holder), to = numbers.Partner(row.To);
        session.Use(Insert)
            .Bind(product)
            .Bind(holder)
            .Bind(to)
            .Bind(row.AtMs)
            .Bind((long)row.State)
            .Bind(row.LogIndex)
            .Bind(FeedTables.Encode(row.Indexes))
            .Bind(row.Reason)
            .Done();
    }

    public static void Set(Session session, GrantRequestRow row)
    {
        session.Use(Update).Bind((long)row.State).Bind(row.LogIndex).Bind(row.Reason).Bind(row.Number).Done();
        if (session.Changes != 1)
        {
            throw new ArgumentException("There is no request of this number.", nameof(row));
        }
    }

    private static GrantRequestRow Row(Statement row) => new(
        row.Long(0),
        row.Product(1),
        row.Partner(2),
        row.Partner(3),
        FeedTables.Decode(row.Span(4)),
        row.Long(5),
        (GrantRequestState)row.Long(6),
        row.Long(7),
        row.Text(8));
}
