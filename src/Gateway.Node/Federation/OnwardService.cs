using Gateway.Core.Partners;
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

namespace Gateway.Node.Federation;

/// <summary>Handing received products on, and what owners are asked for that. Only what the caller may see can be handed on by it.</summary>
internal sealed class OnwardService(NodeState node, SharedView view, GrantDesk desk, GrantAsker asker, ILogger<OnwardService> logger)
    : Onward.OnwardBase
{
    private const int MostListed = 1000;

    public override async Task<HandOnResponse> HandOn(HandOnRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        PartnerCode to = Check(request.ProductId, request.To, out ProductId product);
        if (view.Of(product, caller) is null)
        {
            throw NotFound();
        }

        HandOnOutcome outcome = await node.Gate.HandOnAsync(product, to, context.CancellationToken);
        FeedLog.HandedOn(logger, caller.Name, to.Value, outcome.GetType().Name);
        node.Arrivals.Pulse();
        return outcome switch
        {
            HandOnOutcome.Released released => Answer(released),
            HandOnOutcome.Refused => throw RichStatus.Failure(
                Code.FailedPrecondition, ErrorReason.NothingGoesOn, "Nothing of this product may go to this partner."),
            HandOnOutcome.OwnProduct => throw RichStatus.Failure(
                Code.FailedPrecondition, ErrorReason.OwnProduct, "The product was sealed here: it was released when it was published."),
            HandOnOutcome.NotHeld => throw NotFound(),
            _ => throw new InvalidOperationException("HandOnOutcome is closed."),
        };
    }

    public override async Task<AskOwnersResponse> AskOwners(AskOwnersRequest request, ServerCallContext context)
    {
        PartnerCode to = Check(request.ProductId, request.To, out ProductId product);
        PartnerCode from = default;
        if (request.From.Length > 0 && !PartnerCode.TryParse(request.From, out from))
        {
            throw RichStatus.BadRequest([new FieldViolation("from", "UNKNOWN", "Must be a partner code, or empty.")]);
        }

        return view.Of(product, context.Local()) is not null
            ? await asker.AskAsync(product, to, from, context.CancellationToken)
            : throw NotFound();
    }

    public override Task<ListGrantsResponse> ListGrants(ListGrantsRequest request, ServerCallContext context)
    {
        GrantRequestState state = request.State switch
        {
            GrantState.Unspecified or GrantState.Waiting => GrantRequestState.Waiting,
            GrantState.Given => GrantRequestState.Given,
            GrantState.Refused => GrantRequestState.Refused,
            _ => throw RichStatus.BadRequest([new FieldViolation("state", "RANGE", "Must be waiting, given or refused.")]),
        };
        var response = new ListGrantsResponse();
        response.Requests.AddRange(node.Read.GrantRequests(state, MostListed).Select(Message));
        return Task.FromResult(response);
    }

    public override async Task<GrantRequest> GiveGrant(DecideGrantRequest request, ServerCallContext context) =>
        Message(await desk.GiveAsync(Number(request), request.Reason, context.Local(), context.CancellationToken));

    public override async Task<GrantRequest> RefuseGrant(DecideGrantRequest request, ServerCallContext context) =>
        Message(await desk.RefuseAsync(Number(request), request.Reason, context.Local(), context.CancellationToken));

    private static long Number(DecideGrantRequest request) => (long)Math.Min(request.Id, long.MaxValue);

    private static GrantRequest Message(GrantRequestRow row)
    {
        var message = new GrantRequest
        {
            Id = (ulong)row.Number,
            ProductId = ByteString.CopyFrom(row.Product.Span),
            Holder = row.Holder.Value,
            To = row.To.Value,
            AtMs = row.AtMs,
            State = (GrantState)row.State,
            Reason = row.Reason,
        };
        message.Index.AddRange(row.Indexes.Select(index => (uint)index));
        return message;
    }

    private PartnerCode Check(ByteString id, string code, out ProductId product)
    {
        var wrong = new List<FieldViolation>();
        if (!ProductId.TryFrom(id.Span, out product))
        {
            wrong.Add(new FieldViolation("product_id", "LENGTH", "Must have 32 bytes."));
        }

        bool known = PartnerCode.TryParse(code, out PartnerCode to) && to != node.Model.Self && node.Model.Roster.TryFind(to, out _);
        if (!known)
        {
            wrong.Add(new FieldViolation("to", "UNKNOWN", "Must be the code of another partner of the roster."));
        }

        return wrong.Count == 0 ? to : throw RichStatus.BadRequest([.. wrong]);
    }

    private static HandOnResponse Answer(HandOnOutcome.Released released)
    {
        int opened = released.Ruling.Opened.Length;
        return new HandOnResponse
        {
            Released = (uint)opened,
            Withheld = (uint)(released.Ruling.Portions.Length - opened),
            Banner = released.Ruling.Banner!.ToMessage(),
            Again = released.Again,
        };
    }

    private static RpcException NotFound() => RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such product.");
}
