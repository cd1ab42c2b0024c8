using System.Collections.Concurrent;

namespace Gateway.Core.Policy.Compiled;

/// <summary>One object for all equal decisions, so that whoever compares many compares references. Sharing is best effort. Bounded; thread-safe.</summary>
internal sealed class DecisionShapes(DeciderSlots slots)
{
    private const int Most = 4_096;

    private readonly ConcurrentDictionary<(Outcome Outcome, RuleBits Rules), Decision> _known = new(Same.Instance);

    public Decision Of(Outcome outcome, in RuleBits rules)
    {
        if (!_known.TryGetValue((outcome, rules), out Decision? decision))
        {
            decision = new Decision(outcome, rules.Ids(slots));
            decision = _known.Count < Most ? _known.GetOrAdd((outcome, rules), decision) : decision;
        }

        return decision;
    }

    // The tuple's own comparison is several times slower.
    private sealed class Same : IEqualityComparer<(Outcome Outcome, RuleBits Rules)>
    {
        public static Same Instance { get; } = new();

        public bool Equals((Outcome Outcome, RuleBits Rules) one, (Outcome Outcome, RuleBits Rules) other) =>
            one.Outcome == other.Outcome && one.Rules.Equals(other.Rules);

        public int GetHashCode((Outcome Outcome, RuleBits Rules) shape) => shape.Rules.GetHashCode() + (int)shape.Outcome;
    }
}
