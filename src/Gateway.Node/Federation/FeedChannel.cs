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
    // What is not flushed waits in memory: rarely is a packet filled by one item.
    private const int FlushEvery = 16;
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    private long _knownSize = knownSize;
    private int _unflushed;

    public PartnerCode Partner => partner;

    /// <summary>Another item follows at once: the one sent now need not be flushed.</summary>
    public bool MoreFollows { get; set; }

    public async ValueTask SendAsync(ReleasePermit permit, CancellationToken cancellation)
    {
        Mine(permit.Recipient);
        await Announce(permit.Head, cancellation);
        await Write(
            new FeedItem
            {
                Package = new FeedPackage
                {
                    Lane = (Lane)permit.Lane,
                    Seq = (ulong)permit.Sequence,
                    Package = UnsafeByteOperations.UnsafeWrap(permit.Package),
                },
            },
            MoreFollows,
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
        await Write(new FeedItem { Withdrawn = withdrawn }, MoreFollows, cancellation);
    }

    public async ValueTask SendAsync(NoticePermit permit, CancellationToken cancellation)
    {
        Mine(permit.Recipient);
        if (permit.Head is { } head)
        {
            await Announce(head, cancellation);
        }

        // A notice never waits in memory for what may follow it.
        await Write(new FeedItem { Notice = new FeedNotice { Seq = (ulong)permit.Sequence, Proof = permit.ToMessage() } }, moreFollows: false, cancellation);
    }

    public Task HeartbeatAsync(DateTimeOffset now, CancellationToken cancellation) =>
        Write(new FeedItem { Heartbeat = new Heartbeat { AtMs = now.ToUnixTimeMilliseconds() } }, moreFollows: false, cancellation);

    /// <summary>Brings what still waits in memory to the partner; a heartbeat does that.</summary>
    public Task FlushAsync(DateTimeOffset now, CancellationToken cancellation) =>
        _unflushed == 0 ? Task.CompletedTask : HeartbeatAsync(now, cancellation);

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

        await Write(new FeedItem { Checkpoint = checkpoint }, moreFollows: true, cancellation);
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

    private Task Write(FeedItem item, bool moreFollows, CancellationToken cancellation)
    {
        _unflushed = moreFollows && _unflushed + 1 < FlushEvery ? _unflushed + 1 : 0;
        stream.WriteOptions = _unflushed > 0 ? Buffered : WriteOptions.Default;
        return stream.WriteAsync(item, cancellation);
    }

    private void Mine(PartnerCode recipient)
    {
        if (recipient != partner)
        {
            throw new InvalidOperationException("A permit is sent to its own recipient only.");
        }
    }
}
