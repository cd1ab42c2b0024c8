using System.Text.Json.Nodes;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>What one caller may take, and for how long.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task A_caller_over_its_quota_is_told_so_and_the_others_are_served()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.Configure("USA", gateway => gateway["Quota"] = new JsonObject { ["CallsPerSecond"] = 1, ["Burst"] = 20 });
        RunningNode usa = await nodes.StartAsync("USA");
        using var ministry = new NodeCaller(usa, "ministry");
        RpcException? refused = null;
        for (int i = 0; i < 100 && refused is null; i++)
        {
            try
            {
                await ministry.Assessments.ListAsync(new ListRequest { Mode = Mode.Exercise }, cancellationToken: Calls.Cancellation);
            }
            catch (RpcException failure)
            {
                refused = failure;
            }
        }

        Assert.Equal((StatusCode.ResourceExhausted, ErrorReason.QuotaExceeded), (refused?.StatusCode, RichStatus.ReasonOf(refused!)));

        // On a slow machine a call comes free between two requests.
        int tiles = 0;
        for (int i = 0; i < 100 && tiles != 429; i++)
        {
            using HttpResponseMessage tile = await ministry.Http.GetAsync("/log/checkpoint", Calls.Cancellation);
            tiles = (int)tile.StatusCode;
        }

        Assert.Equal(429, tiles);
        await usa.SubmitAsync(Samples.Request("served"));
    }

    [Fact]
    public async Task An_open_stream_ends_when_the_certificate_that_opened_it_does()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.AddCaller("USA", "brief", "ministry", "SECRET", DateTimeOffset.UtcNow.AddSeconds(6));
        RunningNode usa = await nodes.StartAsync("USA");
        using var brief = new NodeCaller(usa, "brief");
        using AsyncServerStreamingCall<SharedProduct> stream =
            brief.Assessments.Subscribe(new PullRequest { Mode = Mode.Exercise }, cancellationToken: Calls.Cancellation);
        SubmitResponse submitted = await usa.SubmitAsync(Samples.Request("before"));
        Assert.True(await stream.ResponseStream.MoveNext(Calls.Cancellation));
        Assert.Equal(submitted.ProductId, stream.ResponseStream.Current.ProductId);
        await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Calls.Cancellation));
        await Assert.ThrowsAsync<RpcException>(async () =>
            await brief.Assessments.ListAsync(new ListRequest { Mode = Mode.Exercise }, cancellationToken: Calls.Cancellation));
    }
}
