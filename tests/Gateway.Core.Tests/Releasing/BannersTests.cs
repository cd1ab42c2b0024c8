using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>Sealing shuffles portions: a banner that hung on their order released one product and refused the next like it.</summary>
[Trait("Rule", "§6.10")]
public sealed class BannersTests
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");

    private static readonly Marking[] Marks =
    [
        Mark("US", "(U//REL TO USA, FRA, SWE)"), Mark("US", "(S//REL TO USA, FRA)"), Mark("FRA", "SECRET//REL TO SWE, USA"), Mark("TLP", "TLP:CLEAR"),
        Mark("US", "(//NS)"), Mark("SWE", "HEMLIG//REL TO FRA"), Mark("US", "(S//REL TO USA, NATO)"), Mark("US", "(S//FGI SWE//REL TO USA, FRA, SWE)"),
    ];

    [Fact]
    public void The_banner_does_not_hang_on_the_order_of_the_portions()
    {
        foreach (Marking one in Marks)
        {
            foreach (Marking other in Marks)
            {
                Assert.Equal(Text(one, other), Text(other, one));
            }
        }
    }

    [Fact]
    public void Open_portions_beside_national_ones_keep_nothing_back()
    {
        Assert.Equal("SECRET//REL TO USA, FRA", Text(Mark("TLP", "TLP:CLEAR"), Mark("US", "(S//REL TO USA, FRA)")));
        Assert.Equal("HEMLIG//REL TO FRA", Text(Mark("TLP", "TLP:CLEAR"), Mark("SWE", "HEMLIG//REL TO FRA")));
    }

    [Fact]
    public void The_originators_words_come_first() =>
        Assert.StartsWith("SECRET//FGI FRA", Text(Mark("FRA", "SECRET//REL TO SWE, USA"), Mark("US", "(U//REL TO USA, FRA, SWE)")), StringComparison.Ordinal);

    private static string? Text(params Marking[] marks) => Banners.Of(marks, Usa, MarkingRegistry.Default)?.Text;

    private static Marking Mark(string policy, string text) => new() { Policy = policy, Text = text };
}
