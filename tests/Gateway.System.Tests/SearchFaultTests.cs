using System.Text.Json.Nodes;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Search when nodes are killed, content is recalled and its server is away.</summary>
public sealed class SearchFaultTests
{
    [Fact]
    public async Task Recalled_words_are_found_nowhere_and_stand_in_no_file()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        ByteString recalled = (await usa.SubmitAsync(Said("search-recalled", "viridian foxglove"))).ProductId;
        ByteString kept = (await usa.SubmitAsync(Said("search-kept", "viridian meadow"))).ProductId;
        await fra.FindsAsync("foxglove", recalled);
        await fra.FindsAsync("meadow", kept);
        Assert.Contains("foxglove", nodes.RecordBytes("FRA"), StringComparison.Ordinal);
        using (var officer = new NodeCaller(usa, "officer"))
        {
            await officer.Notices.IssueAsync(new IssueNoticeRequest { ProductId = recalled, Action = NoticeAction.Recall });
        }

        await Eventually.Holds("FRA forgets it", async () => (await fra.FindAsync("foxglove", "officer")).Products.Count == 0);
        await Eventually.Holds("its file forgets it", () => !nodes.RecordBytes("FRA").Contains("foxglove", StringComparison.Ordinal));
        Assert.Equal([kept], (await fra.FindAsync("viridian")).Products.Select(product => product.ProductId));
    }

    [Fact]
    public async Task A_node_killed_before_it_indexed_finds_everything_after_its_start()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        List<ByteString> submitted = [];
        for (int i = 0; i < 20; i++)
        {
            submitted.Insert(0, (await usa.SubmitAsync(Said($"search-killed-{i}", "celadon"))).ProductId);
        }

        await usa.KillAsync();
        usa = await nodes.StartAsync("USA");
        await usa.FindsAsync("celadon", submitted[0]);
        Assert.Equal(submitted, (await usa.FindAsync("celadon")).Products.Select(product => product.ProductId));
    }

    [Fact]
    public async Task What_is_shown_is_on_the_internal_log_and_what_was_asked_is_nowhere()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        await usa.FindsAsync("smaragdine", (await usa.SubmitAsync(Said("search-access", "smaragdine"))).ProductId);
        using var ministry = new NodeCaller(usa, "ministry");
        using var auditor = new NodeCaller(usa, "auditor");
        int before = await Accesses();
        await ministry.Searches.FindAsync(new FindRequest { Text = "smaragdine", Mode = Mode.Exercise });
        Assert.Equal(before + 1, await Accesses());
        await ministry.Searches.FindAsync(new FindRequest { Text = "\"never written anywhere\"", Mode = Mode.Exercise });
        Assert.Equal(before + 1, await Accesses());
        RpcException denied = await Calls.FailureAsync(auditor.Searches.FindAsync(new FindRequest { Text = "smaragdine", Mode = Mode.Exercise }));
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
        Assert.DoesNotContain(usa.Lines, line => line.Contains("smaragdine", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("never written anywhere", nodes.RecordBytes("USA"), StringComparison.Ordinal);

        async Task<int> Accesses() => (await auditor.Log.SearchAsync(
            new SearchRequest { Log = LogName.Internal, Kinds = { Kind.Access }, PageSize = 1000 })).Entries.Count;
    }

    [Fact]
    public async Task With_PostgreSQL_the_same_is_found_and_nothing_else_hangs_on_it()
    {
        using PostgresServer? server = PostgresServer.TryStart();
        Assert.SkipUnless(server is not null, PostgresServer.Absent);
        await using NodeSet nodes = NodeSet.Prepare();
        File.WriteAllText(Path.Combine(nodes.Folder("USA"), "search.connection"), server.NewDatabase() + ";Password=hush-hush\n");
        nodes.Configure("USA", gateway => gateway["Search"] = new JsonObject { ["Postgres"] = "search.connection" });
        RunningNode usa = await nodes.StartAsync("USA");
        ByteString first = (await usa.SubmitAsync(Said("search-pg-1", "Orpiment in Ménaka"))).ProductId;
        FoundProduct found = await usa.FindsAsync("menaka orpi*", first);
        Assert.Equal("Orpiment", found.Portions[0].Excerpts[0].Runs.First(run => run.Matched).Text);
        Assert.DoesNotContain("orpiment", nodes.RecordBytes("USA"), StringComparison.Ordinal);

        server.Stop();
        using var ministry = new NodeCaller(usa, "ministry");
        RpcException away = await Calls.FailureAsync(ministry.Searches.FindAsync(new FindRequest { Text = "orpiment", Mode = Mode.Exercise }));
        Assert.Equal(StatusCode.Unavailable, away.StatusCode);
        Assert.Equal(ErrorReason.NodeUnavailable, RichStatus.ReasonOf(away));
        ByteString second = (await usa.SubmitAsync(Said("search-pg-2", "Orpiment again"))).ProductId;
        Assert.Equal(second, (await ministry.Assessments.GetAsync(new GetRequest { ProductId = second })).ProductId);

        server.Start();
        await usa.FindsAsync("orpiment", second);
        Assert.Equal([second, first], (await usa.FindAsync("orpiment")).Products.Select(product => product.ProductId));
        Assert.DoesNotContain(usa.Lines, line => line.Contains("hush", StringComparison.Ordinal) || line.Contains("orpiment", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_connection_that_would_go_over_a_network_unproved_keeps_the_node_from_starting()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        File.WriteAllText(Path.Combine(nodes.Folder("USA"), "search.connection"), "Host=db.example.org;Password=hush-hush");
        nodes.Configure("USA", gateway => gateway["Search"] = new JsonObject { ["Postgres"] = "search.connection" });
        (int code, string output) = await RunningNode.RefusedAsync(nodes.Folder("USA"));
        Assert.Equal(2, code);
        Assert.Contains("Gateway:Search:Postgres", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    private static SubmitRequest Said(string id, string statement)
    {
        SubmitRequest request = Samples.Request(id);
        request.Assessment.Judgements[0].Statement = statement;
        return request;
    }
}
