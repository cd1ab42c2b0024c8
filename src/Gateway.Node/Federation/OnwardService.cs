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
using Google.Rpc;
using Grpc.Core;

namespace Gateway.Node.Federation;

/// <summary>Handing received products on, for release officers. Only what the caller may see can be handed on by it.</summary>
internal sealed class OnwardService(NodeState node, SharedView view, ILogger<OnwardService> logger) : Onward.OnwardBase
{
    public override async Task<HandOnResponse> HandOn(HandOnRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        PartnerCode to = Check(request, out ProductId product);
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

    private PartnerCode Check(HandOnRequest request, out ProductId product)
    {
        var wrong = new List<FieldViolation>();
        if (!ProductId.TryFrom(request.ProductId.Span, out product))
        {
            wrong.Add(new FieldViolation("product_id", "LENGTH", "Must have 32 bytes."));
        }

        bool known = PartnerCode.TryParse(request.To, out PartnerCode to) && to != node.Model.Self && node.Model.Roster.TryFind(to, out _);
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
