using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;

namespace Gateway.Storage.Sqlite;

/// <summary>What the watch found and told: facts in one table, bodies in one a mode. What is replaced is overwritten (secure_delete).</summary>
internal static class WatchTables
{
    private const string Columns =
        "mode, key, rule, state, kind, degree, revision, sight, step, first_at_ms, changed_at_ms, lineage, product, officer";

    private const string SelectOne = $"SELECT number, {Columns} FROM watch WHERE mode = ? AND key = ?";
    private const string SelectAll = $"SELECT number, {Columns} FROM watch WHERE mode = ? ORDER BY key";

    private const string Upsert = $"""
        INSERT INTO watch ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (mode, key) DO UPDATE
        SET rule = excluded.rule, state = excluded.state, kind = excluded.kind, degree = excluded.degree, revision = excluded.revision,
            sight = excluded.sight, step = excluded.step, first_at_ms = excluded.first_at_ms, changed_at_ms = excluded.changed_at_ms,
            lineage = excluded.lineage, product = excluded.product, officer = excluded.officer
        """;

    private static readonly Sql Actual = new("actual");
    private static readonly Sql Exercise = new("exercise");
    private static readonly Sql Test = new("test");

    public static WatchRow? Find(Session session, Mode mode, string key) =>
        session.Use(SelectOne).Bind((long)mode).Bind(key).First(Facts) is not { } found
            ? null
            : session.Use(Of(mode).Select).Bind(found.Number).First(row => found.Row with { Submission = row.Blob(0), Chain = row.Blob(1) })
                ?? throw StoreFailure.Unreadable("telling");

    public static IReadOnlyList<WatchRow> All(Session session, Mode mode) =>
        [.. session.Use(SelectAll).Bind((long)mode).All(Facts).Select(found => found.Row)];

    public static void Set(Session session, WatchRow row)
    {
        (string key, string rule, ToldState state, FindingKind kind, int degree, int revision, Level sight) = row.Told;
        if (session.Use(SelectOne).Bind((long)row.Mode).Bind(key).First(Facts) is { } before)
        {
            session.Use(Of(row.Mode).Delete).Bind(before.Number).Done();
        }

        session.Use(Upsert)
            .Bind((long)row.Mode)
            .Bind(key)
            .Bind(rule)
            .Bind((long)state)
            .Bind((long)kind)
            .Bind(degree)
            .Bind(revision)
            .Bind((long)sight)
            .Bind((long)row.Step)
            .Bind(row.FirstAtMs)
            .Bind(row.ChangedAtMs)
            .Bind(row.Lineage)
            .Bind(row.Product is { } product ? product.Span : [])
            .Bind(row.Officer)
            .Done();
        Found set = session.Use(SelectOne).Bind((long)row.Mode).Bind(key).First(Facts) ?? throw StoreFailure.Unreadable("telling");
        session.Use(Of(row.Mode).Insert).Bind(set.Number).Bind(row.Submission).Bind(row.Chain).Done();
    }

    private static Found Facts(Statement row) => new(row.Long(0), new WatchRow
    {
        Mode = row.Mode(1),
        Told = new ToldFinding(
            row.Text(2), row.Text(3), Known<ToldState>(row.Long(4)), Known<FindingKind>(row.Long(5)), (int)row.Long(6), (int)row.Long(7),
            Known<Level>(row.Long(8))),
        Step = Known<WatchStep>(row.Long(9)),
        FirstAtMs = row.Long(10),
        ChangedAtMs = row.Long(11),
        Lineage = row.Blob(12),
        Product = row.Span(13).IsEmpty ? null : row.Product(13),
        Officer = row.Text(14),
    });

    private static T Known<T>(long number)
        where T : struct, Enum =>
        (T)Enum.ToObject(typeof(T), number) is var value && Enum.IsDefined(value) ? value : throw StoreFailure.Unreadable("telling");

    private static Sql Of(Mode mode) => mode switch
    {
        Mode.Actual => Actual,
        Mode.Exercise => Exercise,
        Mode.Test => Test,
    };

    private sealed record Found(long Number, WatchRow Row);

    private sealed class Sql(string mode)
    {
        public string Select { get; } = $"SELECT submission, chain FROM watch_{mode} WHERE number = ?";

        public string Insert { get; } = $"INSERT INTO watch_{mode} (number, submission, chain) VALUES (?, ?, ?)";

        public string Delete { get; } = $"DELETE FROM watch_{mode} WHERE number = ?";
    }
}
