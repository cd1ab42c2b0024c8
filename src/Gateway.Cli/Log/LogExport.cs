using System.CommandLine;
using System.Net;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Client;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;

namespace Gateway.Cli.Log;

/// <summary>
/// <c>log export</c>: a release log as a C2SP tlog-tiles folder that any tlog tool can check. From a node's folder it needs no node; from
/// a running one it fetches tiles. Either way the folder is audited before anybody is told that it is whole.
/// </summary>
internal static class LogExport
{
    public static Verb Build(Surface surface)
    {
        var target = new Option<DirectoryInfo>("--out") { Required = true, Description = "Folder to write: checkpoint, tile/..., vkey; must be new or empty", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var node = new NodeOptions("auditor");
        return new Verb("export", "Writes the release log as C2SP tiles, with its verifier keys.", [target, json, .. node.All])
        {
            Examples = ["log export --data demo/USA --out usa-log", "log export --node https://localhost:7443 --cert a.crt --key a.key --roster roster.note --out usa-log"],
        }.Does((parsed, cancel) =>
        {
            string folder = parsed.GetRequiredValue(target).FullName;
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                return Task.FromResult(surface.Misuse($"--out {folder} is not empty"));
            }

            bool asJson = parsed.GetValue(json);
            return node.IsOffline(parsed, out string data)
                ? FromFolder(surface, data, folder, asJson, cancel)
                : node.WithAsync(parsed, surface, async client =>
                {
                    using HttpClient http = client.ReleaseLogTiles();
                    return await Write(surface, new ServedLog(http), client.Partner, folder, asJson, cancel);
                });
        });
    }

    private static async Task<ExitCode> FromFolder(Surface surface, string data, string folder, bool json, CancellationToken cancellation)
    {
        if (NodeFolder.Partner(data) is not { } code)
        {
            return surface.Misuse($"{data} is not a node's folder: its appsettings.json names no Gateway:Partner");
        }

        if (!PinnedRoster.TryRead(Path.Combine(data, "roster.note"), out Roster? roster, out string? fault) || !roster.TryFind(code, out Partner? partner))
        {
            return surface.Refuse(fault ?? $"{code} is not in the roster");
        }

        using SqliteNodeStore store = SqliteNodeStore.Open(new SqliteOptions { Path = Path.Combine(data, "gateway.db"), ReadOnly = true });
        return await Write(surface, new StoredLog(store.Read, LogName.Release), partner, folder, json, cancellation);
    }

    private static async Task<ExitCode> Write(
        Surface surface, ILogSource source, Partner partner, string folder, bool json, CancellationToken cancellation)
    {
        await LogDirectory.WriteAsync(source, partner.ReleaseLog.VerifierKeys, folder, cancellation);
        LogFinding finding = LogAudit.Audit(folder, LogAudit.Keys(partner.ReleaseLog.VerifierKeys));
        if (!finding.Sound)
        {
            return surface.Refuse($"the log is not what its checkpoint says: {finding.Fault}");
        }

        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("origin", finding.Origin);
                line.WriteNumber("entries", finding.Size);
                line.WriteString("folder", folder);
            });
        }
        else
        {
            surface.Out.WriteLine($"{finding.Size} entries of {finding.Origin} in {folder}");
        }

        return ExitCode.Done;
    }

    /// <summary>A log as a running node serves it.</summary>
    private sealed class ServedLog(HttpClient http) : ILogSource
    {
        public async Task<byte[]?> CheckpointAsync(CancellationToken cancellation)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("checkpoint", UriKind.Relative), cancellation);
            return answer.StatusCode == HttpStatusCode.NotFound
                ? null
                : await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation);
        }

        public Task<byte[]> ReadAsync(string path, CancellationToken cancellation) =>
            http.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancellation);
    }
}
