using Gateway.Cli.Markings;
using Gateway.Cli.Tests.Shell;
using Gateway.Core.Markings;

namespace Gateway.Cli.Tests.Markings;

/// <summary>The generated page.</summary>
public sealed class MarkingReferenceTests
{
    [Fact]
    public void The_page_in_the_repository_is_up_to_date()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "markings-reference.md"));
        Assert.True(
            MarkingReference.Page(MarkingRegistry.Default) == page.ReplaceLineEndings("\n"),
            "Run: ./dev gatewayctl marking reference > docs/markings-reference.md");
    }

    [Fact]
    public async Task The_command_prints_every_level_coalition_control_and_rule()
    {
        CommandRun run = await CommandRun.Of("marking", "reference");
        Assert.Equal(0, run.Code);
        MarkingRegistry registry = MarkingRegistry.Default;
        Assert.All(registry.Levels.Nations, row => Assert.All(row.Words, word => Assert.Contains($"| {row.Nation} | {word.Word} | {word.Level.Word()} |", run.Out, StringComparison.Ordinal)));
        Assert.All(registry.Coalitions, group => Assert.Contains($"| {group.Code} | {group.Name}", run.Out, StringComparison.Ordinal));
        Assert.All(MarkingVocabulary.Controls, word => Assert.Contains($"| {word.Banner} | {word.Portion} |", run.Out, StringComparison.Ordinal));
        Assert.All(MarkingRules.All, rule => Assert.Contains($"| {rule.Id} | ", run.Out, StringComparison.Ordinal));
        Assert.Contains("SWE (2024-03-07)", run.Out, StringComparison.Ordinal);
        Assert.Contains("general knowledge", run.Out, StringComparison.Ordinal);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Gateway.sln is not above the tests.");
    }
}
