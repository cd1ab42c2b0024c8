using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using OnwardGrantBody = Gateway.Core.Sealing.OnwardGrantBody;
using OnwardProof = Gateway.Core.Sealing.OnwardProof;

namespace Gateway.Node.Federation;

/// <summary>
/// The owner's side of an ONWARD_GRANT: holders ask, a release officer of this node gives or refuses, the holder asks again and gets the
/// proof. Asking is idempotent, and bounded for each partner. Thread-safe.
/// </summary>
internal sealed class GrantDesk(NodeState node, ILogger<GrantDesk> logger)
{
    /// <summary>Requests of one partner that may wait at once.</summary>
    public const int MostWaiting = 64;

    private const int LongestReason = 500;

    /// <summary>Takes a holder's request, or answers what became of it.</summary>
    public async Task<AskGrantResponse> TakeAsync(PartnerCode holder, AskGrantRequest request, CancellationToken cancellation)
    {
        GrantRequestRow asked = Check(holder, request);
        GrantRequestRow? row = await node.Commit.RunAsync(scope => Take(scope.Store, asked), cancellation);
        return row is null
            ? throw RichStatus.Failure(Code.ResourceExhausted, ErrorReason.QuotaExceeded, "Too many requests of this partner wait for a decision.")
            : Answer(row);
    }

    /// <summary>Logs the ONWARD_GRANT. A second time it answers with the first.</summary>
    public Task<GrantRequestRow> GiveAsync(long number, string reason, LocalCaller officer, CancellationToken cancellation) =>
        DecideAsync(number, reason, officer, GrantRequestState.Given, cancellation);

    /// <summary>Refuses the request.</summary>
    public Task<GrantRequestRow> RefuseAsync(long number, string reason, LocalCaller officer, CancellationToken cancellation) =>
        DecideAsync(number, reason, officer, GrantRequestState.Refused, cancellation);

    private static GrantRequestRow? Take(INodeWrite store, GrantRequestRow asked)
    {
        GrantRequestRow? Same() => store.GrantRequests(asked.Holder, asked.Product)
            .FirstOrDefault(row => row.To == asked.To && row.Indexes.SequenceEqual(asked.Indexes));
        if (Same() is { } before)
        {
            return before;
        }

        if (store.GrantRequests(GrantRequestState.Waiting, int.MaxValue).Count(row => row.Holder == asked.Holder) >= MostWaiting)
        {
            return null;
        }

        store.AddGrantRequest(asked);
        return Same();
    }

    private async Task<GrantRequestRow> DecideAsync(long number, string reason, LocalCaller officer, GrantRequestState state, CancellationToken cancellation)
    {
        if (reason.Length is 0 or > LongestReason)
        {
            throw RichStatus.BadRequest([new FieldViolation("reason", "LENGTH", $"Must have 1 to {LongestReason} characters.")]);
        }

        GrantRequestRow row = await node.Commit.RunAsync(scope => Decide(scope, number, reason, officer, state), cancellation)
            ?? throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such request.");
        FeedLog.GrantDecided(logger, officer.Name, row.Holder.Value, row.To.Value, row.State.ToString());
        return row.State == state
            ? row
            : throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.AlreadyDecided, "The request was decided before, the other way.");
    }

    private static GrantRequestRow? Decide(CommitScope scope, long number, string reason, LocalCaller officer, GrantRequestState state)
    {
        if (scope.Store.GrantRequest(number) is not { State: GrantRequestState.Waiting } row)
        {
            return scope.Store.GrantRequest(number);
        }

        scope.Append(StatementKind.Audit, new Core.Sealing.AuditBody(officer.Name, $"grant request {number}: {state}: {reason}").Encode(), row.Holder, row.Product);
        long index = state == GrantRequestState.Given
            ? scope.Append(
                StatementKind.OnwardGrant, new OnwardGrantBody(row.Product, row.To, row.Holder, row.Indexes, 0).Encode(), row.To, row.Product).Index
            : -1;
        GrantRequestRow decided = row with { State = state, LogIndex = index, Reason = reason };
        scope.Store.SetGrantRequest(decided);
        return decided;
    }

    private GrantRequestRow Check(PartnerCode holder, AskGrantRequest request)
    {
        var wrong = new List<FieldViolation>();
        if (!ProductId.TryFrom(request.ProductId.Span, out ProductId product))
        {
            wrong.Add(new FieldViolation("product_id", "LENGTH", "Must have 32 bytes."));
        }

        if (!PartnerCode.TryParse(request.To, out PartnerCode to) || to == holder || to == node.Model.Self || !node.Model.Roster.TryFind(to, out _))
        {
            wrong.Add(new FieldViolation("to", "UNKNOWN", "Must be the code of a third partner of the roster."));
        }

        bool ascending = request.Index.Count is > 0 and <= 512
            && request.Index.All(index => index <= ushort.MaxValue)
            && request.Index.Zip(request.Index.Skip(1)).All(pair => pair.First < pair.Second);
        if (!ascending)
        {
            wrong.Add(new FieldViolation("index", "ORDER", "Must be 1 to 512 positions, ascending."));
        }

        return wrong.Count == 0
            ? new GrantRequestRow(
                0,
                product,
                holder,
                to,
                [.. request.Index.Select(index => (ushort)index)],
                node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
                GrantRequestState.Waiting,
                -1,
                "")
            : throw RichStatus.BadRequest([.. wrong]);
    }

    private AskGrantResponse Answer(GrantRequestRow row)
    {
        var answer = new AskGrantResponse { State = (GrantState)row.State };
        if (row.State != GrantRequestState.Given)
        {
            return answer;
        }

        ReadOnlyMemory<byte> entry = node.Read.Entries(Core.Sealing.LogName.Release, row.LogIndex, 1)[0].Entry;
        var position = new LogPosition(Core.Sealing.LogName.Release, row.LogIndex, Merkle.LeafHash(entry.Span));
        if (node.ReleaseLog.Head is not { } head || !node.ReleaseLog.TryProve(position, head, out byte[] path))
        {
            throw new InvalidOperationException("A logged grant is durable.");
        }

        // Where it will stand in a package only its holder knows; 1 is the first place that it may have.
        answer.Proof = ByteString.CopyFrom(new OnwardProof(entry, row.LogIndex, path, head.Name, 1).Encode());
        answer.Checkpoint = ByteString.CopyFrom(head.Note.Span);
        return answer;
    }
}
