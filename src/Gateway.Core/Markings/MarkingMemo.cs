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

    private readonly ConcurrentDictionary<(Marking Marking, MarkingKind Kind), MarkingReading.Readable> _readings = new();

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
}
