using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using CheckpointName = Gateway.Core.Sealing.CheckpointName;

namespace Gateway.Node.Federation;

/// <summary>
/// Asks originators about products that came from somebody else, at half of the time that the agreement allows, so that whoever stands
/// between gains nothing by dropping a recall. What an originator's own feed brings needs no question.
/// </summary>
internal sealed class ConfirmationWorker(NodeState node, ILogger<ConfirmationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, node.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Task.WhenAll(node.Settings.Peers.Select(peer => AskAsync(peer.Key, peer.Value, stoppingToken)));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task AskAsync(PartnerCode originator, Uri address, CancellationToken cancellation)
    {
        try
        {
            DateTimeOffset now = node.Clock.GetUtcNow();
            long half = (long)(ProductStanding.MaxAge(node.Model, originator, now).TotalMilliseconds / 2);
            IReadOnlyList<ConfirmationRow> rows = node.Read.Unconfirmed(originator, now.ToUnixTimeMilliseconds() - half, StatusDesk.Most);
            if (rows.Count == 0 || !node.Model.Roster.TryFind(originator, out Partner? partner))
            {
                return;
            }

            using GrpcChannel channel = PartnerConnection.Open(partner, address, node.Settings.Certificate, node.Clock);
            var confirmation = new Confirmation(node, partner, new Protocol.V1.Federation.FederationClient(channel), logger);
            int confirmed = await confirmation.AskAsync(rows, cancellation);
            if (confirmed > 0)
            {
                NoticeLog.Confirmed(logger, originator.Value, confirmed);
            }
        }
        catch (RpcException failure)
        {
            NoticeLog.NotAsked(logger, originator.Value, failure.StatusCode.ToString());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            NoticeLog.Failed(logger, originator.Value, failure.GetType().Name);
        }
    }
}

/// <summary>One question to one originator, and what its answer changes.</summary>
internal sealed class Confirmation(NodeState node, Partner originator, Protocol.V1.Federation.FederationClient client, ILogger logger)
{
    private readonly ForeignProofs _foreign = new(node);

    /// <summary>Asks; the number of products that were confirmed.</summary>
    public async Task<int> AskAsync(IReadOnlyList<ConfirmationRow> rows, CancellationToken cancellation)
    {
        var request = new StatusRequest();
        request.Products.AddRange(rows.Select(row => new ProductQuery { ProductId = ByteString.CopyFrom(row.Product.Span), HeldNumber = FromOriginator(row.Product) }));
        StatusResponse answer = await client.StatusAsync(request, cancellationToken: cancellation);
        if (await HeadAsync(answer.Note.Memory, cancellation) is not { } head)
        {
            NoticeLog.AnswerRefused(logger, originator.Code.Value, nameof(VerificationFault.BadCheckpoint));
            return 0;
        }

        int confirmed = 0;
        foreach (ProductStatus status in answer.Products)
        {
            if (rows.FirstOrDefault(row => row.Product.Span.SequenceEqual(status.ProductId.Span)) is { } row && await TakeAsync(row, status, head, cancellation))
            {
                confirmed++;
            }
        }

        return confirmed;
    }

    /// <summary>The newest of the unbroken run of notices that the originator itself gave us.</summary>
    private uint FromOriginator(ProductId product) =>
        (uint)NoticeEffect.Of(node.Read.Notices(product), originator.Code).Notices.TakeWhile(notice => notice.Direct).Count();

    private async Task<bool> TakeAsync(ConfirmationRow row, ProductStatus status, HeldHead head, CancellationToken cancellation)
    {
        foreach (Protocol.V1.NoticeProof message in status.Notices)
        {
            message.Checkpoint = new CheckpointName(head.Origin, head.Size, head.Root).ToMessage();
            VerificationFault fault = VerificationFault.MalformedPackage;
            if (!message.TryToCore(out Core.Sealing.NoticeProof proof)
                || !_foreign.TryNotice(proof, head, out VerifiedNotice? notice, out fault)
                || notice.Originator != originator.Code || notice.Body.Product != row.Product)
            {
                NoticeLog.AnswerRefused(logger, originator.Code.Value, fault.ToString());
                return false;
            }

            NoticeTaken taken = await node.NoticeIntake.TakeAsync(originator.Code, 0, notice, head.Note, null, cancellation);
            if (taken is NoticeTaken.Refused refused)
            {
                NoticeLog.AnswerRefused(logger, originator.Code.Value, refused.Fault.ToString());
                return false;
            }

            if (taken is NoticeTaken.Stored stored)
            {
                NoticeLog.Stored(logger, originator.Code.Value, (int)notice.Body.Number, notice.Body.Action.ToString(), stored.Purged);
            }
        }

        node.Arrivals.Pulse();
        if (FromOriginator(row.Product) != status.Newest)
        {
            // It disowns a notice that its keys signed, or keeps one back.
            NoticeLog.AnswerRefused(logger, originator.Code.Value, nameof(VerificationFault.Equivocation));
            return false;
        }

        return await node.Commit.RunAsync(
            scope =>
            {
                scope.Store.SetConfirmation(row with { AtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds(), Due = false });
                return true;
            },
            cancellation);
    }

    /// <summary>The head of the answer, on the one history known of the originator's log.</summary>
    private async Task<HeldHead?> HeadAsync(ReadOnlyMemory<byte> note, CancellationToken cancellation)
    {
        if (!node.Checkpoints.TryAdd(note, out CheckpointName? name, out _) || name.Origin != originator.ReleaseLog.Origin)
        {
            return null;
        }

        var head = new HeldHead(name.Origin, name.Size, name.Root, note);
        HeadLink link = node.Heads.Link(head, null);
        while (link is HeadLink.ProofMissing missing)
        {
            var range = new HeadProofRequest { FromSize = (ulong)Math.Min(head.Size, missing.Newest.Size), ToSize = (ulong)Math.Max(head.Size, missing.Newest.Size) };
            link = node.Heads.Link(head, missing.Newest, await client.ProveConsistencyAsync(range, cancellationToken: cancellation));
        }

        return link is HeadLink.Linked ? head : null;
    }
}
