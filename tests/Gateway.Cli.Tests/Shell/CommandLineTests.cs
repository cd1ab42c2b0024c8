using System.CommandLine;
using Gateway.Cli.Shell;

namespace Gateway.Cli.Tests.Shell;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Without_arguments_the_help_lists_the_commands()
    {
        CommandRun run = await CommandRun.Of();
        Assert.Equal(0, run.Code);
        Assert.Contains("marking", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("marking")]
    [InlineData("marking", "check")]
    [InlineData("import", "ewp")]
    [InlineData("completion", "tcsh")]
    [InlineData("import", "views", "x.csv", "--policy", "US", "--marking", "(U)", "--edition", "August")]
    public async Task A_wrong_call_ends_with_2_and_points_to_the_help(params string[] args)
    {
        CommandRun run = await CommandRun.Of(args);
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains("--help'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_that_does_something_has_examples_and_they_parse()
    {
        RootCommand root = CommandLine.Build(Surface.OfThisProcess());
        foreach (Verb verb in Below(root).OfType<Verb>().Where(verb => verb.Subcommands.Count == 0))
        {
            Assert.NotEmpty(verb.Examples);
            foreach (string example in verb.Examples)
            {
                string line = example.Split(" <", 2)[0].Split(" >", 2)[0].Replace('\'', '"');
                Assert.Empty(root.Parse(line).Errors);
            }

            CommandRun help = await CommandRun.Of([.. Path(verb), "--help"]);
            Assert.Equal(0, help.Code);
            Assert.Contains(verb.Examples[0], help.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "#compdef gatewayctl")]
    [InlineData("fish", "complete -c gatewayctl")]
    public async Task Completion_prints_a_script_for_the_shell(string shell, string part)
    {
        CommandRun run = await CommandRun.Of("completion", shell);
        Assert.Equal(0, run.Code);
        Assert.Contains(part, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_completes_what_was_typed() =>
        Assert.Contains("check", (await CommandRun.Of("[suggest:10]", "marking ch")).Out, StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_file_is_one_sentence_without_a_stack_trace()
    {
        CommandRun run = await CommandRun.Of("import", "ewp", "/no/such/file.csv", "--policy", "US", "--marking", "(U)", "--dry-run");
        Assert.Equal(1, run.Code);
        Assert.Contains("file.csv", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Online_commands_say_which_options_name_a_node()
    {
        CommandRun run = await CommandRun.Of("import", "ewp", Samples.SampleFiles.Ewp, "--policy", "US", "--marking", "(U)");
        Assert.Equal(2, run.Code);
        Assert.Contains("--data DIR", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(c => Below(c).Prepend(c));

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? [.. Path(parent), command.Name] : [command.Name];
}
