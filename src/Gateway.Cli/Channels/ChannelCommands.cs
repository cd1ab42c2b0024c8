using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Channels;

/// <summary><c>gatewayctl channel</c>: the ways over which a node calls people.</summary>
internal static class ChannelCommands
{
    public static Verb Build(Surface surface) => new(
        "channel", "Shows and tries the ways over which a node calls people, and finds what a message was about.", Status(surface), Try(surface), Find(surface))
    {
        Examples = ["channel status --data demo/FRA"],
    };

    private static Verb Status(Surface surface)
    {
        var json = Json();
        var node = new NodeOptions("officer");
        return new Verb("status", "Shows what waits on each channel, and since when.", [json, .. node.All])
        {
            Examples = ["channel status --data demo/FRA", "channel status --json --data demo/FRA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            ChannelStatusResponse answer = await client.Channels.StatusAsync(new ChannelStatusRequest(), cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                foreach (ChannelStatus channel in answer.Channels)
                {
                    surface.Out.WriteLine(JsonFormatter.Default.Format(channel));
                }

                return ExitCode.Done;
            }

            if (answer.Channels.Count == 0)
            {
                surface.Console.Say("No channel is configured: nobody is called when a warning arrives (docs/channels.md).");
                return ExitCode.Done;
            }

            var table = Page.Table("channel", "kind", ">waiting", "since", ">delivered", "last", ">given up");
            foreach (ChannelStatus channel in answer.Channels)
            {
                table.Row(channel.Name, channel.Kind, Number(channel.Waiting), Time(channel.OldestWaitingMs), Number(channel.Delivered), Time(channel.LastDeliveredMs), Number(channel.GivenUp));
            }

            surface.Console.Write(table);
            return ExitCode.Done;
        }));
    }

    private static Verb Try(Surface surface)
    {
        var json = Json();
        var node = new NodeOptions("officer");
        return new Verb("try", "Sends a trial over every channel that is used for tests; it says that it is one.", [json, .. node.All])
        {
            Examples = ["channel try --data demo/FRA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            TryChannelsResponse answer = await client.Channels.TryAsync(new TryChannelsRequest(), cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
            }
            else
            {
                surface.Console.Say(answer.Channels.Count == 0
                    ? "No channel is used for tests; nothing was sent."
                    : $"A trial goes out over {string.Join(", ", answer.Channels)}; 'channel status' shows whether it was taken.");
            }

            return ExitCode.Done;
        }));
    }

    private static Verb Find(Surface surface)
    {
        var json = Json();
        var node = new NodeOptions();
        var reference = new Argument<string>("REFERENCE") { Description = "The reference in a message, such as 7K3F9-2QD6T" };
        return new Verb("find", "Says which product a message called people for.", [json, reference, .. node.All])
        {
            Examples = ["channel find 7K3F9-2QD6T --data demo/FRA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            FindSummonsResponse answer = await client.Channels.FindAsync(
                new FindSummonsRequest { Reference = parsed.GetRequiredValue(reference) }, cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
                return ExitCode.Done;
            }

            surface.Console.Say($"{Word(answer.Kind)}, {Time(answer.AtMs)}");
            if (answer.ProductId.Length > 0)
            {
                surface.Console.Say($"product {Convert.ToHexStringLower(answer.ProductId.Span)}");
            }

            if (answer.Partner.Length > 0)
            {
                surface.Console.Say($"not received by {answer.Partner}");
            }

            return ExitCode.Done;
        }));
    }

    private static string Word(SummonsKind kind) => kind switch
    {
        SummonsKind.Unspecified => "unknown",
        SummonsKind.WarningArrived => "a warning arrived",
        SummonsKind.WarningRaised => "a warning was raised here",
        SummonsKind.Reminder => "a warning still waits for an answer",
        SummonsKind.Escalation => "a warning was not answered in time",
        SummonsKind.Undelivered => "a warning from here has not been received",
        SummonsKind.Trial => "a trial",
    };

    private static string Number(ulong number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(long ms) =>
        ms == 0 ? "-" : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
