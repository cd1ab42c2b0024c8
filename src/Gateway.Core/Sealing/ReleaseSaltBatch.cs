namespace Gateway.Core.Sealing;

/// <summary>
/// The salts of many releases at once: what <see cref="ReleaseSalts"/> gives for each seed, bit for bit. HMAC (RFC 2104) is written out here as
/// the two hashes that it is, because those of many releases are hashed together.
/// </summary>
internal sealed class ReleaseSaltBatch
{
    private const int BlockSize = 64;

    private readonly byte[] _openings;
    private readonly byte[] _terms;
    private readonly byte[] _record;

    /// <summary>Derives; seeds lie end to end, 32 bytes each.</summary>
    public ReleaseSaltBatch(ReadOnlySpan<byte> seeds)
    {
        // HKDF-Extract without a salt (RFC 5869 §2.2): HMAC of the seed under a key of zeros.
        byte[] keys = Hmac(new byte[seeds.Length], seeds, Limits.Hash);
        _openings = Expand(keys, ReleaseSalts.OpeningsInfo);
        _terms = Expand(keys, ReleaseSalts.TermsInfo);
        _record = Expand(keys, ReleaseSalts.RecordInfo);
    }

    /// <summary>Salt of <see cref="Commitment.Openings"/>.</summary>
    public ReadOnlyMemory<byte> Openings(int release) => _openings.AsMemory(release * Limits.Hash, Limits.Hash);

    /// <summary>Salt of <see cref="Commitment.Terms"/>.</summary>
    public ReadOnlyMemory<byte> Terms(int release) => _terms.AsMemory(release * Limits.Hash, Limits.Hash);

    /// <summary>Salt of <see cref="Commitment.Record"/>.</summary>
    public ReadOnlyMemory<byte> Record(int release) => _record.AsMemory(release * Limits.Hash, Limits.Hash);

    // RFC 5869 §2.3, one block of output: HMAC of info and the byte 1.
    private static byte[] Expand(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> info)
    {
        int count = keys.Length / Limits.Hash, length = info.Length + 1;
        var messages = new byte[count * length];
        for (int i = 0; i < count; i++)
        {
            info.CopyTo(messages.AsSpan(i * length));
            messages[(i * length) + info.Length] = 1;
        }

        return Hmac(keys, messages, length);
    }

    /// <summary>HMAC-SHA256 of messages of one length, each under a key of 32 bytes of its own.</summary>
    private static byte[] Hmac(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> messages, int length)
    {
        byte[] inner = Keyed(keys, messages, length, pad: 0x36);
        return Keyed(keys, inner, Limits.Hash, pad: 0x5c);
    }

    // H((key, filled up with zeros) xor pad, message).
    private static byte[] Keyed(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> messages, int length, byte pad)
    {
        int count = keys.Length / Limits.Hash, stride = BlockSize + length;
        var inputs = new byte[count * stride];
        for (int i = 0; i < count; i++)
        {
            Span<byte> input = inputs.AsSpan(i * stride, stride);
            input[..BlockSize].Fill(pad);
            for (int j = 0; j < Limits.Hash; j++)
            {
                input[j] ^= keys[(i * Limits.Hash) + j];
            }

            messages.Slice(i * length, length).CopyTo(input[BlockSize..]);
        }

        var hashes = new byte[count * Limits.Hash];
        HashLanes.Hash(inputs, stride, hashes);
        return hashes;
    }
}
