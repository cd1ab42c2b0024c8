using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using ConsistencyProof = Gateway.Protocol.V1.ConsistencyProof;
using Lane = Gateway.Protocol.V1.Lane;

namespace Gateway.Node.Federation;

/// <summary>
/// One partner's open feed stream. Takes permits, and nothing else, so it cannot send what was not logged. Before an item it sends the
/// checkpoint that the item is proved under, with a proof that it extends the last one the partner knows. One writer at a time.
/// </summary>
internal sealed class FeedChannel(PartnerCode partner, IServerStreamWriter<FeedItem> stream, TransparencyLog log, long knownSize)
    : IReleaseChannel
{
    private long _knownSize = knownSize;

    public PartnerCode Partner => partner;

    public async ValueTask SendAsync(ReleasePermit permit, CancellationToken cancellation)
    {
        Mine(permit.Recipient);
        await Announce(permit.Head, cancellation);
        await stream.WriteAsync(
            new FeedItem
            {
                Package = new FeedPackage
                {
                    Lane = (Lane)permit.Lane,
                    Seq = (ulong)permit.Sequence,
                    Package = UnsafeByteOperations.UnsafeWrap(permit.Package),
                },
            },
            cancellation);
    }

    public async ValueTask SendAsync(WithdrawalPermit permit, CancellationToken cancellation)
    {
        Mine(permit.Recipient);
        await Announce(permit.Head, cancellation);
        var withdrawn = new FeedWithdrawn
        {
            Lane = (Lane)permit.Lane,
            Seq = (ulong)permit.Sequence,
            Statement = UnsafeByteOperations.UnsafeWrap(permit.Statement),
            Index = (ulong)permit.Index,
            Checkpoint = permit.Head.Name.ToMessage(),
            SlotSalt = UnsafeByteOperations.UnsafeWrap(permit.SlotSalt),
        };
        withdrawn.Path.AddPath(permit.Path.Span);
        await stream.WriteAsync(new FeedItem { Withdrawn = withdrawn }, cancellation);
    }

    public async ValueTask SendAsync(NoticePermit permit, CancellationToken cancellation)
    {
        Mine(permit.Recipient);
        if (permit.Head is { } head)
        {
            await Announce(head, cancellation);
        }

        await stream.WriteAsync(new FeedItem { Notice = new FeedNotice { Seq = (ulong)permit.Sequence, Proof = permit.ToMessage() } }, cancellation);
    }

    public Task HeartbeatAsync(DateTimeOffset now, CancellationToken cancellation) =>
        stream.WriteAsync(new FeedItem { Heartbeat = new Heartbeat { AtMs = now.ToUnixTimeMilliseconds() } }, cancellation);

    private async ValueTask Announce(SignedHead head, CancellationToken cancellation)
    {
        long size = head.Checkpoint.Size;
        if (size == _knownSize)
        {
            return;
        }

        var checkpoint = new FeedCheckpoint { Note = UnsafeByteOperations.UnsafeWrap(head.Note) };
        if (_knownSize > 0)
        {
            checkpoint.Consistency = Proof(log, _knownSize, size);
        }

        await stream.WriteAsync(new FeedItem { Checkpoint = checkpoint }, cancellation);
        _knownSize = size;
    }

    /// <summary>The proof that one durable size of an own log extends another.</summary>
    public static ConsistencyProof Proof(TransparencyLog log, long from, long to)
    {
        if (!log.TryRoot(from, out byte[] fromRoot) || !log.TryRoot(to, out byte[] toRoot) || !log.TryProveConsistency(from, to, out byte[] path))
        {
            throw new InvalidOperationException("Both sizes are durable.");
        }

        var proof = new ConsistencyProof
        {
            Origin = log.Origin,
            FromSize = (ulong)from,
            FromRoot = ByteString.CopyFrom(fromRoot),
            ToSize = (ulong)to,
            ToRoot = ByteString.CopyFrom(toRoot),
        };
        proof.Path.AddPath(path);
        return proof;
    }

    private void Mine(PartnerCode recipient)
    {
        if (recipient != partner)
        {
            throw new InvalidOperationException("A permit is sent to its own recipient only.");
        }
    }
}
