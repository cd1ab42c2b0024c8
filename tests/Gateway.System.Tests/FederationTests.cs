using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Lane = Gateway.Core.Sealing.Lane;

namespace Gateway.System.Tests;

/// <summary>Faults between nodes. Every test has nodes of its own and ends or changes them.</summary>
public sealed class FederationTests
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");

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
        await Books.Reconciled(nodes, 2);
    }

    [Fact]
    public async Task A_policy_that_changed_between_decision_and_sending_withdraws_the_release()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("withdrawn"));
        Assert.Equal(SubmitOutcome.Released, submitted.Partners.Single(partner => partner.Partner == "FRA").Outcome);
        Assert.Equal(0, await usa.StopAsync());

        await nodes.DropPolicyAsync("USA", PolicyChanges.Only(MetadataOnly));
        usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        SharedProduct arrived = await fra.ArrivesAsync(submitted.ProductId);
        Assert.Empty(arrived.Assessment.Judgements);

        using var auditor = new NodeCaller(usa, "auditor");
        SearchResponse found = await auditor.Log.SearchAsync(new SearchRequest { Log = Gateway.Protocol.V1.LogName.Release, Outcome = EntryOutcome.Withdrawn });
        Assert.Equal("FRA", Assert.Single(found.Entries).Recipient);
        Assert.Equal(0, await fra.StopAsync());
        using SqliteNodeStore held = Books.Open(nodes, "FRA");
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
        usa.ExpectedErrors.Add("ALARM");
        SubmitResponse forked = await usa.SubmitAsync(Samples.Request("forked"));
        await Books.SubmitMany(usa, 0, 5);
        await fra.WroteAsync("ALARM");
        await usa.WroteAsync("ALARM");
        using SqliteNodeStore held = Books.Open(nodes, "FRA");
        Assert.True(ProductId.TryFrom(forked.ProductId.Span, out ProductId product));
        Assert.Null(held.Read.Find(product));
        Assert.Equal(2, held.Read.LastReceived(Usa, Lane.Products));
    }

    internal const string MetadataOnly = """
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
