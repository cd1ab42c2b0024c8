using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;

namespace Gateway.Cli.Demo;

/// <summary>A copy of FRA's record with FRA's own keys, to try on it what must have no effect. Removed afterwards.</summary>
internal sealed class FranceCopy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly SqliteNodeStore _store;
    private readonly GroupCommit _commit;
    private readonly Intake _intake;

    private FranceCopy(DirectoryInfo folder, SqliteNodeStore store, TransparencyLog release, TransparencyLog @internal, TimeProvider time)
    {
        _folder = folder;
        _store = store;
        _commit = new GroupCommit(store, release, @internal, time);
        _intake = new Intake(_commit, time);
    }

    public static FranceCopy Open(string folder, TimeProvider time)
    {
        DirectoryInfo copy = Directory.CreateTempSubdirectory("gateway-demo-");
        foreach (string file in Directory.EnumerateFiles(folder, "gateway.db*").Where(file => file.EndsWith(".db", StringComparison.Ordinal) || file.EndsWith("-wal", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }

        SqliteNodeStore store = SqliteNodeStore.Open(new SqliteOptions { Path = Path.Combine(copy.FullName, "gateway.db") });
        return new FranceCopy(copy, store, Load(store, folder, LogName.Release), Load(store, folder, LogName.Internal), time);
    }

    public Task<IntakeOutcome> TakeAsync(VerifiedRelease release, ReceivedRow held, CancellationToken cancellation)
    {
        CheckpointName name = release.Checkpoint;
        return _intake.TakeAsync(release.Releaser, release, held.Package, new HeldHead(name.Origin, name.Size, name.Root, default), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private static TransparencyLog Load(SqliteNodeStore store, string folder, LogName name)
    {
        string file = Path.Combine(folder, "keys", name == LogName.Release ? "release-log.keys" : "internal-log.keys");
        if (!KeyFile.TryParse(File.ReadAllText(file), out KeyFile? keys, out string? fault))
        {
            throw new DemoFailedException(fault);
        }

        LogFault broken = TransparencyLog.TryLoad(
            store.Read, name, PartnerCode.Of("FRA"), new CheckpointSigner([.. keys.Keys]), RandomSource.System, out TransparencyLog log);
        return broken == LogFault.None ? log : throw new DemoFailedException($"FRA's {name} log does not verify ({broken})");
    }
}
