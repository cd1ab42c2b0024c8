using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

[assembly: AssemblyFixture(typeof(Gateway.System.Tests.SharedNodes))]

namespace Gateway.System.Tests;

/// <summary>Three nodes that all tests share which neither stop one nor change its files. Callers beyond the usual ones are at USA.</summary>
public sealed class SharedNodes : IAsyncLifetime
{
    /// <summary>A second ministry of USA, cleared like the first.</summary>
    public const string OtherMinistry = "ministry-2";

    /// <summary>A ministry of USA whose certificate ended yesterday.</summary>
    public const string Expired = "expired";

    private readonly NodeSet _set = NodeSet.Prepare();

    public RunningNode Usa { get; private set; } = null!;

    public RunningNode Fra { get; private set; } = null!;

    public RunningNode Swe { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _set.AddCaller("USA", OtherMinistry, "ministry", "SECRET");
        _set.AddCaller("USA", Expired, "ministry", "SECRET", DateTimeOffset.UtcNow.AddDays(-1));
        RunningNode[] started = await Task.WhenAll(_set.StartAsync("USA"), _set.StartAsync("FRA"), _set.StartAsync("SWE"));
        (Usa, Fra, Swe) = (started[0], started[1], started[2]);
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    /// <summary>Calls <paramref name="node"/> with the certificate of another partner's node.</summary>
    public static NodeCaller As(RunningNode partner, RunningNode node) =>
        new(node, Path.Combine(partner.Folder, "keys", "node.crt"), Path.Combine(partner.Folder, "keys", "node.key"));
}

internal static class Calls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Submits at USA or elsewhere as its liaison.</summary>
    public static async Task<SubmitResponse> SubmitAsync(this RunningNode node, SubmitRequest request)
    {
        using var liaison = new NodeCaller(node, "liaison");
        try
        {
            return await liaison.Assessments.SubmitAsync(request, cancellationToken: Cancellation);
        }
        catch (RpcException failure) when (failure.GetRpcStatus()?.GetDetail<Google.Rpc.BadRequest>() is { } wrong)
        {
            throw new InvalidOperationException(wrong.ToString(), failure);
        }
    }

    /// <summary>The product as the ministry of a node sees it, as soon as it is there.</summary>
    public static async Task<SharedProduct> ArrivesAsync(this RunningNode node, ByteString product, string caller = "ministry", Mode mode = Mode.Exercise)
    {
        using var reader = new NodeCaller(node, caller);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        late.CancelAfter(Patience);
        using AsyncServerStreamingCall<SharedProduct> call =
            reader.Assessments.Subscribe(new PullRequest { Mode = mode, IncludePackage = true }, cancellationToken: late.Token);
        while (await call.ResponseStream.MoveNext(late.Token))
        {
            if (call.ResponseStream.Current.ProductId == product)
            {
                return call.ResponseStream.Current;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    /// <summary>Everything that a pull gives.</summary>
    public static async Task<List<SharedProduct>> PullAsync(this NodeCaller caller, PullRequest request)
    {
        using AsyncServerStreamingCall<SharedProduct> call = caller.Assessments.Pull(request, cancellationToken: Cancellation);
        return await call.ResponseStream.ReadAllAsync(Cancellation).ToListAsync(Cancellation);
    }

    /// <summary>The failure of a call that must fail.</summary>
    public static async Task<RpcException> FailureAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            return await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        }
    }

    /// <summary>The failure of a stream that must fail.</summary>
    public static async Task<RpcException> FailureAsync<T>(AsyncServerStreamingCall<T> call)
    {
        using (call)
        {
            return await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(Cancellation));
        }
    }

    /// <summary>Everything that a caller can see of a failure, the date aside.</summary>
    public static string Visible(this RpcException failure) => string.Join('\n', [
        failure.StatusCode.ToString(),
        failure.Status.Detail,
        .. failure.Trailers.Where(entry => entry.Key != "date")
            .Select(entry => entry.Key + ": " + (entry.IsBinary ? Convert.ToHexString(entry.ValueBytes) : entry.Value))
            .Order(StringComparer.Ordinal),
    ]);
}
