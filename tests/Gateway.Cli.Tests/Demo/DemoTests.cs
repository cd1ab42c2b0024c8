using System.Text.Json;
using Gateway.Cli.Tests.Shell;

namespace Gateway.Cli.Tests.Demo;

/// <summary>The whole demo, against the three nodes that it starts.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly string _figures = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    [Fact]
    public async Task The_demo_hands_on_recalls_and_is_witnessed_and_its_page_fits_a_terminal()
    {
        CommandRun run = await CommandRun.Of("demo", "--json", _figures);
        Assert.True(run.Code == 0, run.Error);
        Assert.Empty(run.Error);
        Assert.DoesNotContain(run.Lines, line => line.Length > 80);

        using JsonDocument figures = JsonDocument.Parse(await File.ReadAllTextAsync(_figures, TestContext.Current.CancellationToken));
        Assert.Equal(85, Figure("products"));
        Assert.Equal(169, Figure("releases"));
        Assert.Equal(1, Figure("refusals"));
        Assert.Equal(1, Figure("handedOn"));
        Assert.Equal(1, Figure("recalled"));
        Assert.Equal(3, Figure("recallReceipts"));
        Assert.Equal(6, Figure("witnesses"));
        Assert.Equal(10, Figure("attacksTried"));
        Assert.Equal(10, Figure("attacksRefused"));
        Assert.Equal(2, Figure("receipts"));

        Assert.Contains(run.Lines, line => line.Contains("USA > FRA > SWE", StringComparison.Ordinal) && line.TrimEnd().EndsWith("verified", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("NOTHING_GOES_ON: Nothing of this product may go to this partner.", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("Everybody has answered.", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("notice  1 recall: Source withdrawn", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("cosignatures", StringComparison.Ordinal));

        int Figure(string name) => figures.RootElement.GetProperty(name).GetInt32();
    }

    public void Dispose() => File.Delete(_figures);
}
