namespace Gateway.Core.Tests.Policy.Generators;

/// <summary>
/// Small choices drawn one after the other from one generated number: what belongs to one partner or one rule shrinks together, and a choice may
/// depend on those before it. The same number gives the same choices. Not thread-safe.
/// </summary>
internal sealed class Draw(uint seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL;

    /// <summary>0 to <paramref name="count"/> - 1; a seed of 0 draws 0 for ever, the plainest case.</summary>
    public int Below(int count)
    {
        // SplitMix64 (Steele, Lea, Flood 2014), which maps 0 to 0.
        _state *= 0xBF58476D1CE4E5B9UL;
        _state ^= _state >> 27;
        return (int)((_state >> 33) % (uint)count);
    }

    /// <summary>True once in so many draws.</summary>
    public bool OneIn(int count) => Below(count) == count - 1;

    /// <summary>One of these.</summary>
    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>Some of these in their order, at least one, each once.</summary>
    public IReadOnlyList<T> Some<T>(IReadOnlyList<T> choices, int most = 3)
    {
        var some = new SortedSet<int>();
        for (int i = 1 + Below(most); i > 0; i--)
        {
            some.Add(Below(choices.Count));
        }

        return [.. some.Select(i => choices[i])];
    }

    /// <summary>An hour around noon.</summary>
    public DateTimeOffset Hour() => World.Noon.AddHours(Below(7) - 3);
}
