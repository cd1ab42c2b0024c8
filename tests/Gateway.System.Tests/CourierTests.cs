using System.Text.Json.Nodes;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;
using Lane = Gateway.Core.Sealing.Lane;
using Mode = Gateway.Protocol.V1.Mode;

namespace Gateway.System.Tests;

/// <summary>Two nodes that never see each other: everything between them goes through files.</summary>
public sealed class CourierTests
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");

    [Fact]
    public async Task Releases_receipts_and_what_follows_cross_an_air_gap_and_both_sides_agree_in_the_end()
    {
        await using NodeSet nodes = Apart();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        List<SubmitResponse> submitted = [await usa.SubmitAsync(Samples.Request("a")), await usa.SubmitAsync(Samples.Request("b"))];
        CourierReport first = await Carry(usa, fra);
        Assert.Equal(2UL, first.Items);
        foreach (SubmitResponse one in submitted)
        {
            await fra.ArrivesAsync(one.ProductId);
        }

        CourierReport receipts = await Carry(fra, usa);
        Assert.Equal(2UL, receipts.Receipts);

        // Behind it, what is new travels, and what was confirmed does not.
        submitted.Add(await usa.SubmitAsync(Samples.Request("c")));
        CourierReport second = await Carry(usa, fra);
        Assert.Equal((1UL, 3UL), (second.Items, second.Positions.Single(position => position.Lane == Protocol.V1.Lane.Products).LastSeq));
        await Carry(fra, usa);
        await Carry(usa, fra);
        Assert.Equal(0, await usa.StopAsync());
        Assert.Equal(0, await fra.StopAsync());
        using SqliteNodeStore left = Books.Open(nodes, "USA"), right = Books.Open(nodes, "FRA");
        Assert.All(submitted, one => Assert.Equal(Fra, Assert.Single(left.Read.Receipts(Id(one.ProductId))).Partner));
        Assert.Equal(3, right.Read.LastReceived(Usa, Lane.Products));
        Assert.Empty(right.Read.Unacknowledged(Usa, 10));
    }

    [Fact]
    public async Task A_recall_crosses_an_air_gap_and_is_answered_on_the_way_back()
    {
        await using NodeSet nodes = Apart();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("recalled"));
        await Carry(usa, fra);
        await Carry(fra, usa);
        using var officer = new NodeCaller(usa, "officer");
        await officer.Notices.IssueAsync(
            new IssueNoticeRequest { ProductId = submitted.ProductId, Action = Protocol.V1.NoticeAction.Recall, Note = "Source withdrawn" },
            cancellationToken: Calls.Cancellation);
        CourierReport carried = await Carry(usa, fra);
        Assert.Equal(1UL, carried.Positions.Single(position => position.Lane == Protocol.V1.Lane.Notices).LastSeq);
        using var ministry = new NodeCaller(fra, "ministry");
        SharedProduct stub = await ministry.Assessments.GetAsync(new GetRequest { ProductId = submitted.ProductId }, cancellationToken: Calls.Cancellation);
        Assert.Equal(ProofStatus.Recalled, stub.Proof.Status);
        Assert.Equal(1UL, (await Carry(fra, usa)).Receipts);
        NoticeStatus status = await officer.Notices.StatusAsync(new NoticeStatusRequest { ProductId = submitted.ProductId }, cancellationToken: Calls.Cancellation);
        Assert.Contains("FRA", status.ToString(), StringComparison.Ordinal);
        await Carry(usa, fra);
        Assert.Equal(0UL, (await Carry(fra, usa)).Receipts);
    }

    [Fact]
    public async Task A_file_that_was_lost_or_comes_twice_or_late_loses_and_doubles_nothing()
    {
        await using NodeSet nodes = Apart();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        await usa.SubmitAsync(Samples.Request("lost"));
        byte[] lost = await Export(usa, "FRA");
        await usa.SubmitAsync(Samples.Request("second"));
        byte[] file = await Export(usa, "FRA");
        Assert.Equal(2UL, (await Import(fra, file)).Items);
        Assert.Equal(2UL, (await Import(fra, file)).Items);
        Assert.Contains("older", (await Refused(fra, lost)).Status.Detail, StringComparison.Ordinal);
        using var ministry = new NodeCaller(fra, "ministry");
        Assert.Equal(2, (await ministry.Assessments.ListAsync(new ListRequest { Mode = Mode.Exercise })).Products.Count);
    }

    [Fact]
    public async Task A_file_that_was_changed_cut_lengthened_or_is_for_another_is_refused_and_shows_nothing_of_what_is_inside()
    {
        await using NodeSet nodes = Apart();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        await usa.SubmitAsync(Samples.Request("inside"));
        byte[] file = await Export(usa, "FRA");
        Assert.False(Leak.In(file, Samples.OnlyFrance));
        foreach (byte[] wrong in (byte[][])[Flip(file, 30), Flip(file, file.Length / 2), Flip(file, file.Length - 1), file[..^1], file[..(file.Length / 2)], [.. file, 0], [], await Export(usa, "SWE")])
        {
            RpcException refused = await Refused(fra, wrong);
            Assert.Equal((StatusCode.FailedPrecondition, ErrorReason.FileRefused), (refused.StatusCode, RichStatus.ReasonOf(refused)));
        }

        Assert.Equal(1UL, (await Import(fra, file)).Items);
    }

    private static NodeSet Apart()
    {
        NodeSet nodes = NodeSet.Prepare();
        foreach (string code in (string[])["USA", "FRA"])
        {
            string[] others = [.. ((string[])["USA", "FRA", "SWE"]).Where(other => other != code)];
            nodes.Configure(code, gateway => gateway["Peers"] =
                new JsonArray([.. others.Select(other => (JsonNode)new JsonObject { ["Partner"] = other, ["Offline"] = true })]));
        }

        return nodes;
    }

    private static async Task<CourierReport> Carry(RunningNode from, RunningNode to) => await Import(to, await Export(from, Path.GetFileName(to.Folder)));

    private static async Task<byte[]> Export(RunningNode node, string to)
    {
        using var officer = new NodeCaller(node, "officer");
        using AsyncServerStreamingCall<CourierChunk> call =
            officer.Courier.Export(new CourierExportRequest { Partner = to }, cancellationToken: Calls.Cancellation);
        using var file = new MemoryStream();
        while (await call.ResponseStream.MoveNext(Calls.Cancellation))
        {
            file.Write(call.ResponseStream.Current.Data.Span);
        }

        return file.ToArray();
    }

    private static async Task<CourierReport> Import(RunningNode node, byte[] file)
    {
        using var officer = new NodeCaller(node, "officer");
        using AsyncClientStreamingCall<CourierChunk, CourierReport> call = officer.Courier.Import(cancellationToken: Calls.Cancellation);
        try
        {
            foreach (byte[] chunk in file.Chunk(10_000))
            {
                await call.RequestStream.WriteAsync(new CourierChunk { Data = ByteString.CopyFrom(chunk) }, Calls.Cancellation);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // Refused before the last chunk; the answer says why.
        }

        return await call.ResponseAsync;
    }

    private static Task<RpcException> Refused(RunningNode node, byte[] file) => Assert.ThrowsAsync<RpcException>(() => Import(node, file));

    private static byte[] Flip(byte[] file, int at)
    {
        byte[] changed = [.. file];
        changed[at] ^= 1;
        return changed;
    }

    private static ProductId Id(ByteString bytes) => ProductId.TryFrom(bytes.Span, out ProductId id) ? id : throw new InvalidOperationException("Not an id.");
}
