using System.Text.Json;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Forecasting;

/// <summary>The commands against a real node over mutual TLS.</summary>
public sealed class OnlineForecastTests : IAsyncLifetime
{
    private readonly NodeSet _set = NodeSet.Prepare();

    private string Usa => _set.Folder("USA");

    public async ValueTask InitializeAsync() => await _set.StartAsync("USA");

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task What_was_imported_is_read_again_as_numbers_that_can_be_checked()
    {
        CommandRun import = await CommandRun.Of(
            "import", "ewp", SampleFiles.Ewp, "--policy", "US", "--marking", "(U//REL TO USA, FRA, SWE)", "--data", Usa, "--json");
        Assert.True(import.Code == 0, import.Error);
        string product = JsonDocument.Parse(import.Lines[0]).RootElement.GetProperty("product").GetString()!;

        CommandRun recompute = await CommandRun.Of("recompute", product, "--data", Usa);
        Assert.True(recompute.Code == 0, recompute.Error);
        Assert.Contains("no model card with coefficients", recompute.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.Of("recompute", new string('0', 64), "--data", Usa)).Code);

        CommandRun rises = await CommandRun.Of("rises", "--originator", "USA", "--mode", "actual", "--horizon", "24", "--data", Usa, "--json");
        Assert.True(rises.Code == 0, rises.Error);
        RisesResponse changes = JsonParser.Default.Parse<RisesResponse>(rises.Out);
        Assert.Equal(("EWP 2024-25", 40, "NER"), (changes.Since, changes.Rises.Count, changes.Rises[0].Iso3));

        CommandRun agreement = await CommandRun.Of(
            "agreement", "--first", "USA", "--first-horizon", "24", "--second", "USA", "--second-horizon", "12", "--mode", "actual", "--data", Usa, "--json");
        Assert.True(agreement.Code == 0, agreement.Error);
        Assert.InRange(JsonParser.Default.Parse<AgreementResponse>(agreement.Out).Spearman, 0.5, 1);

        string outcomes = Path.Combine(_set.Directory, "outcomes.csv");
        await File.WriteAllTextAsync(outcomes, "iso3,year\nSDN,2025\n", TestContext.Current.CancellationToken);
        CommandRun score = await CommandRun.Of(
            "score", "--originator", "USA", "--mode", "actual", "--horizon", "12", "--outcomes", outcomes, "--known-until", "2026-01-01", "--data", Usa, "--json");
        Assert.True(score.Code == 0, score.Error);
        Assert.Equal((40u, 1u), JsonParser.Default.Parse<ScoreResponse>(score.Out).Scores[0] is var all ? (all.Count, all.Happened) : default);

        CommandRun ambiguous = await CommandRun.Of("score", "--originator", "USA", "--mode", "actual", "--outcomes", outcomes, "--known-until", "2026-01-01", "--data", Usa);
        Assert.Equal(1, ambiguous.Code);
        Assert.Contains("over 24 months", ambiguous.Error, StringComparison.Ordinal);
        CommandRun auditor = await CommandRun.Of("rises", "--originator", "USA", "--mode", "actual", "--data", Usa, "--as", "auditor");
        Assert.Equal(1, auditor.Code);
    }
}
