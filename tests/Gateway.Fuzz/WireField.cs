namespace Gateway.Fuzz;

/// <summary>One protobuf field, written as told: with a wrong length, a long varint, any wire type.</summary>
/// <param name="Number">Field number.</param>
/// <param name="Type">Wire type.</param>
/// <param name="Value">Number, for types 0, 1 and 5.</param>
/// <param name="Content">Bytes, for type 2.</param>
/// <param name="Lie">Added to the length.</param>
/// <param name="Padding">Superfluous bytes of the varint.</param>
internal sealed record WireField(ulong Number, int Type, ulong Value, byte[] Content, int Lie = 0, int Padding = 0)
{
    /// <summary>Reads fields as leniently as they come.</summary>
    public static bool TryParse(byte[] message, out List<WireField> fields)
    {
        fields = [];
        int at = 0;
        while (at < message.Length)
        {
            if (!TryVarint(message, ref at, out ulong key) || !TryOne(message, ref at, key, out WireField? field))
            {
                return false;
            }

            fields.Add(field);
        }

        return true;
    }

    /// <summary>The bytes.</summary>
    public byte[] Write()
    {
        var bytes = new List<byte>();
        Varint(bytes, (Number << 3) | (uint)Type, 0);
        switch (Type)
        {
            case 0:
                Varint(bytes, Value, Padding);
                break;
            case 1:
                bytes.AddRange(BitConverter.GetBytes(Value));
                break;
            case 2:
                Varint(bytes, (ulong)Math.Max(0, Content.Length + Lie), Padding);
                bytes.AddRange(Content);
                break;
            case 5:
                bytes.AddRange(BitConverter.GetBytes((uint)Value));
                break;
            default:
                break;
        }

        return [.. bytes];
    }

    private static bool TryOne(byte[] message, ref int at, ulong key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WireField? field)
    {
        field = null;
        ulong value = 0;
        byte[] content = [];
        switch (key & 7)
        {
            case 0 when TryVarint(message, ref at, out value):
                break;
            case 1 when at + 8 <= message.Length:
                value = BitConverter.ToUInt64(message, at);
                at += 8;
                break;
            case 2 when TryVarint(message, ref at, out ulong length) && length <= (ulong)(message.Length - at):
                content = message[at..(at + (int)length)];
                at += (int)length;
                break;
            case 5 when at + 4 <= message.Length:
                value = BitConverter.ToUInt32(message, at);
                at += 4;
                break;
            default:
                return false;
        }

        field = new WireField(key >> 3, (int)(key & 7), value, content);
        return true;
    }

    private static bool TryVarint(byte[] message, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70 && at < message.Length; shift += 7)
        {
            byte b = message[at++];
            value |= shift < 64 ? (ulong)(b & 0x7f) << shift : 0;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static void Varint(List<byte> bytes, ulong value, int padding)
    {
        while (value >= 0x80)
        {
            bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        if (padding == 0)
        {
            bytes.Add((byte)value);
            return;
        }

        bytes.Add((byte)(value | 0x80));
        bytes.AddRange(Enumerable.Repeat((byte)0x80, padding - 1));
        bytes.Add(0);
    }
}
