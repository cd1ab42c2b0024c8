using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Grpc.Core;
using CoreLane = Gateway.Core.Sealing.Lane;

namespace Gateway.Node.Courier;

/// <summary>
/// Takes a partner's file the way its feed is taken: every item through <see cref="FeedIntake"/>, every receipt through
/// <see cref="ReceiptDesk"/>. What the file says of the partner's own position counts only when the file was whole.
/// </summary>
internal sealed class FeedImport(NodeState node, ReceiptDesk receipts, ILogger<FeedImport> logger)
{
    public async Task<CourierReport> ReadAsync(IAsyncStreamReader<CourierChunk> source, CancellationToken cancellation)
    {
        using var reader = new CourierReader(node, source);
        Partner partner = await reader.OpenAsync(cancellation);
        CourierState state = (await reader.NextAsync(cancellation))?.State ?? throw new FileRefusedException("the first record is not the sender's state");
        using var intake = new FeedIntake(node, partner, (from, to, _) => Task.FromResult(Find(state, from, to)), logger);
        var report = new CourierReport { Partner = partner.Code.Value };
        while (await reader.NextAsync(cancellation) is { } record)
        {
            switch (record.RecordCase)
            {
                case CourierRecord.RecordOneofCase.Item:
                    await intake.TakeAsync(Linked(record.Item, intake.Held, state), cancellation);
                    report.Items += record.Item.ItemCase == FeedItem.ItemOneofCase.Checkpoint ? 0UL : 1UL;
                    break;
                case CourierRecord.RecordOneofCase.Receipts:
                    await receipts.TakeAsync(partner.Code, record.Receipts, cancellation);
                    report.Receipts += (ulong)record.Receipts.Receipts.Count;
                    await node.Commit.RunAsync(scope => Through(scope, partner.Code, record.Receipts), cancellation);
                    break;
                case CourierRecord.RecordOneofCase.State or CourierRecord.RecordOneofCase.None:
                    throw new FileRefusedException("a record of a kind that does not belong here");
            }
        }

        await node.Commit.RunAsync(scope => Remember(scope, partner, state, reader.CreatedAtMs), cancellation);
        foreach (CoreLane lane in Enum.GetValues<CoreLane>())
        {
            report.Positions.Add(new LanePosition { Lane = (Protocol.V1.Lane)lane, LastSeq = (ulong)node.Read.LastReceived(partner.Code, lane) });
        }

        return report;
    }

    /// <summary>The first checkpoint of a file comes without proof: which head its reader holds only the reader knows.</summary>
    private static FeedItem Linked(FeedItem item, HeldHead? held, CourierState state)
    {
        if (item.ItemCase != FeedItem.ItemOneofCase.Checkpoint || held is null)
        {
            return item;
        }

        if (Note.TryParse(item.Checkpoint.Note.Span, out Note? note)
            && Checkpoint.TryParse(note.Text.Span, out Checkpoint? checkpoint)
            && checkpoint.Size < held.Size)
        {
            throw new FileRefusedException("it is older than what was taken before, and nothing of it is missing here");
        }

        if (item.Checkpoint.Consistency is null
            && state.Consistency.FirstOrDefault(proof => proof.FromSize == (ulong)held.Size) is { } proof)
        {
            item.Checkpoint.Consistency = proof;
        }

        return item;
    }

    private static Protocol.V1.ConsistencyProof? Find(CourierState state, long from, long to) =>
        state.Consistency.FirstOrDefault(proof => proof.FromSize == (ulong)from && proof.ToSize == (ulong)to);

    private static bool Through(CommitScope scope, PartnerCode partner, AcknowledgeRequest request)
    {
        CourierRow row = scope.Store.Courier(partner) ?? CourierRow.New(partner);
        long through = request.Receipts.Max(receipt => (long)Math.Min(receipt.Index, long.MaxValue - 1)) + 1;
        scope.Store.SetCourier(row with { ReceiptsThrough = Math.Max(row.ReceiptsThrough, through) });
        return true;
    }

    /// <summary>Where the partner says that it stands. Nothing goes back: an older file says less.</summary>
    private bool Remember(CommitScope scope, Partner partner, CourierState state, long createdAtMs)
    {
        // All that the sender had for us when it wrote the file is here now; a clock that runs ahead of ours gains nothing.
        long asOf = Math.Min(createdAtMs, node.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (asOf > scope.Store.CaughtUp(partner.Code))
        {
            scope.Store.SetCaughtUp(partner.Code, asOf);
        }

        CourierRow row = scope.Store.Courier(partner.Code) ?? CourierRow.New(partner.Code);
        scope.Store.SetCourier(row with
        {
            HeldSize = Math.Max(row.HeldSize, Ours(partner, state.Held)),
            Warnings = Math.Max(row.Warnings, Received(scope, partner, state, CoreLane.Warnings)),
            Notices = Math.Max(row.Notices, Received(scope, partner, state, CoreLane.Notices)),
            Products = Math.Max(row.Products, Received(scope, partner, state, CoreLane.Products)),
        });

        // Receipts that the partner says it has taken need not travel again.
        foreach (ReceivedRow received in scope.Store.Unacknowledged(partner.Code, int.MaxValue))
        {
            if ((ulong)received.ReceiptIndex < state.ReceiptsThrough)
            {
                scope.Store.SetAcknowledged(partner.Code, received.Lane, received.Sequence);
            }
        }

        foreach (NoticeRow notice in scope.Store.NoticeReceiptsDue(partner.Code, int.MaxValue))
        {
            if ((ulong)notice.ReceiptIndex < state.ReceiptsThrough)
            {
                scope.Store.SetNoticeAcknowledged(partner.Code, notice.Leaf);
            }
        }

        return true;
    }

    private long Ours(Partner partner, Head? held)
    {
        if (held is null || held.Size == 0)
        {
            return 0;
        }

        bool ours = held.Size <= long.MaxValue
            && node.ReleaseLog.TryRoot((long)held.Size, out byte[] root)
            && held.Root.Span.SequenceEqual(root);
        if (!ours)
        {
            FeedLog.NotOurs(logger, partner.Code.Value, held.Size);
            throw new FileRefusedException("the sender holds a head that is not of this node's log: somebody forked or rolled back");
        }

        return (long)held.Size;
    }

    private long Received(CommitScope scope, Partner partner, CourierState state, CoreLane lane)
    {
        ulong last = state.Received.FirstOrDefault(position => position.Lane == (Protocol.V1.Lane)lane)?.LastSeq ?? 0;
        if (last > (ulong)scope.Store.EndOf(partner.Code, lane))
        {
            FeedLog.Ahead(logger, partner.Code.Value, (int)lane, last);
            throw new FileRefusedException("the sender holds more of this node's feed than there is: somebody rolled back");
        }

        return (long)last;
    }
}
