using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>What came from other nodes: places in their lanes, packages, withdrawn places, heads.</summary>
internal static class ReceivedTables
{
    private const string Select = """
        SELECT r.number, p.mode, p.id, n.code, r.lane, r.seq, o.name, r.release_index, r.release_leaf, r.receipt_index, r.at_ms
        FROM received r CROSS JOIN product p ON p.number = r.product CROSS JOIN partner n ON n.number = r.releaser
        CROSS JOIN origin o ON o.number = r.origin
        """;

    private const string Releaser = "(SELECT number FROM partner WHERE code = ?1)";

    private const string SelectAt = $"{Select} WHERE r.releaser = {Releaser} AND r.lane = ?2 AND r.seq = ?3";

    private const string SelectProduct =
        $"{Select} WHERE r.product = (SELECT number FROM product WHERE id = ?1) ORDER BY r.at_ms, r.number";

    private const string SelectUnacknowledged =
        $"{Select} WHERE r.releaser = {Releaser} AND r.acknowledged = 0 ORDER BY r.lane, r.seq LIMIT ?2";

    private const string SelectLast = $"""
        SELECT max(coalesce((SELECT max(seq) FROM received WHERE releaser = {Releaser} AND lane = ?2), 0),
            coalesce((SELECT max(seq) FROM received_withdrawn WHERE releaser = {Releaser} AND lane = ?2), 0),
            coalesce((SELECT max(seq) FROM received_set_aside WHERE releaser = {Releaser} AND lane = ?2), 0))
        """;

    private const string SelectWithdrawn = $"SELECT 1 FROM received_withdrawn WHERE releaser = {Releaser} AND lane = ?2 AND seq = ?3";

    private const string SelectSetAside = $"""
        SELECT lane, seq, release_index, at_ms, fault, package FROM received_set_aside WHERE releaser = {Releaser} ORDER BY number LIMIT ?2
        """;

    private const string SelectNumber = $"SELECT number FROM received WHERE releaser = {Releaser} AND lane = ?2 AND seq = ?3";

    private const string SelectRelease =
        "SELECT 1 FROM received WHERE origin = (SELECT number FROM origin WHERE name = ?) AND release_index = ?";

    private const string SelectHeld = """
        SELECT h.size, h.root, h.note FROM held_head h WHERE h.origin = (SELECT number FROM origin WHERE name = ?)
        """;

