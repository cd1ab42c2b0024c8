using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Grpc.Core;
using Lane = Gateway.Core.Sealing.Lane;
using LogName = Gateway.Core.Sealing.LogName;
using Mode = Gateway.Protocol.V1.Mode;

namespace Gateway.System.Tests;

/// <summary>Faults between nodes. Every test has nodes of its own and ends or changes them.</summary>
public sealed class FederationTests
{
    private const int Many = 60;
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");

    [Fact]
    public async Task What_was_released_to_a_partner_that_is_away_arrives_when_it_is_back()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        SubmitResponse before = await usa.SubmitAsync(Samples.Request("before"));
        RunningNode fra = await nodes.StartAsync("FRA");
        await fra.ArrivesAsync(before.ProductId);
        Assert.Equal(0, await fra.StopAsync());

        SubmitResponse away = await usa.SubmitAsync(Samples.Request("away"));
        fra = await nodes.StartAsync("FRA");
        await fra.ArrivesAsync(away.ProductId);
        await Reconciled(nodes, 2);
    }

    [Fact]
    public async Task A_subscriber_killed_in_the_middle_loses_nothing_and_holds_nothing_twice()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        await SubmitMany(usa, 0, Many);
        for (int kill = 0; kill < 3; kill++)
        {
            RunningNode fra = await nodes.StartAsync("FRA");
            await fra.WroteAsync("Holding 1 new of USA");
            await fra.KillAsync();
        }

        await nodes.StartAsync("FRA");
        await Reconciled(nodes, Many);
    }

    [Fact]
    public async Task A_publisher_killed_in_the_middle_loses_nothing_that_it_confirmed_and_sends_nothing_twice()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        for (int kill = 0; kill < 2; kill++)
        {
            Task submitting = SubmitMany(usa, kill * Many, Many);
            await fra.WroteAsync("Holding 1 new of USA");
            await usa.KillAsync();
            await Assert.ThrowsAnyAsync<RpcException>(() => submitting);
            usa = await nodes.StartAsync("USA");

            // The client does not know what was taken; it submits all of it again.
            await SubmitMany(usa, kill * Many, Many);
        }

        await Reconciled(nodes, 2 * Many);
    }

    [Fact]
    public async Task A_policy_that_changed_between_decision_and_sending_withdraws_the_release()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("withdrawn"));
        Assert.Equal(SubmitOutcome.Released, submitted.Partners.Single(partner => partner.Partner == "FRA").Outcome);
        Assert.Equal(0, await usa.StopAsync());

        await File.WriteAllTextAsync(
            Path.Combine(nodes.Folder("USA"), "policies", "outbound.relpol"), MetadataOnly, Calls.Cancellation);
        usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        SharedProduct arrived = await fra.ArrivesAsync(submitted.ProductId);
        Assert.Empty(arrived.Assessment.Judgements);

        using var auditor = new NodeCaller(usa, "auditor");
        SearchResponse found = await auditor.Log.SearchAsync(new SearchRequest { Log = Gateway.Protocol.V1.LogName.Release, Outcome = EntryOutcome.Withdrawn });
        Assert.Equal("FRA", Assert.Single(found.Entries).Recipient);
        Assert.Equal(0, await fra.StopAsync());
        using SqliteNodeStore held = Open(nodes, "FRA");
        Assert.True(held.Read.WasWithdrawn(Usa, Lane.Products, 1));
        Assert.Equal(2, held.Read.LastReceived(Usa, Lane.Products));
        Assert.All(Directory.GetFiles(nodes.Folder("FRA"), "gateway.db*"), path =>
            Assert.False(Leak.In(File.ReadAllBytes(path), Samples.OnlyFrance), path));
    }

    [Fact]
    public async Task A_publisher_that_was_rolled_back_is_refused_with_an_alarm_and_nothing_of_it_is_stored()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        await fra.ArrivesAsync((await usa.SubmitAsync(Samples.Request("kept"))).ProductId);
        Assert.Equal(0, await usa.StopAsync());
        string backup = Path.Combine(nodes.Directory, "backup.db");
        File.Copy(nodes.Database("USA"), backup);

        usa = await nodes.StartAsync("USA");
        await fra.ArrivesAsync((await usa.SubmitAsync(Samples.Request("forgotten"))).ProductId);
        Assert.Equal(0, await usa.StopAsync());
        File.Copy(backup, nodes.Database("USA"), overwrite: true);

        fra.ExpectedErrors.Add("ALARM");
        usa = await nodes.StartAsync("USA");
        SubmitResponse forked = await usa.SubmitAsync(Samples.Request("forked"));
        await SubmitMany(usa, 0, 5);
        await fra.WroteAsync("ALARM");
        using SqliteNodeStore held = Open(nodes, "FRA");
        Assert.True(ProductId.TryFrom(forked.ProductId.Span, out ProductId product));
        Assert.Null(held.Read.Find(product));
        Assert.Equal(2, held.Read.LastReceived(Usa, Lane.Products));
    }

    /// <summary>Feed, received and receipts say the same, each exactly once.</summary>
    private static async Task Reconciled(NodeSet nodes, int products)
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
        Assert.Equal(products, fra.Read.Catalog(Gateway.Core.Sealing.Mode.Exercise, 0, int.MaxValue).Count);
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

    private static SqliteNodeStore Open(NodeSet nodes, string code) =>
        SqliteNodeStore.Open(new SqliteOptions { Path = nodes.Database(code), ReadOnly = true });

    private static async Task SubmitMany(RunningNode node, int from, int count)
    {
        using var liaison = new NodeCaller(node, "liaison");
        await Parallel.ForEachAsync(Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, cancellation) =>
            await liaison.Assessments.SubmitAsync(Samples.Request($"many-{i}"), cancellationToken: cancellation));
    }

    private const string MetadataOnly = """
        policy outbound version 2
        schema risk-assessment/1 marking/1
        effective 2025-01-01T00:00Z review-by 2035-01-01

        give L01-metadata
          because "What exists may be known to every partner that the marking admits"
          field class metadata
          to all partners
          outcome release

        example "Everybody learns that there is an assessment"
          field class metadata marking US "(U//REL TO USA, FRA, SWE)" region BFA
          to SWE at 2025-06-01
          expect release by L01-metadata

        invariant "sources and methods never leave"
          for all fields class sources-and-methods, all partners: withhold

        """;
}
