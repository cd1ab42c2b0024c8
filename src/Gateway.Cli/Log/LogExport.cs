using System.CommandLine;
using System.Net;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.ReleaseLog;

namespace Gateway.Cli.Log;

/// <summary>
/// <c>log export</c> from a running node: its release log as a C2SP tlog-tiles folder that any tlog tool can check. What was fetched is checked
/// against the checkpoint before the checkpoint is written, so a folder with a checkpoint is whole.
/// </summary>
internal static class LogExport
{
    public static Verb Build(Surface surface)
    {
        var target = new Option<DirectoryInfo>("--out") { Required = true, Description = "Folder to write: checkpoint, tile/..., vkey", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var node = new NodeOptions("auditor");
        return new Verb("export", "Writes the release log as C2SP tiles, with its verifier keys.", [target, json, .. node.All])
        {
            Examples = ["log export --data demo/USA --out usa-log"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            string folder = parsed.GetRequiredValue(target).FullName;
            using HttpClient http = client.ReleaseLogTiles();
            using HttpResponseMessage answer = await http.GetAsync(new Uri("checkpoint", UriKind.Relative), cancel);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return surface.Refuse("the node has published no checkpoint yet: its release log is empty");
            }

            byte[] note = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancel);
            if (!Verifier(client).TryVerify(note, out Checkpoint? checkpoint, out CheckpointFault fault))
            {
                return surface.Refuse($"the node's checkpoint does not verify against the roster: {fault}");
            }

            var files = new Dictionary<string, byte[]>();
            IEnumerable<string> paths = Tile.Of(checkpoint.Size).Select(tile => tile.Path).Concat(EntryBundle.Of(checkpoint.Size).Select(bundle => bundle.Path));
            foreach (string path in paths)
            {
                files[path] = await http.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancel);
            }

            TileFinding tiles = TileAudit.CheckTiles(checkpoint.Size, checkpoint.Root.AsSpan(), tile => files.GetValueOrDefault(tile.Path));
            TileFinding entries = TileAudit.CheckEntries(checkpoint.Size, checkpoint.Root.AsSpan(), bundle => files.GetValueOrDefault(bundle.Path));
            if (tiles != TileFinding.Consistent || entries != TileFinding.Consistent)
            {
                return surface.Refuse($"the node's log is not what its checkpoint says: tiles {tiles}, entries {entries}");
            }

            Write(folder, files, note, client.Partner.ReleaseLog.VerifierKeys);
            surface.Out.WriteLine(parsed.GetValue(json)
                ? FormattableString.Invariant($$"""{"origin":"{{checkpoint.Origin}}","entries":{{checkpoint.Size}},"files":{{files.Count + 2}}}""")
                : $"{checkpoint.Size} entries of {checkpoint.Origin} in {folder}");
            return ExitCode.Done;
        }));
    }

    private static CheckpointVerifier Verifier(NodeClient client) => new(
        client.Partner.ReleaseLog.Origin,
        [.. client.Partner.ReleaseLog.VerifierKeys.Select(text => VerifierKey.TryParse(text, out VerifierKey? key)
            ? key
            : throw new IOException($"The roster has a verifier key for {client.Partner.Code} that cannot be read."))]);

    private static void Write(string folder, Dictionary<string, byte[]> files, byte[] checkpoint, IEnumerable<string> keys)
    {
        foreach ((string path, byte[] bytes) in files)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "vkey"), string.Concat(keys.Select(key => key + "\n")));
        File.WriteAllBytes(Path.Combine(folder, "checkpoint"), checkpoint);
    }
}
