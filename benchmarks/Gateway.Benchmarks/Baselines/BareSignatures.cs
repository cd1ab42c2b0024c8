using System.Security.Cryptography;
using Gateway.Core.Sealing;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Gateway.Benchmarks.Baselines;

/// <summary>One Ed25519 and one ML-DSA-44 signature over messages as long as a checkpoint's, keys expanded before.</summary>
internal sealed class BareSignatures
{
    private const int Ed25519Length = 80, MLDsaLength = 130;

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

    private static void Require(bool verified)
    {
        if (!verified)
        {
            throw new InvalidOperationException("Our own signature verifies.");
        }
    }
}
