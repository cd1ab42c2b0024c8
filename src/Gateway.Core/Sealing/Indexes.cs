using System.Collections.Immutable;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Packed, strictly ascending commitment indexes.</summary>
internal static class Indexes
{
    public static ImmutableArray<uint> Read(ref WireReader outer)
    {
        var reader = new WireReader(outer.Bytes(Limits.PortionBody));
        var list = ImmutableArray.CreateBuilder<uint>();
        while (outer.Fault == WireFault.None && reader.Fault == WireFault.None && !reader.AtEnd)
        {
            ulong value = reader.RawVarint();
            if (value > ushort.MaxValue || (list.Count > 0 && value <= list[^1]))
            {
                reader.Refuse(WireFault.OutOfRange);
            }

            list.Add((uint)value);
        }

        if (reader.Fault != WireFault.None)
        {
            outer.Refuse(reader.Fault);
            return [];
        }

        return list.ToImmutable();
    }
}

/// <summary>Repeated text in strictly ascending ordinal order: one way to write a set.</summary>
internal static class SortedText
{
    public static void Add(ref WireReader reader, ImmutableArray<string>.Builder list)
    {
        string text = reader.Text(Limits.Text);
        if (list.Count > 0 && string.CompareOrdinal(text, list[^1]) <= 0)
        {
            reader.Refuse(WireFault.OutOfOrder);
        }

        if (list.Count >= Limits.ListLength)
        {
            reader.Refuse(WireFault.TooLong);
        }

        list.Add(text);
    }
}
