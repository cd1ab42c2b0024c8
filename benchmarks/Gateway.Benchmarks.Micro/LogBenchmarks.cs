using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Benchmarks.Micro;

/// <summary>Checking an inclusion proof in a log of a million entries against the twenty hashes that it takes.</summary>
public class InclusionProofs
{
    private const int Size = 1 << 20;
    private const long Index = 123_456;
    private const int NodeInput = 65;

    private byte[] _leaf = [], _path = [], _root = [];
    private BareHashes _bare = null!;

    [GlobalSetup]
    public void Setup()
    {
        var tree = new MerkleTree();
        byte[] leaf = new byte[Limits.Hash];
        for (int i = 0; i < Size; i++)
        {
            BitConverter.TryWriteBytes(leaf, i);
            tree.Append(leaf);
        }

        _leaf = tree.Hash(0, Index).ToArray();
        _path = tree.InclusionPath(Index, Size);
        _root = tree.Root(Size);
        _bare = new BareHashes(Enumerable.Repeat(NodeInput, _path.Length / Limits.Hash));
    }

    [Benchmark(Baseline = true)]
    public void BareHashes() => _bare.Run();

    [Benchmark]
    public bool Verify() => InclusionProof.Verify(_leaf, Index, Size, _path, _root);
}

/// <summary>Signing a checkpoint with both keys against the two bare signatures.</summary>
public class CheckpointSigning
{
    private readonly BenchWorld _world = new();
    private readonly byte[] _root = RandomSource.System.Bytes(Limits.Hash);
    private readonly BareSignatures _bare = new();
    private long _size = 1_000_000;

    [Benchmark(Baseline = true)]
    public void BareSignatures() => _bare.Sign();

    [Benchmark]
    public byte[] Sign() => _world.Release.Sign(_world.Release.Origin, _size++, _root, 1_800_000_000);
}

/// <summary>Verifying a checkpoint with both lines against the two bare verifications.</summary>
public class CheckpointVerifying
{
    private readonly BareSignatures _bare = new();
    private CheckpointVerifier _verifier = null!;
    private byte[] _note = [];

    [GlobalSetup]
    public void Setup()
    {
        CheckpointSigner signer = new BenchWorld().Release;
        _verifier = new CheckpointVerifier(signer.Origin, signer.VerifierKeys);
        _note = signer.Sign(signer.Origin, 1_000_000, RandomSource.System.Bytes(Limits.Hash), 1_800_000_000);
    }

    [Benchmark(Baseline = true)]
    public void BareSignatures() => _bare.Verify();

    [Benchmark]
    public bool Verify() => _verifier.TryVerify(_note, out _, out _);
}
