using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using CoreLane = Gateway.Core.Sealing.Lane;
using InclusionProof = Gateway.Core.ReleaseLog.InclusionProof;
using LogName = Gateway.Core.Sealing.LogName;
using Package = Gateway.Core.Sealing.Package;
using Statement = Gateway.Core.Sealing.Statement;
using WithdrawnBody = Gateway.Core.Sealing.WithdrawnBody;

namespace Gateway.Node.Federation;

/// <summary>What a partner sent does not verify. The message names the check, never content.</summary>
internal sealed class FeedRefusedException(VerificationFault fault, string detail) : Exception(detail)
{
    public VerificationFault Fault => fault;
}

/// <summary>
/// The subscriber's side of one partner's feed, for one connection: verify, store with receipt, acknowledge. Whatever does not verify ends
/// the stream before anything of it is stored.
/// </summary>
internal sealed class Subscription(NodeState node, Partner partner, Protocol.V1.Federation.FederationClient client, ILogger logger) : IDisposable
{
    private static readonly TimeSpan ReceiptPatience = TimeSpan.FromSeconds(20);
    private const int MostLate = 8;

    private readonly PackageVerifier _verifier = new();
    private readonly Commitment _commitment = new();
    private bool _receiptsWait;

    private readonly HeadFollower _head =
        new(partner.ReleaseLog.Origin, node.Checkpoints, node.Read.Held(partner.ReleaseLog.Origin));

