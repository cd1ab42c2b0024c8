using System.Threading.Channels;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using ConsistencyProof = Gateway.Protocol.V1.ConsistencyProof;
using CoreLane = Gateway.Core.Sealing.Lane;
using LogName = Gateway.Core.Sealing.LogName;

namespace Gateway.Node.Federation;

/// <summary>
/// The subscriber's side of one partner's feed, for one connection: what arrives goes to <see cref="FeedIntake"/>, receipts go back.
/// </summary>
internal sealed class Subscription(NodeState node, Partner partner, Protocol.V1.Federation.FederationClient client, ILogger logger) : IDisposable
{
    private static readonly TimeSpan ReceiptPatience = TimeSpan.FromSeconds(20);
    private const int MostLate = 8;
    private const int MostTogether = 256;
    private const int MostBytesTogether = Limits.Package;

    private readonly FeedIntake _intake = new(node, partner, (from, to, cancellation) => ProofAsync(client, from, to, cancellation), logger);
    private volatile bool _receiptsWait;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await AcknowledgeAsync(cancellation);
        using AsyncServerStreamingCall<FeedItem> call = client.Subscribe(Request(), cancellationToken: cancellation);
        FeedLog.Subscribed(logger, partner.Code.Value);
        var asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        Task acknowledging = AcknowledgeWhenAskedAsync(asked.Reader, cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task waking = AskWhenAnsweredAsync(asked.Writer, ended.Token);
        try
        {
            await ReceiveAsync(call.ResponseStream, asked.Writer, acknowledging, cancellation);
        }
        finally
        {
            await ended.CancelAsync();
            await waking;
            asked.Writer.Complete();
            await acknowledging;
        }
    }

    /// <summary>
    /// Collects what arrives while the items before it are being stored, and takes it together: the slower the disk, the larger the share
    /// of each commit.
    /// </summary>
    private async Task ReceiveAsync(
        IAsyncStreamReader<FeedItem> stream, ChannelWriter<bool> asked, Task acknowledging, CancellationToken cancellation)
    {
        Task taking = Task.CompletedTask;
        try
        {
            Task<bool> next = stream.MoveNext(cancellation);
            while (!acknowledging.IsFaulted && await next)
            {
                List<FeedItem> items = [];
                int bytes = 0;
                do
                {
                    FeedItem item = stream.Current;
                    items.Add(item);
                    bytes += item.Package?.Package.Length ?? 0;
                    next = stream.MoveNext(cancellation);
                    await Task.WhenAny(next, taking);
                }
                while (items.Count < MostTogether && bytes < MostBytesTogether && next.IsCompletedSuccessfully && await next);

                await taking;
                taking = Task.Run(() => TakeAsync(items, asked, cancellation), cancellation);
            }
        }
        finally
        {
            await taking;
        }
    }

    /// <summary>Stores items; asks for receipts to be handed over, and does not wait for it.</summary>
    private async Task TakeAsync(List<FeedItem> items, ChannelWriter<bool> asked, CancellationToken cancellation)
    {
        await _intake.TakeAllAsync(items, cancellation);
        bool beat = items.Exists(item => item.ItemCase == FeedItem.ItemOneofCase.Heartbeat);
        if (beat || (!_receiptsWait && items.Exists(item => item.ItemCase is FeedItem.ItemOneofCase.Package or FeedItem.ItemOneofCase.Notice)))
        {
            asked.TryWrite(true);
        }
    }

    private async Task AcknowledgeWhenAskedAsync(ChannelReader<bool> asked, CancellationToken cancellation)
    {
        await foreach (bool _ in asked.ReadAllAsync(cancellation))
        {
            await AcknowledgeAsync(cancellation);
        }
    }

