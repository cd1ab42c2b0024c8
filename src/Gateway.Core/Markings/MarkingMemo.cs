using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Gateway.Core.Markings;

/// <summary>
/// Marks that were read under one registry, remembered: a node meets the same few on every portion. Reading is pure, so remembering
/// changes nothing but time. What cannot be read is never kept, nor what is very long, so whoever sends junk pushes out nothing.
/// Bounded; thread-safe.
/// </summary>
internal sealed class MarkingMemo
{
    private const int Capacity = 2048;
    private const int LongestText = 512;
    private const int MostUnderBanner = 16;

    private readonly ConcurrentDictionary<(Marking Marking, MarkingKind Kind), MarkingReading.Readable> _readings = new();

    private readonly ConcurrentDictionary<BannerKey, Marking> _banners = new();

    // By reference, and only as long as somebody holds the parsed marking.
    private readonly ConditionalWeakTable<ParsedMarking, LatticePoint> _points = [];

    public bool TryGet(Marking marking, MarkingKind kind, [NotNullWhen(true)] out MarkingReading.Readable? reading) =>
        _readings.TryGetValue((marking, kind), out reading);

    public void Add(Marking marking, MarkingKind kind, MarkingReading.Readable reading)
    {
        if (marking.Text.Length > LongestText || marking.ReleasableTo.AsSpan().Length + marking.OriginatorList.AsSpan().Length > LongestText / 4)
        {
            return;
        }

        if (_readings.Count >= Capacity)
        {
            _readings.Clear();
        }

        _readings[(marking, kind)] = reading;
    }

    public LatticePoint Point(ParsedMarking marking, Func<ParsedMarking, LatticePoint> make) =>
        _points.TryGetValue(marking, out LatticePoint? point) ? point : _points.GetValue(marking, key => make(key));

    /// <summary>The banner over a set of portion marks, made once. That there is none is not remembered.</summary>
    public Marking? Banner(HashSet<Marking> portions, string originator, Func<Marking?> make)
    {
        if (portions.Count > MostUnderBanner || portions.Sum(portion => portion.Text?.Length ?? 0) > MostUnderBanner * LongestText)
        {
            return make();
        }

        var key = new BannerKey(portions, originator);
        if (_banners.TryGetValue(key, out Marking? known))
        {
            return known;
        }

        Marking? made = make();
        if (made is not null)
        {
            if (_banners.Count >= Capacity)
            {
                _banners.Clear();
            }

            _banners[key] = made;
        }

        return made;
    }

    /// <summary>What a banner depends on. The set must not change.</summary>
    private readonly struct BannerKey(HashSet<Marking> portions, string originator) : IEquatable<BannerKey>
    {
        private readonly HashSet<Marking> _portions = portions;
        private readonly string _originator = originator;

        public bool Equals(BannerKey other) => _originator == other._originator && _portions.SetEquals(other._portions);

        public override bool Equals(object? obj) => obj is BannerKey other && Equals(other);

        public override int GetHashCode()
        {
            // In any order.
            int hash = StringComparer.Ordinal.GetHashCode(_originator);
            foreach (Marking portion in _portions)
            {
                hash += portion.GetHashCode();
            }

            return hash;
        }
    }
}
