using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Errors;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using CoreDecisionRecord = Gateway.Core.Sealing.DecisionRecord;
using CoreLogName = Gateway.Core.Sealing.LogName;
using DecisionRecord = Gateway.Protocol.V1.DecisionRecord;
using LogName = Gateway.Protocol.V1.LogName;

namespace Gateway.Node.Logs;

/// <summary>The node's logs for auditors. Every query is itself a statement of the internal log before it is answered.</summary>
internal sealed class LogService(NodeState node) : Protocol.V1.ReleaseLog.ReleaseLogBase
{
    private const uint LargestPage = 1000;
    private const uint DefaultPage = 100;
    private const int MostKinds = 32;

    public override async Task<SearchResponse> Search(SearchRequest request, ServerCallContext context)
    {
        LogQuery query = Query(request);
        await Audit(context, Words(request));
        var response = new SearchResponse();
        int size = query.Count;
        while (response.Entries.Count < size && node.Read.Search(query) is { Count: > 0 } rows)
        {
            foreach (LogRow row in rows.TakeWhile(_ => response.Entries.Count < size))
            {
                query = query with { After = row.Index };
                if (Wanted(row, request))
                {
                    response.Entries.Add(EntryText.Summary(row));
                }
            }
        }

        if (response.Entries.Count == size)
        {
            response.NextPage = LogPaging.Encode(query.After);
        }

        return response;
    }

    public override async Task<Entry> Get(GetEntryRequest request, ServerCallContext context)
    {
        CoreLogName log = Log(request.Log);
        await Audit(context, $"get {log} {request.Index}");
        LogRow row = request.Index <= long.MaxValue && node.Read.Entries(log, (long)request.Index, 1) is [var found]
            ? found
            : throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such entry.");
        return new Entry
        {
            Statement = ByteString.CopyFrom(row.Entry.Span),
            Summary = EntryText.Summary(row),
            LeafHash = ByteString.CopyFrom(Merkle.LeafHash(row.Entry.Span)),
            Decision = Decision(row),
        };
    }

    public override async Task<ProveResponse> Prove(ProveRequest request, ServerCallContext context)
    {
        TransparencyLog log = node.Log(Log(request.Log));
        await Audit(context, $"prove {log.Name} {request}");
        SignedHead head = log.Head ?? throw NotDurable();
        return request.WhatCase switch
        {
            ProveRequest.WhatOneofCase.Inclusion => Inclusion(log, head, request.Inclusion),
            ProveRequest.WhatOneofCase.Consistency => Consistency(log, head, request.Consistency),
            ProveRequest.WhatOneofCase.None => throw RichStatus.BadRequest([new FieldViolation("what", "REQUIRED", "Must be inclusion or consistency.")]),
        };
    }

    public override Task<CheckpointResponse> Checkpoint(CheckpointRequest request, ServerCallContext context)
    {
        CoreLogName log = Log(request.Log);
        // The size of the internal log would answer "does it exist?": only auditors learn it, here as over HTTP.
        if (log == CoreLogName.Internal && !context.IsAuditor())
        {
            throw RichStatus.Failure(Code.PermissionDenied, ErrorReason.RoleMissing, "The caller's role does not include this call.");
        }

        SignedHead head = node.Log(log).Head ?? throw NotDurable();
        var response = new CheckpointResponse { Note = ByteString.CopyFrom(head.Note.Span) };
        if (log == CoreLogName.Release && node.Cosigned.Newest is { } cosigned)
        {
            response.CosignedNote = ByteString.CopyFrom(cosigned.Note.Span);
        }

        return Task.FromResult(response);
    }

    public override Task<WitnessesResponse> Witnesses(WitnessesRequest request, ServerCallContext context) =>
        Task.FromResult(WitnessText.Witnesses(node));

    public override async Task<ContradictionsResponse> Contradictions(ContradictionsRequest request, ServerCallContext context)
    {
        await Audit(context, $"contradictions after={request.After}");
        return WitnessText.Contradictions(node.Read.Contradictions((long)Math.Min(request.After, long.MaxValue), WitnessText.MostContradictions));
    }

    private static ProveResponse Inclusion(TransparencyLog log, SignedHead head, InclusionRequest request)
    {
        long size = request.Size == 0 ? head.Checkpoint.Size : (long)Math.Min(request.Size, long.MaxValue);
        if (request.Index >= (ulong)size || !log.TryRoot(size, out byte[] root) || !log.TryPath((long)request.Index, size, out byte[] path))
        {
            throw NotDurable();
        }

        var proof = new Protocol.V1.InclusionProof
        {
            Index = request.Index,
            Checkpoint = new Core.Sealing.CheckpointName(log.Origin, size, root).ToMessage(),
        };
        proof.Path.AddPath(path);
        return new ProveResponse { Inclusion = proof };
    }

