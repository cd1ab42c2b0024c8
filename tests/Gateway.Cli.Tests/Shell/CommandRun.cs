using Gateway.Cli.Shell;

namespace Gateway.Cli.Tests.Shell;

/// <summary>One run of the real command line in this process, with its streams captured.</summary>
internal sealed record CommandRun(int Code, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public static async Task<CommandRun> Of(IEnumerable<string> args, string input = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        int code = await CommandLine.RunAsync([.. args], new Surface(reader, output, error, TimeProvider.System, terminal: false));
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    public static Task<CommandRun> Of(params string[] args) => Of(args, "");
}
