using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Notices, their openings, and the feeds and places that they stand in.</summary>
internal static class NoticeTables
{
    private const string Select = """
        SELECT n.number, p.id, o.code, n.chain, n.action, n.takes_back, n.direct, n.log_index, n.at_ms, n.stored_at_ms, n.receipt_index,
            n.replaced_by, n.leaf, n.issuer, n.statement, n.path, n.note
        FROM notice n CROSS JOIN product p ON p.number = n.product CROSS JOIN partner o ON o.number = n.originator
        """;

    private const string Joined = """
        CROSS JOIN notice n ON n.number = x.notice CROSS JOIN product p ON p.number = n.product CROSS JOIN partner o ON o.number = n.originator
        """;

    private const string Columns = """
        SELECT n.number, p.id, o.code, n.chain, n.action, n.takes_back, n.direct, n.log_index, n.at_ms, n.stored_at_ms, n.receipt_index,
            n.replaced_by, n.leaf, n.issuer, n.statement, n.path, n.note
        """;

    private const string Partner = "(SELECT number FROM partner WHERE code = ?1)";

    private const string SelectProduct =
        $"{Select} WHERE n.product = (SELECT number FROM product WHERE id = ?1) ORDER BY n.originator, n.chain";

    private const string SelectLeaf = $"{Select} WHERE n.leaf = ?1";

    private const string SelectFeed = $"{Columns}, x.seq FROM notice_feed x {Joined} WHERE x.partner = {Partner} AND x.seq > ?2 ORDER BY x.seq LIMIT ?3";

    private const string SelectPlace = $"{Columns} FROM received_notice x {Joined} WHERE x.releaser = {Partner} AND x.seq = ?2";

    private const string SelectDue =
        $"{Columns} FROM notice_receipt_due x {Joined} WHERE x.partner = {Partner} AND x.acknowledged = 0 ORDER BY x.notice LIMIT ?2";

    private const string SelectOpenings = "SELECT position, salt, body FROM notice_opening WHERE notice = ? ORDER BY position";

    private const string SelectNumber = "SELECT number FROM notice WHERE leaf = ?";

    private const string SelectLast = $"SELECT max(seq) FROM notice_feed WHERE partner = {Partner}";

    private const string SelectLastReceived = $"SELECT max(seq) FROM received_notice WHERE releaser = {Partner}";

    private const string SelectPartners = """
        SELECT r.code FROM notice_feed f CROSS JOIN partner r ON r.number = f.partner
        WHERE f.notice = (SELECT number FROM notice WHERE leaf = ?) ORDER BY r.code
        """;

    private const string SelectQueued = "SELECT 1 FROM notice_feed WHERE notice = ? AND partner = ?";

