using Gateway.Protocol.V1;
using Gateway.Testing;

namespace Gateway.System.Tests;

public sealed class SharingTests(SharedNodes nodes)
{
    [Fact]
    public async Task A_product_submitted_at_one_node_arrives_at_its_partners_as_far_as_each_may_have_it()
    {
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(Samples.Request("one"));
        Assert.Equal(["FRA", "SWE"], submitted.Partners.Select(partner => partner.Partner));

        SharedProduct atFra = await nodes.Fra.ArrivesAsync(submitted.ProductId);
        SharedProduct atSwe = await nodes.Swe.ArrivesAsync(submitted.ProductId);
        Assert.Contains(atFra.Portions, portion => portion.Marking.Text == "(S//REL TO USA, FRA)");
        Assert.DoesNotContain(atSwe.Portions, portion => portion.Marking.Text == "(S//REL TO USA, FRA)");
        Assert.DoesNotContain(atFra.Portions, portion => portion.Marking.Text == "(S//NF)");
        Assert.Equal((ProofStatus.Verified, "USA"), (atFra.Proof.Status, atFra.ReceivedFrom));
    }
}
