using System.Collections.Immutable;
using Gateway.Core.Courier;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using CoreLane = Gateway.Core.Sealing.Lane;

namespace Gateway.Node.Courier;

/// <summary>
/// Writes the file for one partner: our state, what its feed has for it, receipts for what it released. Goes the way of every release: each
/// is decided again, and only a permit is written. A file that is lost does no harm: until the partner's own file says that it holds
/// something, the next one carries it again.
/// </summary>
internal sealed class FeedExport(NodeState node, FeedPublisher publisher)
{
    private const int MostHeads = 32;
    private const int MostReceipts = 1024;

    public async Task WriteAsync(Partner partner, CourierPublicKey key, FeedRequest after, Func<byte[], Task> write, CancellationToken cancellation)
    {
        CourierRow row = node.Read.Courier(partner.Code) ?? CourierRow.New(partner.Code);
        SignedHead start = node.ReleaseLog.Head ?? throw new InvalidOperationException("A node states its keys when it starts.");
        (byte[] secret, byte[] encapsulation) = key.Encapsulate();
        byte[] header = Header(partner.Code, encapsulation).ToByteArray();
        using var cipher = new CourierCipher(secret, header);
        await write(CourierFile.Head(header, node.Settings.Certificate));

        using var file = new CourierWriter(cipher, write);
        await file.AddAsync(new CourierRecord { State = State(partner, row, start) });
        await file.AddAsync(new CourierRecord
        {
            Item = new FeedItem { Checkpoint = new FeedCheckpoint { Note = UnsafeByteOperations.UnsafeWrap(start.Note) } },
        });
        var items = new ItemWriter(file);
        await publisher.DrainAsync(
            new FeedChannel(partner.Code, items, node.ReleaseLog, start.Checkpoint.Size), Positions(row, after), Readable(after), cancellation);

        // Receipts are proved under the last head that the items announced, so the reader needs no further one.
        long last = items.LastHead?.Checkpoint.Size ?? start.Checkpoint.Size;
        SignedHead head = items.LastHead ?? start;
        foreach (AcknowledgeRequest receipts in Receipts(partner, head))
        {
            await file.AddAsync(new CourierRecord { Receipts = receipts });
        }

        await file.EndAsync();
        await node.Commit.RunAsync(scope => Remember(scope, partner.Code, last), cancellation);
    }

    private CourierHeader Header(PartnerCode to, byte[] encapsulation) => new()
    {
        Version = 1,
        From = node.Model.Self.Value,
        To = to.Value,
        CreatedAtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        Encapsulation = ByteString.CopyFrom(encapsulation),
        Certificate = ByteString.CopyFrom(node.Settings.Certificate.RawData),
    };

    private CourierState State(Partner partner, CourierRow row, SignedHead start)
    {
        var state = new CourierState
        {
            Held = ReceiptDesk.ToMessage(node.Heads.Newest(partner.ReleaseLog.Origin)),
            ReceiptsThrough = (ulong)row.ReceiptsThrough,
        };
        state.Schemas.AddRange(Schemas.All.Select(schema => schema.Name).Append(NoticeMessages.Capability));
        foreach (CoreLane lane in Enum.GetValues<CoreLane>())
        {
            state.Received.Add(new LanePosition { Lane = (Protocol.V1.Lane)lane, LastSeq = (ulong)node.Read.LastReceived(partner.Code, lane) });
        }

        // Whichever of our files was the last one that the partner took, it finds the proof from there.
        IEnumerable<long> known = row.Heads.Append(row.HeldSize).Where(size => size > 0 && size < start.Checkpoint.Size).Distinct();
        state.Consistency.AddRange(known.Select(size => FeedChannel.Proof(node.ReleaseLog, size, start.Checkpoint.Size)));
        return state;
    }

    private static Dictionary<CoreLane, long> Positions(CourierRow row, FeedRequest after)
    {
        var positions = new Dictionary<CoreLane, long>
        {
            [CoreLane.Warnings] = row.Warnings,
            [CoreLane.Notices] = row.Notices,
            [CoreLane.Products] = row.Products,
        };
        foreach (LanePosition position in after.Positions)
        {
            positions[(CoreLane)position.Lane] = (long)position.LastSeq;
        }

        return positions;
    }

    private static HashSet<string> Readable(FeedRequest after) =>
        after.Schemas.Count > 0 ? [.. after.Schemas] : [.. Schemas.All.Select(schema => schema.Name), NoticeMessages.Capability];

    private IEnumerable<AcknowledgeRequest> Receipts(Partner partner, SignedHead head)
    {
        // What a head does not cover yet goes with the next file.
        IEnumerable<ReceivedRow> rows = node.Read.Unacknowledged(partner.Code, MostReceipts)
            .Where(row => row.ReceiptIndex < head.Checkpoint.Size);
        foreach (NoticeRow[] some in node.Read.NoticeReceiptsDue(partner.Code, MostReceipts).Where(notice => notice.ReceiptIndex < head.Checkpoint.Size).Chunk(256))
        {
            var request = new AcknowledgeRequest();
            request.Receipts.AddRange(some.Select(notice => ReceiptProof.Of(node, notice, head)));
            yield return request;
        }

        foreach (ReceivedRow[] some in rows.Chunk(256))
        {
            var request = new AcknowledgeRequest();
            request.Receipts.AddRange(some.Select(row => ReceiptProof.Of(node, row, head)));
            yield return request;
        }
    }

    private static bool Remember(CommitScope scope, PartnerCode partner, long size)
    {
        CourierRow row = scope.Store.Courier(partner) ?? CourierRow.New(partner);
        ImmutableArray<long> heads = [.. row.Heads.Append(size).Distinct().Order().TakeLast(MostHeads)];
        scope.Store.SetCourier(row with { Heads = heads });
        return true;
    }

    /// <summary>Takes what a channel sends into the file, and keeps the last head that it announced.</summary>
    private sealed class ItemWriter(CourierWriter file) : IServerStreamWriter<FeedItem>
    {
        public SignedHead? LastHead { get; private set; }

        public WriteOptions? WriteOptions { get; set; }

        public async Task WriteAsync(FeedItem message)
        {
            if (message.ItemCase == FeedItem.ItemOneofCase.Checkpoint
                && Note.TryParse(message.Checkpoint.Note.Span, out Note? note)
                && Checkpoint.TryParse(note.Text.Span, out Checkpoint? checkpoint))
            {
                LastHead = new SignedHead(checkpoint, message.Checkpoint.Note.Memory);
            }

            await file.AddAsync(new CourierRecord { Item = message });
        }

        public Task WriteAsync(FeedItem message, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return WriteAsync(message);
        }
    }
}