    /// <summary>An answer to a warning does not wait for the next heartbeat.</summary>
    private async Task AskWhenAnsweredAsync(ChannelWriter<bool> asked, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await node.Answers.Next.WaitAsync(ended);
                asked.TryWrite(true);
            }
        }
        catch (OperationCanceledException)
        {
            // The stream is over.
        }
    }

    public void Dispose() => _intake.Dispose();

    private static async Task<ConsistencyProof?> ProofAsync(
        Protocol.V1.Federation.FederationClient client, long from, long to, CancellationToken cancellation) =>
        await client.ProveConsistencyAsync(new HeadProofRequest { FromSize = (ulong)from, ToSize = (ulong)to }, cancellationToken: cancellation);

    private FeedRequest Request()
    {
        var request = new FeedRequest { Held = ReceiptDesk.ToMessage(_intake.Held) };
        request.Schemas.AddRange(Schemas.All.Select(schema => schema.Name).Append(NoticeMessages.Capability));
        foreach (CoreLane lane in Enum.GetValues<CoreLane>())
        {
            request.Positions.Add(new LanePosition
            {
                Lane = (Protocol.V1.Lane)lane,
                LastSeq = (ulong)node.Read.LastReceived(partner.Code, lane),
            });
        }

        return request;
    }

    /// <summary>
    /// Hands receipts over where the releaser takes them. Where it does not (its disk is full, it is slow, it refuses them) they wait for
    /// the next heartbeat: a receipt never holds up what the releaser has for us.
    /// </summary>
    private async Task AcknowledgeAsync(CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(ReceiptPatience, node.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            _receiptsWait = !await HandOverAsync(either.Token);
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            _receiptsWait = true;
            FeedLog.ReceiptsWait(logger, partner.Code.Value, failure is RpcException rpc ? rpc.StatusCode.ToString() : "no answer");
        }
    }

    /// <summary>
    /// Hands over the receipts of everything stored that the releaser has not confirmed yet; nothing when there is none. False when the
    /// releaser holds a head that is not of this node's log.
    /// </summary>
    private async Task<bool> HandOverAsync(CancellationToken cancellation)
    {
        int late = 0;
        while (node.Read.Unacknowledged(partner.Code, 256) is { Count: > 0 } rows)
        {
            try
            {
                if (!await HandOverAsync(rows, cancellation))
                {
                    return false;
                }
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.Aborted && ++late < MostLate)
            {
                // Our own feed to the releaser moved the head that it holds of our log in between: ask again.
                continue;
            }

            await node.Commit.RunAsync(scope => Confirm(scope, rows), cancellation);
        }

        return await HandOverNoticesAsync(cancellation) && await HandOverResponsesAsync(cancellation);
    }

    /// <summary>The same for receipts of notices, and for receipts of those who have products from us.</summary>
    private async Task<bool> HandOverNoticesAsync(CancellationToken cancellation)
    {
        var notices = new NoticeHandOver(node, partner, client);
        int late = 0;
        while (notices.Waits)
        {
            try
            {
                if (await PrepareAsync(cancellation) is not { } prepared)
                {
                    return false;
                }

                await notices.RunAsync(prepared.Request, prepared.Head, cancellation);
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.Aborted && ++late < MostLate)
            {
                // Moved in between: ask again.
            }
        }

        return true;
    }

    /// <summary>The same for answers to warnings.</summary>
    private async Task<bool> HandOverResponsesAsync(CancellationToken cancellation)
    {
        var responses = new ResponseHandOver(node, partner, client, logger);
        int late = 0;
        while (responses.Waits)
        {
            try
            {
                if (await PrepareAsync(cancellation) is not { } prepared || !await responses.RunAsync(prepared.Request, prepared.Head, cancellation))
                {
                    return false;
                }
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.Aborted && ++late < MostLate)
            {
                // Moved in between: ask again.
            }
        }

        return true;
    }

    private async Task<bool> HandOverAsync(IReadOnlyList<ReceivedRow> rows, CancellationToken cancellation)
    {
        if (await PrepareAsync(cancellation) is not { } prepared)
        {
            return false;
        }

        prepared.Request.Receipts.AddRange(rows.Select(row => ReceiptProof.Of(node, row, prepared.Head)));
        CrashPoints.Pass(CrashPoint.BeforeAcknowledge);
        await client.AcknowledgeAsync(prepared.Request, cancellationToken: cancellation);
        CrashPoints.Pass(CrashPoint.AfterAcknowledge);
        return true;
    }

    /// <summary>A request with our newest head, proved from the one that the releaser holds; null when that is not of our log.</summary>
    private async Task<(AcknowledgeRequest Request, SignedHead Head)?> PrepareAsync(CancellationToken cancellation)
    {
        AcknowledgeResponse state = await client.AcknowledgeAsync(new AcknowledgeRequest(), cancellationToken: cancellation);
        SignedHead head = node.ReleaseLog.Head!;
        var request = new AcknowledgeRequest { Checkpoints = { UnsafeByteOperations.UnsafeWrap(head.Note) } };
        if (state.Held is { Size: > 0 } known)
        {
            bool ours = known.Size <= (ulong)head.Checkpoint.Size
                && node.ReleaseLog.TryRoot((long)known.Size, out byte[] root)
                && known.Root.Span.SequenceEqual(root);
            if (!ours)
            {
                FeedLog.NotOurs(logger, partner.Code.Value, known.Size);
                return null;
            }

            request.Consistency.Add(FeedChannel.Proof(node.ReleaseLog, (long)known.Size, head.Checkpoint.Size));
        }

        return (request, head);
    }

    private bool Confirm(CommitScope scope, IReadOnlyList<ReceivedRow> rows)
    {
        foreach (ReceivedRow row in rows)
        {
            scope.Store.SetAcknowledged(partner.Code, row.Lane, row.Sequence);
        }

        return true;
    }
}
