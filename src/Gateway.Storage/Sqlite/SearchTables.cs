using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>The index that the record itself keeps: words and facets in one full-text table a mode.</summary>
internal static class SearchTables
{
    private const string SelectChanges = "SELECT seq, mode, ordinal FROM search_change WHERE seq > ? ORDER BY seq LIMIT ?";
    private const string InsertChange = "INSERT INTO search_change (mode, ordinal, erased) VALUES (?, ?, ?)";
    private const string SelectLater = "SELECT 1 FROM search_change WHERE erased = 1 AND ordinal = ? AND seq > ?";
    private const string SelectThrough = "SELECT seq FROM search_through";
    private const string UpsertThrough = "INSERT INTO search_through (one, seq) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET seq = excluded.seq";
    private const string SelectClasses = "SELECT number, originator, marking FROM search_class WHERE number > ? ORDER BY number";
    private const string SelectClass = "SELECT number FROM search_class WHERE originator = ? AND marking = ?";
    private const string InsertClass = "INSERT INTO search_class (originator, marking) VALUES (?, ?)";

    private const string SelectUntidy = "SELECT mode FROM search_untidy LIMIT 1";
    private const string InsertUntidy = "INSERT INTO search_untidy (mode) VALUES (?) ON CONFLICT DO NOTHING";
    private const string DeleteUntidy = "DELETE FROM search_untidy WHERE mode = ?";

    private static readonly Sql Actual = new(Mode.Actual, "actual");
    private static readonly Sql Exercise = new(Mode.Exercise, "exercise");
    private static readonly Sql Test = new(Mode.Test, "test");

    public static IReadOnlyList<SearchChange> Changes(Session session, long after, int count) =>
        session.Use(SelectChanges).Bind(after).Bind(count).All(row => new SearchChange(row.Long(0), row.Mode(1), row.Long(2)));

    /// <summary>Notes that a product came, grew or was erased.</summary>
    public static void Changed(Session session, Mode mode, long ordinal, bool erased = false) =>
        session.Use(InsertChange).Bind((long)mode).Bind(ordinal).Bind(erased ? 1L : 0).Done();

    public static long Through(Session session) => session.Use(SelectThrough).Number() ?? 0;

    public static IReadOnlyList<SightClass> Classes(Session session, long after) => session.Use(SelectClasses).Bind(after).All(row =>
        new SightClass(row.Long(0), row.Partner(1), PortionNotice.TryDecode(row.Span(2), out PortionNotice? notice) && notice.Floor is { } marking
            ? marking
            : throw StoreFailure.Unreadable("class of a search")));

    public static IReadOnlyList<long> Find(Session session, SearchPlan plan, long before, int count)
    {
        string match = FullTextQuery.Of(plan);
        if (match.Length == 0 || plan.Classes.IsEmpty)
        {
            return [];
        }

        bool narrowed = !plan.OfProduct.IsEmpty;
        Statement find = session.Use(narrowed ? Of(plan.Mode).FindInProducts : Of(plan.Mode).Find)
            .Bind(match).Bind(before).Bind(plan.FromMs).Bind(plan.UntilMs).Bind(Json(plan.Classes)).Bind(count);
        return (narrowed ? find.Bind(FullTextQuery.AnyOf(plan.OfProduct)) : find).All(row => row.Long(0));
    }

    public static void Set(Session session, IReadOnlyList<IndexedProduct> products, long through)
    {
        foreach (IndexedProduct product in products)
        {
            // It was read before it was erased: the change that did that comes next, and nothing comes back in between.
            if (session.Use(SelectLater).Bind(product.Ordinal).Bind(through).Any())
            {
                continue;
            }

            Sql sql = Of(product.Mode);
            Erase(session, product.Mode, product.Ordinal);
            foreach (IndexedPortion portion in product.Portions)
            {
                long key = SearchKey.Of(product.Ordinal, portion.Index);
                session.Use(sql.InsertRow).Bind(key).Bind(Class(session, product.Originator.Value, portion.Marking)).Bind(product.IssuedAtMs).Done();
                session.Use(sql.InsertWords).Bind(key).Bind(string.Join(' ', portion.Words)).Bind(string.Join(' ', portion.Facets)).Done();
            }
        }

        session.Use(UpsertThrough).Bind(through).Done();
    }

    /// <summary>Destroys the words of a product. Beginnings of them may remain in the index's directory until <see cref="Tidy"/>.</summary>
    public static void Erase(Session session, Mode mode, long ordinal)
    {
        if (Remove(session, Of(mode), ordinal))
        {
            session.Use(InsertUntidy).Bind((long)mode).Done();
        }
    }

