using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using CoreMode = Gateway.Core.Sealing.Mode;
using CoreState = Gateway.Core.Releasing.HoldState;
using HoldRow = Gateway.Protocol.V1.HoldRow;
using HoldState = Gateway.Protocol.V1.HoldState;

namespace Gateway.Node.Desk;

/// <summary>The release officers' queue. Every read is on the internal log before its bytes leave. Thread-safe.</summary>
internal sealed class Holds(NodeState node)
{
    private const int LargestPage = 100;
    private const int LongestReason = 512;

    public async Task<ListHoldsResponse> ListAsync(ListHoldsRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        if (request.PageSize > LargestPage)
        {
            throw RichStatus.BadRequest([new FieldViolation("page_size", "RANGE", $"Must be at most {LargestPage}.")]);
        }

        CoreState state = request.State switch
        {
            HoldState.Unspecified or HoldState.Waiting => CoreState.Waiting,
            HoldState.Approved => CoreState.Approved,
            HoldState.Rejected => CoreState.Rejected,
            _ => throw RichStatus.BadRequest([new FieldViolation("state", "UNKNOWN", "Must be WAITING, APPROVED or REJECTED.")]),
        };
        if (!node.Cursors.TryDecode(request.Page.Span, Pages(caller), CoreMode.Actual, out long after))
        {
            throw RichStatus.Failure(Code.InvalidArgument, ErrorReason.CursorInvalid, "page is not one that this node gave to this caller.");
        }

        int size = request.PageSize == 0 ? LargestPage : (int)request.PageSize;
        List<(long Number, HoldReview Review)> found = [.. node.Holds.List(Reviewer(caller), state, after).Take(size)];
        var response = new ListHoldsResponse();
        response.Holds.AddRange(found.Select(hold => Row(hold.Review)));
        if (found.Count == size)
        {
            // Numbers count what this caller may not see, too: they travel encrypted.
            response.NextPage = ByteString.CopyFrom(node.Cursors.Encode(Pages(caller), CoreMode.Actual, found[^1].Number));
        }

        await node.StateAccessAsync(caller, [.. found.Select(hold => hold.Review.Product.Id)], cancellation);
        return response;
    }

    public async Task<Hold> GetAsync(GetHoldRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        (ProductId product, PartnerCode partner) = Names(request.ProductId, request.Recipient, []);
        HoldReview review = node.Holds.Find(product, partner, Reviewer(caller)) ?? throw Absent();
        await node.StateAccessAsync(caller, [product], cancellation);
        return new Hold
        {
            Row = Row(review),
            After = Answers(review).Of(review.After),
            Review = ByteString.CopyFrom(review.Row.State == CoreState.Waiting ? review.Digest.Span : []),
        };
    }

    public Task<HoldRow> ApproveAsync(ApproveRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        List<FieldViolation> wrong = Reason(request.Reason);
        if (request.Review.Length is not (0 or Limits.Hash))
        {
            wrong.Add(new FieldViolation("review", "LENGTH", "Must be the 32 bytes of Hold.review."));
        }

        (ProductId product, PartnerCode partner) = Names(request.ProductId, request.Recipient, wrong);
        return DecideAsync(
            new HoldOrder(product, partner, ApprovalDecision.Approved, Reviewer(caller), request.Reason, request.Review.Memory), cancellation);
    }

    public Task<HoldRow> RejectAsync(RejectRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        (ProductId product, PartnerCode partner) = Names(request.ProductId, request.Recipient, Reason(request.Reason));
        return DecideAsync(new HoldOrder(product, partner, ApprovalDecision.Rejected, Reviewer(caller), request.Reason, default), cancellation);
    }

    private async Task<HoldRow> DecideAsync(HoldOrder order, CancellationToken cancellation)
    {
        HoldAnswer answer = await node.Holds.DecideAsync(order, cancellation);
        if (answer != HoldAnswer.Decided)
        {
            throw Refusal(answer);
        }

        node.Arrivals.Pulse();
        return Row(node.Holds.Find(order.Product, order.Partner, order.Officer) ?? throw Absent());
    }

