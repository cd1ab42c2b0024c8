using System.Collections.Concurrent;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// What readers at home may see, remembered by class of portion: a class is everything that the checks of a local reader look at, so two portions
/// of one class are seen by the same readers at every instant. Good for one roster and one reading of markings; release policy has no part in
/// it. Classes are numbered from 0 and are never taken back. Thread-safe.
/// </summary>
public sealed class SightMemo
{
    /// <summary>The number of portions that nobody is shown: taken back, or not of their schema.</summary>
    public const int Nobody = -1;

    private readonly NodeModel _model;
    private readonly Changes _changes;
    private readonly Lock _lock = new();
    private readonly Dictionary<SightClass, int> _numbers = [];
    private readonly List<SightClass> _classes = [];
    private readonly ConcurrentDictionary<(Level Clearance, int Era, int LatestEra), bool[]> _seen = new();

    /// <summary>A memo for readers of this node.</summary>
    public SightMemo(NodeModel model)
    {
        _model = model;
        _changes = new Changes(model.At(DateTimeOffset.UnixEpoch));
    }

    /// <summary>The class of a portion with the notices on it.</summary>
    public int ClassOf(Manifest manifest, ProductSchema schema, Portion portion)
    {
        if (portion.Recalled || NodeModel.Facts(manifest, schema, portion.Body) is not { } facts)
        {
            return Nobody;
        }

        // Regions and topics are the business of release policy.
        var one = new SightClass(facts with { Regions = [], Topics = [] }, _changes.Era(facts.SealedAt), [.. portion.Markings]);
        lock (_lock)
        {
            if (!_numbers.TryGetValue(one, out int number))
            {
                _numbers.Add(one, number = _classes.Count);
                _classes.Add(one);
            }

            return number;
        }
    }

    /// <summary>For every class so far, whether a reader cleared to this level sees it at this time. Nobody changes the answer.</summary>
    public bool[] Seen(Level clearance, DecisionTime at)
    {
        (Level, int, int) key = (clearance, _changes.Era(at.Now), _changes.Era(at.Latest));
        bool[] known = _seen.GetValueOrDefault(key, []);
        SightClass[] more;
        lock (_lock)
        {
            more = [.. _classes.Skip(known.Length)];
        }

        if (more.Length == 0)
        {
            return known;
        }

        var sight = new LocalSight(_model, clearance, at);
        return _seen[key] = [.. known, .. more.Select(one => sight.Of(one.Facts, one.Markings) == Outcome.Release)];
    }

    /// <summary>Facts under all markings; the time of sealing counts by its era.</summary>
    private sealed record SightClass(PortionFacts Facts, int Era, Marking[] Markings)
    {
        public bool Equals(SightClass? other) =>
            other is not null
            && Era == other.Era
            && Facts.FieldClass == other.Facts.FieldClass
            && Facts.Originator == other.Facts.Originator
            && Markings.AsSpan().SequenceEqual(other.Markings);

        public override int GetHashCode() => HashCode.Combine(Facts.Originator, Era, Facts.FieldClass, Markings.Length, Markings[0]);
    }
}
