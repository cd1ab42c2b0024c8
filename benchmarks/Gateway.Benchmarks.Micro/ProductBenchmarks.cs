using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.Sealing;

namespace Gateway.Benchmarks.Micro;

/// <summary>The commitments of forty portions against the bare hashes of as many bytes.</summary>
public class Commitments
{
    private const int BeforeBody = 19 + 32 + 2 + 32 + 4;

    private readonly byte[] _uid = RandomSource.System.Bytes(Limits.Hash);
    private readonly byte[] _digest = new byte[Limits.Hash];
    private readonly Commitment _commitment = new();
    private ImmutableArray<Portion> _portions;
    private BareHashes _bare = null!;

    [GlobalSetup]
    public void Setup()
    {
        using var sealer = new Sealer(RandomSource.System);
        var world = new BenchWorld();
        _portions = sealer.Seal(BenchAssessment.Drafts(), BenchNode.Terms(world)).Portions;
        _bare = new BareHashes(_portions.Select(portion => BeforeBody + portion.Encoded.Length));
    }

    [Benchmark(Baseline = true)]
    public void BareHashes() => _bare.Run();

    [Benchmark]
    public void Commit()
    {
        foreach (Portion portion in _portions)
        {
            _commitment.Portion(_uid, portion.Index, portion.Salt.Span, portion.Encoded.Span, _digest);
        }
    }
}

/// <summary>Sealing forty portions in 64 commitments against the bare hashes.</summary>
public class Sealing
{
    private readonly BenchWorld _world = new();
    private readonly Sealer _sealer = new(RandomSource.System);
    private readonly ImmutableArray<DraftPortion> _drafts = BenchAssessment.Drafts();
    private BareHashes _bare = null!;

    [GlobalSetup]
    public void Setup()
    {
        SealedProduct product = _sealer.Seal(_drafts, BenchNode.Terms(_world));
        _bare = new BareHashes([.. product.Portions.Select(portion => 89 + portion.Encoded.Length), product.ManifestBytes.Length]);
    }

    [Benchmark(Baseline = true)]
    public void BareHashes() => _bare.Run();

    [Benchmark]
    public SealedProduct Seal() => _sealer.Seal(_drafts, BenchNode.Terms(_world));
}

/// <summary>Verifying a delivered package, its head known, against the bare hashes of the commitments.</summary>
public class Verifying
{
    private readonly BenchWorld _world = new();
    private readonly PackageVerifier _verifier = new();
    private CheckpointBook _book = null!;
    private VerificationContext _context = null!;
    private byte[] _package = [];
    private BareHashes _bare = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        await using var node = new BenchNode(_world, Path.GetTempPath());
        await node.PublishAsync(node.Seal());
        (_package, byte[] head) = await node.DeliverAsync(BenchWorld.France, 1);
        _book = new CheckpointBook(_world.Roster);
        _book.TryAdd(head, out _, out _);
        _context = new VerificationContext
        {
            Roster = _world.Roster,
            Schemas = _world.Find,
            Markings = _world.Model.Markings,
            Now = _world.Now,
            Recipient = BenchWorld.France,
        };
        var verified = (Verification.Verified)Verify();
        _bare = new BareHashes(verified.Release.Portions.Select(portion => 89 + portion.Encoded.Length));
    }

    [Benchmark(Baseline = true)]
    public void BareHashes() => _bare.Run();

    [Benchmark]
    public Verification Verify() => _verifier.Verify(_package, _book, _context);
}
