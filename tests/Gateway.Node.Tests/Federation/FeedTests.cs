using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using ConsistencyProof = Gateway.Protocol.V1.ConsistencyProof;
using Lane = Gateway.Core.Sealing.Lane;
using Package = Gateway.Core.Sealing.Package;

namespace Gateway.Node.Tests.Federation;

/// <summary>Publisher and subscriber face to face without a network, so that either can lie.</summary>
public sealed class FeedTests : IAsyncDisposable
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task An_honest_feed_is_stored_and_acknowledged_and_the_receipts_are_kept_once()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 3);
        List<FeedItem> items = await Serve(usa);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var client = new FakePublisher(usa, items);
        await Follow(fra, client);
        await Follow(fra, client);
        Assert.Equal(3, fra.Read.LastReceived(Usa, Lane.Products));
        Assert.Empty(fra.Read.Unacknowledged(Usa, 10));
        Assert.All(usa.Read.Feed(Fra, Lane.Products, 0, 10), row => Assert.Single(usa.Read.Receipts(row.Product)));
        await client.AcknowledgeAsync(client.Acknowledged[^1]);
        Assert.All(usa.Read.Feed(Fra, Lane.Products, 0, 10), row => Assert.Single(usa.Read.Receipts(row.Product)));
    }

    [Fact]
    public async Task A_publisher_that_takes_no_receipts_is_followed_all_the_same()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 3);
        List<FeedItem> items = await Serve(usa);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var full = new FakePublisher(usa, [.. items.Take(3)]) { Refusal = new RpcException(new Status(StatusCode.Unavailable, "disk full")) };
        await Follow(fra, full);
        Assert.Equal(2, fra.Read.LastReceived(Usa, Lane.Products));
        Assert.Equal(2, fra.Read.Unacknowledged(Usa, 10).Count);

        // On the next connection too, and with a publisher that disowns this node's log.
        await Follow(fra, new FakePublisher(null, [.. items.Skip(3)]) { Held = new Head { Size = 1000, Root = ByteString.CopyFrom(new byte[32]) } });
        Assert.Equal(3, fra.Read.LastReceived(Usa, Lane.Products));
        await Follow(fra, new FakePublisher(usa, [new FeedItem { Heartbeat = new Heartbeat() }]));
        Assert.Empty(fra.Read.Unacknowledged(Usa, 10));
    }

    [Fact]
    public void Of_many_streams_of_one_partner_the_oldest_ends_and_another_partners_does_not()
    {
        var streams = new FeedStreams();
        using FeedStreams.Place other = streams.Take(PartnerCode.Of("SWE"));
        FeedStreams.Place[] places = [.. Enumerable.Range(0, FeedStreams.Most).Select(_ => streams.Take(Fra))];
        Assert.All(places, place => Assert.False(place.Lost.IsCancellationRequested));
        using FeedStreams.Place newest = streams.Take(Fra);
        Assert.Equal([true, false, false, false], places.Select(place => place.Lost.IsCancellationRequested));
        Assert.False(newest.Lost.IsCancellationRequested || other.Lost.IsCancellationRequested);
        places[1].Dispose();
        using FeedStreams.Place another = streams.Take(Fra);
        Assert.False(places[2].Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_package_that_brings_the_head_of_a_fork_with_it_is_refused()
    {
        (List<FeedItem> main, List<FeedItem> fork) = await Fork(onMain: 5, onFork: 2);
        ByteString note = fork.Single(item => item.Checkpoint is not null).Checkpoint.Note;
        FeedItem second = fork.Last(item => item.Package is not null).Clone();
        Assert.True(Package.TryDecode(second.Package.Package.ToByteArray(), out Package? package, out _));
        second.Package.Package = ByteString.CopyFrom((package with { Checkpoints = [note.ToByteArray()] }).Encode());

        // The first of the main log, then the second of the fork, whose head is the smaller one: nothing but the head tells them apart.
        await Refused([.. main.Take(2), second], stored: 1);
    }

    [Fact]
    public async Task The_head_of_a_fork_is_refused_and_so_is_what_it_proves_on_the_next_connection()
    {
        (List<FeedItem> main, List<FeedItem> fork) = await Fork(onMain: 5, onFork: 2);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await Follow(fra, new FakePublisher(null, [.. main.Take(2)]));
        await Assert.ThrowsAsync<FeedRefusedException>(() => Follow(fra, new FakePublisher(null, [.. fork.Take(1)])));
        FeedItem second = fork.Last(item => item.Package is not null);
        await Assert.ThrowsAsync<FeedRefusedException>(() => Follow(fra, new FakePublisher(null, [second])));
        Assert.Equal(1, fra.Read.LastReceived(Usa, Lane.Products));
    }

    [Fact]
    public async Task A_head_that_went_further_on_another_way_is_linked_by_a_proof_and_a_second_branch_is_refused_at_once()
    {
        (List<FeedItem> main, List<FeedItem> fork) = await Fork(onMain: 5, onFork: 2);
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");

        // The receipts of USA brought the newest head of the fork, which is the history that USA's disk holds; the feed starts from nothing.
        SignedHead newest = usa.ReleaseLog.Head!;
        var elsewhere = new HeldHead(usa.ReleaseLog.Origin, newest.Checkpoint.Size, newest.Checkpoint.Root.AsMemory(), newest.Note);
        using var before = new FeedIntake(fra, PartnerOf(fra, Usa), (_, _, _) => Task.FromResult<ConsistencyProof?>(null), NullLogger.Instance);
        Assert.IsType<HeadLink.Linked>(fra.Heads.Link(elsewhere, null));
        foreach (FeedItem item in main.Take(1))
        {
            FeedRefusedException refused = await Assert.ThrowsAsync<FeedRefusedException>(() => before.TakeAsync(item, Cancellation));
            Assert.Contains(refused.Fault, (VerificationFault[])[VerificationFault.BadCheckpoint, VerificationFault.MissingCheckpoint]);
        }

        using var after = new FeedIntake(
            fra,
            PartnerOf(fra, Usa),
            (from, to, _) => Task.FromResult<ConsistencyProof?>(FeedChannel.Proof(usa.ReleaseLog, from, to)),
            NullLogger.Instance);
        await Assert.ThrowsAsync<FeedRefusedException>(() => after.TakeAsync(main[0], Cancellation));
        Assert.Equal(0, fra.Read.LastReceived(Usa, Lane.Products));

        using var honest = new FeedIntake(
            fra,
            PartnerOf(fra, Usa),
            (from, to, _) => Task.FromResult<ConsistencyProof?>(FeedChannel.Proof(usa.ReleaseLog, from, to)),
            NullLogger.Instance);
        Assert.Equal(elsewhere.Size, honest.Held?.Size);
        foreach (FeedItem item in await Serve(usa))
        {
            await honest.TakeAsync(item, Cancellation);
        }

        Assert.Equal(2, fra.Read.LastReceived(Usa, Lane.Products));
    }

    [Fact]
    public async Task A_release_that_is_logged_and_may_not_be_taken_is_set_aside_and_what_is_behind_it_arrives()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 3);
        List<FeedItem> items = await Serve(usa);
        FeedItem bad = items[2];
        Assert.True(Package.TryDecode(bad.Package.Package.ToByteArray(), out Package? package, out _));

        // Logged with these openings, sent with a changed one: a fault of the sender's store that no retry mends.
        byte[] body = package.Openings[^1].Body.ToArray();
        body[^1] ^= 1;
        bad.Package.Package = ByteString.CopyFrom(
            (package with { Openings = package.Openings.SetItem(package.Openings.Length - 1, package.Openings[^1] with { Body = body }) }).Encode());
        await using NodeState fra = await _folders.OpenAsync("FRA");
        for (int i = 1; i < FeedRefusals.Patience; i++)
        {
            await Assert.ThrowsAsync<FeedRefusedException>(() => Follow(fra, new FakePublisher(usa, i == 1 ? items : [bad])));
        }

        await Follow(fra, new FakePublisher(usa, items[2..]));
        Assert.Equal(3, fra.Read.LastReceived(Usa, Lane.Products));
        Assert.Equal(2, fra.Read.Catalog(Core.Sealing.Mode.Exercise, 0, 10).Count);
        SetAsideRow row = Assert.Single(fra.Read.SetAside(Usa, 10));
        Assert.Equal((Lane.Products, 2L), (row.Lane, row.Sequence));
        Assert.Equal(2, usa.Read.Feed(Fra, Lane.Products, 0, 10).Count(feed => usa.Read.Receipts(feed.Product).Count == 1));
    }

    [Fact]
    public async Task Out_of_order_replayed_and_unannounced_items_are_refused()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 3);
        List<FeedItem> items = await Serve(usa);
        await Refused([items[1]], stored: 0);
        await Refused([items[0], items[2]], stored: 0);
        await Refused([items[0], items[1], items[3]], stored: 1);
        await Refused([new FeedItem()], stored: 1);
        FeedItem changed = items[2].Clone();
        byte[] bytes = changed.Package.Package.ToByteArray();
        bytes[bytes.Length / 2] ^= 1;
        changed.Package.Package = ByteString.CopyFrom(bytes);
        await Refused([items[0], changed], stored: 1);
    }

    [Fact]
    public async Task A_feed_for_another_partner_is_refused()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 1);
        await Refused(await Serve(usa, "SWE"), stored: 0);
    }

    [Fact]
    public async Task A_subscriber_that_is_ahead_or_holds_another_head_is_told_to_look()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 1);
        foreach ((FeedRequest request, ErrorReason reason) in ((FeedRequest, ErrorReason)[])
        [
            (new FeedRequest { Positions = { At(3, 2) } }, ErrorReason.PositionAhead),
            (new FeedRequest { Positions = { At(1, ulong.MaxValue) } }, ErrorReason.PositionAhead),
            (new FeedRequest { Held = new Head { Size = 1, Root = ByteString.CopyFrom(new byte[32]) } }, ErrorReason.HeadInconsistent),
            (new FeedRequest { Held = new Head { Size = 1 } }, ErrorReason.HeadInconsistent),
            (new FeedRequest { Held = new Head { Size = ulong.MaxValue } }, ErrorReason.HeadInconsistent),
            (new FeedRequest { Held = new Head { Size = 1000, Root = ByteString.CopyFrom(new byte[32]) } }, ErrorReason.HeadInconsistent),
            (new FeedRequest { Positions = { At(4, 0) } }, ErrorReason.InvalidFields),
            (new FeedRequest { Positions = { At(0, 0) } }, ErrorReason.InvalidFields),
            (new FeedRequest { Positions = { Enumerable.Repeat(At(1, 0), 4) } }, ErrorReason.InvalidFields),
        ])
        {
            var publisher = new FeedPublisher(usa, NullLogger<FeedPublisher>.Instance);
            RpcException failure = await Assert.ThrowsAsync<RpcException>(
                () => publisher.ServeAsync(Fra, request, new Recorder(1, CancellationToken.None), Cancellation));
            Assert.Equal(reason, RichStatus.ReasonOf(failure));
        }
    }

    [Fact]
    public async Task A_partner_that_cannot_read_a_schema_is_sent_nothing_of_it()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 1);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var recorder = new Recorder(int.MaxValue, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FeedPublisher(usa, NullLogger<FeedPublisher>.Instance)
            .ServeAsync(Fra, new FeedRequest { Schemas = { "gateway.v1.Other/1" } }, recorder, stop.Token));
        Assert.Empty(recorder.Items);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("statement")]
    [InlineData("path")]
    [InlineData("release index")]
    [InlineData("more release indexes")]
    [InlineData("checkpoint absent")]
    [InlineData("checkpoint named")]
    [InlineData("no name")]
    [InlineData("another's note")]
    [InlineData("too many")]
    public async Task A_receipt_that_is_not_exactly_right_is_refused_and_nothing_is_kept(string change)
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 1);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var client = new FakePublisher(null, await Serve(usa));
        await Follow(fra, client);
        AcknowledgeRequest request = client.Acknowledged.Last(sent => sent.Receipts.Count > 0);
        Receipt receipt = request.Receipts[0];
        switch (change)
        {
            case "index": receipt.Index++; break;
            case "statement": receipt.Statement = ByteString.CopyFrom([.. receipt.Statement.Span[..^1], 1]); break;
            case "path": receipt.Path.Add(ByteString.CopyFrom(new byte[32])); break;
            case "release index": receipt.ReleaseIndexes[0]--; break;
            case "more release indexes": receipt.ReleaseIndexes.Add(receipt.ReleaseIndexes[0]); break;
            case "checkpoint absent": request.Checkpoints.Clear(); break;
            case "checkpoint named": receipt.Checkpoint.Size++; break;
            case "no name": receipt.Checkpoint = null; break;
            case "another's note": request.Checkpoints[0] = ByteString.CopyFrom(usa.ReleaseLog.Head!.Note.Span); break;
            case "too many": request.Receipts.Add(Enumerable.Repeat(receipt.Clone(), 1024)); break;
        }

        var desk = new ReceiptDesk(usa, NullLogger<ReceiptDesk>.Instance);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => desk.TakeAsync(Fra, request, Cancellation));
        Assert.Equal((StatusCode.InvalidArgument, ErrorReason.ReceiptInvalid), (failure.StatusCode, RichStatus.ReasonOf(failure)));
        Assert.Empty(usa.Read.Receipts(usa.Read.Feed(Fra, Lane.Products, 0, 1)[0].Product));
        Assert.Null(usa.Read.Held("fra.gateway.example/log"));
    }

    [Fact]
    public async Task A_receipt_that_crossed_with_a_newer_head_is_late_not_an_alarm()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 1);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var client = new FakePublisher(null, await Serve(usa));
        await Follow(fra, client);
        await Submit(fra, 1, "own");
        Core.ReleaseLog.SignedHead newer = fra.ReleaseLog.Head!;
        var held = new HeldHead(newer.Checkpoint.Origin, newer.Checkpoint.Size, newer.Name.Root, newer.Note);
        await usa.Commit.RunAsync(
            scope =>
            {
                scope.Store.SetHeld(held);
                return true;
            },
            Cancellation);
        var desk = new ReceiptDesk(usa, NullLogger<ReceiptDesk>.Instance);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => desk.TakeAsync(Fra, client.Acknowledged[^1], Cancellation));
        Assert.Equal(StatusCode.Aborted, failure.StatusCode);

        // Nothing was confirmed to FRA by the real desk, so it hands its receipts over again: from the head that USA holds now.
        AcknowledgeRequest again = client.Acknowledged[^1].Clone();
        again.Consistency.Clear();
        again.Consistency.Add(FeedChannel.Proof(fra.ReleaseLog, newer.Checkpoint.Size, newer.Checkpoint.Size));
        again.Checkpoints.Clear();
        again.Checkpoints.Add(ByteString.CopyFrom(newer.Note.Span));
        again.Receipts.Clear();
        Assert.Equal((ulong)newer.Checkpoint.Size, (await desk.TakeAsync(Fra, again, Cancellation)).Held.Size);
    }

    [Fact]
    public async Task A_receipt_is_good_from_its_author_only()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 1);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var client = new FakePublisher(null, await Serve(usa));
        await Follow(fra, client);
        var desk = new ReceiptDesk(usa, NullLogger<ReceiptDesk>.Instance);
        await Assert.ThrowsAsync<RpcException>(() => desk.TakeAsync(PartnerCode.Of("SWE"), client.Acknowledged[^1], Cancellation));
        Assert.True((await desk.TakeAsync(Fra, client.Acknowledged[^1], Cancellation)).Held.Size > 0);
    }

    [Theory]
    [InlineData("one by one")]
    [InlineData("together, as a stream brings it")]
    public async Task What_is_handed_on_is_taken_unless_a_third_log_in_it_contradicts_what_is_known_of_it(string way)
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, 1);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await Follow(fra, new FakePublisher(usa, await Serve(usa)));
        Core.Sealing.ProductId product = fra.Read.Catalog(Core.Sealing.Mode.Exercise, 0, 1)[0].Product;
        Assert.IsType<HandOnOutcome.Released>(await fra.Gate.HandOnAsync(product, PartnerCode.Of("SWE"), Cancellation));
        List<FeedItem> items = await Serve(fra, "SWE");
        Assert.True(Package.TryDecode(items[^1].Package.Package.ToByteArray(), out Package? package, out _));

        await using (NodeState swe = await _folders.OpenAsync("SWE"))
        {
            var other = new HeldHead(usa.ReleaseLog.Origin, package.Hops[0].Checkpoint.Size, new byte[32], new byte[1]);
            Assert.IsType<HeadLink.Linked>(swe.Heads.Link(other, null));
            FeedRefusedException refused = await Assert.ThrowsAsync<FeedRefusedException>(() => Take(swe));
            Assert.Equal(VerificationFault.BadCheckpoint, refused.Fault);
            Assert.Equal(0, swe.Read.LastReceived(Fra, Lane.Products));
        }

        await using NodeState again = await _folders.OpenAsync("SWE");
        await Take(again);
        Assert.Equal(1, again.Read.LastReceived(Fra, Lane.Products));
        Assert.Equal(package.Hops[0].Checkpoint.Size, again.Read.Held(usa.ReleaseLog.Origin)!.Size);

        async Task Take(NodeState swe)
        {
            using var intake = new FeedIntake(swe, PartnerOf(swe, Fra), (_, _, _) => Task.FromResult<ConsistencyProof?>(null), NullLogger.Instance);
            if (way != "one by one")
            {
                await intake.TakeAllAsync(items, Cancellation);
                return;
            }

            foreach (FeedItem item in items)
            {
                await intake.TakeAsync(item, Cancellation);
            }
        }
    }

    private static Partner PartnerOf(NodeState node, PartnerCode code) =>
        node.Model.Roster.TryFind(code, out Partner? partner) ? partner : throw new InvalidOperationException("Not in the roster.");

    private static LanePosition At(int lane, ulong sequence) => new() { Lane = (Protocol.V1.Lane)lane, LastSeq = sequence };

    private static async Task Submit(NodeState node, int count, string prefix = "p")
    {
        for (int i = 0; i < count; i++)
        {
            await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(Samples.Request($"{prefix}{i}"), NodeFolders.Liaison, Cancellation);
        }
    }

    /// <summary>What the node sends a partner from the beginning: a checkpoint, then packages.</summary>
    private static async Task<List<FeedItem>> Serve(NodeState node, string partner = "FRA")
    {
        var code = PartnerCode.Of(partner);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var recorder = new Recorder((int)node.Read.LastSequence(code, Lane.Products) + 1, stop.Token) { Stop = stop };
        var request = new FeedRequest { Schemas = { Schemas.All.Select(schema => schema.Name) } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new FeedPublisher(node, NullLogger<FeedPublisher>.Instance).ServeAsync(code, request, recorder, stop.Token));
        return recorder.Items;
    }

    private static async Task Follow(NodeState node, FakePublisher publisher)
    {
        Assert.True(node.Model.Roster.TryFind(Usa, out Partner? usa));
        using var subscription = new Subscription(node, usa, publisher, NullLogger.Instance);
        await subscription.RunAsync(Cancellation);
    }

    private async Task Refused(List<FeedItem> items, int stored)
    {
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await Assert.ThrowsAsync<FeedRefusedException>(() => Follow(fra, new FakePublisher(null, items)));
        Assert.Equal(stored, fra.Read.LastReceived(Usa, Lane.Products));
        Assert.Equal(stored, fra.Read.Catalog(Core.Sealing.Mode.Exercise, 0, 100).Count);
    }

    /// <summary>Two histories of USA that part after its first entries, both signed by its keys.</summary>
    private async Task<(List<FeedItem> Main, List<FeedItem> Fork)> Fork(int onMain, int onFork)
    {
        string copy = _folders.Database("USA") + ".copy";
        await (await _folders.OpenAsync("USA")).DisposeAsync();
        SqliteConnection.ClearAllPools();
        File.Copy(_folders.Database("USA"), copy);
        var histories = new List<List<FeedItem>>();
        foreach (int products in (int[])[onMain, onFork])
        {
            File.Copy(copy, _folders.Database("USA"), overwrite: true);
            await using NodeState usa = await _folders.OpenAsync("USA");
            await Submit(usa, products, $"{products}-");
            histories.Add(await Serve(usa));
        }

        return (histories[0], histories[1]);
    }

    private sealed class Recorder(int expected, CancellationToken cancellation) : IServerStreamWriter<FeedItem>
    {
        public List<FeedItem> Items { get; } = [];

        public CancellationTokenSource? Stop { get; init; }

        public WriteOptions? WriteOptions { get; set; }

        public async Task WriteAsync(FeedItem message)
        {
            Items.Add(message.Clone());
            if (Items.Count == expected && Stop is not null)
            {
                await Stop.CancelAsync();
            }
        }

        public Task WriteAsync(FeedItem message, CancellationToken cancellationToken) =>
            cancellation.IsCancellationRequested ? Task.FromCanceled(cancellation) : WriteAsync(message);
    }

    /// <summary>Sends what a test says and ends; takes acknowledgements to the real desk where there is one.</summary>
    private sealed class FakePublisher(NodeState? publisher, List<FeedItem> items) : Protocol.V1.Federation.FederationClient
    {
        public List<AcknowledgeRequest> Acknowledged { get; } = [];

        /// <summary>How every acknowledgement fails.</summary>
        public RpcException? Refusal { get; init; }

        /// <summary>The head that it says it holds.</summary>
        public Head? Held { get; init; }

        public override AsyncServerStreamingCall<FeedItem> Subscribe(FeedRequest request, CallOptions options) =>
            new(new Reader(items), Task.FromResult(new Metadata()), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });

        public override AsyncServerStreamingCall<FeedItem> Subscribe(
            FeedRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            Subscribe(request, new CallOptions(headers, deadline, cancellationToken));

        public override AsyncUnaryCall<AcknowledgeResponse> AcknowledgeAsync(
            AcknowledgeRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            Acknowledged.Add(request.Clone());
            Task<AcknowledgeResponse> answer = Refusal is not null
                ? Task.FromException<AcknowledgeResponse>(Refusal)
                : publisher is null
                ? Task.FromResult(new AcknowledgeResponse { Held = Held })
                : new ReceiptDesk(publisher, NullLogger<ReceiptDesk>.Instance).TakeAsync(Fra, request.Clone(), cancellationToken);
            return new(answer, Task.FromResult(new Metadata()), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });
        }

        public override AsyncUnaryCall<ConsistencyProof> ProveConsistencyAsync(
            HeadProofRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            Proofs++;
            ConsistencyProof proof = FeedChannel.Proof(publisher!.ReleaseLog, (long)request.FromSize, (long)request.ToSize);
            return new(Task.FromResult(proof), Task.FromResult(new Metadata()), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });
        }

        /// <summary>How many proofs it was asked for.</summary>
        public int Proofs { get; private set; }

        private sealed class Reader(List<FeedItem> items) : IAsyncStreamReader<FeedItem>
        {
            private int _at = -1;

            public FeedItem Current => items[_at];

            public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++_at < items.Count);
        }
    }
}
