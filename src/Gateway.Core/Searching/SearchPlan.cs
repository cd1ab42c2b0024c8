using System.Collections.Immutable;
using Gateway.Core.Sealing;

namespace Gateway.Core.Searching;

/// <summary>What an index is asked. Immutable.</summary>
public sealed record SearchPlan
{
    /// <summary>The store that is looked into, and no other.</summary>
    public required Mode Mode { get; init; }

    /// <summary>What the portion says.</summary>
    public SearchQuery Query { get; init; } = SearchQuery.Empty;

    /// <summary>Facets of the portion: at least one of every group.</summary>
    public ImmutableArray<ImmutableArray<string>> Facets { get; init; } = [];

    /// <summary>At least one of these facets stands on some portion of the product; empty: not asked.</summary>
    public ImmutableArray<string> OfProduct { get; init; } = [];

    /// <summary>Issued at or after, milliseconds since the Unix epoch.</summary>
    public long FromMs { get; init; } = long.MinValue;

    /// <summary>Issued before, milliseconds since the Unix epoch.</summary>
    public long UntilMs { get; init; } = long.MaxValue;

    /// <summary>Only portions of these classes (<see cref="SightClass"/>).</summary>
    public ImmutableArray<long> Classes { get; init; } = [];

    /// <summary>Whether anything is asked that an index can look up.</summary>
    public bool Asks => !Query.Terms.IsEmpty || !Facets.IsEmpty;
}
