using System.Collections.Immutable;

namespace Gateway.Core.Policy.Compiled;

/// <summary>A set of ids that decided, by <see cref="DeciderSlots"/>. Equality by content.</summary>
internal readonly struct RuleBits : IEquatable<RuleBits>
{
    private const int Word = 64;

    private readonly ulong _first;
    private readonly ulong[]? _more;

    /// <summary>The ids that decided for one partner.</summary>
    public RuleBits(ReadOnlySpan<Deciding> deciding, int bit, int slots)
    {
        ulong[]? more = slots > Word ? new ulong[(slots - 1) / Word] : null;
        ulong first = 0;
        foreach (ref readonly Deciding one in deciding)
        {
            ulong named = (one.Partners >> bit) & 1;
            if (one.Slot < Word)
            {
                first |= named << one.Slot;
            }
            else
            {
                more![(one.Slot / Word) - 1] |= named << (one.Slot % Word);
            }
        }

        (_first, _more) = (first, more);
    }

    /// <summary>The ids, ordinal order.</summary>
    public ImmutableArray<string> Ids(DeciderSlots slots)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        for (int slot = 0; slot < slots.Count; slot++)
        {
            ulong word = slot < Word ? _first : _more![(slot / Word) - 1];
            if ((word >> (slot % Word) & 1) != 0)
            {
                ids.Add(slots[slot]);
            }
        }

        return ids.ToImmutable();
    }

    public bool Equals(RuleBits other) => _first == other._first && _more.AsSpan().SequenceEqual(other._more);

    public override bool Equals(object? obj) => obj is RuleBits other && Equals(other);

    public override int GetHashCode()
    {
        ulong hash = _first;
        foreach (ulong word in _more.AsSpan())
        {
            hash = (hash * 31) ^ word;
        }

        // Spread: ids that often decide together lie side by side.
        hash *= 0x9E37_79B9_7F4A_7C15;
        return (int)(hash >> 32);
    }
}
