using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Gateway.Cli.Courier;
using Gateway.Cli.Imports;
using Gateway.Cli.Log;
using Gateway.Cli.Markings;
using Gateway.Cli.Nodes;
using Gateway.Cli.Policy;
using Gateway.Cli.Products;

namespace Gateway.Cli.Shell;

/// <summary>The tree of commands, and the one place where a run ends: with an exit code and never with a stack trace.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Surface surface)
    {
        ParseResult parsed = Build(surface).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (string error in parsed.Errors.Select(e => e.Message).Distinct())
            {
                surface.Error.WriteLine($"gatewayctl: {error}");
            }

            surface.Error.WriteLine($"See 'gatewayctl {Path(parsed)}--help'.");
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = surface.Out,
                Error = surface.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (OperationCanceledException)
        {
            surface.Error.WriteLine("gatewayctl: stopped");
            return 130;
        }
        catch (Exception e) when (Faults.Explain(e) is { } message)
        {
            return (int)surface.Refuse(message);
        }
    }

    public static RootCommand Build(Surface surface)
    {
        var root = new RootCommand("Operates gateway nodes and verifies what they release. Exit codes: 0 done, 1 refused, 2 wrong call.")
        {
            MarkingCommands.Build(surface),
            PolicyCommands.Build(surface),
            ImportCommands.Build(surface),
            Demo.DemoCommand.Build(surface),
            Verify.VerifyCommand.Build(surface),
            ProductCommands.Build(surface),
            Comparing.CompareCommand.Build(surface),
            Warnings.WarningCommands.Build(surface),
            Searching.SearchCommand.Build(surface),
            PackageCommands.Build(surface),
            Forecasting.RecomputeCommand.Build(surface),
            Forecasting.AgreementCommand.Build(surface),
            Forecasting.ScoreCommand.Build(surface),
            Forecasting.RisesCommand.Build(surface),
            Desk.DraftCommands.Build(surface),
            Desk.HoldCommands.Build(surface),
            Watching.WatchlistCommands.Build(surface),
            Watching.ThresholdCommands.Build(surface),
            Watching.FindingCommands.Build(surface),
            Watching.RuleCommands.Build(surface),
            Grants.GrantCommands.Build(surface),
            Inquiries.InquiryCommands.Build(surface),
            Joint.JointCommands.Build(surface),
            Channels.ChannelCommands.Build(surface),
            HorizonScanning.DigestCommand.Build(surface),
            LogCommands.Build(surface),
            NodeCommands.Build(surface),
            CompletionCommand.Build(surface),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.SetAction(parsed => help.Action is SynchronousCommandLineAction action ? action.Invoke(parsed) : 0);
        return root;
    }

    private static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (Symbol? at = parsed.CommandResult.Command; at is Command and not RootCommand; at = at.Parents.FirstOrDefault())
        {
            names.Push(at.Name);
        }

        return string.Concat(names.Select(name => name + " "));
    }
}
