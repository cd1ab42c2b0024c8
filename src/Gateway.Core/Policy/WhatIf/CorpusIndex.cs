using System.Collections.Immutable;
using System.Security.Cryptography;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>
/// All that a node holds and might release, grouped by what rules can see: what a policy change is tried on. Deterministic: the same
/// portions in any order come to the same index and the same <see cref="Root"/>. It holds markings and product ids, so it is as sensitive as
/// the corpus's own catalogue; values and titles are not in it. Immutable and thread-safe.
/// </summary>
public sealed class CorpusIndex
{
    internal CorpusIndex(
        PartnerCode holder, ImmutableArray<CorpusProduct> products, ImmutableArray<ImmutableArray<PartnerCode>> released, ImmutableArray<CorpusClass> classes)
    {
        (Holder, Products, Released, Classes) = (holder, products, released, classes);
        Portions = classes.Sum(found => (long)found.Count);
        Root = RootOf(CorpusIndexWriter.Body(this));
    }

    /// <summary>The partner whose node holds it.</summary>
    public PartnerCode Holder { get; }

    /// <summary>Products with at least one portion here, ascending by time of sealing, then by id.</summary>
    public ImmutableArray<CorpusProduct> Products { get; }

    /// <summary>The classes, ascending by what they hold.</summary>
    public ImmutableArray<CorpusClass> Classes { get; }

    /// <summary>How many portions there are in all classes.</summary>
    public long Portions { get; }

    /// <summary>SHA-256 over the canonical bytes (docs/policy.md, "Index"), 64 lower-case hex digits.</summary>
    public string Root { get; }

    /// <summary>The distinct sets of partners that a portion was released to, in order of their text; each ascending by code.</summary>
    internal ImmutableArray<ImmutableArray<PartnerCode>> Released { get; }

    /// <summary>
    /// An index of these portions, in whatever order. Throws <see cref="ArgumentException"/> when one portion comes twice for the same
    /// recipients, or a product with two different descriptions: the bug of whoever reads the store.
    /// </summary>
    public static CorpusIndex Of(PartnerCode holder, IEnumerable<CorpusPortion> portions)
    {
        var builder = new CorpusIndexBuilder(holder);
        foreach (CorpusPortion portion in portions)
        {
            builder.Add(portion);
        }

        return builder.Build();
    }

    internal static string RootOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
