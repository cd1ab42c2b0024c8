using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;

namespace Gateway.Cli.Records;

/// <summary>Bodies of statements, and the salted hashes in them, written down again from docs/protocol.md.</summary>
internal static class Body
{
    /// <summary>The body as its message; null when the statement or the body cannot be read.</summary>
    public static T? Of<T>(StoredEntry entry, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        try
        {
            return entry.Said is { } said ? parser.ParseFrom(said.Body) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    /// <summary>SHA-256 over the parts, one after the other.</summary>
    public static byte[] Hash(params byte[][] parts) => SHA256.HashData([.. parts.SelectMany(part => part)]);

    /// <summary>Length as u32, big-endian, then the bytes.</summary>
    public static byte[] Prefixed(byte[] bytes)
    {
        var all = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(all, (uint)bytes.Length);
        bytes.CopyTo(all, 4);
        return all;
    }

    /// <summary>A salt of a release out of its seed.</summary>
    public static byte[] Salt(byte[] seed, ReadOnlySpan<byte> info) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, seed, 32, info: info.ToArray());
}
