using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Core.Sealing;

/// <summary>
/// Domain-separated SHA-256: every hash of the protocol starts with the name of what it hashes and a zero byte, so a value made for
/// one purpose is void for another. <c>LP(x)</c> is a big-endian u32 length and x.
/// </summary>
internal sealed class Domains : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public static ReadOnlySpan<byte> Portion => "gateway/portion/v1\0"u8;

    public static ReadOnlySpan<byte> Openings => "gateway/openings/v1\0"u8;

    public static ReadOnlySpan<byte> Terms => "gateway/terms/v1\0"u8;

    public static ReadOnlySpan<byte> Slot => "gateway/slot/v1\0"u8;

    public static ReadOnlySpan<byte> Review => "gateway/review/v1\0"u8;

    public static ReadOnlySpan<byte> Reason => "gateway/reason/v1\0"u8;

    public static ReadOnlySpan<byte> Notice => "gateway/notice/v1\0"u8;

    public static ReadOnlySpan<byte> Note => "gateway/note/v1\0"u8;

    public static ReadOnlySpan<byte> Grant => "gateway/grant/v1\0"u8;

    public static ReadOnlySpan<byte> GrantSalt => "gateway/grant-salt/v1\0"u8;

    public static ReadOnlySpan<byte> GrantOrder => "gateway/grant-order/v1\0"u8;

    public static ReadOnlySpan<byte> Coseal => "gateway/coseal/v1\0"u8;

    public static ReadOnlySpan<byte> CosealPadding => "gateway/coseal-padding/v1\0"u8;

    public Domains Start(ReadOnlySpan<byte> domain)
    {
        _hash.AppendData(domain);
        return this;
    }

    public Domains Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        return this;
    }

    public Domains AddU16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return Add(bytes);
    }

    public Domains AddU32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Add(bytes);
    }

    public Domains AddU64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Add(bytes);
    }

    public Domains AddLengthPrefixed(ReadOnlySpan<byte> bytes) => AddU32((uint)bytes.Length).Add(bytes);

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Finish(Span<byte> target) => _hash.GetHashAndReset(target);

    public void Dispose() => _hash.Dispose();
}