    private static RpcException Refusal(HoldAnswer answer) => answer switch
    {
        HoldAnswer.OwnSubmission => RichStatus.Failure(
            Code.PermissionDenied, ErrorReason.SecondPersonNeeded, "The caller submitted this product; a second person decides."),
        HoldAnswer.AboveClearance => RichStatus.Failure(Code.PermissionDenied, ErrorReason.ClearanceTooLow, "This is above the caller's clearance."),
        HoldAnswer.DecidedOtherwise => RichStatus.Failure(
            Code.FailedPrecondition, ErrorReason.HoldDecided, "It was decided the other way; a new edition asks again."),
        HoldAnswer.Changed => RichStatus.Failure(
            Code.Aborted, ErrorReason.HoldChanged, "What an approval would open is not what review stands for. Look again."),
        HoldAnswer.Superseded => RichStatus.Failure(Code.FailedPrecondition, ErrorReason.Superseded, "A newer edition replaced this product."),
        HoldAnswer.Absent or HoldAnswer.Decided => Absent(),
    };

    private HoldRow Row(HoldReview review)
    {
        PreviewedPortion[] shown = [.. review.After.Portions.Where(portion => IsVisible(review, portion.Portion.Index))];
        return new HoldRow
        {
            ProductId = ByteString.CopyFrom(review.Product.Id.Span),
            Recipient = review.Row.Partner.Value,
            State = (HoldState)review.Row.State,
            HeldAtMs = review.Row.HeldAtMs,
            Submitter = review.Submission?.Caller ?? "",
            Title = Title(review),
            Waiting = (uint)review.Waiting.Count(index => IsVisible(review, index)),
            Banner = Answers(review).Banner(PreviewAnswers.Opened(shown))?.ToMessage(),
            Superseded = review.Superseded,
            DecidedAtMs = review.Row.DecidedAtMs,
            Officer = review.Row.Officer,
            Reason = review.Row.Reason,
            Mode = review.Product.Manifest.Mode.ToMessage(),
        };
    }

    private static string Title(HoldReview review)
    {
        IEnumerable<Core.Sealing.Portion> headers = review.Product.Portions
            .Where(portion => portion.Body.Type == Header.Descriptor.FullName && IsVisible(review, portion.Index));
        return headers.MinBy(portion => portion.Body.Rank) is { } header ? Header.Parser.ParseFrom(header.Body.Value.Span).Title : "";
    }

    private PreviewAnswers Answers(HoldReview review) =>
        new(node.Model, review.Product, index => IsVisible(review, index), new Dictionary<ushort, string>());

    private static bool IsVisible(HoldReview review, ushort index) => review.Visible.BinarySearch(index) >= 0;

    private static string Pages(LocalCaller caller) => "holds/" + caller.Name;

    private static HoldReviewer Reviewer(LocalCaller caller) => new(caller.Name, caller.Thumbprint, caller.Clearance);

    private static List<FieldViolation> Reason(string reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason
        ? [new FieldViolation("reason", "LENGTH", $"Must have 1 to {LongestReason} characters.")]
        : [];

    private static (ProductId Product, PartnerCode Partner) Names(ByteString id, string recipient, List<FieldViolation> wrong)
    {
        if (!ProductId.TryFrom(id.Span, out ProductId product))
        {
            wrong.Add(new FieldViolation("product_id", "LENGTH", "Must have 32 bytes."));
        }

        if (!PartnerCode.TryParse(recipient, out PartnerCode partner))
        {
            wrong.Add(new FieldViolation("recipient", "SHAPE", "Must be a partner code."));
        }

        return wrong.Count == 0 ? (product, partner) : throw RichStatus.BadRequest([.. wrong]);
    }

    private static RpcException Absent() => RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "Nothing waits under this name.");
}
