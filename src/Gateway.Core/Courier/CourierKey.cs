using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Gateway.Core.Courier;

/// <summary>
/// Public key to which feed files for a partner are encrypted: X-Wing (draft-connolly-cfrg-xwing-kem-10), ML-KEM-768 and X25519 together,
/// so that a file that is copied on the way stays closed while either of them holds. Text form: <c>x-wing:</c> and base64. Immutable.
/// </summary>
public sealed class CourierPublicKey
{
    /// <summary>Bytes of a public key: 1,184 of ML-KEM-768, then 32 of X25519.</summary>
    public const int Size = 1216;

    /// <summary>Bytes of an encapsulation: 1,088 of ML-KEM-768, then 32 of X25519.</summary>
    public const int EncapsulationSize = 1120;

    internal const int KemKeySize = 1184;
    internal const int KemCiphertextSize = 1088;
    private const string Prefix = "x-wing:";

    private readonly byte[] _bytes;
    private readonly MLKemPublicKeyParameters _kem;

    private CourierPublicKey(byte[] bytes, MLKemPublicKeyParameters kem)
    {
        _bytes = bytes;
        _kem = kem;
    }

    /// <summary>The key's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads the text form. False for anything else, keys that ML-KEM's own check refuses included.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CourierPublicKey? key)
    {
        key = null;
        var bytes = new byte[Size];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(text[Prefix.Length..], bytes, out int written)
            || written != Size
            || Prefix + Convert.ToBase64String(bytes) != text)
        {
            return false;
        }

        try
        {
            key = new CourierPublicKey(bytes, MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, bytes[..KemKeySize]));
        }
        catch (ArgumentException)
        {
            // FIPS 203 §7.2: the modulus check.
        }

        return key is not null;
    }

    /// <summary>A fresh secret of 32 bytes, and the encapsulation from which only the private key finds it.</summary>
    public (byte[] Secret, byte[] Encapsulation) Encapsulate() =>
        Encapsulate(new SecureRandom(), new X25519PrivateKeyParameters(new SecureRandom()));

    internal (byte[] Secret, byte[] Encapsulation) Encapsulate(SecureRandom random, X25519PrivateKeyParameters ephemeral)
    {
        var kem = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
        kem.Init(new ParametersWithRandom(_kem, random));
        var encapsulation = new byte[EncapsulationSize];
        var kemSecret = new byte[kem.SecretLength];
        kem.Encapsulate(encapsulation, 0, KemCiphertextSize, kemSecret, 0, kemSecret.Length);

        ephemeral.GeneratePublicKey().Encode(encapsulation, KemCiphertextSize);
        byte[] shared = CourierPrivateKey.Agree(ephemeral, _bytes.AsSpan(KemKeySize))
            ?? throw new InvalidOperationException("A courier key of the roster has a degenerate X25519 half.");
        return (CourierPrivateKey.Combine(kemSecret, shared, encapsulation.AsSpan(KemCiphertextSize), _bytes.AsSpan(KemKeySize)), encapsulation);
    }

    /// <summary>The text form.</summary>
    public override string ToString() => Prefix + Convert.ToBase64String(_bytes);
}

/// <summary>The private half, made from a seed of 32 bytes. Its text form is a fixed word; the seed never shows. Thread-safe.</summary>
public sealed class CourierPrivateKey
{
    /// <summary>Bytes in a seed.</summary>
    public const int SeedSize = 32;

    private const string FirstLine = "gateway-courier-key/v1";

    // draft-connolly-cfrg-xwing-kem-10 §5.3.
    private static readonly byte[] Label = [0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c];

    private readonly byte[] _seed;
    private readonly MLKemPrivateKeyParameters _kem;
    private readonly X25519PrivateKeyParameters _curve;

