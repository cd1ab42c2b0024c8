using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Gathers portions and puts them in order. Not thread-safe.</summary>
internal sealed class CorpusIndexBuilder(PartnerCode holder)
{
    private readonly Dictionary<ProductId, int> _numbers = [];
    private readonly List<CorpusProduct> _products = [];
    private readonly Dictionary<string, int> _sets = [];
    private readonly List<ImmutableArray<PartnerCode>> _released = [];
    private readonly Dictionary<CorpusPortion, List<CorpusEntry>> _classes = new(ClassComparer.Instance);

    public void Add(CorpusPortion portion)
    {
        if (!_classes.TryGetValue(portion, out List<CorpusEntry>? entries))
        {
            _classes.Add(portion, entries = []);
        }

        entries.Add(new CorpusEntry(Number(portion.Product), Set(portion.Released), portion.Index));
    }

    public CorpusIndex Build()
    {
        (ImmutableArray<CorpusProduct> products, int[] productAt) = Ordered(_products, Compare);
        (ImmutableArray<ImmutableArray<PartnerCode>> released, int[] setAt) = Ordered(_released, (one, other) => string.CompareOrdinal(Text(one), Text(other)));
        var classes = new List<CorpusClass>(_classes.Count);
        foreach ((CorpusPortion sample, List<CorpusEntry> found) in _classes)
        {
            CorpusEntry[] entries = [.. found.Select(entry => new CorpusEntry(productAt[entry.Product], setAt[entry.Released], entry.Index))];
            Array.Sort(entries);
            if (HasTwice(entries))
            {
                throw new ArgumentException("A portion stands twice in the corpus.");
            }

            classes.Add(new CorpusClass(sample, CorpusClassText.Write(sample), [.. entries]));
        }

        return new CorpusIndex(holder, products, released, [.. classes.OrderBy(found => found.Key, StringComparer.Ordinal)]);
    }

    /// <summary>Whether one portion stands twice among entries in order, be it with other holders.</summary>
    public static bool HasTwice(ReadOnlySpan<CorpusEntry> entries)
    {
        var seen = new HashSet<ushort>();
        for (int i = 0; i < entries.Length; i++)
        {
            bool same = i > 0 && entries[i - 1].Product == entries[i].Product;
            if (!same)
            {
                seen.Clear();
            }

            if (!seen.Add(entries[i].Index))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The order of products: by time of sealing, then by id.</summary>
    public static int Compare(CorpusProduct one, CorpusProduct other) =>
        one.SealedAt != other.SealedAt ? one.SealedAt.CompareTo(other.SealedAt) : one.Id.Span.SequenceCompareTo(other.Id.Span);

    /// <summary>A set of partners as one line says it.</summary>
    public static string Text(ImmutableArray<PartnerCode> set) => set.IsDefaultOrEmpty ? "-" : string.Join(' ', set);

    private int Number(CorpusProduct product)
    {
        if (!_numbers.TryGetValue(product.Id, out int number))
        {
            _numbers.Add(product.Id, number = _products.Count);
            _products.Add(product);
        }
        else if (_products[number] != product)
        {
            throw new ArgumentException("A product comes with two descriptions.", nameof(product));
        }

        return number;
    }

    private int Set(ImmutableArray<PartnerCode> released)
    {
        ImmutableArray<PartnerCode> set = released.Length < 2 ? released : [.. released.Distinct().Order()];
        string text = Text(set);
        if (!_sets.TryGetValue(text, out int number))
        {
            _sets.Add(text, number = _released.Count);
            _released.Add(set);
        }

        return number;
    }

    /// <summary>Items in order, and where each went.</summary>
    private static (ImmutableArray<T> Items, int[] At) Ordered<T>(List<T> items, Comparison<T> order)
    {
        int[] from = [.. Enumerable.Range(0, items.Count)];
        Array.Sort(from, (one, other) => order(items[one], items[other]));
        int[] at = new int[items.Count];
        for (int i = 0; i < from.Length; i++)
        {
            at[from[i]] = i;
        }

        return ([.. from.Select(i => items[i])], at);
    }

    /// <summary>Equal when rules cannot tell two portions apart but by their time of sealing.</summary>
    private sealed class ClassComparer : IEqualityComparer<CorpusPortion>
    {
        public static ClassComparer Instance { get; } = new();

        public bool Equals(CorpusPortion? one, CorpusPortion? other) =>
            ReferenceEquals(one, other) || (one is not null && other is not null
            && one.Facts.FieldClass == other.Facts.FieldClass
            && one.Facts.Originator == other.Facts.Originator
            && one.Facts.Marking.Equals(other.Facts.Marking)
            && Same(one.Facts.Regions, other.Facts.Regions)
            && Same(one.Facts.Topics, other.Facts.Topics)
            && Same(one.Facts.Grants, other.Facts.Grants)
            && Same(one.Facts.Consents, other.Facts.Consents)
            && Same(one.Floors, other.Floors)
            && Same(one.Recipients, other.Recipients));

        public int GetHashCode(CorpusPortion portion) => HashCode.Combine(
            portion.Facts.FieldClass, portion.Facts.Marking, First(portion.Facts.Regions), First(portion.Facts.Topics), portion.Floors.AsSpan().Length, First(portion.Recipients));

        private static bool Same<T>(ImmutableArray<T> one, ImmutableArray<T> other)
            where T : IEquatable<T> => one.AsSpan().SequenceEqual(other.AsSpan());

        private static T? First<T>(ImmutableArray<T> list) => list.IsDefaultOrEmpty ? default : list[0];
    }
}
