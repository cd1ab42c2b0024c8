using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Forecasting;

/// <summary>What became of a forecast.</summary>
public enum Resolution
{
    /// <summary>An event began in the country within the window.</summary>
    Happened,

    /// <summary>None did.</summary>
    DidNotHappen,

    /// <summary>The window reaches beyond what is known. Even if an event has begun: counting only those would count hits and no misses.</summary>
    Open,

    /// <summary>An event began at about an end of the window, and its date is not precise enough to say on which side.</summary>
    Uncertain,
}

/// <summary>
/// All events of one definition that began, in all countries, up to a time. A country and time with no event in the list had none: a list
/// with gaps makes false scores. An event that went on already is not one that began; a second one beside it is. Immutable.
/// </summary>
public sealed class OutcomeList
{
    private readonly FrozenDictionary<string, ImmutableArray<Onset>> _byCountry;

    /// <param name="onsets">The events.</param>
    /// <param name="knownUntil">The list is complete up to this time, exclusive.</param>
    public OutcomeList(IEnumerable<Onset> onsets, DateTimeOffset knownUntil)
    {
        _byCountry = onsets.GroupBy(onset => onset.Iso3).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        KnownUntil = knownUntil;
    }

    /// <summary>The list is complete up to this time, exclusive.</summary>
    public DateTimeOffset KnownUntil { get; }

    /// <summary>What became of a forecast for this country and window, until exclusive.</summary>
    public Resolution Resolve(string iso3, DateTimeOffset from, DateTimeOffset until)
    {
        if (until > KnownUntil)
        {
            return Resolution.Open;
        }

        ImmutableArray<Onset> onsets = _byCountry.GetValueOrDefault(iso3, []);
        return onsets.Any(onset => from <= onset.Earliest && onset.Before <= until) ? Resolution.Happened
            : onsets.Any(onset => onset.Earliest < until && from < onset.Before) ? Resolution.Uncertain
            : Resolution.DidNotHappen;
    }
}
