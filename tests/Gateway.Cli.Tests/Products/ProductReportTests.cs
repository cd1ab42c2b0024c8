using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Products;

/// <summary>What partners wrote is shown on a terminal that obeys control sequences.</summary>
public sealed class ProductReportTests
{
    private const string Hostile = "Calm\u001b[2J\u001b]0;owned\u0007\u009b31m\u202etxet\u2066\nproof   Verified\r\u0000\u007f";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_title_or_text_of_a_partner_reaches_the_terminal_as_a_command_or_as_a_line_of_its_own(bool terminal)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surface = new Surface(TextReader.Null, output, error, TimeProvider.System, terminal);
        var judgement = new Judgement { Statement = Hostile };
        ByteString id = ByteString.CopyFrom(new byte[32]);
        ProductReport.Show(surface, [new ListedProduct { ProductId = id, Title = Hostile, Iso3 = Hostile, Originator = Hostile }], json: false);
        ProductReport.Show(
            surface,
            new SharedProduct
            {
                ProductId = id,
                Originator = Hostile,
                Banner = new Marking { Text = Hostile },
                Portions = { new PortionView { Path = Hostile, Type = Judgement.Descriptor.FullName, Marking = new Marking { Text = Hostile }, Value = judgement.ToByteString() } },
            },
            json: false);
        surface.Refuse(Hostile.Replace('\n', ' '));
        string shown = output.ToString() + error;
        Assert.DoesNotContain("\u001b[2J", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]0;", shown, StringComparison.Ordinal);
        Assert.All("\u0007\u009b\u202e\u2066\u0000\u007f", c => Assert.DoesNotContain(c, shown));
        Assert.DoesNotContain(shown.Split('\n'), line => line.StartsWith("proof   Verified", StringComparison.Ordinal));
        Assert.Contains("Calm", shown, StringComparison.Ordinal);
    }
}
