using System.Globalization;
using Gateway.Node.Callers;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using HttpResponse = Microsoft.AspNetCore.Http.HttpResponse;

namespace Gateway.Node.Errors;

/// <summary>
/// Stands before <see cref="CallGuard"/>, which runs only when a request has been read: who may not call is turned away with nothing of
/// the request read, and bytes that are no message answer as an invalid argument. The answers are those of the guard.
/// </summary>
internal sealed class CallDoor(RequestDelegate next, CallerResolver resolver, ILogger<CallGuard> logger)
{
    private static readonly string UnknownStatus = Number(StatusCode.Unknown);

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not { } call)
        {
            await next(http);
            return;
        }

        Caller caller = resolver.Resolve(http.Connection.ClientCertificate);
        if (!AccessTable.Allows(caller, call.Method.FullName))
        {
            GuardLog.Denied(logger, call.Method.FullName, caller.GetType().Name);
            Answer(http.Response, CallGuard.Denial(caller));
            return;
        }

        await next(http);
        if (!http.Response.HasStarted && http.Response.Headers.GrpcStatus == UnknownStatus)
        {
            // The guard leaves no failure of a handler unnamed, so this one lies before it: the message could not be parsed.
            GuardLog.Malformed(logger, call.Method.FullName);
            Answer(http.Response, RichStatus.Failure(Code.InvalidArgument, ErrorReason.InvalidFields, "The request is not a message of this call."));
        }
    }

    private static void Answer(HttpResponse response, RpcException failure)
    {
        response.ContentType = "application/grpc";
        response.Headers.GrpcStatus = Number(failure.StatusCode);
        response.Headers.GrpcMessage = Uri.EscapeDataString(failure.Status.Detail);
        foreach (Metadata.Entry entry in failure.Trailers.Where(entry => entry.IsBinary))
        {
            response.Headers[entry.Key] = Convert.ToBase64String(entry.ValueBytes);
        }
    }

    private static string Number(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);
}
