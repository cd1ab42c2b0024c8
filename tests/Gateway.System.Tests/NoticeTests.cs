using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Google.Protobuf;
using Lane = Gateway.Core.Sealing.Lane;

namespace Gateway.System.Tests;

/// <summary>Notices between real nodes.</summary>
public sealed class NoticeTests
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");

    [Fact]
    public async Task A_recall_reaches_every_holder_and_all_answer()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode[] running = await Task.WhenAll(nodes.StartAsync("USA"), nodes.StartAsync("FRA"), nodes.StartAsync("SWE"));
        SubmitResponse submitted = await running[0].SubmitAsync(Samples.Request("recalled"));
        await running[1].ArrivesAsync(submitted.ProductId);
        await running[2].ArrivesAsync(submitted.ProductId);
        using var officer = new NodeCaller(running[0], "officer");
        await Held(officer, submitted.ProductId, 2);
        IssueNoticeResponse issued = await officer.Notices.IssueAsync(
            new IssueNoticeRequest { ProductId = submitted.ProductId, Action = Gateway.Protocol.V1.NoticeAction.Recall, Note = "Source withdrawn" });
        Assert.Equal(["FRA", "SWE"], issued.To);
        await Eventually.Holds("both answer", () => officer.Notices.Status(new NoticeStatusRequest { ProductId = submitted.ProductId })
            .Holders.All(holder => holder.State == HolderState.Purged && holder.Answers.All(answer => answer.Purged)));

        using var reader = new NodeCaller(running[1], "ministry");
        SharedProduct stub = await reader.Assessments.GetAsync(new GetRequest { ProductId = submitted.ProductId, IncludePackage = true });
        Assert.Equal(ProofStatus.Recalled, stub.Proof.Status);
        Assert.Empty(stub.Portions);
        Assert.True(stub.Package.IsEmpty);
        Assert.All(Directory.GetFiles(nodes.Folder("FRA"), "gateway.db*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)), path =>
            Assert.False(Leak.In(ReadShared(path), Samples.OnlyFrance), path));
    }

    [Fact]
    public async Task A_partner_that_was_away_gets_the_recall_ahead_of_the_products_that_wait()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("recalled"));
        await fra.ArrivesAsync(submitted.ProductId);
        using (var officer = new NodeCaller(usa, "officer"))
        {
            await Held(officer, submitted.ProductId, 1);
        }

        Assert.Equal(0, await fra.StopAsync());
        await Books.SubmitMany(usa, 0, 20);
        using (var officer = new NodeCaller(usa, "officer"))
        {
            await officer.Notices.IssueAsync(new IssueNoticeRequest { ProductId = submitted.ProductId, Action = Gateway.Protocol.V1.NoticeAction.Recall });
        }

        fra = await nodes.StartAsync("FRA");
        using SqliteNodeStore held = Books.Open(nodes, "FRA");
        await Eventually.Holds("everything arrived", () => held.Read.LastReceived(Usa, Lane.Products) == 21);
        Assert.True(ProductId.TryFrom(submitted.ProductId.Span, out ProductId product));
        NoticeRow notice = Assert.Single(held.Read.Notices(product));
        ReceivedRow first = held.Read.ReceivedAt(Usa, Lane.Products, 2)!;
        Assert.True(notice.ReceiptIndex < first.ReceiptIndex);
    }

    [Fact]
    public async Task A_holder_killed_around_a_recall_takes_it_exactly_once()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("recalled"));
        await fra.ArrivesAsync(submitted.ProductId);
        using var officer = new NodeCaller(usa, "officer");
        await Held(officer, submitted.ProductId, 1);
        Assert.True(ProductId.TryFrom(submitted.ProductId.Span, out ProductId product));
        await officer.Notices.IssueAsync(new IssueNoticeRequest { ProductId = submitted.ProductId, Action = Gateway.Protocol.V1.NoticeAction.Recall });
        await fra.KillAsync();
        fra = await nodes.StartAsync("FRA");
        await Eventually.Holds("France answers", () => officer.Notices.Status(new NoticeStatusRequest { ProductId = submitted.ProductId })
            .Holders.Any(holder => holder.Partner == "FRA" && holder.State == HolderState.Purged));
        using SqliteNodeStore held = Books.Open(nodes, "FRA");
        Assert.Single(held.Read.Notices(product));
        Assert.Equal(1, held.Read.LastReceived(Usa, Lane.Notices));
        Assert.True(Assert.Single(held.Read.Received(product)).Package.IsEmpty);
        LogRow[] receipts = [.. held.Read.Search(new LogQuery(Gateway.Core.Sealing.LogName.Release, StatementKind.Receipt, null, product, null, null, -1, 100))];
        Assert.Equal(2, receipts.Length);
    }

    [Fact]
    public async Task A_raised_marking_makes_a_portion_vanish_for_a_lower_cleared_reader_at_the_partner()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.AddCaller("FRA", "low", "ministry", "CONFIDENTIAL");
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("raised"));
        SharedProduct before = await fra.ArrivesAsync(submitted.ProductId, "low");
        string path = before.Portions.First(portion => portion.Path == "subject" || portion.Path.StartsWith("subject", StringComparison.Ordinal)).Path;
        using var officer = new NodeCaller(usa, "officer");
        await officer.Notices.IssueAsync(new IssueNoticeRequest
        {
            ProductId = submitted.ProductId,
            Action = Gateway.Protocol.V1.NoticeAction.RaisedMarking,
            Portions = { new PortionMark { Path = path, Floor = new Marking { Policy = "US", Text = "(S//REL TO USA, FRA)" } } },
        });
        using var low = new NodeCaller(fra, "low");
        await Eventually.Holds("the portion is gone", () => low.Assessments.Get(new GetRequest { ProductId = submitted.ProductId }).Portions.All(portion => portion.Path != path));
        using var ministry = new NodeCaller(fra, "ministry");
        Assert.Contains(ministry.Assessments.Get(new GetRequest { ProductId = submitted.ProductId }).Portions, portion => portion.Path == path);
    }

    [Fact]
    public async Task Only_officers_issue_and_wrong_orders_name_the_field()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("orders"));
        using var officer = new NodeCaller(usa, "officer");
        using var liaison = new NodeCaller(usa, "liaison");
        var recall = new IssueNoticeRequest { ProductId = submitted.ProductId, Action = Gateway.Protocol.V1.NoticeAction.Recall };
        Assert.Equal(Grpc.Core.StatusCode.PermissionDenied, (await Calls.FailureAsync(liaison.Notices.IssueAsync(recall))).StatusCode);
        Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, (await Calls.FailureAsync(officer.Notices.EraseAsync(new EraseRequest { ProductId = submitted.ProductId }))).StatusCode);
        Assert.Equal(Grpc.Core.StatusCode.NotFound, (await Calls.FailureAsync(officer.Notices.StatusAsync(
            new NoticeStatusRequest { ProductId = ByteString.CopyFrom(new byte[32]) }))).StatusCode);
        Assert.Equal(Grpc.Core.StatusCode.NotFound, (await Calls.FailureAsync(officer.Notices.IssueAsync(
            new IssueNoticeRequest { ProductId = ByteString.CopyFrom(new byte[32]), Action = Gateway.Protocol.V1.NoticeAction.Recall }))).StatusCode);
        var wrong = new IssueNoticeRequest
        {
            ProductId = submitted.ProductId,
            Action = Gateway.Protocol.V1.NoticeAction.RaisedMarking,
            Note = new string('x', 513),
            ReplacedBy = ByteString.CopyFrom(new byte[31]),
            Portions = { new PortionMark { Path = "no/such" }, new PortionMark { Path = "header", Floor = new Marking { Policy = "US", Text = "(Q)" } } },
        };
        Grpc.Core.RpcException refused = await Calls.FailureAsync(officer.Notices.IssueAsync(wrong));
        string fields = Grpc.Core.RpcExceptionExtensions.GetRpcStatus(refused)!.GetDetail<Google.Rpc.BadRequest>()!.ToString();
        Assert.All(["note", "replaced_by", "portions[0].path", "portions[0].floor", "portions[1].floor"], field => Assert.Contains($"\"{field}\"", fields, StringComparison.Ordinal));
    }

    private static Task Held(NodeCaller officer, ByteString product, int holders) => Eventually.Holds(
        "receipts are there",
        () => officer.Notices.Status(new NoticeStatusRequest { ProductId = product }).Holders.Count(holder => holder.State == HolderState.Holds) >= holders);

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
