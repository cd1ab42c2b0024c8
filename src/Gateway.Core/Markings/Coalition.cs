using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>What a group code stands for.</summary>
public enum CoalitionKind
{
    /// <summary>Its members, and nothing besides (FVEY).</summary>
    Coalition,

    /// <summary>A recipient of its own, which has members (NATO, EU).</summary>
    Organisation,

    /// <summary>Members not public: no nation matches through it.</summary>
    Opaque,
}

/// <summary>A group code that release lists may hold. Immutable.</summary>
public sealed record Coalition
{
    /// <summary>The code: <c>FVEY</c>.</summary>
    public required string Code { get; init; }

    /// <summary>English name, or the code where none is public.</summary>
    public required string Name { get; init; }

    /// <summary>What the code stands for.</summary>
    public required CoalitionKind Kind { get; init; }

    /// <summary>True when the US register admits the code; others are for national lists only.</summary>
    public required bool InRegister { get; init; }

    /// <summary>Member nations, ordinal order; empty when opaque.</summary>
    public required ImmutableArray<string> Members { get; init; }

    /// <summary>Members may be used when lists are intersected in a roll-up (CAPCO 2016 Table 3 rule 23).</summary>
    public required bool ExpandsInRollUp { get; init; }

    /// <summary>Members match in the recipient test.</summary>
    public required bool ExpandsForRecipients { get; init; }

    /// <summary>First day of membership of members that joined after the others, by nation; for people to read. Dated membership that counts
    /// in decisions stands in the roster.</summary>
    public ImmutableSortedDictionary<string, DateOnly> Joined { get; init; } = ImmutableSortedDictionary<string, DateOnly>.Empty;

    /// <summary>No longer given to new information, still read.</summary>
    public bool Deprecated { get; init; }

    /// <summary>How far the row can be relied on: <c>verified</c>, <c>reported</c>, <c>general</c>, <c>unverified</c>.</summary>
    public string Confidence { get; init; } = "";

    /// <summary>Where the row comes from.</summary>
    public string Source { get; init; } = "";
}
