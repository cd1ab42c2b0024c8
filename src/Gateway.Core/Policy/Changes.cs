using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>
/// The instants at which time alone may change a decision. Between two of them every rule that looks at a time answers the same; whoever
/// adds such a rule adds its instants here. Ticks of UTC, ascending. Immutable.
/// </summary>
internal sealed class Changes
{
    private const long LastMs = 253_402_300_799_999;

    private readonly long[] _memberships;
    private readonly long[] _all;

    /// <summary>Those of roster, agreements and policy. Embargoes are the portions' own.</summary>
    public Changes(DecisionContext context)
    {
        _memberships = Ascending(context.Roster.Coalitions.SelectMany(coalition => coalition.Members).SelectMany(Bounds));
        _all = Ascending([
            .. _memberships,
            context.Roster.Terms.Expires.UtcTicks,
            .. context.Agreements.All.SelectMany(agreement => new[] { agreement.ValidFrom.UtcTicks, agreement.ValidUntil.UtcTicks }),
            .. context.Policy.Rules.SelectMany(rule => new[] { rule.Effective.UtcTicks, (rule.Until ?? DateTimeOffset.MaxValue).UtcTicks }),
        ]);
    }

    /// <summary>Which span between changes of membership an instant lies in: within one, a sealing time means the same.</summary>
    public int Era(DateTimeOffset sealedAt) => UpTo(_memberships, sealedAt.UtcTicks);

    /// <summary>Which span between changes of any kind an instant lies in; embargoes aside.</summary>
    public int Span(DateTimeOffset now) => UpTo(_all, now.UtcTicks);

    /// <summary>The first instant after <paramref name="now"/> at which a portion with this embargo may be decided otherwise.</summary>
    public long Next(DateTimeOffset now, long notBeforeMs)
    {
        long ticks = now.UtcTicks;
        int passed = UpTo(_all, ticks);
        long next = passed < _all.Length ? _all[passed] : long.MaxValue;
        long embargo = notBeforeMs is > 0 and <= LastMs ? DateTimeOffset.FromUnixTimeMilliseconds(notBeforeMs).UtcTicks : 0;
        return embargo > ticks ? Math.Min(next, embargo) : next;
    }

    private static IEnumerable<long> Bounds(Membership period) => [period.From.UtcTicks, (period.Until ?? DateTimeOffset.MaxValue).UtcTicks];

    private static long[] Ascending(IEnumerable<long> instants) => [.. instants.Distinct().Order()];

    /// <summary>How many instants are not after <paramref name="ticks"/>.</summary>
    private static int UpTo(long[] instants, long ticks)
    {
        int found = Array.BinarySearch(instants, ticks);
        return found >= 0 ? found + 1 : ~found;
    }
}
