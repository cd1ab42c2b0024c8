using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
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
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Assessments;

/// <summary>What local callers do. Handlers are thin; every read is on the internal log before its bytes leave.</summary>
internal sealed class AssessmentService(NodeState node, Submissions submissions, SharedView view, IHostApplicationLifetime lifetime)
    : Assessment.AssessmentBase
{
    private const int Batch = 64;
    private const uint DefaultPage = 100;
    private const uint LargestPage = 1000;

    public override Task<SubmitResponse> Submit(SubmitRequest request, ServerCallContext context) =>
        submissions.SubmitAsync(request, context.Local(), context.CancellationToken);

    public override async Task<SharedProduct> Get(GetRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        if (!ProductId.TryFrom(request.ProductId.Span, out ProductId product))
        {
            throw RichStatus.BadRequest([new FieldViolation("product_id", "LENGTH", "Must have 32 bytes.")]);
        }

        if (view.Of(product, caller) is not { } visible)
        {
            throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such product.");
        }

        await RecordAccess(caller, [visible], context.CancellationToken);
        return Answers.Shared(visible, Cursor(caller, visible), request.IncludePackage);
    }

    public override async Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        CoreMode mode = ModeOf(request.Mode);
        if (request.PageSize > LargestPage)
        {
            throw RichStatus.BadRequest([new FieldViolation("page_size", "RANGE", $"Must be at most {LargestPage}.")]);
        }

        long after = After(request.Cursor, caller, mode);
        int size = (int)(request.PageSize == 0 ? DefaultPage : request.PageSize);
        var response = new ListResponse();
        var shown = new List<Visible>();
        while (shown.Count < size && node.Read.Catalog(mode, after, Batch) is { Count: > 0 } rows)
        {
            foreach (CatalogRow row in rows.TakeWhile(_ => shown.Count < size))
            {
                after = row.Ordinal;
                if (Matches(row, request) && view.Of(row, caller) is { } visible && Answers.Listed(visible) is var listed
                    && (request.Iso3.Count == 0 || request.Iso3.Contains(listed.Iso3)))
                {
                    shown.Add(visible);
                    response.Products.Add(listed);
                }
            }
        }

        if (shown.Count == size)
        {
            response.NextCursor = ByteString.CopyFrom(node.Cursors.Encode(caller.Name, mode, after));
        }

        await RecordAccess(caller, shown, context.CancellationToken);
        return response;
    }

    public override Task Pull(PullRequest request, IServerStreamWriter<SharedProduct> responseStream, ServerCallContext context) =>
        Stream(request, responseStream, context, live: false);

    public override Task Subscribe(PullRequest request, IServerStreamWriter<SharedProduct> responseStream, ServerCallContext context) =>
        Stream(request, responseStream, context, live: true);

    private async Task Stream(PullRequest request, IServerStreamWriter<SharedProduct> stream, ServerCallContext context, bool live)
    {
        LocalCaller caller = context.Local();
        CoreMode mode = ModeOf(request.Mode);
        long after = After(request.Cursor, caller, mode);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        while (true)
        {
            Task next = node.Arrivals.Next;
            IReadOnlyList<CatalogRow> rows = node.Read.Catalog(mode, after, Batch);
            if (rows.Count == 0)
            {
                if (!live)
                {
                    return;
                }

                await next.WaitAsync(stopping.Token);
                continue;
            }

            List<Visible> visible = [.. rows.Select(row => view.Of(row, caller)).OfType<Visible>()];
            await RecordAccess(caller, visible, stopping.Token);
            foreach (Visible product in visible)
            {
                await stream.WriteAsync(Answers.Shared(product, Cursor(caller, product), request.IncludePackage), stopping.Token);
            }

            after = rows[^1].Ordinal;
        }
    }

    private Task RecordAccess(LocalCaller caller, IReadOnlyList<Visible> products, CancellationToken cancellation) =>
        node.StateAccessAsync(caller, [.. products.Select(product => product.Row.Product)], cancellation);

    private byte[] Cursor(LocalCaller caller, Visible visible) => node.Cursors.Encode(caller.Name, visible.Row.Mode, visible.Row.Ordinal);

    private long After(ByteString cursor, LocalCaller caller, CoreMode mode) =>
        node.Cursors.TryDecode(cursor.Span, caller.Name, mode, out long after)
            ? after
            : throw RichStatus.Failure(Code.InvalidArgument, ErrorReason.CursorInvalid, "cursor is not one that this node gave to this caller for this mode.");

    private static bool Matches(CatalogRow row, ListRequest request) =>
        (request.Originator.Length == 0 || request.Originator == row.Originator.Value)
        && (request.Kinds.Count == 0 || request.Kinds.Contains(row.Schema.Split('/')[0]))
        && (request.IssuedFromMs == 0 || row.IssuedAtMs >= request.IssuedFromMs)
        && (request.IssuedUntilMs == 0 || row.IssuedAtMs < request.IssuedUntilMs);

    private static CoreMode ModeOf(Protocol.V1.Mode mode) => mode.TryToCore(out CoreMode core)
        ? core
        : throw RichStatus.BadRequest([new FieldViolation("mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed.")]);
}
