using System.Collections.Immutable;

namespace Gateway.Fuzz.Decisions;

/// <summary>Choices that bytes make: the same bytes, the same choices. When the bytes are used up, chance that follows from them goes on.</summary>
internal sealed class Choices(byte[] bytes)
{
    private readonly Random _chance = new(Seed(bytes));
    private int _used;

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => count <= 256 && _used < bytes.Length ? bytes[_used++] % count : _chance.Next(count);

    /// <summary>True once in so many.</summary>
    public bool OneIn(int count) => Below(count) == count - 1;

    public T Of<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];

    /// <summary>Up to so many, each at most once, in order.</summary>
    public ImmutableArray<T> Some<T>(ImmutableArray<T> items, int most)
    {
        var taken = new SortedSet<int>();
        for (int wanted = Below(most + 1); wanted > 0; wanted--)
        {
            taken.Add(Below(items.Length));
        }

        return [.. taken.Select(i => items[i])];
    }

    /// <summary>The same, at least one.</summary>
    public ImmutableArray<T> OneOrMore<T>(ImmutableArray<T> items, int most) => Some(items, most) is { IsEmpty: false } some ? some : [items[Below(items.Length)]];

    // FNV-1a: the same in every process, unlike the hashes of the platform.
    private static int Seed(byte[] bytes) => (int)bytes.Aggregate(2_166_136_261, (hash, one) => (hash ^ one) * 16_777_619);
}
