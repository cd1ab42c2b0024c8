using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Drafts: facts in one table, bodies in one a mode. What is replaced or removed is overwritten (secure_delete).</summary>
internal static class DraftTables
{
    private const string Select = "SELECT number, owner, draft_id, version, mode, saved_at_ms, size_class, lineage FROM draft";
    private const string SelectOne = $"{Select} WHERE owner = ? AND draft_id = ?";
    private const string SelectOwner = $"{Select} WHERE owner = ? AND draft_id > ? ORDER BY draft_id LIMIT ?";
    private const string SelectAll = $"{Select} WHERE (owner, draft_id) > (?, ?) ORDER BY owner, draft_id LIMIT ?";
    private const string SelectNumber = "SELECT number FROM draft WHERE owner = ? AND draft_id = ?";

    private const string Upsert = """
        INSERT INTO draft (owner, draft_id, version, mode, saved_at_ms, size_class, lineage) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (owner, draft_id) DO UPDATE
        SET version = excluded.version, mode = excluded.mode, saved_at_ms = excluded.saved_at_ms, size_class = excluded.size_class,
            lineage = excluded.lineage
        """;

    private const string Delete = "DELETE FROM draft WHERE number = ?";

    private static readonly Sql Actual = new("actual");
    private static readonly Sql Exercise = new("exercise");
    private static readonly Sql Test = new("test");

    public static DraftRow? Find(Session session, string owner, string draftId) =>
        session.Use(SelectOne).Bind(owner).Bind(draftId).First(Facts) is { } facts ? Row(session, facts) : null;

    public static IReadOnlyList<DraftRow> List(Session session, string owner, (string Owner, string DraftId) after, int count)
    {
        // Of one owner's drafts those after the place: all when the place is before the owner, none when it is behind.
        int order = string.CompareOrdinal(owner, after.Owner);
        List<Found> found = owner.Length == 0 ? session.Use(SelectAll).Bind(after.Owner).Bind(after.DraftId).Bind(count).All(Facts)
            : order < 0 ? []
            : session.Use(SelectOwner).Bind(owner).Bind(order > 0 ? "" : after.DraftId).Bind(count).All(Facts);
        return [.. found.Select(facts => facts.Row)];
    }

    public static void Set(Session session, DraftRow row)
    {
        RemoveBody(session, row.Owner, row.DraftId);
        session.Use(Upsert)
            .Bind(row.Owner)
            .Bind(row.DraftId)
            .Bind(row.Version)
            .Bind((long)row.Mode)
            .Bind(row.SavedAtMs)
            .Bind(row.SizeClass)
            .Bind(row.LineageId)
            .Done();
        long number = session.Use(SelectNumber).Bind(row.Owner).Bind(row.DraftId).Number() ?? throw StoreFailure.Unreadable("draft");
        session.Use(Of(row.Mode).Insert).Bind(number).Bind(row.Body).Done();
    }

    public static void Remove(Session session, string owner, string draftId)
    {
        if (RemoveBody(session, owner, draftId) is { } number)
        {
            session.Use(Delete).Bind(number).Done();
        }
    }

    private static long? RemoveBody(Session session, string owner, string draftId)
    {
        if (session.Use(SelectOne).Bind(owner).Bind(draftId).First(Facts) is not { } facts)
        {
            return null;
        }

        session.Use(Of(facts.Row.Mode).Delete).Bind(facts.Number).Done();
        return facts.Number;
    }

    private static DraftRow Row(Session session, Found facts) => facts.Row with
    {
        Body = session.Use(Of(facts.Row.Mode).Body).Bind(facts.Number).First(row => row.Blob(0)) ?? throw StoreFailure.Unreadable("draft"),
    };

    private static Found Facts(Statement row) => new(
        row.Long(0),
        new DraftRow(row.Text(1), row.Text(2), row.Long(3), row.Mode(4), row.Long(5), (int)row.Long(6), row.Blob(7), default));

    private static Sql Of(Mode mode) => mode switch
    {
        Mode.Actual => Actual,
        Mode.Exercise => Exercise,
        Mode.Test => Test,
    };

    private sealed record Found(long Number, DraftRow Row);

    private sealed class Sql(string mode)
    {
        public string Body { get; } = $"SELECT body FROM draft_{mode} WHERE number = ?";

        public string Insert { get; } = $"INSERT INTO draft_{mode} (number, body) VALUES (?, ?)";

        public string Delete { get; } = $"DELETE FROM draft_{mode} WHERE number = ?";
    }
}
