using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using CheckpointName = Gateway.Core.Sealing.CheckpointName;
using Lane = Gateway.Core.Sealing.Lane;
using Manifest = Gateway.Core.Sealing.Manifest;
using Package = Gateway.Core.Sealing.Package;
using ReceiptBody = Gateway.Core.Sealing.ReceiptBody;
using ReleaseBody = Gateway.Core.Sealing.ReleaseBody;

namespace Gateway.Node.Tests.Federation;

/// <summary>A line between two nodes of one process: what one's feed has for the other, taken as from the network; answers go back.</summary>
internal sealed class Line(NodeState publisher, NodeState subscriber) : Protocol.V1.Federation.FederationClient
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private List<FeedItem> _items = [];

    public List<AcknowledgeRequest> Acknowledged { get; } = [];

    /// <summary>What the subscriber's stream would bring, notices first; nothing of it is taken yet.</summary>
    public async Task<List<FeedItem>> ItemsAsync()
    {
        PartnerCode partner = subscriber.Model.Self, releaser = publisher.Model.Self;
        var recorder = new Recorder();
        var channel = new FeedChannel(partner, recorder, publisher.ReleaseLog, subscriber.Heads.Newest(publisher.ReleaseLog.Origin)?.Size ?? 0);
        foreach (NoticeFeedRow row in publisher.Read.NoticeFeed(partner, subscriber.Read.LastReceived(releaser, Lane.Notices), 100))
        {
            IReadOnlySet<ushort> known = NoticePermit.Known(publisher.Read, row.Notice.Product, partner);
            await channel.SendAsync(NoticePermit.TryIssue(row.Notice, partner, row.Sequence, known, publisher.ReleaseLog)!, Cancellation);
        }

        foreach (Lane lane in new[] { Lane.Warnings, Lane.Products })
        {
            foreach (FeedRow row in publisher.Read.Feed(partner, lane, subscriber.Read.LastReceived(releaser, lane), 100))
            {
                await publisher.Gate.DeliverAsync(row, channel, Cancellation);
            }
        }

        await channel.HeartbeatAsync(publisher.Clock.GetUtcNow(), Cancellation);
        return recorder.Items;
    }

    /// <summary>Everything that waits goes over, or what a test put in its place; receipts go back.</summary>
    public async Task RunAsync(List<FeedItem>? items = null)
    {
        _items = items ?? await ItemsAsync();
        subscriber.Model.Roster.TryFind(publisher.Model.Self, out Partner? partner);
        using var subscription = new Subscription(subscriber, partner!, this, NullLogger.Instance);
        await subscription.RunAsync(Cancellation);
    }

    /// <summary>The publisher is an originator that is asked.</summary>
    public async Task<int> AskAsync(params ConfirmationRow[] rows)
    {
        subscriber.Model.Roster.TryFind(publisher.Model.Self, out Partner? partner);
        return await new Confirmation(subscriber, partner!, this, NullLogger.Instance).AskAsync(rows, Cancellation);
    }

    public static async Task<ProductId> SubmitAsync(NodeState node, string id = "p")
    {
        SubmitResponse response = await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(Samples.Request(id), NodeFolders.Liaison, Cancellation);
        return ProductId.TryFrom(response.ProductId.Span, out ProductId product) ? product : throw new InvalidOperationException();
    }

    /// <summary>
    /// The publisher hands on a product that it holds of somebody else, and the subscriber has taken it and logged its receipt: the rows that
    /// handing on leaves behind.
    /// </summary>
    public async Task HandOnAsync(ProductId product)
    {
        ReceivedRow held = publisher.Read.Received(product)[0];
        Assert.True(Package.TryDecode(held.Package, out Package? package, out _));
        Assert.True(Manifest.TryDecode(package.Manifest, out Manifest? manifest, out _));
        PartnerCode to = subscriber.Model.Self, from = publisher.Model.Self;
        Core.ReleaseLog.LogPosition release = await publisher.Commit.RunAsync(
            scope =>
            {
                var body = new ReleaseBody
                {
                    Product = product,
                    Recipient = to,
                    OpeningsDigest = new byte[32],
                    TermsDigest = new byte[32],
                    PreviousRelease = held.ReleaseLeaf,
                };
                Core.ReleaseLog.LogPosition position = scope.Append(StatementKind.Release, body.Encode(), to, product);
                scope.Store.AddFeedRow(new FeedRow
                {
                    Partner = to,
                    Lane = Lane.Products,
                    Sequence = scope.Store.LastSequence(to, Lane.Products) + 1,
                    LogIndex = position.Index,
                    Product = product,
                    Opened = [.. package.Openings.Select(opening => opening.Index)],
                    Terms = new byte[] { 1 },
                    Seed = new byte[32],
                });
                NoticeQueue.Existing(scope.Store, product, to);
                return position;
            },
            Cancellation);
        publisher.Gate.Sent.Set(to, Lane.Products, long.MaxValue);
        await subscriber.Commit.RunAsync(
            scope =>
            {
                byte[] receipt = new ReceiptBody(publisher.ReleaseLog.Origin, [release.LeafHash.ToArray()], []).Encode();
                Core.ReleaseLog.LogPosition position = scope.Append(StatementKind.Receipt, receipt, from, product);
                long now = subscriber.Clock.GetUtcNow().ToUnixTimeMilliseconds();
                scope.Store.AddReceived(
                    new ReceivedRow(
                        product, from, Lane.Products, scope.Store.LastReceived(from, Lane.Products) + 1, publisher.ReleaseLog.Origin, release.Index, release.LeafHash, position.Index, now, held.Package),
                    manifest);
                scope.Store.SetConfirmation(new ConfirmationRow(product, manifest.Originator, now, Due: true));
                return true;
            },
            Cancellation);
    }

    public override AsyncServerStreamingCall<FeedItem> Subscribe(
        FeedRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        new(new Reader(_items), Task.FromResult(new Metadata()), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });

    public override AsyncUnaryCall<AcknowledgeResponse> AcknowledgeAsync(
        AcknowledgeRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
    {
        Acknowledged.Add(request.Clone());
        return Answer(new ReceiptDesk(publisher, NullLogger<ReceiptDesk>.Instance).TakeAsync(subscriber.Model.Self, request.Clone(), cancellationToken));
    }

    public override AsyncUnaryCall<StatusResponse> StatusAsync(
        StatusRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        Answer(Task.FromResult(new StatusDesk(publisher).Answer(subscriber.Model.Self, request.Clone()).Clone()));

    public override AsyncUnaryCall<Protocol.V1.ConsistencyProof> ProveConsistencyAsync(
        HeadProofRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        Answer(Task.FromResult(FeedChannel.Proof(publisher.ReleaseLog, (long)request.FromSize, (long)request.ToSize)));

    private static AsyncUnaryCall<T> Answer<T>(Task<T> answer) => new(answer, Task.FromResult(new Metadata()), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });

    private sealed class Recorder : IServerStreamWriter<FeedItem>
    {
        public List<FeedItem> Items { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(FeedItem message)
        {
            Items.Add(message.Clone());
            return Task.CompletedTask;
        }

        public Task WriteAsync(FeedItem message, CancellationToken cancellationToken) => WriteAsync(message);
    }

    private sealed class Reader(List<FeedItem> items) : IAsyncStreamReader<FeedItem>
    {
        private int _at = -1;

        public FeedItem Current => items[_at];

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++_at < items.Count);
    }
}
