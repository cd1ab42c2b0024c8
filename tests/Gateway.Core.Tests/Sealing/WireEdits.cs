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

    /// <summary>Without any field of this number.</summary>
    public static byte[] Without(byte[] message, int field) => [.. Fields(message).Where(one => one.Number != field).SelectMany(one => one.Bytes)];

    /// <summary>The first field of this number once more, right behind itself.</summary>
    public static byte[] Twice(byte[] message, int field)
    {
        (int Number, byte[] Bytes)[] fields = [.. Fields(message)];
        int at = Array.FindIndex(fields, one => one.Number == field);
        return [.. fields.SelectMany((one, i) => i == at ? [.. one.Bytes, .. one.Bytes] : one.Bytes)];
    }

    /// <summary>The message with an edit made deep inside: in the first field of the first number, in that one's first of the second …</summary>
    public static byte[] At(byte[] message, ReadOnlySpan<int> path, Func<byte[], byte[]> edit)
    {
        if (path.IsEmpty)
        {
            return edit(message);
        }

        var writer = new WireWriter();
        bool done = false;
        foreach ((int number, byte[] bytes) in Fields(message))
        {
            if (number != path[0] || done)
            {
                writer.Raw(bytes);
                continue;
            }

            done = true;
            var reader = new WireReader(bytes);
            Assert.True(reader.Next());
            writer.Always(number, At(reader.Bytes(int.MaxValue).ToArray(), path[1..], edit));
        }

        Assert.True(done);
        return writer.ToArray();
    }

    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (int at = 0; at < message.Length;)
        {
            int start = at;
            int number = (int)(Varint(message, ref at, out ulong key) >> 3);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at, out _);
                    break;
                case 1:
                    at += 8;
                    break;
                default:
                    int length = (int)Varint(message, ref at, out _);
                    at += length;
                    break;
            }

            fields.Add((number, message[start..at]));
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = message[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    /// <summary>Without the first field.</summary>
    public static byte[] WithoutFirst(byte[] message) => message[FirstEnd(message)..];

    private static int FirstEnd(byte[] message)
    {
        Assert.Equal(2, message[0] & 7);
        Assert.True(message[1] < 0x80);
        return 2 + message[1];
    }
}
