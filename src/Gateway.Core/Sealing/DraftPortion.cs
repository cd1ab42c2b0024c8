using System.Collections.Immutable;
using Gateway.Core.Markings;

namespace Gateway.Core.Sealing;

/// <summary>A portion before sealing: its place among the commitments is not chosen yet.</summary>
public sealed record DraftPortion
{
    /// <summary>Where it stands (<see cref="PortionPath"/>).</summary>
    public required string Path { get; init; }

    /// <summary>Full name of the message in <see cref="Value"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The portion marking.</summary>
    public required Marking Marking { get; init; }

    /// <summary>The serialised message.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>
    /// Among the variants of one path: 0 is the fullest, higher is more general. Sealing turns it into random ranks with gaps.
    /// </summary>
    public int Preference { get; init; }

    /// <summary>Positions in the list of drafts that have to be opened together with this one.</summary>
    public ImmutableArray<int> MustAccompany { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-3 codes of the countries it is about.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Policy topics.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];
}

/// <summary>One opened portion of a product: body bytes checked against the commitment at <paramref name="Index"/>.</summary>
/// <param name="Index">Position of the commitment.</param>
/// <param name="Salt">32 bytes.</param>
/// <param name="Encoded">The body, verbatim.</param>
/// <param name="Body">The body, read.</param>
public sealed record Portion(ushort Index, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Encoded, PortionBody Body)
{
    /// <summary>Markings that notices put beside the portion's own: whoever reads it must satisfy all of them.</summary>
    public ImmutableArray<Marking> Floors { get; init; } = [];

    /// <summary>A notice took the portion back: nobody is shown it, and it goes nowhere.</summary>
    public bool Recalled { get; init; }

    /// <summary>The portion's own marking and every floor: their join is the effective marking.</summary>
    public IEnumerable<Marking> Markings => Floors.IsEmpty ? [Body.Marking] : Floors.Prepend(Body.Marking);
}
