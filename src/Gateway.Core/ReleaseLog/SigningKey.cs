using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Something that signs notes under a name: a key in memory (<see cref="SigningKey"/>), or one that stays in a device. Implementations are
/// thread-safe. Signing is deterministic: the same message gives the same signature.
/// </summary>
public abstract class LogSigner
{
    /// <summary>A signer with this public half.</summary>
    protected LogSigner(VerifierKey verifierKey) => VerifierKey = verifierKey;

    /// <summary>The public half.</summary>
    public VerifierKey VerifierKey { get; }

    /// <summary>
    /// The line for a note's text, its final LF included. <paramref name="time"/>, Unix seconds and not negative, is signed where the
    /// algorithm has a time and ignored where it has none. Throws <see cref="ArgumentException"/> if the algorithm signs checkpoints only
    /// and the text is not one.
    /// </summary>
    public NoteSignature Sign(ReadOnlySpan<byte> text, long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (!SignedMessage.TryCreate(VerifierKey.Algorithm, VerifierKey.Name, text, time, out byte[]? message))
        {
            throw new ArgumentException("This algorithm signs checkpoints only.", nameof(text));
        }

        byte[] signature = SignMessage(message);
        byte[] timed = KeyAlgorithms.IsTimed(VerifierKey.Algorithm)
            ? [.. BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(time)), .. signature]
            : signature;
        return new NoteSignature(VerifierKey.Name, VerifierKey.KeyId, [.. timed]);
    }

    /// <summary>Signs the message as it is, with the bare scheme.</summary>
    protected abstract byte[] SignMessage(byte[] message);
}

/// <summary>A private key in memory, made from a seed of 32 bytes. Its text form is the public key; the seed never shows. Thread-safe.</summary>
public sealed class SigningKey : LogSigner
{
    /// <summary>Bytes in a seed, of every algorithm: an RFC 8032 private key, or the ξ of FIPS 204.</summary>
    public const int SeedSize = 32;

    private readonly byte[] _seed;
    private readonly MLDsaPrivateKeyParameters? _mldsa;

    private SigningKey(VerifierKey verifierKey, byte[] seed, MLDsaPrivateKeyParameters? mldsa)
        : base(verifierKey)
    {
        _seed = seed;
        _mldsa = mldsa;
    }

    /// <summary>
    /// The key that a seed of 32 secret random bytes determines. Throws <see cref="ArgumentException"/> if the name is not a key name or
    /// the seed has another length. Use a fresh seed for each algorithm.
    /// </summary>
    public static SigningKey FromSeed(KeyAlgorithm algorithm, string name, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize)
        {
            throw new ArgumentException("A seed is 32 bytes.", nameof(seed));
        }

        byte[] owned = seed.ToArray();
        MLDsaPrivateKeyParameters? mldsa =
            KeyAlgorithms.IsMLDsa(algorithm) ? MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ml_dsa_44, owned) : null;
        byte[] publicKey = new byte[KeyAlgorithms.Ed25519PublicKeySize];
        if (mldsa is null)
        {
            Ed25519.GeneratePublicKey(owned, publicKey);
        }
        else
        {
            publicKey = mldsa.GetPublicKeyEncoded();
        }

        return VerifierKey.TryCreate(name, algorithm, publicKey, out VerifierKey? verifierKey)
            ? new SigningKey(verifierKey, owned, mldsa)
            : throw new ArgumentException("Not a key name.", nameof(name));
    }

    /// <summary>A copy of the seed, for a key file. Secret.</summary>
    public byte[] ExportSeed() => [.. _seed];

    /// <summary>The public key as vkey.</summary>
    public override string ToString() => VerifierKey.ToString();

    /// <inheritdoc/>
    protected override byte[] SignMessage(byte[] message)
    {
        if (_mldsa is null)
        {
            byte[] signature = new byte[KeyAlgorithms.Ed25519SignatureSize];
            Ed25519.Sign(_seed, VerifierKey.PublicKey.AsSpan(), message, signature);
            return signature;
        }

        // Deterministic (FIPS 204 §3.4): vectors can pin the bytes, and signing needs no randomness.
        var signer = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: true);
        signer.Init(forSigning: true, _mldsa);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }
}
