using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>One checkpoint with both lines against the two signatures alone, over a message of the same length.</summary>
internal static class Checkpoints
{
    public static IEnumerable<Result> Run(Contest contest, BenchWorld world)
    {
        byte[] root = RandomSource.System.Bytes(32);
        byte[] note = world.Release.Sign(world.Release.Origin, 1_000_000, root, 1_800_000_000);
        var verifier = new CheckpointVerifier(world.Release.Origin, world.Release.VerifierKeys);
        var bare = new BareSignatures();

        // Every message anew: how long ML-DSA takes to sign depends on the message, and its signing is deterministic here.
        long size = 1_000_000;
        yield return contest.Run(
            "sign a checkpoint", new Gate(0, 0.9, "the note is text in base64, with key ids"), () => world.Release.Sign(world.Release.Origin, size++, root, 1_800_000_000), bare.Sign);
        yield return contest.Run("verify a checkpoint", new Gate(0, 0.9, "the note is parsed strictly, line by line"), () => Require(verifier.TryVerify(note, out _, out _)), bare.Verify);
    }

    private static void Require(bool verified)
    {
        if (!verified)
        {
            throw new InvalidOperationException("Our own checkpoint verifies.");
        }
    }
}
