using System.Security.Cryptography;

namespace Gateway.Core.Sealing;

/// <summary>
/// The salts of one release, all from one seed by HKDF-SHA256 (RFC 5869, no salt, info as named): storing 32 bytes keeps them all,
/// and destroying them is erasure. Giving one salt away says nothing about the others.
/// </summary>
/// <param name="seed">32 fresh random bytes.</param>
public sealed class ReleaseSalts(ReadOnlyMemory<byte> seed)
{
    internal static ReadOnlySpan<byte> OpeningsInfo => "gateway/salt/v1/openings"u8;

    internal static ReadOnlySpan<byte> TermsInfo => "gateway/salt/v1/terms"u8;

    internal static ReadOnlySpan<byte> RecordInfo => "gateway/salt/v1/record"u8;

    // HKDF-Extract without a salt is HMAC under a key of zeros. Setting up a keyed hash costs more than using it, so each thread keeps one.
    [ThreadStatic]
    private static IncrementalHash? _extract;

    private readonly byte[] _key = Extract(seed.Span);

    /// <summary>The seed.</summary>
    public ReadOnlyMemory<byte> Seed => seed;

    /// <summary>Salt of <see cref="Commitment.Openings"/>.</summary>
    public byte[] Openings => Derive(OpeningsInfo);

    /// <summary>Salt of <see cref="Commitment.Terms"/>.</summary>
    public byte[] Terms => Derive(TermsInfo);

    /// <summary>Salt of <see cref="Commitment.Record"/>.</summary>
    public byte[] Record => Derive(RecordInfo);

    /// <summary>Salt of <see cref="Commitment.Slot"/>.</summary>
    public byte[] Slot => Derive("gateway/salt/v1/slot"u8);

    private static byte[] Extract(ReadOnlySpan<byte> seed)
    {
        IncrementalHash extract = _extract ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, new byte[Limits.Hash]);
        extract.AppendData(seed);
        return extract.GetHashAndReset();
    }

    private byte[] Derive(ReadOnlySpan<byte> info)
    {
        var salt = new byte[Limits.Hash];
        HKDF.Expand(HashAlgorithmName.SHA256, _key, salt, info);
        return salt;
    }
}
