using System.Buffers.Binary;
using Google.Protobuf;

namespace Gateway.Node.Logs;

/// <summary>Pages of a log search: the last index seen, eight bytes big-endian. Auditors see every index anyway.</summary>
internal static class LogPaging
{
    public static ByteString Encode(long after)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, after);
        return ByteString.CopyFrom(bytes);
    }

    public static bool TryDecode(ByteString page, out long after)
    {
        after = page.Length == 8 ? BinaryPrimitives.ReadInt64BigEndian(page.Span) : -1;
        return page.Length is 0 or 8 && after >= -1;
    }
}
