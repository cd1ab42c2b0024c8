using System.Collections.Immutable;
using Gateway.Fuzz.Decisions;

namespace Gateway.Fuzz.Targets;

/// <summary>The compiled engine beside the interpreter. Bytes choose roster, agreements, policy, portions and times.</summary>
internal static class EngineTargets
{
    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("engine", bytes => string.Join(", ", new Comparison(bytes).Run().Seen.Take(4)), MemoryBase: 256 << 20),
    ];
}
