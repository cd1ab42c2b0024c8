using System.Security.Authentication;
using Gateway.Core.Releasing;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.Cli.Shell;

/// <summary>Turns what the world does to a command into one sentence. What is not listed here is a bug and may crash.</summary>
internal static class Faults
{
    private const string NotProved = "the node cannot be reached, or did not prove that it is the one in the roster";

    public static string? Explain(Exception fault) => fault switch
    {
        FileNotFoundException missing => $"{missing.FileName}: no such file",
        DirectoryNotFoundException => fault.Message,
        UnauthorizedAccessException => fault.Message,
        IOException => fault.Message,
        StoreUnavailableException or IncompatibleStoreException => fault.Message,
        RpcException { Status.DebugException.InnerException: AuthenticationException } => NotProved,
        HttpRequestException { InnerException: AuthenticationException } => NotProved,
        HttpRequestException http => $"the node did not answer as expected: {http.Message}",
        RpcException rpc => Explain(rpc),
        _ => null,
    };

    private static string Explain(RpcException rpc) => rpc.StatusCode switch
    {
        StatusCode.Unavailable when RichStatus.ReasonOf(rpc) == ErrorReason.NodeUnavailable => $"the node answered: {rpc.Status.Detail}",
        StatusCode.Unavailable => NotProved,
        StatusCode.Unauthenticated => "the node does not accept this certificate",
        StatusCode.PermissionDenied when RichStatus.ReasonOf(rpc) is ErrorReason.SecondPersonNeeded or ErrorReason.ClearanceTooLow =>
            $"the node refused: {rpc.Status.Detail}",
        StatusCode.PermissionDenied => "this caller may not do that",
        StatusCode.NotFound => "not found",
        StatusCode.InvalidArgument => $"the node refused the request: {Violations(rpc)}",
        _ => $"the node refused: {rpc.Status.Detail} ({RichStatus.Name(RichStatus.ReasonOf(rpc))})",
    };

    private static string Violations(RpcException rpc) => rpc.GetRpcStatus()?.GetDetail<BadRequest>() is { FieldViolations: [_, ..] violations }
        ? string.Join("; ", violations.Select(violation => $"{violation.Field}: {violation.Description}"))
        : rpc.Status.Detail;
}
