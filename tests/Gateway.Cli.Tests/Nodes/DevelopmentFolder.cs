using Gateway.Cli.Tests.Shell;

namespace Gateway.Cli.Tests.Nodes;

/// <summary>Folders of the three demo nodes, made by the tool itself.</summary>
public sealed class DevelopmentFolder : IAsyncLifetime
{
    public string Root { get; } = Path.Combine(Path.GetTempPath(), "gateway-cli-" + Path.GetRandomFileName());

    public string Usa => Path.Combine(Root, "USA");

    public async ValueTask InitializeAsync()
    {
        CommandRun run = await CommandRun.Of("node", "init", "--dir", Root, "USA", "FRA", "SWE");
        Assert.True(run.Code == 0, run.Error);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
