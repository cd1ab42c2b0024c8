using System.Security.Cryptography;

namespace Gateway.Core.Sealing;

/// <summary>
/// The salts of one release, all from one seed by HKDF-SHA256 (RFC 5869, no salt, info as named): storing 32 bytes keeps them all,
/// and destroying them is erasure. Giving one salt away says nothing about the others.
/// </summary>
/// <param name="seed">32 fresh random bytes.</param>
public sealed class ReleaseSalts(ReadOnlyMemory<byte> seed)
{
    private readonly byte[] _key = HKDF.Extract(HashAlgorithmName.SHA256, seed.Span.ToArray());

    /// <summary>The seed.</summary>
    public ReadOnlyMemory<byte> Seed => seed;

    /// <summary>Salt of <see cref="Commitment.Openings"/>.</summary>
    public byte[] Openings => Derive("gateway/salt/v1/openings"u8);

    /// <summary>Salt of <see cref="Commitment.Terms"/>.</summary>
    public byte[] Terms => Derive("gateway/salt/v1/terms"u8);

    /// <summary>Salt of <see cref="Commitment.Record"/>.</summary>
    public byte[] Record => Derive("gateway/salt/v1/record"u8);

    /// <summary>Salt of <see cref="Commitment.Slot"/>.</summary>
    public byte[] Slot => Derive("gateway/salt/v1/slot"u8);

    private byte[] Derive(ReadOnlySpan<byte> info)
    {
        var salt = new byte[Limits.Hash];
        HKDF.Expand(HashAlgorithmName.SHA256, _key, salt, info);
        return salt;
    }
}
