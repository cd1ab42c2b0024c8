using System.Text.Unicode;

namespace Gateway.Core.Wire;

/// <summary>
/// Walks a message of a known <see cref="MessageShape"/> and refuses what a lenient parser would skip, merge or default.
/// Never throws, allocates little, bounded in depth.
/// </summary>
public static class StrictWire
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 16;

    /// <summary>The first fault in the message, or <see cref="WireFault.None"/>.</summary>
    public static WireFault Check(ReadOnlySpan<byte> message, MessageShape shape) => Check(message, shape, MaxDepth);

    private static WireFault Check(ReadOnlySpan<byte> message, MessageShape shape, int depth)
    {
        if (depth == 0)
        {
            return WireFault.TooDeep;
        }

        var reader = new WireReader(message);
        while (reader.Next(shape.Repeatable))
        {
            if (!shape.TryGet(reader.Field, out FieldShape? field))
            {
                reader.Refuse(WireFault.UnknownField);
            }
            else if (field.Kind == FieldKind.Message)
            {
                ReadOnlySpan<byte> inner = reader.Bytes(int.MaxValue, allowEmpty: true);
                if (reader.Fault == WireFault.None && Check(inner, field.Message!(), depth - 1) is var fault and not WireFault.None)
                {
                    reader.Refuse(fault);
                }
            }
            else if (field.Repeated && field.Kind is not (FieldKind.Text or FieldKind.Bytes))
            {
                Packed(ref reader, field);
            }
            else
            {
                Single(ref reader, field);
            }
        }

        return reader.Fault;
    }

    private static void Single(ref WireReader reader, FieldShape field)
    {
        bool presence = field.Presence || field.Repeated;
        switch (field.Kind)
        {
            case FieldKind.Double:
                reader.Double(presence);
                break;
            case FieldKind.Text:
                if (!Utf8.IsValid(reader.Bytes(int.MaxValue, presence)))
                {
                    reader.Refuse(WireFault.InvalidText);
                }

                break;
            case FieldKind.Bytes:
                reader.Bytes(int.MaxValue, presence);
                break;
            case FieldKind.UInt32 or FieldKind.UInt64 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Bool or FieldKind.Enum:
                Range(ref reader, field, reader.UInt64(presence));
                break;
            case FieldKind.Message:
                break;
        }
    }

    private static void Packed(ref WireReader reader, FieldShape field)
    {
        var inner = new WireReader(reader.Bytes(int.MaxValue));
        if (reader.Fault != WireFault.None)
        {
            return;
        }

        if (field.Kind == FieldKind.Double)
        {
            // Doubles are fixed at eight bytes: length decides.
            reader.Refuse(WireFault.WrongType);
            return;
        }

        while (!inner.AtEnd && inner.Fault == WireFault.None)
        {
            Range(ref inner, field, inner.RawVarint());
        }

        if (inner.Fault != WireFault.None)
        {
            reader.Refuse(inner.Fault);
        }
    }

    private static void Range(ref WireReader reader, FieldShape field, ulong value)
    {
        bool inside = field.Kind switch
        {
            FieldKind.UInt32 => value <= uint.MaxValue,
            FieldKind.Int32 => (long)value is >= int.MinValue and <= int.MaxValue,
            FieldKind.Bool => value <= 1,
            FieldKind.Enum => value <= int.MaxValue && field.EnumMembers!.Contains((int)value),
            FieldKind.UInt64 or FieldKind.Int64 or FieldKind.Double or FieldKind.Text or FieldKind.Bytes or FieldKind.Message => true,
        };
        if (!inside)
        {
            reader.Refuse(WireFault.OutOfRange);
        }
    }
}
