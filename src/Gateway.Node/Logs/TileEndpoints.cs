using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Logs;

/// <summary>
/// Both logs in C2SP tlog-tiles form: <c>/log/…</c> and <c>/internal/…</c>. Checkpoint and hash tiles of the release log are open to
/// partners and local callers (leaves carry a random nonce, so hashes say nothing); entries, and all of the internal log, only to the
/// node's own auditors. What a caller may not have answers like what is not there.
/// </summary>
internal static class TileEndpoints
{
    public static void MapTiles(this WebApplication app)
    {
        app.MapGet("/log/checkpoint", (HttpContext http) => Checkpoint(http, LogName.Release));
        app.MapGet("/log/tile/{**path}", (HttpContext http, string path) => Tile(http, LogName.Release, path));
        app.MapGet("/internal/checkpoint", (HttpContext http) => Checkpoint(http, LogName.Internal));
        app.MapGet("/internal/tile/{**path}", (HttpContext http, string path) => Tile(http, LogName.Internal, path));
    }

    private static IResult Checkpoint(HttpContext http, LogName log)
    {
        // The node's own auditors see the newest head; everybody else the newest with its quorum (CosignedHeads.Shown).
        bool newest = Resolve(http) is Caller.Local { Who.Role: Role.Auditor };
        if (!MayRead(http, log, entries: false)
            || (log == LogName.Release ? Node(http).Cosigned.Shown(newest) : Node(http).Log(log).Head) is not { } head)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(head.Note.ToArray(), "text/plain; charset=utf-8");
    }

    private static async Task<IResult> Tile(HttpContext http, LogName log, string path)
    {
        byte[] bytes = [];
        if (Core.ReleaseLog.Tile.TryParse("tile/" + path, out Tile tile) && MayRead(http, log, entries: false))
        {
            bytes = Node(http).Log(log).ReadTile(tile);
        }
        else if (EntryBundle.TryParse("tile/" + path, out EntryBundle bundle) && MayRead(http, log, entries: true))
        {
            bytes = Entries(Node(http), log, bundle);

            // Entries are content: like every other look into a log, taking them is on the internal log first.
            var audit = new AuditBody(Resolve(http) is Caller.Local local ? local.Who.Name : "", $"entries {log} {bundle.Path}");
            await Node(http).StateAsync(StatementKind.Audit, audit.Encode(), http.RequestAborted);
        }

        if (bytes.Length == 0)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "max-age=31536000, immutable";
        return Results.Bytes(bytes, "application/octet-stream");
    }

    private static byte[] Entries(NodeState node, LogName log, EntryBundle bundle)
    {
        long from = bundle.Index * Core.ReleaseLog.Tile.FullWidth;
        long size = node.Log(log).Head?.Checkpoint.Size ?? 0;
        if (from + bundle.Width > size)
        {
            return [];
        }

        IReadOnlyList<LogRow> rows = node.Read.Entries(log, from, bundle.Width);
        return EntryBundle.Encode([.. rows.Select(row => row.Entry)]);
    }

    private static bool MayRead(HttpContext http, LogName log, bool entries)
    {
        Caller caller = Resolve(http);
        bool auditor = caller is Caller.Local { Who.Role: Role.Auditor };
        return auditor || (log == LogName.Release && !entries && caller is (Caller.Peer or Caller.Local));
    }

    private static Caller Resolve(HttpContext http) =>
        http.RequestServices.GetRequiredService<CallerResolver>().Resolve(http.Connection.ClientCertificate);

    private static NodeState Node(HttpContext http) => http.RequestServices.GetRequiredService<NodeState>();
}
