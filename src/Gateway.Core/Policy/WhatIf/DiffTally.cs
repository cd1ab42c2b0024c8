using System.Collections.Immutable;
using System.Numerics;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Counts portions and products by partner and kind of change. Not thread-safe.</summary>
internal sealed class DiffTally(CorpusIndex corpus)
{
    private readonly Dictionary<Change, Row> _rows = [];

    public void Add(PartnerCode partner, Decision before, Decision after, ReadOnlySpan<CorpusEntry> entries, bool[] holds)
    {
        var change = new Change(partner, before, after);
        if (!_rows.TryGetValue(change, out Row? row))
        {
            _rows.Add(change, row = new Row((corpus.Products.Length + 63) / 64));
        }

        row.Add(entries, holds);
    }

    public ImmutableArray<DiffRow> Rows(bool gains) =>
    [
        .. _rows.Where(pair => pair.Key.After.Outcome > pair.Key.Before.Outcome == gains)
            .OrderBy(pair => pair.Key.Partner)
            .ThenBy(pair => Rules(pair.Key.After), StringComparer.Ordinal)
            .ThenBy(pair => Rules(pair.Key.Before), StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.After.Outcome)
            .ThenBy(pair => pair.Key.Before.Outcome)
            .Select(pair => new DiffRow
            {
                Partner = pair.Key.Partner,
                Before = pair.Key.Before,
                After = pair.Key.After,
                Count = pair.Value.Count,
                AlreadySent = pair.Value.Sent,
                Products = Products(pair.Value.Products),
                SentProducts = Products(pair.Value.SentProducts),
            }),
    ];

    private static string Rules(Decision decision) => string.Join(',', decision.Rules);

    private ImmutableArray<ProductId> Products(ulong[] words)
    {
        var products = ImmutableArray.CreateBuilder<ProductId>();
        for (int i = 0; i < words.Length; i++)
        {
            for (ulong left = words[i]; left != 0; left &= left - 1)
            {
                products.Add(corpus.Products[(i * 64) + BitOperations.TrailingZeroCount(left)].Id);
            }
        }

        return products.ToImmutable();
    }

    /// <summary>One bit a product.</summary>
    private sealed class Row(int words)
    {
        public long Count { get; private set; }

        public long Sent { get; private set; }

        public ulong[] Products { get; } = new ulong[words];

        public ulong[] SentProducts { get; } = new ulong[words];

        public void Add(ReadOnlySpan<CorpusEntry> entries, bool[] holds)
        {
            Count += entries.Length;
            foreach (CorpusEntry entry in entries)
            {
                ulong bit = 1UL << (entry.Product & 63);
                Products[entry.Product >> 6] |= bit;
                if (holds[entry.Released])
                {
                    SentProducts[entry.Product >> 6] |= bit;
                    Sent++;
                }
            }
        }
    }

    private readonly struct Change(PartnerCode partner, Decision before, Decision after) : IEquatable<Change>
    {
        public PartnerCode Partner => partner;

        public Decision Before => before;

        public Decision After => after;

        public bool Equals(Change other) => partner == other.Partner && Same(before, other.Before) && Same(after, other.After);

        public override bool Equals(object? obj) => obj is Change other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(partner, before.Outcome, after.Outcome, before.Rules[0], after.Rules[0]);

        // Equal decisions are mostly one object.
        private static bool Same(Decision one, Decision other) =>
            ReferenceEquals(one, other) || (one.Outcome == other.Outcome && one.Rules.AsSpan().SequenceEqual(other.Rules.AsSpan()));
    }
}
