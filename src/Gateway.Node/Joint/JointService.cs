using Gateway.Node.Errors;
using Gateway.Protocol.V1;
using Grpc.Core;

namespace Gateway.Node.Joint;

/// <summary>Joint assessments, for local callers. Handlers are thin.</summary>
internal sealed class JointService(JointDesk desk) : Protocol.V1.Joint.JointBase
{
    public override Task<SealJointResponse> Seal(SealJointRequest request, ServerCallContext context) =>
        desk.SealAsync(request, context.Local(), context.CancellationToken);

    public override Task<JointStanding> Standing(JointStandingRequest request, ServerCallContext context) =>
        desk.StandingAsync(request, context.Local(), context.CancellationToken);
}
