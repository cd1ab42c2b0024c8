using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>A product of the corpus.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Lineage">Its lineage, 64 lower-case hex digits.</param>
/// <param name="Mode">Real, exercise, test.</param>
/// <param name="SealedAt">When its originator sealed it, to the millisecond.</param>
public sealed record CorpusProduct(ProductId Id, string Lineage, Mode Mode, DateTimeOffset SealedAt);

/// <summary>One portion that a node holds and might release. Its value is never in it.</summary>
public sealed record CorpusPortion
{
    /// <summary>The product it belongs to.</summary>
    public required CorpusProduct Product { get; init; }

    /// <summary>Its index in the product.</summary>
    public required ushort Index { get; init; }

    /// <summary>What policy looks at. Its time of sealing is the product's.</summary>
    public required PortionFacts Facts { get; init; }

    /// <summary>Markings that notices put beside the portion's own; it goes only where all of them let it go.</summary>
    public ImmutableArray<Marking> Floors { get; init; } = [];

    /// <summary>The only partners it may go to whatever the rules say (a received portion goes where owners let it); empty: everybody.</summary>
    public ImmutableArray<PartnerCode> Recipients { get; init; } = [];

    /// <summary>Partners that it was released to already.</summary>
    public ImmutableArray<PartnerCode> Released { get; init; } = [];
}

/// <summary>Portions that rules cannot tell apart but by the time of sealing. Immutable.</summary>
public sealed class CorpusClass
{
    internal CorpusClass(CorpusPortion sample, string key, ImmutableArray<CorpusEntry> entries)
    {
        Facts = sample.Facts with { SealedAt = default };
        Floors = sample.Floors;
        Recipients = sample.Recipients;
        Key = key;
        Entries = entries;
    }

    /// <summary>What policy looks at, without the time of sealing.</summary>
    public PortionFacts Facts { get; }

    /// <summary>Markings that notices put beside the class's own.</summary>
    public ImmutableArray<Marking> Floors { get; }

    /// <summary>The only partners its portions may go to; empty: everybody.</summary>
    public ImmutableArray<PartnerCode> Recipients { get; }

    /// <summary>The class as one line of ASCII JSON: equal classes have equal keys.</summary>
    internal string Key { get; }

    /// <summary>Its portions, ascending by product, then released set, then index. Products ascend by time of sealing, so entries do too.</summary>
    internal ImmutableArray<CorpusEntry> Entries { get; }

    /// <summary>How many portions it has; at least one.</summary>
    public int Count => Entries.Length;
}

/// <summary>One portion of a class.</summary>
/// <param name="Product">Ordinal of the product in the index, from 0.</param>
/// <param name="Released">Ordinal of the set of partners that hold it already, from 0.</param>
/// <param name="Index">Its index in the product.</param>
internal readonly record struct CorpusEntry(int Product, int Released, ushort Index) : IComparable<CorpusEntry>
{
    public int CompareTo(CorpusEntry other) =>
        Product != other.Product ? Product.CompareTo(other.Product)
        : Released != other.Released ? Released.CompareTo(other.Released)
        : Index.CompareTo(other.Index);
}
