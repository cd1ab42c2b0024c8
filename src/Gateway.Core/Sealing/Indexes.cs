using System.Collections.Immutable;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Packed, strictly ascending commitment indexes.</summary>
internal static class Indexes
{
    public static ImmutableArray<uint> Read(ref WireReader outer)
    {
        var reader = new WireReader(outer.Bytes(Limits.PortionBody));
        var list = ImmutableArray.CreateBuilder<uint>(0);
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
    /// <summary>Adds the current field; refuses text that is not a word of the list's kind.</summary>
    public static void Add(ref WireReader reader, ImmutableArray<string>.Builder list, Func<string, bool> isWord)
    {
        string text = reader.Text(Limits.Text);
        if (!isWord(text))
        {
            reader.Refuse(WireFault.OutOfRange);
        }

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

    /// <summary>The shape of an ISO 3166-1 alpha-3 code.</summary>
    public static bool IsRegion(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>1 to 32 characters a–z, 0–9 or hyphen.</summary>
    public static bool IsTopic(string text) =>
        text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
