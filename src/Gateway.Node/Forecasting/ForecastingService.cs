using Gateway.Core.Assessments.Forecasting;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Forecasting;

/// <summary>Numbers that a reader checks. Handlers are thin; what was looked at is on the internal log before an answer leaves.</summary>
internal sealed class ForecastingService(NodeState node, SharedView view, ForecastLookup lookup) : Protocol.V1.Forecasting.ForecastingBase
{
    public override async Task<RecomputeResponse> Recompute(RecomputeRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        if (!ProductId.TryFrom(request.ProductId.Span, out ProductId product))
        {
            throw RichStatus.BadRequest([new FieldViolation("product_id", "LENGTH", "Must have 32 bytes.")]);
        }

        if (view.Of(product, caller) is not { } visible || Reassembler.Reassemble(visible.Portions, visible.Schema) is not RiskAssessment assessment)
        {
            throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such product.");
        }

        await node.StateAccessAsync(caller, [product], context.CancellationToken);
        return ForecastMessages.Recomputed(ModelCards.Recompute(assessment));
    }

    public override async Task<AgreementResponse> Agreement(AgreementRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        var asked = new ForecastRequests();
        CoreMode mode = asked.Mode(request.Mode);
        ForecastSelection one = asked.Selection(request.First, "first"), two = asked.Selection(request.Second, "second");
        ForecastMeasure measureOne = asked.Measure(request.FirstMeasure, "first_measure"), measureTwo = asked.Measure(request.SecondMeasure, "second_measure");
        int top = asked.Top(request.Top);
        asked.Check();

        FoundForecasts first = lookup.Find(caller, mode, one, measureOne), second = lookup.Find(caller, mode, two, measureTwo);
        await node.StateAccessAsync(caller, [.. first.Products.Union(second.Products)], context.CancellationToken);
        return ForecastMessages.Agreement(first.Only("first", newest: true), second.Only("second", newest: true), top);
    }

    public override async Task<ScoreResponse> Score(ScoreRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        var asked = new ForecastRequests();
        CoreMode mode = asked.Mode(request.Mode);
        ForecastSelection selection = asked.Selection(request.Forecasts, "forecasts");
        OutcomeList outcomes = asked.Outcomes(request);
        double? baseRate = asked.BaseRate(request);
        asked.Check();

        FoundForecasts found = lookup.Find(caller, mode, selection, ForecastMeasure.PBest);
        await node.StateAccessAsync(caller, found.Products, context.CancellationToken);
        return ForecastMessages.Score(found.Only("forecasts", newest: false), outcomes, baseRate);
    }

    public override async Task<RisesResponse> Rises(RisesRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        var asked = new ForecastRequests();
        CoreMode mode = asked.Mode(request.Mode);
        ForecastSelection selection = asked.Selection(request.Forecasts, "forecasts");
        asked.Check();

        FoundForecasts found = lookup.Find(caller, mode, selection, ForecastMeasure.PBest);
        await node.StateAccessAsync(caller, found.Products, context.CancellationToken);
        return ForecastMessages.Rises(found.Only("forecasts", newest: true), found.All);
    }
}
