using Gateway.Core.Wire;

namespace Gateway.Core.Tests.Sealing;

/// <summary>Changes to encoded messages that a lenient parser would not notice.</summary>
internal static class WireEdits
{
    /// <summary>Field 60, which no message has, at the end.</summary>
    public static byte[] UnknownField(byte[] message) => [.. message, .. new WireWriter().UInt(60, 1).ToArray()];

    /// <summary>The first field once more, right behind itself.</summary>
    public static byte[] FirstTwice(byte[] message)
    {
        byte[] first = message[..FirstEnd(message)];
        return [.. first, .. message];
    }

    /// <summary>The first field moved to the end.</summary>
    public static byte[] FirstLast(byte[] message) => [.. message[FirstEnd(message)..], .. message[..FirstEnd(message)]];

    /// <summary>The length of the first field, below 128, in two bytes.</summary>
    public static byte[] LongVarint(byte[] message) => [message[0], (byte)(message[1] | 0x80), 0, .. message[2..]];

    /// <summary>Without the first field.</summary>
    public static byte[] WithoutFirst(byte[] message) => message[FirstEnd(message)..];

    private static int FirstEnd(byte[] message)
    {
        Assert.Equal(2, message[0] & 7);
        Assert.True(message[1] < 0x80);
        return 2 + message[1];
    }
}