    public static bool IsTidy(Session session) => !session.Use(SelectUntidy).Any();

    /// <summary>One step, a few milliseconds long: merges some pages of the index, which leaves removed words out of its directory.</summary>
    public static void Tidy(Session session)
    {
        if (session.Use(SelectUntidy).First(row => Of(row.Mode(0))) is not { } sql)
        {
            return;
        }

        if (!session.Use(sql.SelectStale).Any())
        {
            session.Use(DeleteUntidy).Bind((long)sql.Mode).Done();
            return;
        }

        int before = session.TotalChanges;
        session.Use(sql.Merge).Done();
        if (session.TotalChanges - before < 2)
        {
            // All is one piece, and a piece merges with another only: writing one row anew makes another.
            session.Use(sql.Renew).Done();
        }
    }

    private static bool Remove(Session session, Sql sql, long ordinal)
    {
        (long first, long last) = (SearchKey.Of(ordinal, 0), SearchKey.Of(ordinal, ushort.MaxValue));
        session.Use(sql.DeleteRows).Bind(first).Bind(last).Done();
        if (session.Changed == 0)
        {
            return false;
        }

        session.Use(sql.DeleteWords).Bind(first).Bind(last).Done();
        return true;
    }

    private static long Class(Session session, string originator, Marking marking)
    {
        byte[] encoded = new PortionNotice(0, marking, false).Encode();
        if (session.Use(SelectClass).Bind(originator).Bind(encoded.AsSpan()).Number() is { } known)
        {
            return known;
        }

        session.Use(InsertClass).Bind(originator).Bind(encoded.AsSpan()).Done();
        return session.LastNumber;
    }

    private static string Json(ImmutableArray<long> numbers) => $"[{string.Join(',', numbers)}]";

    private static Sql Of(Mode mode) => mode switch
    {
        Mode.Actual => Actual,
        Mode.Exercise => Exercise,
        Mode.Test => Test,
    };

    private sealed class Sql(Mode number, string mode)
    {
        public Mode Mode => number;

        public string InsertRow { get; } = $"INSERT INTO search_row_{mode} (key, class, issued_at_ms) VALUES (?, ?, ?)";

        public string InsertWords { get; } = $"INSERT INTO search_words_{mode} (rowid, words, facets) VALUES (?, ?, ?)";

        public string DeleteRows { get; } = $"DELETE FROM search_row_{mode} WHERE key BETWEEN ? AND ?";

        public string DeleteWords { get; } = $"DELETE FROM search_words_{mode} WHERE rowid BETWEEN ? AND ?";

        // The directory's terms stand behind a "0"; 0xFF is in no text.
        public string SelectStale { get; } = $"""
            SELECT 1 FROM search_words_{mode}_idx d WHERE length(d.term) > 1 AND NOT EXISTS (
                SELECT 1 FROM search_terms_{mode} t
                WHERE t.term >= CAST(substr(d.term, 2) AS TEXT) AND t.term < CAST(substr(d.term, 2) || x'FF' AS TEXT)) LIMIT 1
            """;

        public string Merge { get; } = $"INSERT INTO search_words_{mode} (search_words_{mode}, rank) VALUES ('merge', -64)";

        public string Renew { get; } = $"""
            REPLACE INTO search_words_{mode} (rowid, words, facets)
            SELECT rowid, words, facets FROM search_words_{mode} ORDER BY rowid DESC LIMIT 1
            """;

        public string Find { get; } = $"{Select(mode)} ORDER BY w.rowid DESC LIMIT ?6";

        public string FindInProducts { get; } = $"""
            {Select(mode)} AND (w.rowid >> 16) IN (SELECT p.rowid >> 16 FROM search_words_{mode} p WHERE p.search_words_{mode} MATCH ?7)
            ORDER BY w.rowid DESC LIMIT ?6
            """;

        // CROSS JOIN keeps the words outermost, which come in the order asked for.
        private static string Select(string mode) => $"""
            SELECT w.rowid FROM search_words_{mode} w CROSS JOIN search_row_{mode} r ON r.key = w.rowid
            WHERE w.search_words_{mode} MATCH ?1 AND w.rowid < ?2 AND r.issued_at_ms >= ?3 AND r.issued_at_ms < ?4
                AND r.class IN (SELECT value FROM json_each(?5))
            """;
    }
}
