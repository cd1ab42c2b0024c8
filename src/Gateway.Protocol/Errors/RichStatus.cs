using System.Collections.Immutable;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Gateway.Protocol.Errors;

/// <summary>Failures of the services, in the form of google.rpc.Status (errors.proto). Thread-safe.</summary>
public static class RichStatus
{
    /// <summary>Domain of every reason.</summary>
    public const string Domain = "gateway.v1";

    /// <summary>Violations that one answer lists; status details travel in trailers, which are limited.</summary>
    public const int MostViolations = 50;

    private const string Prefix = "ERROR_REASON_";

    /// <summary>INVALID_ARGUMENT with all faults of a request. Beyond <see cref="MostViolations"/> they are only counted.</summary>
    public static RpcException BadRequest(ImmutableArray<FieldViolation> violations)
    {
        var bad = new BadRequest();
        foreach (FieldViolation violation in violations.Take(MostViolations))
        {
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Field = violation.Field,
                Reason = violation.Rule,
                Description = violation.Message,
            });
        }

        string message = violations.Length <= MostViolations
            ? $"{violations.Length} fields are wrong."
            : $"{violations.Length} fields are wrong; the first {MostViolations} are listed.";
        Status status = Make(Code.InvalidArgument, ErrorReason.InvalidFields, message);
        status.Details.Add(Google.Protobuf.WellKnownTypes.Any.Pack(bad));
        return status.ToRpcException();
    }

    /// <summary>
    /// A failure with its reason. <paramref name="message"/> is for people and never holds content, names of products or secrets.
    /// </summary>
    public static RpcException Failure(Code code, ErrorReason reason, string message) => Make(code, reason, message).ToRpcException();

    /// <summary>The name that stands in ErrorInfo.reason: <c>SUBMISSION_ID_REUSED</c>.</summary>
    public static string Name(ErrorReason reason) =>
        ErrorsReflection.Descriptor.FindTypeByName<Google.Protobuf.Reflection.EnumDescriptor>(nameof(ErrorReason))
            .FindValueByNumber((int)reason).Name[Prefix.Length..];

    /// <summary>The reason that a failure carries; unspecified when it carries none of ours.</summary>
    public static ErrorReason ReasonOf(RpcException failure) =>
        failure.GetRpcStatus()?.GetDetail<ErrorInfo>() is { Domain: Domain } info
            ? Enum.GetValues<ErrorReason>().FirstOrDefault(reason => Name(reason) == info.Reason)
            : ErrorReason.Unspecified;

    private static Status Make(Code code, ErrorReason reason, string message) => new()
    {
        Code = (int)code,
        Message = message,
        Details =
        {
            Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Domain = Domain, Reason = Name(reason) }),
        },
    };
}
