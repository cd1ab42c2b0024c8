using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using InclusionProof = Gateway.Core.ReleaseLog.InclusionProof;
using LogName = Gateway.Core.Sealing.LogName;
using Receipt = Gateway.Protocol.V1.Receipt;
using ReceiptBody = Gateway.Core.Sealing.ReceiptBody;
using Statement = Gateway.Core.Sealing.Statement;

namespace Gateway.Node.Federation;

/// <summary>
/// Takes receipts for what this node released: each a statement in the partner's own log, checked like a release is, and kept as proof
/// that the partner holds. Idempotent; all or nothing for one call. Thread-safe.
/// </summary>
internal sealed class ReceiptDesk(NodeState node, ILogger<ReceiptDesk> logger)
{
    private const int MostReceipts = 1024;

    private readonly HolderReceipts _holders = new(node);
    private readonly ResponseDesk _responses = new(node);

    public async Task<AcknowledgeResponse> TakeAsync(PartnerCode partner, AcknowledgeRequest request, CancellationToken cancellation)
    {
        node.Model.Roster.TryFind(partner, out Partner? who);
        string origin = who!.ReleaseLog.Origin;
        HeldHead? basis = node.Heads.Newest(origin);
        var follower = new HeadFollower(origin, node.Checkpoints, basis);
        if (request.Receipts.Count > MostReceipts || request.Checkpoints.Count > MostReceipts || request.Relayed.Count > MostReceipts
            || request.Responses.Count > MostReceipts)
        {
            throw Invalid(partner, "too many");
        }

        List<HeldHead> heads = follower.Held is { } held ? [held] : [];
        for (int i = 0; i < request.Checkpoints.Count; i++)
        {
            Protocol.V1.ConsistencyProof? proof = i < request.Consistency.Count ? request.Consistency[i] : null;
            HeldHead? before = follower.Held;
            if (follower.Accept(request.Checkpoints[i].Memory, proof) is { } fault)
            {
                if (i == 0 && fault == VerificationFault.BadCheckpoint && IsLate(proof, before))
                {
                    FeedLog.Late(logger, partner.Value);
                    throw Late();
                }

                node.Ledger.Suspect(who, request.Checkpoints[i].Memory, "receipts");
                throw Invalid(partner, fault.ToString());
            }

            heads.Add(follower.Held!);
            node.Ledger.Observe(origin, follower.Held!.Size, follower.Held.Root, follower.Held.Note, "receipts");
        }

        if (follower.Held is { } last && request.Checkpoints.Count > 0)
        {
            switch (node.Heads.Link(last, basis))
            {
                case HeadLink.Contradiction contradiction:
                    node.Ledger.Report(contradiction.Newest, last, "receipts");
                    throw Invalid(partner, "the log shows two histories");
                case HeadLink.ProofMissing:
                    FeedLog.Late(logger, partner.Value);
                    throw Late();
                case HeadLink.Linked:
                    break;
            }
        }

        (List<ReceiptRow> rows, List<RelayedRow> relays) = Check(partner, origin, heads, request);
        List<ResponseRow> responses = Responses(partner, heads, request);
        if (rows.Count > 0)
        {
            CrashPoints.Pass(CrashPoint.ReceiptChecked);
        }

        if (rows.Count > 0 || relays.Count > 0 || responses.Count > 0 || follower.Held is not null)
        {
            if (await node.Commit.RunAsync(scope => Store(scope, rows, relays, responses, follower.Held), cancellation))
            {
                node.Arrivals.Pulse();
            }

            if (responses.Exists(row => row.RelayTo != default))
            {
                node.Answers.Pulse();
            }
        }

        if (rows.Count > 0)
        {
            CrashPoints.Pass(CrashPoint.ReceiptStored);
        }

        return new AcknowledgeResponse { Held = ToMessage(node.Heads.Newest(origin)), Responses = (uint)responses.Count };
    }

    public static Head ToMessage(HeldHead? held) => held is null
        ? new Head()
        : new Head { Size = (ulong)held.Size, Root = ByteString.CopyFrom(held.Root.Span) };

    /// <summary>
    /// The partner's feed moves the same head: a proof from an older one than is held now is late, not wrong. Nothing of it is taken.
    /// </summary>
    private static bool IsLate(Protocol.V1.ConsistencyProof? proof, HeldHead? held) =>
        held is not null && (proof?.FromSize ?? 0) < (ulong)held.Size;

    private static Grpc.Core.RpcException Late() =>
        RichStatus.Failure(Code.Aborted, ErrorReason.NodeUnavailable, "The head held has moved on. Ask for it, and try again.");

