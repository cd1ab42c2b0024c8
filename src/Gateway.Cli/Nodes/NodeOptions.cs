using System.CommandLine;
using System.CommandLine.Parsing;
using Gateway.Cli.Shell;

namespace Gateway.Cli.Nodes;

/// <summary>Which node to talk to, and as whom: named file by file, or by the node's own folder.</summary>
internal sealed class NodeOptions
{
    private const string Hint = "name a node: --data DIR [--as ROLE], or --node URL --cert PEM --key PEM --roster FILE";

    private readonly Option<Uri?> _node = new("--node")
    {
        Description = "Address of the node: https://localhost:7443",
        HelpName = "URL",
        CustomParser = Address,
    };
    private readonly Option<FileInfo?> _certificate = new("--cert") { Description = "The caller's certificate", HelpName = "PEM" };
    private readonly Option<FileInfo?> _key = new("--key") { Description = "The caller's key", HelpName = "PEM" };
    private readonly Option<FileInfo?> _roster = new("--roster") { Description = "Roster that pins the node's key", HelpName = "FILE" };
    private readonly Option<DirectoryInfo?> _data = new("--data") { Description = "A node's folder, to take all of these from", HelpName = "DIR" };
    private readonly Option<string> _role = new("--as") { Description = "With --data: liaison, ministry, auditor, officer, policy-author or policy-approver", HelpName = "ROLE" };

    public NodeOptions(string role = "liaison") => _role.DefaultValueFactory = _ => role;

    public IEnumerable<Symbol> All => [_node, _certificate, _key, _roster, _data, _role];

    /// <summary>Connects and runs, or says what is missing.</summary>
    public async Task<ExitCode> WithAsync(ParseResult parsed, Surface surface, Func<NodeClient, Task<ExitCode>> run)
    {
        switch (Read(parsed))
        {
            case NodeAccess.Known access:
                using (NodeClient client = access.Connect(surface.Time))
                {
                    return await run(client);
                }

            case NodeAccess.Unknown unknown:
                return surface.Misuse(unknown.Reason);
            default:
                throw new InvalidOperationException("No such access.");
        }
    }

    /// <summary>True when only a node's folder is named: what lies in files needs no node.</summary>
    public bool IsOffline(ParseResult parsed, out string folder)
    {
        folder = parsed.GetValue(_data)?.FullName ?? "";
        return folder.Length > 0 && parsed.GetValue(_node) is null;
    }

    private static Uri? Address(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps)
        {
            return address;
        }

        result.AddError($"--node is an https address, not '{result.Tokens[0].Value}'");
        return null;
    }

    private NodeAccess Read(ParseResult parsed)
    {
        Uri? address = parsed.GetValue(_node);
        if (parsed.GetValue(_data) is { } folder)
        {
            return NodeFolder.Read(folder.FullName, parsed.GetRequiredValue(_role), address ?? NodeFolder.RunningAt(folder.FullName));
        }

        return (address, parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_roster)) switch
        {
            ({ } url, { } certificate, { } key, { } roster) => NodeAccess.Of(url, certificate.FullName, key.FullName, roster.FullName, partner: null),
            _ => new NodeAccess.Unknown(Hint),
        };
    }
}
