using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Gateway.Core.ReleaseLog;

/// <summary>A loaded public key. Verifying answers false to anything malformed and never throws. Immutable, thread-safe.</summary>
internal abstract class PublicKey
{
    internal abstract bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}

/// <summary>
/// Ed25519 (RFC 8032 §5.1.7). Only points of the prime-order subgroup are loaded: a key of small order would let one signature pass for
/// many messages. A signature has one encoding: S is below the group order.
/// </summary>
internal sealed class Ed25519PublicKey : PublicKey
{
    private readonly Ed25519.PublicPoint _point;

    private Ed25519PublicKey(Ed25519.PublicPoint point) => _point = point;

    internal static Ed25519PublicKey? Load(ReadOnlySpan<byte> encoded) =>
        encoded.Length == KeyAlgorithms.Ed25519PublicKeySize && Ed25519.ValidatePublicKeyFullExport(encoded) is { } point
            ? new Ed25519PublicKey(point)
            : null;

    internal override bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == KeyAlgorithms.Ed25519SignatureSize && Ed25519.Verify(signature, _point, message);
}

/// <summary>ML-DSA-44 (FIPS 204 §5.3), pure, by default with an empty context.</summary>
internal sealed class MLDsa44PublicKey : PublicKey
{
    private const int MaxContext = 255;

    private readonly MLDsaPublicKeyParameters _key;

    private MLDsa44PublicKey(MLDsaPublicKeyParameters key) => _key = key;

    internal static MLDsa44PublicKey? Load(ReadOnlySpan<byte> encoded) =>
        encoded.Length == KeyAlgorithms.MLDsa44PublicKeySize
            ? new MLDsa44PublicKey(MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_44, encoded.ToArray()))
            : null;

    internal override bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => Verify(message, [], signature);

    internal bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != KeyAlgorithms.MLDsa44SignatureSize || context.Length > MaxContext)
        {
            return false;
        }

        var verifier = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: true);
        verifier.Init(forSigning: false, context.IsEmpty ? _key : new ParametersWithContext(_key, context));
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature.ToArray());
    }
}
