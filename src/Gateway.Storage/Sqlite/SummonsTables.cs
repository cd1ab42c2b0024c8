using Gateway.Core.Channels;

namespace Gateway.Storage.Sqlite;

/// <summary>Occasions to call people, and what became of each on every channel.</summary>
internal static class SummonsTables
{
    private const string Columns = "number, kind, product, mode, partner, round, at_ms, reference";
    private const string SelectUnspread = $"SELECT {Columns} FROM summons WHERE reference = '' AND number > 0 ORDER BY number LIMIT ?";
    private const string SelectNumber = $"SELECT {Columns} FROM summons WHERE number = ?";
    private const string SelectReference = $"SELECT {Columns} FROM summons WHERE reference = ? AND reference <> ''";

    private const string Insert = """
        INSERT INTO summons (kind, product, mode, partner, round, at_ms, reference) VALUES (?, ?, ?, ?, ?, ?, '')
        ON CONFLICT (kind, product, partner, round) DO NOTHING
        """;

    private const string SetReference = "UPDATE summons SET reference = ? WHERE number = ? AND reference = ''";

    private const string DeliveryColumns = "channel, summons, state, attempts, waited_ms, pause_ms, next_at_ms, ended_at_ms";

    private const string SelectWaiting =
        $"SELECT {DeliveryColumns} FROM summons_delivery WHERE channel = ? AND state = 1 ORDER BY attempts, summons LIMIT ?";

    private const string InsertDelivery = $"INSERT INTO summons_delivery ({DeliveryColumns}) VALUES (?, ?, 1, 0, 0, 0, ?, 0)";

    private const string UpdateDelivery = """
        UPDATE summons_delivery SET state = ?, attempts = ?, waited_ms = ?, pause_ms = ?, next_at_ms = ?, ended_at_ms = ?
        WHERE channel = ? AND summons = ?
        """;

    private const string SelectStanding = """
        SELECT coalesce(sum(d.state = 1), 0), coalesce(sum(d.state = 2), 0), coalesce(sum(d.state = 3), 0),
            coalesce(min(CASE WHEN d.state = 1 THEN s.at_ms END), 0), coalesce(max(CASE WHEN d.state = 2 THEN d.ended_at_ms END), 0)
        FROM summons_delivery d JOIN summons s ON s.number = d.summons WHERE d.channel = ?
        """;

    public static IReadOnlyList<SummonsRow> Unspread(Session session, int count) => session.Use(SelectUnspread).Bind(count).All(Row);

    public static SummonsRow? Find(Session session, long number) => session.Use(SelectNumber).Bind(number).First(Row);

    public static SummonsRow? Find(Session session, string reference) => session.Use(SelectReference).Bind(reference).First(Row);

    public static IReadOnlyList<DeliveryRow> Waiting(Session session, string channel, int count) =>
        session.Use(SelectWaiting).Bind(channel).Bind(count).All(Delivery);

    public static ChannelStanding Standing(Session session, string channel) =>
        session.Use(SelectStanding).Bind(channel).First(row => new ChannelStanding(row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4)))!;

    public static bool Add(Session session, Summons summons, long atMs)
    {
        session.Use(Insert)
            .Bind((long)summons.Kind)
            .Bind(summons.Product is { } product ? product.Span : [])
            .Bind((long)summons.Mode)
            .Bind(summons.Partner == default ? "" : summons.Partner.Value)
            .Bind(summons.Round)
            .Bind(atMs)
            .Done();
        return session.Changes == 1;
    }

    public static void Spread(Session session, long number, string reference, IReadOnlyList<string> channels, long atMs)
    {
        session.Use(SetReference).Bind(reference).Bind(number).Done();
        if (session.Changes != 1 || reference.Length == 0)
        {
            throw new ArgumentException("There is no summons of this number that waits to be spread, or it was given no reference.", nameof(number));
        }

        foreach (string channel in channels)
        {
            session.Use(InsertDelivery).Bind(channel).Bind(number).Bind(atMs).Done();
        }
    }

    public static void Set(Session session, DeliveryRow row)
    {
        session.Use(UpdateDelivery)
            .Bind((long)row.State)
            .Bind(row.Attempts)
            .Bind(row.WaitedMs)
            .Bind(row.PauseMs)
            .Bind(row.NextAtMs)
            .Bind(row.EndedAtMs)
            .Bind(row.Channel)
            .Bind(row.Summons)
            .Done();
        if (session.Changes != 1)
        {
            throw new ArgumentException("There is no such delivery.", nameof(row));
        }
    }

    private static SummonsRow Row(Statement row) => new(
        row.Long(0),
        new Summons(
            Kind(row.Long(1)),
            row.Span(2).IsEmpty ? null : row.Product(2),
            row.Mode(3),
            row.Text(4).Length == 0 ? default : row.Partner(4),
            row.Long(5)),
        row.Long(6),
        row.Text(7));

    private static DeliveryRow Delivery(Statement row) => new()
    {
        Channel = row.Text(0),
        Summons = row.Long(1),
        State = Enum.IsDefined((DeliveryState)row.Long(2)) ? (DeliveryState)row.Long(2) : throw StoreFailure.Unreadable("delivery"),
        Attempts = (int)row.Long(3),
        WaitedMs = row.Long(4),
        PauseMs = row.Long(5),
        NextAtMs = row.Long(6),
        EndedAtMs = row.Long(7),
    };

    private static SummonsKind Kind(long number) =>
        Enum.IsDefined((SummonsKind)number) ? (SummonsKind)number : throw StoreFailure.Unreadable("summons");
}
