using System.CommandLine;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Partners;
using Gateway.DevKeys;

namespace Gateway.Cli.Nodes;

/// <summary><c>gatewayctl node</c>.</summary>
internal static class NodeCommands
{
    private const int FirstPort = 7443;

    public static Verb Build(Surface surface) => new(
        "node", "Prepares, runs and checks nodes.", Init(surface), Run(surface), Records.CheckCommand.Build(surface))
    {
        Examples = ["node init --dir demo USA FRA SWE", "node run --data demo/USA --development", "node check --data demo/USA"],
    };

    private static Verb Init(Surface surface)
    {
        var directory = new Option<DirectoryInfo>("--dir") { Required = true, Description = "Where the nodes' folders go; nothing there is overwritten", HelpName = "DIR" };
        var port = new Option<int>("--port") { Description = "Loopback port of the first node, the others count up", DefaultValueFactory = _ => FirstPort };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var partners = new Argument<string[]>("PARTNER") { Description = "Partner codes, at least two", Arity = new ArgumentArity(2, 20) };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 65_000)
            {
                result.AddError("--port is a number from 1 to 65000");
            }
        });
        return new Verb(
            "init",
            "Makes folders for nodes on this machine that know each other: keys, certificates, roster, agreements, policies, configuration. For development only.",
            directory,
            port,
            json,
            partners)
        {
            Examples = ["node init --dir demo USA FRA SWE", "node init --dir /tmp/two --port 9000 USA FRA"],
        }.Does(parsed =>
        {
            string[] codes = parsed.GetRequiredValue(partners);
            List<DevPartner> made = [];
            foreach (string code in codes)
            {
                if (!PartnerCode.TryParse(code, out PartnerCode partner) || made.Any(p => p.Code == partner))
                {
                    return surface.Misuse($"'{code}' is not a partner code, or stands twice");
                }

                made.Add(new DevPartner(partner, parsed.GetValue(port) + made.Count));
            }

            string folder = parsed.GetRequiredValue(directory).FullName;
            DevelopmentKeys.Generate(folder, surface.Time, made);
            foreach (DevPartner partner in made)
            {
                Show(surface, Path.Combine(folder, partner.Code.Value), partner, parsed.GetValue(json));
            }

            return ExitCode.Done;
        });
    }

    private static Verb Run(Surface surface)
    {
        var data = new Option<DirectoryInfo>("--data") { Required = true, Description = "The node's folder", HelpName = "DIR" };
        var development = new Option<bool>("--development") { Description = "Accept keys that were made for development" };
        return new Verb("run", "Runs the node of a folder until Ctrl-C. It logs to logs/node.log in the folder.", data, development)
        {
            Examples = ["node run --data demo/USA --development"],
        }.Does(async (parsed, cancel) =>
        {
            string folder = parsed.GetRequiredValue(data).FullName;
            if (NodeFolder.Partner(folder) is not { } partner)
            {
                return surface.Misuse($"{folder} is not a node's folder: its appsettings.json names no Gateway:Partner");
            }

            try
            {
                await using NodeProcess node = await NodeProcess.StartAsync(folder, parsed.GetValue(development), cancel);
                surface.Out.WriteLine($"{partner} listens on {node.Address}; Ctrl-C stops it");
                return await WaitAsync(surface, node, cancel);
            }
            catch (NodeStartException failure)
            {
                return surface.Refuse(failure.Message);
            }
        });
    }

    private static async Task<ExitCode> WaitAsync(Surface surface, NodeProcess node, CancellationToken cancellation)
    {
        try
        {
            int code = await node.WaitAsync(cancellation);
            return code == 0 ? ExitCode.Done : surface.Refuse($"the node ended with {code}; logs/node.log says why");
        }
        catch (OperationCanceledException)
        {
            surface.Out.WriteLine("stopping");
            return ExitCode.Done;
        }
    }

    private static void Show(Surface surface, string folder, DevPartner partner, bool json)
    {
        string address = FormattableString.Invariant($"https://localhost:{partner.Port}");
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("partner", partner.Code.Value);
                line.WriteString("folder", folder);
                line.WriteString("address", address);
            });
        }
        else
        {
            surface.Out.WriteLine($"{partner.Code}  {address}  {folder}");
        }
    }
}