    private const string Insert = """
        INSERT INTO received (releaser, lane, seq, product, origin, release_index, release_leaf, receipt_index, at_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string InsertWithdrawn = "INSERT INTO received_withdrawn (releaser, lane, seq, statement) VALUES (?, ?, ?, ?)";

    private const string InsertSetAside = """
        INSERT INTO received_set_aside (releaser, lane, seq, release_index, at_ms, fault, package) VALUES (?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Acknowledge = "UPDATE received SET acknowledged = 1 WHERE releaser = ? AND lane = ? AND seq = ?";

    private const string UpsertHeld = """
        INSERT INTO held_head (origin, size, root, note) VALUES (?, ?, ?, ?)
        ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note
        """;

    public static ReceivedRow? At(Session session, PartnerCode releaser, Lane lane, long sequence) =>
        session.Use(SelectAt).Bind(releaser.Value).Bind((long)lane).Bind(sequence).First(Position) is { } found
            ? found.WithPackage(session)
            : null;

    public static IReadOnlyList<ReceivedRow> Of(Session session, ProductId product) =>
        WithPackages(session, session.Use(SelectProduct).Bind(product.Span).All(Position));

    public static IReadOnlyList<ReceivedRow> Unacknowledged(Session session, PartnerCode releaser, int count) =>
        WithPackages(session, session.Use(SelectUnacknowledged).Bind(releaser.Value).Bind(count).All(Position));

    public static long Last(Session session, PartnerCode releaser, Lane lane) =>
        session.Use(SelectLast).Bind(releaser.Value).Bind((long)lane).Number() ?? 0;

    public static bool WasWithdrawn(Session session, PartnerCode releaser, Lane lane, long sequence) =>
        session.Use(SelectWithdrawn).Bind(releaser.Value).Bind((long)lane).Bind(sequence).Any();

    public static IReadOnlyList<SetAsideRow> SetAside(Session session, PartnerCode releaser, int count) =>
        session.Use(SelectSetAside).Bind(releaser.Value).Bind(count).All(row => new SetAsideRow(
            releaser, (Lane)row.Long(0), row.Long(1), row.Long(2), row.Long(3), Enum.Parse<VerificationFault>(row.Text(4)), row.Blob(5)));

    public static long Number(Session session, FeedSource source) =>
        session.Use(SelectNumber).Bind(source.Releaser.Value).Bind((long)source.Lane).Bind(source.Sequence).Number()
        ?? throw new ArgumentException("Nothing was received at the source's place.", nameof(source));

    public static bool Has(Session session, string origin, long index) => session.Use(SelectRelease).Bind(origin).Bind(index).Any();

    public static HeldHead? Held(Session session, string origin) =>
        session.Use(SelectHeld).Bind(origin).First(row => new HeldHead(origin, row.Long(0), row.Blob(1), row.Blob(2)));

    public static void Add(Session session, Numbers numbers, ReceivedRow row, Manifest manifest)
    {
        ProductPlace place = CatalogTables.Arrive(session, numbers, row.Product, manifest, row.Releaser);
        long releaser = numbers.Partner(row.Releaser), product = numbers.Product(row.Product), origin = numbers.Origin(row.ReleaseOrigin);
        session.Use(Insert)
            .Bind(releaser)
            .Bind((long)row.Lane)
            .Bind(row.Sequence)
            .Bind(product)
            .Bind(origin)
            .Bind(row.ReleaseIndex)
            .Bind(row.ReleaseLeaf)
            .Bind(row.ReceiptIndex)
            .Bind(row.ReceivedAtMs)
            .Done();
        ContentTables.AddPackage(session, place.Mode, session.LastNumber, row.Package);
    }

    public static void AddWithdrawn(Session session, Numbers numbers, PartnerCode releaser, Lane lane, long sequence, ReadOnlyMemory<byte> statement) =>
        session.Use(InsertWithdrawn).Bind(numbers.Partner(releaser)).Bind((long)lane).Bind(sequence).Bind(statement).Done();

    public static void AddSetAside(Session session, Numbers numbers, SetAsideRow row) => session.Use(InsertSetAside)
        .Bind(numbers.Partner(row.Releaser))
        .Bind((long)row.Lane)
        .Bind(row.Sequence)
        .Bind(row.ReleaseIndex)
        .Bind(row.AtMs)
        .Bind(row.Fault.ToString())
        .Bind(row.Package)
        .Done();

    public static void SetAcknowledged(Session session, Numbers numbers, PartnerCode releaser, Lane lane, long sequence) =>
        session.Use(Acknowledge).Bind(numbers.Partner(releaser)).Bind((long)lane).Bind(sequence).Done();

    public static void SetHeld(Session session, Numbers numbers, HeldHead head) =>
        session.Use(UpsertHeld).Bind(numbers.Origin(head.Origin)).Bind(head.Size).Bind(head.Root).Bind(head.Note).Done();

    private static List<ReceivedRow> WithPackages(Session session, List<Found> found) => found.ConvertAll(one => one.WithPackage(session));

    private static Found Position(Statement row) => new(
        row.Long(0),
        row.Mode(1),
        new ReceivedRow(
            row.Product(2),
            row.Partner(3),
            (Lane)row.Long(4),
            row.Long(5),
            row.Text(6),
            row.Long(7),
            row.Blob(8),
            row.Long(9),
            row.Long(10),
            default));

    // The package lies in the tables of the product's mode, which the position tells.
    private sealed record Found(long Number, Mode Mode, ReceivedRow Row)
    {
        public ReceivedRow WithPackage(Session session) => Row with { Package = ContentTables.Package(session, Mode, Number) };
    }
}
