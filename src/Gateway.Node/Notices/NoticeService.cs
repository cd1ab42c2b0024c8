using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using NoticeAction = Gateway.Core.Sealing.NoticeAction;
using NoticeBody = Gateway.Core.Sealing.NoticeBody;
using Portion = Gateway.Core.Sealing.Portion;
using PortionNotice = Gateway.Core.Sealing.PortionNotice;

namespace Gateway.Node.Notices;

/// <summary>The officers' desk for what was released already: notices, who holds what, erasure. Handlers are thin.</summary>
internal sealed class NoticeService(NodeState node, SharedView view, HolderReport report, ILogger<NoticeService> logger) : Protocol.V1.Notices.NoticesBase
{
    public override async Task<IssueNoticeResponse> Issue(IssueNoticeRequest request, ServerCallContext context)
    {
        LocalCaller officer = context.Local();
        NoticeOrder order = Order(request, officer);
        switch (await node.Gate.Notices.IssueAsync(order, context.CancellationToken))
        {
            case NoticeAnswer.Issued issued:
                NoticeLog.Issued(logger, (int)issued.Number, order.Action.ToString(), issued.To.Length);
                node.Arrivals.Pulse();
                var response = new IssueNoticeResponse { Number = issued.Number, LogIndex = (ulong)issued.LogIndex };
                response.To.AddRange(issued.To.Select(partner => partner.Value));
                return response;
            case NoticeAnswer.Absent:
                throw Absent();
            case NoticeAnswer.TakenBack:
                throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.TakenBack, "The product was taken back before.");
            case NoticeAnswer.ReplacementUnknown:
                throw RichStatus.BadRequest([new FieldViolation("replaced_by", "UNKNOWN", "Must be another product of this node, in the same mode, that still stands.")]);
            default:
                throw new InvalidOperationException("NoticeAnswer is closed.");
        }
    }

    public override async Task<NoticeStatus> Status(NoticeStatusRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        ProductId product = Product(request.ProductId);
        bool known = caller.Role == Role.Auditor || IsOwn(product) && caller.Role == Role.Officer || view.Of(product, caller) is not null;
        if (caller.Role == Role.Auditor)
        {
            // As with every question of an auditor, whatever the answer.
            await node.StateAsync(StatementKind.Audit, new Core.Sealing.AuditBody(caller.Name, $"notice status {product}").Encode(), context.CancellationToken);
        }

        return known && node.Read.Find(product) is { } row ? report.Of(row) : throw Absent();
    }

    public override async Task<EraseResponse> Erase(EraseRequest request, ServerCallContext context)
    {
        ProductId product = Product(request.ProductId);
        if (!IsOwn(product))
        {
            throw Absent();
        }

        return await node.Gate.Notices.EraseAsync(product, context.Local().Name, context.CancellationToken)
            ? new EraseResponse()
            : throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.NotTakenBack, "Only what was recalled, or spilled, is erased.");
    }

    private NoticeOrder Order(IssueNoticeRequest request, LocalCaller officer)
    {
        ProductId product = Product(request.ProductId);
        if (!IsOwn(product) || node.Read.Sealed(product) is not { } found || (!found.Recalled && view.Of(product, officer) is null))
        {
            throw Absent();
        }

        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        var action = (NoticeAction)request.Action;
        void Require(bool holds, string field, string rule, string message)
        {
            if (!holds)
            {
                wrong.Add(new FieldViolation(field, rule, message));
            }
        }

        ProductId replacement = default;
        Require(Enum.IsDefined(action), "action", "REQUIRED", "Must be RECALL, CORRECTION, SUPERSESSION, RAISED_MARKING or SPILL.");
        Require(Encoding.UTF8.GetByteCount(request.Note) <= Limits.Text, "note", "LENGTH", $"Must have at most {Limits.Text} bytes.");
        Require(request.ReplacedBy.IsEmpty || ProductId.TryFrom(request.ReplacedBy.Span, out replacement), "replaced_by", "LENGTH", "Must be empty or have 32 bytes.");
        Require(request.ReplacedBy.IsEmpty || action is NoticeAction.Correction or NoticeAction.Supersession, "replaced_by", "ACTION", "Only a correction or a supersession names another product.");
        Require(request.Portions.Count > 0 == (action == NoticeAction.RaisedMarking) || (action == NoticeAction.Recall && request.Portions.Count > 0), "portions", "ACTION", "Belong to a raised marking, or to a recall of single portions.");
        ImmutableArray<PortionNotice> portions = Portions(request, action, found, wrong);
        Require(portions.Length <= NoticeBody.MostPortions, "portions", "RANGE", $"Must be at most {NoticeBody.MostPortions}.");
        return wrong.Count == 0
            ? new NoticeOrder(product, action, portions, request.ReplacedBy.IsEmpty ? null : replacement, request.Note, officer.Name)
            : throw RichStatus.BadRequest(wrong.ToImmutable());
    }

    /// <summary>What is said of a path holds for all its variants.</summary>
    private ImmutableArray<PortionNotice> Portions(
        IssueNoticeRequest request, NoticeAction action, SealedProduct product, ImmutableArray<FieldViolation>.Builder wrong)
    {
        var portions = ImmutableArray.CreateBuilder<PortionNotice>();
        for (int i = 0; i < request.Portions.Count; i++)
        {
            PortionMark mark = request.Portions[i];
            Core.Markings.Marking? floor = mark.Floor?.ToCore();
            Portion[] at = [.. product.Portions.Where(portion => portion.Body.Path == mark.Path)];
            if (at.Length == 0 || request.Portions.Take(i).Any(other => other.Path == mark.Path))
            {
                wrong.Add(new FieldViolation($"portions[{i}].path", "UNKNOWN", "Must be the path of a portion of the product, each once."));
            }

            if ((action == NoticeAction.RaisedMarking) != (floor is not null))
            {
                wrong.Add(new FieldViolation($"portions[{i}].floor", "REQUIRED", "Belongs to a raised marking, and only there."));
            }
            else if (floor is not null && node.Model.MarkingBook.Read(floor) is MarkingReading.Unreadable unreadable)
            {
                wrong.AddRange(unreadable.Errors.Select(error => new FieldViolation($"portions[{i}].floor", error.Rule, error.Message)));
            }

            portions.AddRange(at.Select(portion => new PortionNotice(portion.Index, floor, floor is null)));
        }

        return portions.ToImmutable();
    }

    private bool IsOwn(ProductId product) => node.Read.Find(product) is { } row && row.Originator == node.Model.Self;

    private static ProductId Product(ByteString bytes) => ProductId.TryFrom(bytes.Span, out ProductId product)
        ? product
        : throw RichStatus.BadRequest([new FieldViolation("product_id", "LENGTH", "Must have 32 bytes.")]);

    private static RpcException Absent() => RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such product.");
}
