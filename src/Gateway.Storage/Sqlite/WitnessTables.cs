using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Heads that were cosigned, here and by others, and heads that contradict each other.</summary>
internal static class WitnessTables
{
    private const string SelectWitnessed = """
        SELECT w.size, w.root, w.note, w.at_ms FROM witnessed_head w WHERE w.origin = (SELECT number FROM origin WHERE name = ?)
        """;

    private const string UpsertWitnessed = """
        INSERT INTO witnessed_head (origin, size, root, note, at_ms) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note, at_ms = excluded.at_ms
        """;

    private const string SelectCosignatures = """
        SELECT p.code, c.size, c.cosigned_at, c.note FROM cosignature c CROSS JOIN partner p ON p.number = c.partner ORDER BY p.code
        """;

    private const string UpsertCosignature = """
        INSERT INTO cosignature (partner, size, cosigned_at, note) VALUES (?, ?, ?, ?)
        ON CONFLICT (partner) DO UPDATE SET size = excluded.size, cosigned_at = excluded.cosigned_at, note = excluded.note
        """;

    private const string SelectCosigned = "SELECT size, note FROM cosigned_head WHERE log = ?";

    private const string UpsertCosigned = """
        INSERT INTO cosigned_head (log, size, note) VALUES (?, ?, ?)
        ON CONFLICT (log) DO UPDATE SET size = excluded.size, note = excluded.note
        """;

    private const string SelectContradictions = """
        SELECT c.number, o.name, c.kind, c.first_size, c.first_root, c.first_note, c.first_place,
            c.second_size, c.second_root, c.second_note, c.second_place, c.at_ms
        FROM contradiction c CROSS JOIN origin o ON o.number = c.origin WHERE c.number > ? ORDER BY c.number LIMIT ?
        """;

    private const string InsertContradiction = """
        INSERT INTO contradiction (origin, kind, first_size, first_root, first_note, first_place,
            second_size, second_root, second_note, second_place, at_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    public static WitnessedHead? Witnessed(Session session, string origin) => session.Use(SelectWitnessed).Bind(origin)
        .First(row => new WitnessedHead(origin, row.Long(0), row.Blob(1), row.Blob(2), row.Long(3)));

    public static void SetWitnessed(Session session, Numbers numbers, WitnessedHead head) =>
        session.Use(UpsertWitnessed).Bind(numbers.Origin(head.Origin)).Bind(head.Size).Bind(head.Root).Bind(head.Note).Bind(head.AtMs).Done();

    // A row for each witness of the roster, a handful: read whole.
    public static IReadOnlyList<CosignatureRow> Cosignatures(Session session) =>
        session.Use(SelectCosignatures).All(row => new CosignatureRow(row.Partner(0), row.Long(1), row.Long(2), row.Blob(3)));

    public static void SetCosignature(Session session, Numbers numbers, CosignatureRow row) =>
        session.Use(UpsertCosignature).Bind(numbers.Partner(row.Partner)).Bind(row.Size).Bind(row.CosignedAt).Bind(row.Note).Done();

    public static StoredHead? Cosigned(Session session) => session.Use(SelectCosigned).Bind((long)LogName.Release)
        .First(row => new StoredHead(LogName.Release, row.Long(0), row.Blob(1)));

    public static void SetCosigned(Session session, StoredHead head) =>
        session.Use(UpsertCosigned).Bind((long)head.Log).Bind(head.Size).Bind(head.Note).Done();

    public static IReadOnlyList<ContradictionRow> Contradictions(Session session, long after, int count) =>
        session.Use(SelectContradictions).Bind(after).Bind(count).All(row => new ContradictionRow(
            row.Long(0), row.Text(1), (ContradictionKind)row.Long(2), Observed(row, 3), Observed(row, 7), row.Long(11)));

    public static void AddContradiction(Session session, Numbers numbers, ContradictionRow row)
    {
        Statement insert = session.Use(InsertContradiction).Bind(numbers.Origin(row.Origin)).Bind((long)row.Kind);
        foreach (ObservedHead head in (ObservedHead[])[row.First, row.Second])
        {
            insert.Bind(head.Size).Bind(head.Root).Bind(head.Note).Bind(head.Place);
        }

        insert.Bind(row.AtMs).Done();
    }

    private static ObservedHead Observed(Statement row, int from) =>
        new(row.Long(from), row.Blob(from + 1), row.Blob(from + 2), row.Text(from + 3));
}

internal abstract partial class NodeReads
{
    public WitnessedHead? Witnessed(string origin) => Read(session => WitnessTables.Witnessed(session, origin));

    public IReadOnlyList<CosignatureRow> Cosignatures() => Read(WitnessTables.Cosignatures);

    public StoredHead? Cosigned() => Read(WitnessTables.Cosigned);

    public IReadOnlyList<ContradictionRow> Contradictions(long after, int count) =>
        Read(session => WitnessTables.Contradictions(session, after, NotNegative(count)));
}

internal sealed partial class NodeWrite
{
    public void SetWitnessed(WitnessedHead head) => Write((session, numbers) => WitnessTables.SetWitnessed(session, numbers, head));

    public void SetCosignature(CosignatureRow row) => Write((session, numbers) => WitnessTables.SetCosignature(session, numbers, row));

    public void SetCosigned(StoredHead head) => Write((session, _) => WitnessTables.SetCosigned(session, head));

    public void AddContradiction(ContradictionRow row) =>
        Write((session, numbers) => WitnessTables.AddContradiction(session, numbers, row));
}
