using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;

namespace Gateway.Benchmarks.World;

/// <summary>A node without a network: store, both logs, group commit, gate. Its folder is removed with it.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly BenchWorld _world;
    private readonly DirectoryInfo _folder;
    private readonly Sealer _sealer = new(RandomSource.System);
    private readonly ImmutableArray<DraftPortion> _drafts = BenchAssessment.Drafts();

    public BenchNode(BenchWorld world, string folder)
    {
        _world = world;
        _folder = Directory.CreateDirectory(Path.Combine(folder, "node-" + Path.GetRandomFileName()));
        Database = Path.Combine(_folder.FullName, "node.db");
        Store = SqliteNodeStore.Open(new SqliteOptions { Path = Database });
        Release = Load(LogName.Release, world.Release);
        Commit = new GroupCommit(Store, Release, Load(LogName.Internal, world.Internal), TimeProvider.System);
        Gate = new ReleaseGate(Commit, Store, Release, () => world.Model, new DecisionClock(TimeProvider.System), RandomSource.System);
    }

    public string Database { get; }

    public SqliteNodeStore Store { get; }

    public TransparencyLog Release { get; }

    public GroupCommit Commit { get; }

    public ReleaseGate Gate { get; }

    public SealedProduct Seal() => _sealer.Seal(_drafts, Terms(_world));

    public static SealTerms Terms(BenchWorld world) =>
        new(BenchWorld.Usa, RandomSource.System.Bytes(Limits.Hash), world.Now.ToUnixTimeMilliseconds(), Mode.Exercise, world.Schema);

    public async Task PublishAsync(SealedProduct product)
    {
        var submission = new SubmissionRow("bench", product.Id.ToString(), RandomSource.System.Bytes(Limits.Hash), product.Id);
        if (await Gate.PublishAsync(product, submission, CancellationToken.None) is not Publication.Published)
        {
            throw new InvalidOperationException("A new product is published.");
        }
    }

    /// <summary>Delivers the newest release for a partner and returns what would go over the wire.</summary>
    public async Task<(byte[] Package, byte[] Head)> DeliverAsync(PartnerCode partner, long sequence)
    {
        FeedRow row = Store.Read.Feed(partner, Lane.Products, sequence - 1, 1)[0];
        var channel = new Wire(partner);
        Delivery delivery = await Gate.DeliverAsync(row, channel, CancellationToken.None);
        return delivery == Delivery.Sent ? (channel.Package, channel.Head) : throw new InvalidOperationException($"The release was {delivery}.");
    }

    public async ValueTask DisposeAsync()
    {
        await Commit.DisposeAsync();
        Gate.Dispose();
        _sealer.Dispose();
        Store.Dispose();
        _folder.Delete(recursive: true);
    }

    private TransparencyLog Load(LogName name, CheckpointSigner signer) =>
        TransparencyLog.TryLoad(Store.Read, name, BenchWorld.Usa, signer, RandomSource.System, out TransparencyLog log) == LogFault.None
            ? log
            : throw new InvalidOperationException("An empty log verifies.");

    private sealed class Wire(PartnerCode partner) : IReleaseChannel
    {
        public PartnerCode Partner => partner;

        public byte[] Package { get; private set; } = [];

        public byte[] Head { get; private set; } = [];

        public ValueTask SendAsync(ReleasePermit permit, CancellationToken cancellation)
        {
            (Package, Head) = (permit.Package.ToArray(), permit.Head.Note.ToArray());
            return ValueTask.CompletedTask;
        }

        public ValueTask SendAsync(WithdrawalPermit permit, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
