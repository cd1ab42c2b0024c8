using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Gateway.Node.Policies;
using Gateway.Storage.Sqlite;

namespace Gateway.Node.Hosting;

/// <summary>
/// Opens the record, verifies both logs from their entries up, states keys and roster where they changed, and brings the policy into force
/// that the record has, or a signed one that waits. A node whose log
/// does not verify does not start: it would put its word on top of a forgery.
/// </summary>
internal static class NodeStartup
{
    private const string WhatToDo =
        "Nothing was changed. Keep the files, run 'gatewayctl node check --data DIR', and see 'When the record is damaged' in docs/operations.md.";

    public static async Task<NodeState> OpenAsync(NodeSettings settings, TimeProvider clock, CancellationToken cancellation)
    {
        SqliteNodeStore store = SqliteNodeStore.Open(new SqliteOptions { Path = settings.Database });
        try
        {
            TransparencyLog release = Load(store, LogName.Release, settings.ReleaseSigner, settings);
            TransparencyLog @internal = Load(store, LogName.Internal, settings.InternalSigner, settings);
            CursorCodec cursors = CursorCodec.Open(Path.Combine(Path.GetDirectoryName(settings.Database)!, "cursor.key"));
            RefuseOlderRoster(store.Read, settings);
            var state = new NodeState(settings, store, release, @internal, cursors, clock);
            var policy = new PolicyStart(state);
            policy.Look();
            await StateSurroundings(state, cancellation);
            await policy.DecideAsync(cancellation);
            CrashPoints.Pass(CrashPoint.SurroundingsStated);
            return state;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static TransparencyLog Load(SqliteNodeStore store, LogName name, CheckpointSigner signer, NodeSettings settings)
    {
        try
        {
            LogFault fault = TransparencyLog.TryLoad(store.Read, name, settings.Self, signer, RandomSource.System, out TransparencyLog log);
            return fault == LogFault.None
                ? log
                : throw new NodeRefusedException($"{LogDamage.Describe(store.Read, name, fault, signer.Origin, settings.Self)} {WhatToDo}");
        }
        catch (StoreUnavailableException failure)
        {
            throw new NodeRefusedException($"The {name.ToString().ToLowerInvariant()} log cannot be read: {failure.Message} {WhatToDo}");
        }
    }

    /// <summary>
    /// A node never goes back behind a roster that it stated, nor to another of the same version: that would bring back partners and keys
    /// which were taken out.
    /// </summary>
    private static void RefuseOlderRoster(INodeRead read, NodeSettings settings)
    {
        NodeModel model = settings.Model;
        if (Newest(read, StatementKind.Roster) is not { } row
            || !Statement.TryDecode(row.Entry, out Statement? statement, out _)
            || !RosterBody.TryDecode(statement.Body.Span, out RosterBody? stated))
        {
            return;
        }

        uint version = (uint)model.Roster.Terms.Version;
        if (version < stated.Version || (version == stated.Version && !stated.Digest.Span.SequenceEqual(model.RosterDigest)))
        {
            throw new NodeRefusedException(
                $"The roster file has version {version}, but this node followed version {stated.Version} before"
                + (version == stated.Version ? ", and it is another one." : "."));
        }
    }

    private static Task StateSurroundings(NodeState state, CancellationToken cancellation) => state.Commit.RunAsync(
        scope =>
        {
            NodeModel model = state.Model;
            Once(scope, StatementKind.Key, KeyBody(state.Settings));
            Once(scope, StatementKind.Roster, new RosterBody((uint)model.Roster.Terms.Version, model.RosterDigest).Encode());
            return true;
        },
        cancellation);

    private static byte[] KeyBody(NodeSettings settings) =>
        new KeyBody([.. settings.ReleaseSigner.VerifierKeys.Concat(settings.InternalSigner.VerifierKeys).Select(key => key.ToString())]).Encode();

    /// <summary>States a body unless the newest statement of its kind says the same.</summary>
    private static void Once(CommitScope scope, StatementKind kind, byte[] body)
    {
        bool same = Newest(scope.Store, kind) is { } newest
            && Statement.TryDecode(newest.Entry, out Statement? statement, out _)
            && statement.Body.Span.SequenceEqual(body);
        if (!same)
        {
            scope.Append(kind, body, default, null);
        }
    }

    private static LogRow? Newest(INodeRead read, StatementKind kind)
    {
        LogRow? newest = null;
        long after = -1;
        while (read.Search(new LogQuery(kind.Log(), kind, null, null, null, null, after, 100)) is { Count: > 0 } page)
        {
            newest = page[^1];
            after = newest.Index;
        }

        return newest;
    }
}

/// <summary>The node does not start, for a reason that the operator has to look into. The message is for people and holds no content.</summary>
internal sealed class NodeRefusedException(string message) : Exception(message);
