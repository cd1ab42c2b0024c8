using System.Text;

namespace Gateway.Core.Wire;

/// <summary>
/// Writes one protobuf message: the caller writes fields in ascending order; defaults (0, empty) are left out, as proto3 does.
/// Not thread-safe.
/// </summary>
internal sealed class WireWriter
{
    // Text that is no text is the caller's bug: replaced characters would be sealed as something else than was decided on.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int Small = 256;
    private const int MostKept = 64 * 1024;

    // The buffer of the last message that this thread finished. Growing one anew for every message costs more than filling it.
    [ThreadStatic]
    private static byte[]? _spare;

    private byte[] _buffer;
    private int _length;

    public WireWriter()
    {
        _buffer = _spare ?? new byte[Small];
        _spare = null;
    }

    /// <summary>The message, copied; ends the writer.</summary>
    public byte[] ToArray()
    {
        byte[] message = _buffer.AsSpan(0, _length).ToArray();
        if (_buffer.Length <= MostKept)
        {
            // Content of one product must not lie in wait for the next.
            _buffer.AsSpan(0, _length).Clear();
            _spare = _buffer;
        }

        (_buffer, _length) = ([], 0);
        return message;
    }

    public WireWriter UInt(int field, ulong value)
    {
        if (value != 0)
        {
            Varint((uint)(field << 3));
            Varint(value);
        }

        return this;
    }

    public WireWriter Int(int field, long value) => UInt(field, (ulong)value);

    public WireWriter Text(int field, string value)
    {
        if (value.Length != 0)
        {
            // Nearly all text is ASCII, which needs no counting first.
            int count = Ascii.IsValid(value) ? value.Length : Utf8.GetByteCount(value);
            Head(field, count);
            Utf8.GetBytes(value, Reserve(count));
        }

        return this;
    }

    public WireWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            Always(field, value);
        }

        return this;
    }

    /// <summary>Writes the field even when it is empty: elements of repeated fields, sub-messages.</summary>
    public WireWriter Always(int field, ReadOnlySpan<byte> value)
    {
        Head(field, value.Length);
        value.CopyTo(Reserve(value.Length));
        return this;
    }

    public WireWriter Packed(int field, ReadOnlySpan<uint> values)
    {
        if (values.IsEmpty)
        {
            return this;
        }

        int count = 0;
        foreach (uint value in values)
        {
            count += VarintLength(value);
        }

        Head(field, count);
        foreach (uint value in values)
        {
            Varint(value);
        }

        return this;
    }

    /// <summary>Starts a sub-message, written even when it stays empty; what follows belongs to it until <see cref="Close"/> of the same place.</summary>
    public int Open(int field)
    {
        Varint((uint)(field << 3) | 2);
        Reserve(1);
        return _length;
    }

    /// <summary>Ends the sub-message that starts at <paramref name="start"/>.</summary>
    public WireWriter Close(int start)
    {
        // Most lengths fit the one byte that was left for them; the others push the message on.
        int length = _length - start, more = VarintLength((uint)length) - 1;
        if (more > 0)
        {
            Reserve(more);
            _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + more));
        }

        int end = _length;
        _length = start - 1;
        Varint((uint)length);
        _length = end;
        return this;
    }

    /// <summary>Bytes that already are encoded fields.</summary>
    public WireWriter Raw(ReadOnlySpan<byte> fields)
    {
        fields.CopyTo(Reserve(fields.Length));
        return this;
    }

    private static int VarintLength(ulong value)
    {
        int count = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            count++;
        }

        return count;
    }

    private void Head(int field, int length)
    {
        Varint((uint)(field << 3) | 2);
        Varint((uint)length);
    }

    private void Varint(ulong value)
    {
        if (value < 0x80)
        {
            Reserve(1)[0] = (byte)value;
            return;
        }

        Span<byte> target = Reserve(VarintLength(value));
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (byte)(value | (i + 1 < target.Length ? 0x80u : 0));
            value >>= 7;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(Math.Max(Small, _buffer.Length * 2), _length + count));
        }

        Span<byte> span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }
}
