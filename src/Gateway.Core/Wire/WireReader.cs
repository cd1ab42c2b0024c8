using System.Buffers.Binary;
using System.Text;

namespace Gateway.Core.Wire;

/// <summary>
/// Reads one signed protobuf message strictly: ascending fields, no duplicates, minimal varints, no explicit defaults. An old parser
/// that skipped a new caveat field, or merged two markings into a wider list, would fail open; this one refuses instead.
/// Reading never throws: the first fault is kept in <see cref="Fault"/>, everything after it reads as empty.
/// </summary>
internal ref struct WireReader
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int LengthType = 2;

    // 9999-12-31T23:59:59.999Z: the last instant that every date type can hold.
    private const long LastMs = 253_402_300_799_999;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _message;
    private ReadOnlySpan<byte> _rest;
    private int _type;

    public WireReader(ReadOnlySpan<byte> message)
    {
        _message = message;
        _rest = message;
    }

    /// <summary>The first fault, or <see cref="WireFault.None"/>.</summary>
    public WireFault Fault { get; private set; }

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>
    /// Moves to the next field. <paramref name="repeated"/> has bit <c>n</c> set when field <c>n</c> (below 64) may occur again.
    /// False at the end and at the first fault.
    /// </summary>
    public bool Next(ulong repeated = 0)
    {
        if (Fault != WireFault.None || _rest.IsEmpty)
        {
            return false;
        }

        ulong key = RawVarint();
        if (Fault != WireFault.None)
        {
            return false;
        }

        int field = (int)Math.Min(key >> 3, int.MaxValue);
        if (field == 0)
        {
            return Refuse(WireFault.UnknownField);
        }

        if (field < Field)
        {
            return Refuse(WireFault.OutOfOrder);
        }

        if (field == Field && (field > 63 || (repeated & (1UL << field)) == 0))
        {
            return Refuse(WireFault.DuplicateField);
        }

        Field = field;
        _type = (int)(key & 7);
        return true;
    }

    /// <summary>Records a fault; always false.</summary>
    public bool Refuse(WireFault fault)
    {
        if (Fault == WireFault.None)
        {
            Fault = fault;
        }

        _rest = default;
        return false;
    }

    /// <summary>A varint field. Zero is refused unless <paramref name="presence"/>: proto3 does not write it.</summary>
    public ulong UInt64(bool presence = false)
    {
        if (_type != VarintType)
        {
            Refuse(WireFault.WrongType);
            return 0;
        }

        ulong value = RawVarint();
        if (value == 0 && !presence)
        {
            Refuse(WireFault.OutOfRange);
        }

        return value;
    }

    /// <summary>A varint field of at most <paramref name="max"/>.</summary>
    public uint UInt32(uint max = uint.MaxValue, bool presence = false)
    {
        ulong value = UInt64(presence);
        if (value > max)
        {
            Refuse(WireFault.OutOfRange);
            return 0;
        }

        return (uint)value;
    }

    /// <summary>Milliseconds since the Unix epoch, up to the end of the year 9999: later ones have no date.</summary>
    public long Time()
    {
        long value = NonNegative();
        if (value > LastMs)
        {
            Refuse(WireFault.OutOfRange);
            return 0;
        }

        return value;
    }

    /// <summary>A signed 64-bit varint field that must not be negative: sizes, indexes, sequences.</summary>
    public long NonNegative()
    {
        ulong value = UInt64();
        if (value > long.MaxValue)
        {
            Refuse(WireFault.OutOfRange);
            return 0;
        }

        return (long)value;
    }

    /// <summary>Eight fixed bytes as a double. NaN and infinities are refused.</summary>
    public double Double(bool presence = false)
    {
        if (_type != Fixed64Type)
        {
            Refuse(WireFault.WrongType);
            return 0;
        }

        if (_rest.Length < 8)
        {
            Refuse(WireFault.Truncated);
            return 0;
        }

        long bits = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        double value = BitConverter.Int64BitsToDouble(bits);
        _rest = _rest[8..];
        if (!double.IsFinite(value) || (bits == 0 && !presence))
        {
            Refuse(WireFault.OutOfRange);
        }

        return value;
    }

    /// <summary>A length-delimited field. Empty is refused unless allowed: proto3 does not write it.</summary>
    public ReadOnlySpan<byte> Bytes(int max, bool allowEmpty = false)
    {
        if (_type != LengthType)
        {
            Refuse(WireFault.WrongType);
            return default;
        }

        ulong length = RawVarint();
        if (Fault != WireFault.None)
        {
            return default;
        }

        if (length > (ulong)_rest.Length)
        {
            Refuse(WireFault.Truncated);
            return default;
        }

        if (length > (ulong)max || (length == 0 && !allowEmpty))
        {
            Refuse(length == 0 ? WireFault.OutOfRange : WireFault.TooLong);
            return default;
        }

        ReadOnlySpan<byte> value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return value;
    }

    /// <summary>
    /// A length-delimited field as a part of <paramref name="message"/>, the memory that this reader reads. Nobody may change that memory
    /// afterwards: what was checked must be what is used.
    /// </summary>
    public ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> message, int max)
    {
        int length = Bytes(max).Length;

        // After a fault the length is 0, and nothing is left to point at.
        return length == 0 ? default : message.Slice(_message.Length - _rest.Length - length, length);
    }

    /// <summary>Exactly <paramref name="length"/> bytes, copied.</summary>
    public byte[] Exactly(int length) => ExactSpan(length).ToArray();

    /// <summary>Exactly <paramref name="length"/> bytes; empty after a fault.</summary>
    public ReadOnlySpan<byte> ExactSpan(int length)
    {
        ReadOnlySpan<byte> value = Bytes(int.MaxValue);
        if (value.Length != length)
        {
            Refuse(WireFault.OutOfRange);
            return [];
        }

        return value;
    }

    /// <summary>A UTF-8 string of at most <paramref name="max"/> bytes.</summary>
    public string Text(int max, bool allowEmpty = false)
    {
        ReadOnlySpan<byte> value = Bytes(max, allowEmpty);
        try
        {
            return Utf8.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            Refuse(WireFault.InvalidText);
            return "";
        }
    }

    /// <summary>True when the current field is a packed or sub-message field.</summary>
    public readonly bool IsLengthDelimited => _type == LengthType;

    /// <summary>Reads one raw varint of a packed field.</summary>
    public ulong RawVarint()
    {
        if (!_rest.IsEmpty && _rest[0] < 0x80)
        {
            byte single = _rest[0];
            _rest = _rest[1..];
            return single;
        }

        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i >= _rest.Length)
            {
                Refuse(WireFault.Truncated);
                return 0;
            }

            byte b = _rest[i];
            value |= (ulong)(b & 0x7f) << (7 * i);
            if (b < 0x80)
            {
                // A last byte of zero adds nothing; the tenth byte holds one bit only.
                if ((b == 0 && i > 0) || (i == 9 && b > 1))
                {
                    Refuse(WireFault.MalformedVarint);
                    return 0;
                }

                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        Refuse(WireFault.MalformedVarint);
        return 0;
    }

    /// <summary>True when nothing is left to read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;
}
