using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using CoreEvent = Gateway.Core.Releasing.WarningEventKind;
using CoreMode = Gateway.Core.Sealing.Mode;
using WarningResponse = Gateway.Protocol.V1.WarningResponse;

namespace Gateway.Node.Warnings;

/// <summary>What people at home do about warnings. Handlers are thin; every read is on the internal log before its bytes leave.</summary>
internal sealed class WarningService(
    NodeState node, WarningBook book, WarningView view, WarningDesk desk, WarningSweep sweep, IHostApplicationLifetime lifetime)
    : Protocol.V1.Warnings.WarningsBase
{
    private const int Batch = 64;
    private const uint DefaultPage = 100;
    private const uint LargestPage = 1000;

    public override async Task<ListWarningsResponse> List(ListWarningsRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        CoreMode mode = ModeOf(request.Mode);
        if (request.PageSize > LargestPage)
        {
            throw RichStatus.BadRequest([new FieldViolation("page_size", "RANGE", $"Must be at most {LargestPage}.")]);
        }

        long after = After(request.Cursor, "list", caller, mode);
        int size = (int)(request.PageSize == 0 ? DefaultPage : request.PageSize);
        var response = new ListWarningsResponse();
        var shown = new List<SeenWarning>();
        foreach (WarningEntry entry in book.All(mode).SkipWhile(entry => entry.Row.Ordinal <= after).TakeWhile(_ => shown.Count < size))
        {
            after = entry.Row.Ordinal;
            if (view.Of(entry, caller) is { Superseded: false } seen && view.Listed(seen) is var listed && (request.All || listed.Standing.IsOpen()))
            {
                shown.Add(seen);
                response.Warnings.Add(listed);
            }
        }

        if (shown.Count == size)
        {
            response.NextCursor = Cursor("list", caller, mode, after);
        }

        await RecordAccess(caller, shown, context.CancellationToken);
        return response;
    }

    public override async Task<GetWarningResponse> Get(GetWarningRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        SeenWarning seen = view.Of(Product(request.ProductId), caller) ?? throw Absent();
        var chain = view.Chain(seen.Entry, caller);
        await RecordAccess(caller, chain, context.CancellationToken);
        var response = new GetWarningResponse();
        response.Editions.AddRange(chain.Select(edition => new WarningEdition
        {
            Product = Answers.Shared(edition.Visible, [], package: false),
            Standing = view.Standing(edition),
        }));
        return response;
    }

    public override async Task Watch(WatchWarningsRequest request, IServerStreamWriter<WarningEvent> responseStream, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        CoreMode mode = ModeOf(request.Mode);
        long after = After(request.Cursor, "watch", caller, mode);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        while (true)
        {
            Task next = sweep.Events.Next;
            IReadOnlyList<WarningEventRow> rows = node.Read.WarningEvents(after, Batch);
            if (rows.Count == 0)
            {
                await next.WaitAsync(stopping.Token);
                continue;
            }

            (WarningEventRow Row, SeenWarning Seen)[] shown =
                [.. rows.Select(row => (Row: row, Seen: Seen(row, mode, caller))).Where(one => one.Seen is not null).Select(one => (one.Row, one.Seen!))];
            await RecordAccess(caller, shown.Select(one => one.Seen), stopping.Token);
            foreach ((WarningEventRow row, SeenWarning seen) in shown)
            {
                await responseStream.WriteAsync(
                    new WarningEvent
                    {
                        Cursor = Cursor("watch", caller, mode, row.Number),
                        Kind = (Protocol.V1.WarningEventKind)row.Kind,
                        AtMs = row.AtMs,
                        Partner = row.Partner == node.Model.Self ? "" : row.Partner.Value,
                        Response = row.Response is { } said ? (WarningResponse)said : WarningResponse.Unspecified,
                        Warning = view.Listed(seen),
                    },
                    stopping.Token);
            }

            after = rows[^1].Number;
        }
    }

    public override async Task<AcknowledgeWarningResponse> Acknowledge(AcknowledgeWarningRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        ProductId product = Product(request.ProductId);
        var response = (Core.Sealing.WarningResponse)request.Response;
        if (!Enum.IsDefined(response))
        {
            throw RichStatus.BadRequest([new FieldViolation("response", "REQUIRED", "Must be SEEN, NO_ACTION or ACTING.")]);
        }

        SeenWarning seen = view.Of(product, caller) ?? throw Absent();
        if (seen.Duty.Own)
        {
            throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.OwnProduct, "Who raised a warning does not acknowledge it.");
        }

        return await desk.AnswerAsync(product, response, caller.Name, context.CancellationToken) switch
        {
            Acknowledgement.Stands { Row: var row } => new AcknowledgeWarningResponse
            {
                Response = (WarningResponse)row.Response,
                AtMs = row.AtMs,
                LogIndex = (ulong)row.LogIndex,
            },
            Acknowledgement.TakenBack => throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.TakenBack, "The warning was taken back."),
            _ => throw new InvalidOperationException("Acknowledgement is closed."),
        };
    }

    public override async Task<WarningStatus> Status(WarningStatusRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        ProductId product = Product(request.ProductId);
        if (caller.Role == Role.Auditor)
        {
            // As with every question of an auditor, whatever the answer.
            await node.StateAsync(StatementKind.Audit, new Core.Sealing.AuditBody(caller.Name, $"warning status {product}").Encode(), context.CancellationToken);
        }

        SeenWarning seen = view.Of(product, caller) ?? throw Absent();
        return WarningStandings.Status(node.Read, seen.Duty, seen.Superseded);
    }

    /// <summary>That something newer took its place is for those who may see the newer one.</summary>
    private SeenWarning? Seen(WarningEventRow row, CoreMode mode, LocalCaller caller) =>
        book.Find(row.Product) is { } entry && entry.Row.Mode == mode && view.Of(entry, caller) is { } seen
        && (row.Kind != CoreEvent.Superseded || seen.Superseded)
            ? seen
            : null;

    private Task RecordAccess(LocalCaller caller, IEnumerable<SeenWarning> shown, CancellationToken cancellation) =>
        node.StateAccessAsync(caller, [.. shown.Select(one => one.Entry.Row.Product)], cancellation);

    // Places of a list and numbers of events are different things: a cursor is good for what it was made for.
    private ByteString Cursor(string use, LocalCaller caller, CoreMode mode, long at) =>
        ByteString.CopyFrom(node.Cursors.Encode($"warnings {use} {caller.Name}", mode, at));

    private long After(ByteString cursor, string use, LocalCaller caller, CoreMode mode) =>
        node.Cursors.TryDecode(cursor.Span, $"warnings {use} {caller.Name}", mode, out long after)
            ? after
            : throw RichStatus.Failure(Code.InvalidArgument, ErrorReason.CursorInvalid, "cursor is not one that this node gave to this caller for this mode.");

    private static CoreMode ModeOf(Protocol.V1.Mode mode) => mode.TryToCore(out CoreMode core)
        ? core
        : throw RichStatus.BadRequest([new FieldViolation("mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed.")]);

    private static ProductId Product(ByteString bytes) => ProductId.TryFrom(bytes.Span, out ProductId product)
        ? product
        : throw RichStatus.BadRequest([new FieldViolation("product_id", "LENGTH", "Must have 32 bytes.")]);

    private static RpcException Absent() => RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such product.");
}
