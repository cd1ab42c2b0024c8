using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>Compares what nodes wrote down, read beside them from their databases.</summary>
internal static class Books
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");

    /// <summary>Feed, received and receipts say the same, each exactly once.</summary>
    public static async Task Reconciled(NodeSet nodes, int products)
    {
        using SqliteNodeStore usa = Open(nodes, "USA");
        using SqliteNodeStore fra = Open(nodes, "FRA");
        IReadOnlyList<FeedRow> feed = usa.Read.Feed(Fra, Lane.Products, 0, int.MaxValue);
        Assert.Equal(products, feed.Count);
        await Eventually.Holds(
            $"{products} receipts", () => feed.All(row => usa.Read.Receipts(row.Product).Any(receipt => receipt.Partner == Fra)));
        await Eventually.Holds("everything acknowledged", () => fra.Read.Unacknowledged(Usa, 1).Count == 0);

        Assert.Equal(Enumerable.Range(1, products), feed.Select(row => (int)row.Sequence));
        Assert.Equal(products, fra.Read.LastReceived(Usa, Lane.Products));
        Assert.Equal(products, fra.Read.Catalog(Mode.Exercise, 0, int.MaxValue).Count);
        foreach (FeedRow row in feed)
        {
            ReceivedRow received = Assert.Single(fra.Read.Received(row.Product));
            ReceiptRow receipt = Assert.Single(usa.Read.Receipts(row.Product), receipt => receipt.Partner == Fra);
            byte[] release = usa.Read.Entries(LogName.Release, row.LogIndex, 1)[0].Entry.ToArray();
            byte[] stated = fra.Read.Entries(LogName.Release, receipt.ReceiptIndex, 1)[0].Entry.ToArray();
            Assert.Equal((row.Sequence, row.LogIndex), (received.Sequence, received.ReleaseIndex));
            Assert.Equal(Merkle.LeafHash(release), received.ReleaseLeaf.ToArray());
            Assert.Equal(stated, receipt.Statement.ToArray());
            Assert.Equal((row.LogIndex, received.ReceiptIndex), (receipt.ReleaseIndex, receipt.ReceiptIndex));
        }

        Assert.Equal(products, Count(fra, StatementKind.Receipt));
        Assert.Equal(products, Count(usa, StatementKind.Seal));
        Assert.Equal(0, Count(usa, StatementKind.Withdrawn));
    }

    private static int Count(SqliteNodeStore store, StatementKind kind) =>
        store.Read.Search(new LogQuery(kind.Log(), kind, null, null, null, null, -1, int.MaxValue)).Count;

    public static SqliteNodeStore Open(NodeSet nodes, string code) =>
        SqliteNodeStore.Open(new SqliteOptions { Path = nodes.Database(code), ReadOnly = true });

    public static async Task SubmitMany(RunningNode node, int from, int count)
    {
        using var liaison = new NodeCaller(node, "liaison");
        await Parallel.ForEachAsync(Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, cancellation) =>
            await liaison.Assessments.SubmitAsync(Samples.Request($"many-{i}"), cancellationToken: cancellation));
    }
}
