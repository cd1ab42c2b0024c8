using Gateway.Core.Policy;

namespace Gateway.Core.Releasing;

/// <summary>
/// The instants that a decision looks at: what the clock says, and the latest that was ever decided at. They differ only while the clock runs
/// behind what it said before; then everything is decided at both, and the stricter outcome counts. So nothing leaves because a clock was set
/// back: an agreement that was seen to end stays ended.
/// </summary>
public readonly record struct DecisionTime
{
    /// <summary>These two; a latest before now counts as now.</summary>
    public DecisionTime(DateTimeOffset now, DateTimeOffset latest)
    {
        Now = now;
        Latest = latest > now ? latest : now;
    }

    /// <summary>What the clock says.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The latest instant that was decided at, never before <see cref="Now"/>.</summary>
    public DateTimeOffset Latest { get; }

    /// <summary>Whether the clock runs behind.</summary>
    public bool IsBehind => Latest > Now;

    /// <summary>One instant alone, by a clock that runs forward.</summary>
    public static DecisionTime At(DateTimeOffset now) => new(now, now);

    /// <summary>The same as <see cref="At"/>.</summary>
    public static implicit operator DecisionTime(DateTimeOffset now) => At(now);

    /// <summary>Whether something holds at both instants.</summary>
    internal bool Both(Func<DateTimeOffset, bool> holds) => holds(Now) && (!IsBehind || holds(Latest));

    /// <summary>What comes out at the instant with the lower outcome; of equals that of now.</summary>
    internal T Stricter<T>(Func<DateTimeOffset, T> decide, Func<T, Outcome> outcome)
    {
        T now = decide(Now);
        return IsBehind && decide(Latest) is var latest && outcome(latest) < outcome(now) ? latest : now;
    }

    /// <summary>The decision with the lower outcome; of equals the first.</summary>
    internal static Decision Stricter(Decision now, Decision latest) => latest.Outcome < now.Outcome ? latest : now;
}
