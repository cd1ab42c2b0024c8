using System.Security.Cryptography;
using Gateway.Benchmarks.World;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>One checkpoint with both lines against the two signatures alone, over a message of the same length.</summary>
internal static class Checkpoints
{
    private const int Ed25519Length = 80, MLDsaLength = 130;

    public static IEnumerable<Result> Run(Contest contest, BenchWorld world)
    {
        byte[] root = RandomSource.System.Bytes(32);
        byte[] note = world.Release.Sign(world.Release.Origin, 1_000_000, root, 1_800_000_000);
        var verifier = new CheckpointVerifier(world.Release.Origin, world.Release.VerifierKeys);
        var bare = new BareSignatures();

        // Every message anew: how long ML-DSA takes to sign depends on the message, and its signing is deterministic here.
        long size = 1_000_000;
        yield return contest.Run(
            "sign a checkpoint", new Gate(0, 0.9, "the note is text: base64 and key ids"), () => world.Release.Sign(world.Release.Origin, size++, root, 1_800_000_000), bare.Sign);
        yield return contest.Run("verify a checkpoint", new Gate(0, 0.9, "keys are expanded again for every checkpoint"), () => Require(verifier.TryVerify(note, out _, out _)), bare.Verify);
    }

    private static void Require(bool verified)
    {
        if (!verified)
        {
            throw new InvalidOperationException("Our own checkpoint verifies.");
        }
    }

    private sealed class BareSignatures
    {
        private readonly byte[] _seed = RandomSource.System.Bytes(32);
        private readonly byte[] _public = new byte[32];
        private readonly byte[] _short = RandomSource.System.Bytes(Ed25519Length);
        private readonly byte[] _long = RandomSource.System.Bytes(MLDsaLength);
        private readonly byte[] _edSignature = new byte[64];
        private readonly MLDsaPrivateKeyParameters _private = MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ml_dsa_44, RandomSource.System.Bytes(32));
        private readonly MLDsaPublicKeyParameters _mldsaPublic;
        private readonly Ed25519.PublicPoint _point;
        private byte[] _mldsaSignature = [];

        public BareSignatures()
        {
            Ed25519.GeneratePublicKey(_seed, _public);
            _point = Ed25519.ValidatePublicKeyFullExport(_public)!;
            _mldsaPublic = MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_44, _private.GetPublicKeyEncoded());
            Sign();
        }

        public void Sign()
        {
            RandomNumberGenerator.Fill(_long.AsSpan(0, 8));
            Ed25519.Sign(_seed.AsSpan(), _public.AsSpan(), _short.AsSpan(), _edSignature.AsSpan());
            var signer = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: true);
            signer.Init(forSigning: true, _private);
            signer.BlockUpdate(_long);
            _mldsaSignature = signer.GenerateSignature();
        }

        public void Verify()
        {
            Require(Ed25519.Verify(_edSignature.AsSpan(), _point, _short.AsSpan()));
            var verifier = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: true);
            verifier.Init(forSigning: false, _mldsaPublic);
            verifier.BlockUpdate(_long);
            Require(verifier.VerifySignature(_mldsaSignature));
        }
    }
}