    private const string Insert = """
        INSERT INTO notice (product, originator, chain, action, takes_back, direct, log_index, at_ms, stored_at_ms, receipt_index, replaced_by, leaf,
            issuer, statement, path, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string InsertOpening = "INSERT INTO notice_opening (notice, position, salt, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private const string InsertFeed = "INSERT INTO notice_feed (partner, seq, notice) VALUES (?, ?, ?)";

    private const string InsertReceived = "INSERT INTO received_notice (releaser, seq, notice) VALUES (?, ?, ?)";

    private const string InsertDue = "INSERT INTO notice_receipt_due (partner, notice) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private const string UpdateDirect = "UPDATE notice SET direct = 1 WHERE number = ?";

    private const string UpdateDue = "UPDATE notice_receipt_due SET acknowledged = 1 WHERE partner = ? AND notice = ?";

    public static IReadOnlyList<NoticeRow> Of(Session session, ProductId product) =>
        WithOpenings(session, session.Use(SelectProduct).Bind(product.Span).All(Row));

    public static NoticeRow? At(Session session, ReadOnlyMemory<byte> leaf) => First(session, session.Use(SelectLeaf).Bind(leaf));

    public static NoticeRow? ReceivedAt(Session session, PartnerCode releaser, long sequence) =>
        First(session, session.Use(SelectPlace).Bind(releaser.Value).Bind(sequence));

    public static IReadOnlyList<NoticeFeedRow> Feed(Session session, PartnerCode partner, long after, int count)
    {
        List<(Found Found, long Sequence)> rows =
            session.Use(SelectFeed).Bind(partner.Value).Bind(after).Bind(count).All(row => (Row(row), row.Long(17)));
        return rows.ConvertAll(row => new NoticeFeedRow(row.Sequence, row.Found.WithOpenings(session)));
    }

    public static IReadOnlyList<NoticeRow> Due(Session session, PartnerCode partner, int count) =>
        WithOpenings(session, session.Use(SelectDue).Bind(partner.Value).Bind(count).All(Row));

    public static long Last(Session session, PartnerCode partner) => session.Use(SelectLast).Bind(partner.Value).Number() ?? 0;

    public static long LastReceived(Session session, PartnerCode releaser) => session.Use(SelectLastReceived).Bind(releaser.Value).Number() ?? 0;

    public static IReadOnlyList<PartnerCode> Partners(Session session, ReadOnlyMemory<byte> leaf) =>
        session.Use(SelectPartners).Bind(leaf).All(row => row.Partner(0));

    public static void Add(Session session, Numbers numbers, NoticeRow row)
    {
        long product = numbers.Product(row.Product), originator = numbers.Partner(row.Originator);
        session.Use(Insert)
            .Bind(product).Bind(originator).Bind((long)row.Number).Bind((long)row.Action).Bind(row.TakesBack ? 1L : 0).Bind(row.Direct ? 1L : 0)
            .Bind(row.LogIndex).Bind(row.AtMs).Bind(row.StoredAtMs).Bind(row.ReceiptIndex)
            .Bind(row.ReplacedBy is { } other ? other.Span : []).Bind(row.Leaf).Bind(row.Issuer).Bind(row.Statement).Bind(row.Path).Bind(row.Note)
            .Done();
        Add(session, session.LastNumber, row.Openings);
    }

    public static void AddOpenings(Session session, ReadOnlyMemory<byte> leaf, IReadOnlyList<NoticeOpening> openings, bool direct)
    {
        long notice = Number(session, leaf);
        Add(session, notice, openings);
        if (direct)
        {
            session.Use(UpdateDirect).Bind(notice).Done();
        }
    }

    public static void Queue(Session session, Numbers numbers, PartnerCode partner, ReadOnlyMemory<byte> leaf)
    {
        (long notice, long number) = (Number(session, leaf), numbers.Partner(partner));
        if (!session.Use(SelectQueued).Bind(notice).Bind(number).Any())
        {
            long last = Last(session, partner);
            session.Use(InsertFeed).Bind(number).Bind(last + 1).Bind(notice).Done();
        }
    }

    public static void AddReceived(Session session, Numbers numbers, PartnerCode releaser, long sequence, ReadOnlyMemory<byte> leaf)
    {
        long notice = Number(session, leaf);
        session.Use(InsertReceived).Bind(numbers.Partner(releaser)).Bind(sequence).Bind(notice).Done();
    }

    public static void AddDue(Session session, Numbers numbers, PartnerCode partner, ReadOnlyMemory<byte> leaf)
    {
        long notice = Number(session, leaf);
        session.Use(InsertDue).Bind(numbers.Partner(partner)).Bind(notice).Done();
    }

    public static void SetAcknowledged(Session session, Numbers numbers, PartnerCode partner, ReadOnlyMemory<byte> leaf)
    {
        long notice = Number(session, leaf);
        session.Use(UpdateDue).Bind(numbers.Partner(partner)).Bind(notice).Done();
    }

    private static void Add(Session session, long notice, IEnumerable<NoticeOpening> openings)
    {
        foreach (NoticeOpening opening in openings)
        {
            session.Use(InsertOpening).Bind(notice).Bind((long)opening.Position).Bind(opening.Salt).Bind(opening.Body).Done();
        }
    }

    private static long Number(Session session, ReadOnlyMemory<byte> leaf) =>
        session.Use(SelectNumber).Bind(leaf).Number() ?? throw new ArgumentException("No such notice is stored.", nameof(leaf));

    private static NoticeRow? First(Session session, Statement rows) => rows.First(Row)?.WithOpenings(session);

    private static List<NoticeRow> WithOpenings(Session session, List<Found> found) => found.ConvertAll(one => one.WithOpenings(session));

    private static Found Row(Statement row) => new(
        row.Long(0),
        new NoticeRow
        {
            Product = row.Product(1),
            Originator = row.Partner(2),
            Number = (uint)row.Long(3),
            Action = (NoticeAction)row.Long(4),
            TakesBack = row.Long(5) != 0,
            Direct = row.Long(6) != 0,
            LogIndex = row.Long(7),
            AtMs = row.Long(8),
            StoredAtMs = row.Long(9),
            ReceiptIndex = row.Long(10),
            ReplacedBy = ProductId.TryFrom(row.Span(11), out ProductId other) ? other : null,
            Leaf = row.Blob(12),
            Issuer = row.Text(13),
            Statement = row.Blob(14),
            Path = row.Blob(15),
            Note = row.Blob(16),
        });

    // Openings are read when the row before them is done: one command at a time.
    private sealed record Found(long Number, NoticeRow Row)
    {
        public NoticeRow WithOpenings(Session session) => Row with
        {
            Openings = [.. session.Use(SelectOpenings).Bind(Number).All(row => new NoticeOpening((int)row.Long(0), row.Blob(1), row.Blob(2)))],
        };
    }
}
