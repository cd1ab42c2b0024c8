using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.Storage.Tests.Sqlite;

/// <summary>Every statement that the store prepares goes by a key or an index; none walks a table of statements or content.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void No_read_scans_a_table()
    {
        string path = _directory.File("node.db");
        SqliteNodeStore.Open(new SqliteOptions { Path = path }).Dispose();
        using var session = new Session(path, SqliteOpenMode.ReadOnly);
        foreach (string sql in Prepared(session))
        {
            foreach (string step in Plan(path, sql))
            {
                Assert.False(step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("CONSTANT", StringComparison.Ordinal), $"{step}: {sql}");
            }
        }
    }

    [Fact]
    public void A_search_without_product_reads_the_narrow_index_alone()
    {
        string path = _directory.File("node.db");
        SqliteNodeStore.Open(new SqliteOptions { Path = path }).Dispose();
        using var session = new Session(path, SqliteOpenMode.ReadOnly);
        LogTables.Search(session, new LogQuery(LogName.Release, StatementKind.Release, Rows.Fra, null, 0, 9, -1, 10));
        Assert.Contains(
            Plan(path, Assert.Single(session.Prepared)),
            step => step.Contains("COVERING INDEX release_log_facts (idx>?)", StringComparison.Ordinal));
    }

    private static IReadOnlyCollection<string> Prepared(Session session)
    {
        ProductId product = Rows.Id("any");
        LogTables.Head(session, LogName.Release);
        LogTables.Size(session, LogName.Release);
        LogTables.Entries(session, LogName.Internal, 0, 1);
        LogTables.Search(session, new LogQuery(LogName.Release, null, Rows.Fra, null, null, null, -1, 10));
        LogTables.Search(session, new LogQuery(LogName.Internal, null, null, product, null, null, -1, 10));
        CatalogTables.Find(session, product);
        CatalogTables.Newest(session, Rows.Fra, Rows.Hash("lineage"));
        CatalogTables.List(session, Mode.Actual, 0, 1);
        FeedTables.Lane(session, Rows.Fra, Lane.Products, 0, 1);
        FeedTables.LastSequence(session, Rows.Fra, Lane.Products);
        FeedTables.Release(session, 0);
        DecisionTables.Decisions(session, product);
        DecisionTables.Submission(session, "caller", "id");
        WarningTables.Own(session, product);
        WarningTables.OwnDue(session, Rows.Fra, 1);
        WarningTables.Responses(session, product);
        WarningTables.ResponsesDue(session, Rows.Fra, 1);
        WarningTables.Events(session, 0, 1);
        WarningTables.Events(session, product);
        ReceivedTables.At(session, Rows.Fra, Lane.Products, 1);
        ReceivedTables.Of(session, product);
        SummonsTables.Unspread(session, 1);
        SummonsTables.Find(session, 1);
        SummonsTables.Find(session, "reference");
        SummonsTables.Waiting(session, "channel", 1);
        SummonsTables.Standing(session, "channel");
        ReceivedTables.Unacknowledged(session, Rows.Fra, 1);
        ReceivedTables.Last(session, Rows.Fra, Lane.Products);
        ReceivedTables.Has(session, Rows.Origin, 0);
        ReceivedTables.WasWithdrawn(session, Rows.Fra, Lane.Products, 0);
        ReceivedTables.Held(session, Rows.Origin);
        ReceiptTables.Of(session, product);
        WitnessTables.Witnessed(session, Rows.Origin);
        WitnessTables.Contradictions(session, 0, 1);
        WitnessTables.Cosigned(session);
        HoldTables.Submission(session, product);
        HoldTables.Find(session, product, Rows.Fra);
        HoldTables.List(session, HoldState.Waiting, 0, 1);
        DraftTables.Find(session, "caller", "id");
        DraftTables.List(session, "caller", ("", ""), 1);
        DraftTables.List(session, "", ("", ""), 1);
        NoticeTables.Of(session, product);
        NoticeTables.At(session, Rows.Hash("leaf"));
        NoticeTables.Feed(session, Rows.Fra, 0, 1);
        NoticeTables.Last(session, Rows.Fra);
        NoticeTables.LastReceived(session, Rows.Fra);
        NoticeTables.ReceivedAt(session, Rows.Fra, 1);
        NoticeTables.Partners(session, Rows.Hash("leaf"));
        NoticeTables.Due(session, Rows.Fra, 1);
        FeedTables.Releases(session, product);
        HolderTables.Of(session, product);
        HolderTables.Due(session, Rows.Fra, 1);
        HolderTables.Confirmation(session, product);
        HolderTables.Unconfirmed(session, Rows.Fra, 0, 1);
        HolderTables.Stub(session, product);
        DueTables.First(session, 1);
        DueTables.Of(session, product);
        PolicyTables.Active(session);
        PolicyTables.After(session, 0, 1);
        PolicyTables.Newest(session);
        return session.Prepared;
    }

    private static List<string> Plan(string path, string sql)
    {
        using var session = new Session(path, SqliteOpenMode.ReadOnly);
        return session.Use("EXPLAIN QUERY PLAN " + sql).All(row => row.Text(3));
    }
}
