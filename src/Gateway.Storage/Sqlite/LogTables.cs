using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>The two logs and their newest checkpoints. One table a log; the texts are made once for each.</summary>
internal static class LogTables
{
    private const string SelectHead = "SELECT size, note FROM head WHERE log = ?";
    private const string UpsertHead = """
        INSERT INTO head (log, size, note) VALUES (?, ?, ?) ON CONFLICT (log) DO UPDATE SET size = excluded.size, note = excluded.note
        """;

    private static readonly Sql OfRelease = new("release_log");
    private static readonly Sql OfInternal = new("internal_log");

    public static long Size(Session session, LogName log) => 1 + (session.Use(Of(log).Last).Number() ?? -1);

    public static StoredHead? Head(Session session, LogName log) =>
        session.Use(SelectHead).Bind((long)log).First(row => new StoredHead(log, row.Long(0), row.Blob(1)));

    public static void SetHead(Session session, StoredHead head) =>
        session.Use(UpsertHead).Bind((long)head.Log).Bind(head.Size).Bind(head.Note).Done();

    public static IReadOnlyList<LogRow> Entries(Session session, LogName log, long from, int count) =>
        session.Use(Of(log).Range).Bind(from).Bind(count).All(row => Row(log, row));

    public static IReadOnlyList<LogRow> Search(Session session, LogQuery query)
    {
        Statement search = session.Use(query.Product is null ? Of(query.Log).Scan : Of(query.Log).ByProduct)
            .Bind(query.After)
            .Bind((long?)query.Kind)
            .Bind(query.FromMs)
            .Bind(query.UntilMs)
            .Bind(query.Subject?.Value)
            .Bind(query.Count);
        if (query.Product is { } product)
        {
            search.Bind(product.Span);
        }

        return search.All(row => Row(query.Log, row));
    }

    public static void Add(Session session, Numbers numbers, LogRow row)
    {
        long size = numbers.Size(row.Log);
        if (row.Index != size)
        {
            throw new ArgumentException(FormattableString.Invariant($"The next entry has index {size}, not {row.Index}."), nameof(row));
        }

        long? product = row.Product is { } id ? numbers.Product(id) : null;
        session.Use(Of(row.Log).Insert)
            .Bind(row.Index)
            .Bind((long)row.Kind)
            .Bind(row.AtMs)
            .Bind(numbers.PartnerOrNull(row.Subject))
            .Bind(product)
            .Bind(row.Entry)
            .Done();
        numbers.SetSize(row.Log, size + 1);
    }

    private static LogRow Row(LogName log, Statement row) => new(
        log, row.Long(0), (StatementKind)row.Long(1), row.Long(2), row.PartnerOrNone(3), row.ProductOrNull(4), row.Blob(5));

    private static Sql Of(LogName log) => log switch
    {
        LogName.Release => OfRelease,
        LogName.Internal => OfInternal,
    };

    private sealed class Sql(string table)
    {
        private const string Filter = """
            idx > ?1
                AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR at_ms >= ?3) AND (?4 IS NULL OR at_ms < ?4)
                AND (?5 IS NULL OR subject = (SELECT number FROM partner WHERE code = ?5))
            """;

        public string Last { get; } = $"SELECT max(idx) FROM {table}";

        public string Insert { get; } =
            $"INSERT INTO {table} (idx, kind, at_ms, subject, product, statement) VALUES (?, ?, ?, ?, ?, ?)";

        public string Range { get; } = $"{Select(table)} WHERE e.idx >= ?1 ORDER BY e.idx LIMIT ?2";

        /// <summary>Finds positions in the narrow index alone, then reads the statements at those.</summary>
        public string Scan { get; } = $"""
            {Select(table)} WHERE e.idx IN (
                SELECT idx FROM {table} INDEXED BY {table}_facts WHERE {Filter} ORDER BY idx LIMIT ?6)
            ORDER BY e.idx
            """;

        public string ByProduct { get; } = $"""
            {Select(table)} WHERE e.idx IN (
                SELECT idx FROM {table} INDEXED BY {table}_product
                WHERE product = (SELECT number FROM product WHERE id = ?7) AND {Filter} ORDER BY idx LIMIT ?6)
            ORDER BY e.idx
            """;

        private static string Select(string table) => $"""
            SELECT e.idx, e.kind, e.at_ms, s.code, p.id, e.statement FROM {table} e
            LEFT JOIN partner s ON s.number = e.subject LEFT JOIN product p ON p.number = e.product
            """;
    }
}
