using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;

namespace Gateway.System.Tests;

public sealed class SharingTests
{
    [Fact]
    public async Task A_product_submitted_at_one_node_arrives_at_its_partners_as_far_as_each_may_have_it()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using ThreeNodes nodes = await ThreeNodes.StartAsync();
        using var liaison = new NodeCaller(nodes.Usa, "liaison");

        SubmitResponse submitted = await liaison.Assessments.SubmitAsync(Samples.Request("one"), cancellationToken: cancellation);
        Assert.Equal(["FRA", "SWE"], submitted.Partners.Select(partner => partner.Partner));

        SharedProduct atFra = await FirstAsync(nodes.Fra, cancellation);
        SharedProduct atSwe = await FirstAsync(nodes.Swe, cancellation);
        Assert.Equal(submitted.ProductId, atFra.ProductId);
        Assert.Equal(submitted.ProductId, atSwe.ProductId);
        Assert.Contains(atFra.Portions, portion => portion.Marking.Text == "(S//REL TO USA, FRA)");
        Assert.DoesNotContain(atSwe.Portions, portion => portion.Marking.Text == "(S//REL TO USA, FRA)");
        Assert.DoesNotContain(atFra.Portions, portion => portion.Marking.Text == "(S//NF)");
    }

    private static async Task<SharedProduct> FirstAsync(RunningNode node, CancellationToken cancellation)
    {
        using var ministry = new NodeCaller(node, "ministry");
        using AsyncServerStreamingCall<SharedProduct> call =
            ministry.Assessments.Subscribe(new PullRequest { Mode = Mode.Exercise }, cancellationToken: cancellation);
        Assert.True(await call.ResponseStream.MoveNext(cancellation));
        return call.ResponseStream.Current;
    }
}
