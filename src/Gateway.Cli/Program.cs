using Gateway.Cli.Shell;

namespace Gateway.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Surface.OfThisProcess());
}
