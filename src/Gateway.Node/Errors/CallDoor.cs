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
internal sealed class CallDoor(RequestDelegate next, CallerResolver resolver, CallQuota quota, TimeProvider clock, ILogger<CallGuard> logger)
{
    /// <summary>No stream is longer than this; whoever follows one connects again.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromDays(1);

    private static readonly string UnknownStatus = Number(StatusCode.Unknown);

    public async Task InvokeAsync(HttpContext http)
    {
        Caller caller = resolver.Resolve(http.Connection.ClientCertificate);
        if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not { } call)
        {
            await PlainAsync(http, caller);
            return;
        }

        if (!AccessTable.Allows(caller, call.Method.FullName))
        {
            GuardLog.Denied(logger, call.Method.FullName, caller.GetType().Name);
            Answer(http.Response, CallGuard.Denial(caller));
            return;
        }

        using IDisposable? place = quota.TryEnter(caller);
        if (place is null)
        {
            GuardLog.OverQuota(logger, call.Method.FullName, caller is Caller.Peer peer ? peer.Partner.Value : ((Caller.Local)caller).Who.Name);
            Answer(http.Response, RichStatus.Failure(Code.ResourceExhausted, ErrorReason.QuotaExceeded, "Too many calls. Try again in a second."));
            return;
        }

        // A call that was let in by a certificate does not outlive it.
        using var end = new CancellationTokenSource(Remaining(http), clock);
        using CancellationTokenRegistration ending = end.Token.Register(http.Abort);
        await next(http);
        if (!http.Response.HasStarted && http.Response.Headers.GrpcStatus == UnknownStatus)
        {
            // The guard leaves no failure of a handler unnamed, so this one lies before it: the message could not be parsed.
            GuardLog.Malformed(logger, call.Method.FullName);
            Answer(http.Response, RichStatus.Failure(Code.InvalidArgument, ErrorReason.InvalidFields, "The request is not a message of this call."));
        }
    }

    /// <summary>Plain HTTP: tiles and what is not there. Its own handlers say who may have what; the quota is one for all calls of a caller.</summary>
    private async Task PlainAsync(HttpContext http, Caller caller)
    {
        using IDisposable? place = caller is Caller.Unknown ? null : quota.TryEnter(caller);
        if (place is null && caller is not Caller.Unknown)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "1";
            return;
        }

        await next(http);
    }

    private TimeSpan Remaining(HttpContext http)
    {
        TimeSpan left = http.Connection.ClientCertificate!.NotAfter.ToUniversalTime() - clock.GetUtcNow().UtcDateTime;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestCall ? left : LongestCall;
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
