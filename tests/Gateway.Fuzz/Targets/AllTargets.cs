using System.Collections.Immutable;

namespace Gateway.Fuzz.Targets;

/// <summary>Every reader of bytes and text that come from partners, callers or files.</summary>
public static class AllTargets
{
    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<FuzzTarget> All { get; } = [.. WireTargets.All, .. LogTargets.All, .. DocumentTargets.All];
}