    public async Task RunAsync(CancellationToken cancellation)
    {
        await AcknowledgeAsync(cancellation);
        using AsyncServerStreamingCall<FeedItem> call = client.Subscribe(Request(), cancellationToken: cancellation);
        FeedLog.Subscribed(logger, partner.Code.Value);
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            await TakeAsync(call.ResponseStream.Current, cancellation);
        }
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _commitment.Dispose();
    }

    private FeedRequest Request()
    {
        var request = new FeedRequest { Held = ReceiptDesk.ToMessage(_head.Held) };
        request.Schemas.AddRange(Schemas.All.Select(schema => schema.Name));
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

    private async Task TakeAsync(FeedItem item, CancellationToken cancellation)
    {
        switch (item.ItemCase)
        {
            case FeedItem.ItemOneofCase.Checkpoint:
                if (_head.Accept(item.Checkpoint.Note.Memory, item.Checkpoint.Consistency) is { } fault)
                {
                    throw new FeedRefusedException(fault, "the checkpoint does not extend the one held, or lacks a line");
                }

                break;
            case FeedItem.ItemOneofCase.Package:
                await TakePackageAsync(item.Package, cancellation);
                if (!_receiptsWait)
                {
                    await AcknowledgeAsync(cancellation);
                }

                break;
            case FeedItem.ItemOneofCase.Withdrawn:
                await TakeWithdrawnAsync(item.Withdrawn, cancellation);
                break;
            case FeedItem.ItemOneofCase.Heartbeat:
                await AcknowledgeAsync(cancellation);
                break;
            case FeedItem.ItemOneofCase.None:
                throw new FeedRefusedException(VerificationFault.MalformedPackage, "an item of no kind");
        }
    }

    private async Task TakePackageAsync(FeedPackage item, CancellationToken cancellation)
    {
        var context = new VerificationContext
        {
            Roster = node.Model.Roster,
            Schemas = node.Model.Schemas,
            Markings = node.Model.Markings,
            Now = node.Clock.GetUtcNow(),
            Recipient = node.Model.Self,
        };
        CrashPoints.Pass(CrashPoint.ItemReceived);
        _head.Remember();
        Verification verification = _verifier.Verify(item.Package.Memory, node.Checkpoints, context);
        if (verification is not Verification.Verified verified)
        {
            throw Refusal(verification);
        }

        CrashPoints.Pass(CrashPoint.PackageVerified);
        VerifiedRelease release = verified.Release;

        // Not any head that the log's keys signed: the package may carry one of a fork.
        if (_head.Held is not { } held || !_head.Follows(release.Checkpoint))
        {
            throw new FeedRefusedException(VerificationFault.MissingCheckpoint, "the package is proved under a head that was not announced");
        }

        byte[] selfContained = SelfContained(item.Package.Memory, held.Note);
        switch (await node.Intake.TakeAsync(partner.Code, release, selfContained, held, cancellation))
        {
            case IntakeOutcome.Stored:
                CrashPoints.Pass(CrashPoint.PackageStored);
                FeedLog.Stored(logger, partner.Code.Value, 1);
                node.Arrivals.Pulse();
                break;
            case IntakeOutcome.AlreadyStored:
                break;
            case IntakeOutcome.Refused refused:
                throw new FeedRefusedException(refused.Fault, "the release does not follow what is held");
            default:
                throw new InvalidOperationException("IntakeOutcome is closed.");
        }
    }

    private static FeedRefusedException Refusal(Verification verification) => verification is Verification.Refused refused
        ? new FeedRefusedException(refused.Fault, refused.Detail)
        : new FeedRefusedException(VerificationFault.MalformedPackage, "the package does not verify");

    /// <summary>The package with its checkpoint, so that it verifies offline for as long as it is kept.</summary>
    private static byte[] SelfContained(ReadOnlyMemory<byte> package, ReadOnlyMemory<byte> note) =>
        Package.TryDecode(package, out Package? decoded, out _)
            ? (decoded with { Checkpoints = [note] }).Encode()
            : throw new InvalidOperationException("A verified package can be read.");

    private async Task TakeWithdrawnAsync(FeedWithdrawn item, CancellationToken cancellation)
    {
        Core.Sealing.CheckpointName name = (item.Checkpoint ?? new Protocol.V1.CheckpointName()).ToCore();
        byte[] leaf = Merkle.LeafHash(item.Statement.Span);
        bool logged = _head.Follows(name)
            && item.Index <= long.MaxValue
            && item.Path.TryPath(out byte[] path)
            && InclusionProof.Verify(leaf, (long)item.Index, name.Size, path, name.Root.Span);
        if (!logged
            || _head.Held is not { } held
            || !Statement.TryDecode(item.Statement.Memory, out Statement? statement, out _)
            || statement.Kind != StatementKind.Withdrawn
            || statement.Origin != partner.ReleaseLog.Origin
            || statement.Author != partner.Code
            || !WithdrawnBody.TryDecode(statement.Body.Span, out WithdrawnBody? body)
            || body.Recipient != node.Model.Self
            || item.SlotSalt.Length != Limits.Hash
            || !_commitment.Slot(item.SlotSalt.Span, (uint)item.Lane, item.Seq).AsSpan().SequenceEqual(body.SlotDigest.Span))
        {
            throw new FeedRefusedException(VerificationFault.WrongStatement, "the withdrawal is not in the partner's log, or not for this place");
        }

        if (!await node.Intake.TakeWithdrawnAsync(partner.Code, (CoreLane)item.Lane, (long)item.Seq, item.Statement.Memory, held, cancellation))
        {
            throw new FeedRefusedException(VerificationFault.OutOfSequence, "the withdrawal is not for the next place of the feed");
        }
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

        return true;
    }

    private async Task<bool> HandOverAsync(IReadOnlyList<ReceivedRow> rows, CancellationToken cancellation)
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
                return false;
            }

            request.Consistency.Add(FeedChannel.Proof(node.ReleaseLog, (long)known.Size, head.Checkpoint.Size));
        }

        request.Receipts.AddRange(rows.Select(row => Receipt(row, head)));
        CrashPoints.Pass(CrashPoint.BeforeAcknowledge);
        await client.AcknowledgeAsync(request, cancellationToken: cancellation);
        CrashPoints.Pass(CrashPoint.AfterAcknowledge);
        return true;
    }

    private bool Confirm(CommitScope scope, IReadOnlyList<ReceivedRow> rows)
    {
        foreach (ReceivedRow row in rows)
        {
            scope.Store.SetAcknowledged(partner.Code, row.Lane, row.Sequence);
        }

        return true;
    }

    private Receipt Receipt(ReceivedRow row, SignedHead head)
    {
        ReadOnlyMemory<byte> entry = node.Read.Entries(LogName.Release, row.ReceiptIndex, 1)[0].Entry;
        var position = new LogPosition(LogName.Release, row.ReceiptIndex, Merkle.LeafHash(entry.Span));
        if (!node.ReleaseLog.TryProve(position, head, out byte[] path))
        {
            throw new InvalidOperationException("A stored receipt is durable.");
        }

        var receipt = new Receipt
        {
            Statement = UnsafeByteOperations.UnsafeWrap(entry),
            Index = (ulong)row.ReceiptIndex,
            Checkpoint = head.Name.ToMessage(),
            ReleaseIndexes = { (ulong)row.ReleaseIndex },
        };
        receipt.Path.AddPath(path);
        return receipt;
    }
}
