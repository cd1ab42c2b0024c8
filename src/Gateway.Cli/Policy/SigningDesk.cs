using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Protocol.Products;
using Gateway.Storage.Sqlite;

namespace Gateway.Cli.Policy;

/// <summary>
/// Where somebody signs policy: a node's folder, whose roster, agreements and record say what would flow, and the signer's own certificate
/// and key. The node need not run; its record is only read.
/// </summary>
internal sealed class SigningDesk
{
    private readonly Option<DirectoryInfo> _data = new("--data") { Required = true, Description = "The node's folder: its record says what would flow", HelpName = "DIR" };
    private readonly Option<FileInfo?> _certificate = new("--cert") { Description = "The signer's certificate, a caller of the node", HelpName = "PEM" };
    private readonly Option<FileInfo?> _key = new("--key") { Description = "The signer's key", HelpName = "PEM" };
    private readonly Option<string> _role;

    public SigningDesk(string role) =>
        _role = new Option<string>("--as") { Description = "In place of --cert and --key: callers/ROLE in the folder", HelpName = "ROLE", DefaultValueFactory = _ => role };

    public IEnumerable<Symbol> All => [_data, _certificate, _key, _role];

    /// <summary>Loads the files, works out the plan, and runs with the signer; or says what is wrong.</summary>
    public ExitCode With(
        ParseResult parsed, Surface surface, IReadOnlyCollection<PolicySource> files, Func<NodeDocuments.Sound, PolicyPlan, X509Certificate2, ExitCode> run)
    {
        string folder = parsed.GetRequiredValue(_data).FullName;
        switch (NodeDocuments.Read(folder))
        {
            case NodeDocuments.Unsound unsound:
                return surface.Refuse(unsound.Reason);
            case NodeDocuments.Sound documents:
                if (PolicyFiles.Load(surface, documents, [.. files], json: false) is not { } set)
                {
                    return ExitCode.Refused;
                }

                using (X509Certificate2? signer = Signer(parsed, folder))
                {
                    return signer is null
                        ? surface.Misuse("--cert and --key, or --as, must name a certificate and its key in PEM")
                        : run(documents, Plan(NodeFolder.Record(folder), Model(documents), set, surface.Time.GetUtcNow()), signer);
                }

            default:
                throw new InvalidOperationException("No such reading.");
        }
    }

    private X509Certificate2? Signer(ParseResult parsed, string folder)
    {
        string own = Path.Combine(folder, "callers", parsed.GetRequiredValue(_role));
        (string certificate, string key) = (parsed.GetValue(_certificate), parsed.GetValue(_key)) switch
        {
            ({ } cert, { } pem) => (cert.FullName, pem.FullName),
            (null, null) => (own + ".crt", own + ".key"),
            _ => ("", ""),
        };
        try
        {
            return File.Exists(certificate) && File.Exists(key) ? X509Certificate2.CreateFromPemFile(certificate, key) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A node that never ran has no record, and no products.</summary>
    private static PolicyPlan Plan(string record, NodeModel model, PolicySet set, DateTimeOffset now)
    {
        if (!File.Exists(record))
        {
            return PolicyPlan.First(model, set, now);
        }

        using SqliteNodeStore store = SqliteNodeStore.Open(new SqliteOptions { Path = record, ReadOnly = true });
        return PolicyPlan.Of(store.Read, model, set, now);
    }

    private static NodeModel Model(NodeDocuments.Sound documents) => new()
    {
        Self = documents.Partner,
        Roster = documents.Roster,
        Agreements = documents.Agreements,
        Policy = PolicySet.Empty,
        Markings = documents.Registry,
        MarkingBook = documents.Markings,
        Schemas = name => Schemas.TryGet(name, out var schema) ? schema : null,
    };
}
