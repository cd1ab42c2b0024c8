using Gateway.Core.Releasing;
using Gateway.Node.Callers;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Gateway.Node.Errors;

/// <summary>
/// The one interceptor: names the caller, checks the table, and turns whatever is thrown into a status in exactly one place. What is not
/// meant for the caller never reaches the message: an unexpected fault answers with a general sentence and is logged under the call's id.
/// </summary>
internal sealed class CallGuard(CallerResolver resolver, ILogger<CallGuard> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        Guard(context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guard(context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        throw RichStatus.Failure(Code.Unimplemented, ErrorReason.Internal, "No method of this node streams requests.");

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        throw RichStatus.Failure(Code.Unimplemented, ErrorReason.Internal, "No method of this node streams requests.");

    public static RpcException Denial(Caller caller) => caller is Caller.Unknown
        ? RichStatus.Failure(Code.Unauthenticated, ErrorReason.CallerUnknown, "This node does not know the client certificate.")
        : RichStatus.Failure(Code.PermissionDenied, ErrorReason.RoleMissing, "The caller's role does not include this call.");

    private async Task<T> Guard<T>(ServerCallContext context, Func<Task<T>> call)
    {
        Caller caller = resolver.Resolve(context.GetHttpContext().Connection.ClientCertificate);
        if (!AccessTable.Allows(caller, context.Method))
        {
            GuardLog.Denied(logger, context.Method, caller.GetType().Name);
            throw Denial(caller);
        }

        context.SetCaller(caller);
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            throw;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Cancelled, "The call was cancelled."));
        }
        catch (OperationCanceledException)
        {
            throw RichStatus.Failure(Code.Unavailable, ErrorReason.NodeUnavailable, "The node is stopping. Try again.");
        }
        catch (StoreUnavailableException failure)
        {
            GuardLog.StoreUnavailable(logger, context.Method, failure.Message);
            throw RichStatus.Failure(Code.Unavailable, ErrorReason.NodeUnavailable, "The node's store is unavailable. Try again.");
        }
        catch (Exception failure)
        {
            // Type and place only: a message may quote content.
            GuardLog.Failed(logger, context.Method, failure.GetType().Name, failure.StackTrace ?? "");
            throw RichStatus.Failure(Code.Internal, ErrorReason.Internal, "The node failed. Its log says where.");
        }
    }
}

/// <summary>The caller of a call, as the guard named it.</summary>
internal static class CallerContext
{
    private const string Key = "gateway.caller";

    public static void SetCaller(this ServerCallContext context, Caller caller) => context.UserState[Key] = caller;

    public static bool IsAuditor(this ServerCallContext context) => context.UserState[Key] is Caller.Local { Who.Role: Role.Auditor };

    public static LocalCaller Local(this ServerCallContext context) => ((Caller.Local)context.UserState[Key]).Who;

    public static Core.Partners.PartnerCode Peer(this ServerCallContext context) => ((Caller.Peer)context.UserState[Key]).Partner;
}

internal static partial class GuardLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Denied {Method} to a caller of kind {Caller}")]
    public static partial void Denied(ILogger logger, string method, string caller);

    [LoggerMessage(1002, LogLevel.Error, "{Method} failed with {Failure}: {Stack}")]
    public static partial void Failed(ILogger logger, string method, string failure, string stack);

    [LoggerMessage(1003, LogLevel.Error, "{Method}: the store is unavailable: {Reason}")]
    public static partial void StoreUnavailable(ILogger logger, string method, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "{Method}: {Caller} is over its quota")]
    public static partial void OverQuota(ILogger logger, string method, string caller);

    [LoggerMessage(1004, LogLevel.Warning, "{Method}: the request is not a message")]
    public static partial void Malformed(ILogger logger, string method);
}