    /// <summary>Receipts of own releases, of notices (they name no positions), and of holders further on.</summary>
    private (List<ReceiptRow> Own, List<RelayedRow> Relayed) Check(PartnerCode partner, string origin, List<HeldHead> heads, AcknowledgeRequest request)
    {
        var kept = new HolderReceipts.Kept([], []);
        foreach (Receipt receipt in request.Receipts)
        {
            if (receipt.ReleaseIndexes.Count > 0)
            {
                ReceiptRow[] rows = [.. Check(partner, origin, heads, receipt)];
                kept.Own.AddRange(rows);
                kept.Relayed.AddRange(_holders.Onward(partner, Head(heads, receipt)!, receipt, rows));
                continue;
            }

            if (Head(heads, receipt) is not { } head || _holders.OfNotices(partner, head, receipt) is not { } answers)
            {
                throw Invalid(partner, "not a receipt in the partner's log");
            }

            kept.Own.AddRange(answers.Own);
            kept.Relayed.AddRange(answers.Relayed);
        }

        foreach (RelayedReceipt relayed in request.Relayed.Where(relayed => !ResponseDesk.IsResponse(relayed)))
        {
            if (_holders.Relayed(partner, relayed) is not { } row)
            {
                NoticeLog.RelayRefused(logger, partner.Value, "not a holder's receipt of what the partner has from here");
                throw RichStatus.Failure(Code.InvalidArgument, ErrorReason.ReceiptInvalid, "A receipt that was handed on does not verify.");
            }

            kept.Relayed.Add(row);
        }

        return (kept.Own, kept.Relayed);
    }

    /// <summary>Answers to warnings, the partner's own and those that it hands on.</summary>
    private List<ResponseRow> Responses(PartnerCode partner, List<HeldHead> heads, AcknowledgeRequest request)
    {
        List<ResponseRow?> rows =
        [
            .. request.Responses.Select(receipt => _responses.Own(partner, Head(heads, receipt), receipt)),
            .. request.Relayed.Where(ResponseDesk.IsResponse).Select(relayed => _responses.Relayed(partner, relayed)),
        ];
        if (rows.Contains(null))
        {
            Warnings.WarningLog.ResponseRefused(logger, partner.Value, "not an answer of a holder to a warning that it has from here");
            throw RichStatus.Failure(Code.InvalidArgument, ErrorReason.ReceiptInvalid, "An answer to a warning does not verify.");
        }

        return rows!;
    }

    private static HeldHead? Head(List<HeldHead> heads, Receipt receipt)
    {
        Core.Sealing.CheckpointName name = (receipt.Checkpoint ?? new Protocol.V1.CheckpointName()).ToCore();
        return heads.Find(head => HeadFollower.Same(head, name));
    }

    /// <summary>
    /// Whoever says that it holds something is told what was said of it since, even where it was thought not to be sent. True when there
    /// may be something to tell.
    /// </summary>
    private static bool Store(CommitScope scope, List<ReceiptRow> rows, List<RelayedRow> relays, List<ResponseRow> responses, HeldHead? head)
    {
        bool told = false;
        relays.ForEach(scope.Store.AddRelayed);
        responses.ForEach(scope.Store.AddResponse);
        foreach (ReceiptRow row in rows)
        {
            scope.Store.AddReceipt(row);
            if (scope.Store.Release(row.ReleaseIndex) is { } release)
            {
                told |= NoticeQueue.Existing(scope.Store, release.Product, release.Partner);
            }
        }

        if (head is not null && (scope.Store.Held(head.Origin)?.Size ?? 0) < head.Size)
        {
            scope.Store.SetHeld(head);
        }

        return told;
    }

    private IEnumerable<ReceiptRow> Check(PartnerCode partner, string origin, List<HeldHead> heads, Receipt receipt)
    {
        Core.Sealing.CheckpointName name = (receipt.Checkpoint ?? new Protocol.V1.CheckpointName()).ToCore();
        byte[] leaf = Merkle.LeafHash(receipt.Statement.Span);
        bool logged = heads.Exists(head => HeadFollower.Same(head, name))
            && receipt.Index <= long.MaxValue
            && receipt.Path.TryPath(out byte[] path)
            && InclusionProof.Verify(leaf, (long)receipt.Index, name.Size, path, name.Root.Span);
        if (!logged
            || !Statement.TryDecode(receipt.Statement.Memory, out Statement? statement, out _)
            || statement.Kind != StatementKind.Receipt
            || statement.Origin != origin
            || statement.Author != partner
            || !ReceiptBody.TryDecode(statement.Body.Span, out ReceiptBody? body)
            || body.ReleaserOrigin != node.ReleaseLog.Origin
            || body.Held.Length != receipt.ReleaseIndexes.Count)
        {
            throw Invalid(partner, "not a receipt in the partner's log");
        }

        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (int i = 0; i < body.Held.Length; i++)
        {
            long index = (long)Math.Min(receipt.ReleaseIndexes[i], long.MaxValue);
            bool released = node.Read.Release(index) is { } row
                && row.Partner == partner
                && Merkle.LeafHash(node.Read.Entries(LogName.Release, index, 1)[0].Entry.Span).AsSpan().SequenceEqual(body.Held[i]);
            if (!released)
            {
                throw Invalid(partner, "a receipt for what was not released to the partner");
            }

            yield return new ReceiptRow(partner, index, receipt.Statement.ToByteArray(), (long)receipt.Index, now);
        }
    }

    private Grpc.Core.RpcException Invalid(PartnerCode partner, string fault)
    {
        FeedLog.ReceiptRefused(logger, partner.Value, fault);
        return RichStatus.Failure(Code.InvalidArgument, ErrorReason.ReceiptInvalid, "A receipt or its checkpoint does not verify.");
    }
}