    private static ProveResponse Consistency(TransparencyLog log, SignedHead head, ConsistencyRequest request)
    {
        long to = request.ToSize == 0 ? head.Checkpoint.Size : (long)Math.Min(request.ToSize, long.MaxValue);
        return request.FromSize >= 1 && request.FromSize <= (ulong)to && to <= head.Checkpoint.Size
            ? new ProveResponse { Consistency = FeedChannel.Proof(log, (long)request.FromSize, to) }
            : throw NotDurable();
    }

    /// <summary>The decision behind a statement, while it is the newest for its product and partner and its record is kept.</summary>
    private ExplainedDecision? Decision(LogRow row)
    {
        if (row.Product is not { } product
            || node.Read.Decisions(product).FirstOrDefault(decision => decision.Log == row.Log && decision.LogIndex == row.Index) is not { } found
            || !CoreDecisionRecord.TryDecode(found.Record.Span, out CoreDecisionRecord? record))
        {
            return null;
        }

        var explained = new ExplainedDecision
        {
            Record = ByteString.CopyFrom(found.Record.Span),
            Salt = ByteString.CopyFrom(found.Salt.Span),
            Decoded = DecisionRecord.Parser.ParseFrom(found.Record.Span),
        };
        explained.Rules.AddRange(record.Portions.SelectMany(portion => portion.Decision.Rules).Distinct().Order(StringComparer.Ordinal)
            .Select(id => new RuleText { Id = id, Text = RuleTexts.Of(id, node.Model.Policy) }));
        return explained;
    }

    private static LogQuery Query(SearchRequest request)
    {
        var wrong = new List<FieldViolation>();
        ProductId product = default;
        PartnerCode recipient = default;
        if (request.ProductId.Length > 0 && !ProductId.TryFrom(request.ProductId.Span, out product))
        {
            wrong.Add(new FieldViolation("product_id", "LENGTH", "Must be empty or have 32 bytes."));
        }

        if (request.Recipient.Length > 0 && !PartnerCode.TryParse(request.Recipient, out recipient))
        {
            wrong.Add(new FieldViolation("recipient", "SHAPE", "Must be a partner code."));
        }

        if (request.PageSize > LargestPage)
        {
            wrong.Add(new FieldViolation("page_size", "RANGE", $"Must be at most {LargestPage}."));
        }

        if (!LogPaging.TryDecode(request.Page, out long after))
        {
            wrong.Add(new FieldViolation("page", "UNKNOWN", "Must be empty or a page that this node gave."));
        }

        if (request.Kinds.Count > MostKinds)
        {
            wrong.Add(new FieldViolation("kinds", "RANGE", $"Must be at most {MostKinds}."));
        }

        if (wrong.Count > 0)
        {
            throw RichStatus.BadRequest([.. wrong]);
        }

        return new LogQuery(
            Log(request.Log),
            request.Kinds.Count == 1 ? (StatementKind)request.Kinds[0] : null,
            recipient == default ? null : recipient,
            request.ProductId.Length > 0 ? product : null,
            request.FromMs > 0 ? request.FromMs : null,
            request.UntilMs > 0 ? request.UntilMs : null,
            after,
            (int)(request.PageSize == 0 ? DefaultPage : request.PageSize));
    }

    /// <summary>What was asked for, in full, so that another auditor can ask the same again.</summary>
    private static string Words(SearchRequest request) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"search {request.Log} kinds={string.Join('+', request.Kinds)} recipient={request.Recipient} product={Convert.ToHexStringLower(request.ProductId.Span)} outcome={request.Outcome} from={request.FromMs} until={request.UntilMs} after={Convert.ToHexStringLower(request.Page.Span)} size={request.PageSize}");

    private static bool Wanted(LogRow row, SearchRequest request) =>
        (request.Kinds.Count == 0 || request.Kinds.Contains((Kind)row.Kind))
        && (request.Outcome == EntryOutcome.Unspecified || EntryText.Outcome(row.Kind) == request.Outcome);

    private static CoreLogName Log(LogName name) => name switch
    {
        LogName.Release => CoreLogName.Release,
        LogName.Internal => CoreLogName.Internal,
        LogName.Unspecified => throw RichStatus.BadRequest([new FieldViolation("log", "REQUIRED", "Must be RELEASE or INTERNAL.")]),
        _ => throw RichStatus.BadRequest([new FieldViolation("log", "UNKNOWN", "Must be RELEASE or INTERNAL.")]),
    };

    private Task Audit(ServerCallContext context, string query) =>
        node.StateAsync(StatementKind.Audit, new Core.Sealing.AuditBody(context.Local().Name, query).Encode(), context.CancellationToken);

    private static RpcException NotDurable() =>
        RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "The log has no such entry or size.");
}
