using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.Protocol.Tests.Errors;

public class RichStatusTests
{
    [Fact]
    public void Field_violations_travel_with_their_rule()
    {
        RpcException failure = RichStatus.BadRequest([new FieldViolation("header", SubmissionRule.Required, "An assessment needs a header.")]);
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(ErrorReason.InvalidFields, RichStatus.ReasonOf(failure));
        var violation = Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal(("header", "required", "An assessment needs a header."), (violation.Field, violation.Reason, violation.Description));
    }

    [Fact]
    public void Many_violations_are_counted_and_the_first_listed()
    {
        var violations = Enumerable.Range(0, 120).Select(i => new FieldViolation($"evidence[{i}]", SubmissionRule.Required, "It must be there."));
        RpcException failure = RichStatus.BadRequest([.. violations]);
        Assert.Equal(RichStatus.MostViolations, failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Count);
        Assert.Contains("120", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_has_a_stable_name_and_is_read_back() =>
        Assert.All(Enum.GetValues<ErrorReason>(), reason => Assert.Equal(reason, RichStatus.ReasonOf(RichStatus.Failure(Code.Internal, reason, "x"))));

    [Fact]
    public void A_failure_of_somebody_else_has_no_reason() =>
        Assert.Equal(ErrorReason.Unspecified, RichStatus.ReasonOf(new RpcException(new Grpc.Core.Status(StatusCode.Internal, "x"))));
}