    private CourierPrivateKey(byte[] seed)
    {
        _seed = seed;

        // §5.2: SHAKE-256 expands the seed to d, z of ML-KEM and the X25519 scalar.
        var expanded = new byte[96];
        var shake = new ShakeDigest(256);
        shake.BlockUpdate(seed, 0, seed.Length);
        shake.OutputFinal(expanded, 0, expanded.Length);
        _kem = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, expanded[..64]);
        _curve = new X25519PrivateKeyParameters(expanded, 64);
        byte[] encoded = [.. _kem.GetPublicKeyEncoded(), .. _curve.GeneratePublicKey().GetEncoded()];
        PublicKey = CourierPublicKey.TryParse("x-wing:" + Convert.ToBase64String(encoded), out CourierPublicKey? key)
            ? key
            : throw new InvalidOperationException("A generated key is a key.");
    }

    /// <summary>The public half.</summary>
    public CourierPublicKey PublicKey { get; }

    /// <summary>The key that a seed of 32 secret random bytes determines.</summary>
    public static CourierPrivateKey FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedSize
        ? new CourierPrivateKey(seed.ToArray())
        : throw new ArgumentException("A seed has 32 bytes.", nameof(seed));

    /// <summary>The secret of an encapsulation for this key. False when it has another length or a degenerate X25519 half.</summary>
    public bool TryDecapsulate(ReadOnlySpan<byte> encapsulation, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        if (encapsulation.Length != CourierPublicKey.EncapsulationSize
            || Agree(_curve, encapsulation[CourierPublicKey.KemCiphertextSize..]) is not { } shared)
        {
            return false;
        }

        var kem = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        kem.Init(_kem);
        var kemSecret = new byte[kem.SecretLength];
        kem.Decapsulate(encapsulation[..CourierPublicKey.KemCiphertextSize].ToArray(), 0, CourierPublicKey.KemCiphertextSize, kemSecret, 0, kemSecret.Length);
        secret = Combine(
            kemSecret, shared, encapsulation[CourierPublicKey.KemCiphertextSize..], PublicKey.Bytes[CourierPublicKey.KemKeySize..]);
        return true;
    }

    /// <summary>The key file: a first line, comments, <c>x-wing base64(seed)</c>. Secret.</summary>
    public string WriteFile(bool isDevelopment) =>
        $"{FirstLine}\n{(isDevelopment ? $"# {Partners.DevelopmentMarker.Words}\n" : "")}x-wing {Convert.ToBase64String(_seed)}\n";

    /// <summary>Reads a key file; the fault names the rule and never quotes the file.</summary>
    public static bool TryReadFile(string text, [NotNullWhen(true)] out CourierPrivateKey? key, [NotNullWhen(false)] out string? fault)
    {
        key = null;
        string[] lines = text.Split('\n');
        string[] keys = [.. lines.Skip(1).Where(line => line.Length > 0 && line[0] != '#')];
        var seed = new byte[SeedSize];
        fault = lines[0] != FirstLine ? $"line 1: expected '{FirstLine}'"
            : keys.Length != 1 || !keys[0].StartsWith("x-wing ", StringComparison.Ordinal) ? "expected one line 'x-wing seed'"
            : !Convert.TryFromBase64String(keys[0][7..], seed, out int written) || written != SeedSize ? "the seed is not 32 bytes in base64"
            : null;
        key = fault is null ? FromSeed(seed) : null;
        return key is not null;
    }

    /// <summary>Never the seed.</summary>
    public override string ToString() => "courier key";

    /// <summary>RFC 7748 §6.1: an all-zero result is refused.</summary>
    internal static byte[]? Agree(X25519PrivateKeyParameters own, ReadOnlySpan<byte> other)
    {
        var shared = new byte[32];
        try
        {
            var agreement = new X25519Agreement();
            agreement.Init(own);
            agreement.CalculateAgreement(new X25519PublicKeyParameters(other.ToArray()), shared, 0);
            return shared;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    internal static byte[] Combine(ReadOnlySpan<byte> kemSecret, ReadOnlySpan<byte> shared, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> publicKey)
    {
        var digest = new Sha3Digest(256);
        digest.BlockUpdate(kemSecret);
        digest.BlockUpdate(shared);
        digest.BlockUpdate(ephemeral);
        digest.BlockUpdate(publicKey);
        digest.BlockUpdate(Label);
        var secret = new byte[32];
        digest.DoFinal(secret, 0);
        return secret;
    }
}
