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

    public static Verb Build(Surface surface) => new("node", "Prepares nodes.", Init(surface))
    {
        Examples = ["node init --dir demo USA FRA SWE"],
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
