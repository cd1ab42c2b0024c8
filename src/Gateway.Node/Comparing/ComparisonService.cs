using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Grpc.Core;
using CoreComparison = Gateway.Core.Assessments.Comparing.Comparison;
using CoreMode = Gateway.Core.Sealing.Mode;
using OverlookedSubject = Gateway.Core.Assessments.Comparing.OverlookedSubject;

namespace Gateway.Node.Comparing;

/// <summary>Comparisons for local readers. Handlers are thin; every answer is on the internal log before its bytes leave.</summary>
internal sealed class ComparisonService(NodeState node, Comparisons comparisons) : Protocol.V1.Comparison.ComparisonBase
{
    public override async Task Compare(CompareRequest request, IServerStreamWriter<CompareResponse> responseStream, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        (CoreMode mode, ComparisonQuery query) = ComparisonRequests.Read(request);
        ComparedAnswer<CoreComparison> answer = comparisons.Compare(caller, mode, query);
        await node.StateAccessAsync(caller, answer.Products, context.CancellationToken);
        await responseStream.WriteAsync(new CompareResponse { Overview = answer.Overview }, context.CancellationToken);
        foreach (CoreComparison comparison in answer.Parts)
        {
            await responseStream.WriteAsync(
                new CompareResponse { Comparison = ComparisonAnswers.Of(comparison, request.Pairs) }, context.CancellationToken);
        }
    }

    public override async Task Overlooked(OverlookedRequest request, IServerStreamWriter<OverlookedResponse> responseStream, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        (CoreMode mode, ComparisonQuery query) = ComparisonRequests.Read(request.Among, "among.");
        ComparedAnswer<OverlookedSubject> answer = comparisons.Overlooked(caller, mode, query, request.OrCalm);
        await node.StateAccessAsync(caller, answer.Products, context.CancellationToken);
        await responseStream.WriteAsync(new OverlookedResponse { Overview = answer.Overview }, context.CancellationToken);
        foreach (OverlookedSubject subject in answer.Parts)
        {
            await responseStream.WriteAsync(
                new OverlookedResponse { Subject = ComparisonAnswers.Of(subject, request.Among.Pairs) }, context.CancellationToken);
        }
    }
}
