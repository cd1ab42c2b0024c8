using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Grpc.Core;

namespace Gateway.Node.Tests.Forecasting;

/// <summary>A call that the guard has let through, without a network.</summary>
internal sealed class FakeCall : ServerCallContext
{
    public FakeCall(LocalCaller caller) => this.SetCaller(new Caller.Local(caller));

    protected override string MethodCore => "test";

    protected override string HostCore => "test";

    protected override string PeerCore => "test";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => [];

    protected override CancellationToken CancellationTokenCore => TestContext.Current.CancellationToken;

    protected override Metadata ResponseTrailersCore => [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => throw new NotSupportedException();

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
