using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>
/// One voice in a comparison: a partner's analysts, or one model of a partner. The newest edition counts; the others are its history.
/// </summary>
public sealed record Voice
{
    /// <summary>The newest edition.</summary>
    public required View Latest { get; init; }

    /// <summary>Editions, the oldest first, the newest last; at most as many as were asked for.</summary>
    public required ImmutableArray<Edition> Editions { get; init; }

    /// <summary>From the edition before to the newest; null where there is nothing to measure against.</summary>
    public EditionChange? Change { get; init; }

    /// <summary>The earliest edition seen, milliseconds since the Unix epoch.</summary>
    public required long FirstMs { get; init; }

    /// <summary>Whether the partner counts as worried.</summary>
    public bool IsHigh { get; init; }

    /// <summary>The first edition of the unbroken run that counts as worried, up to the newest; 0 = not worried now.</summary>
    public long HighSinceMs { get; init; }

    /// <summary>Ranked countries that are placed lower, per cent; null when not ranked.</summary>
    public double? Percentile => Latest is { Rank: > 0, Of: > 0 } && Latest.Rank <= Latest.Of ? 100.0 * (Latest.Of - Latest.Rank) / Latest.Of : null;
}

/// <summary>How two voices lie to each other.</summary>
/// <param name="One">Place among the voices.</param>
/// <param name="Other">Place among the voices, greater than <paramref name="One"/>.</param>
/// <param name="Relation">Agree, overlap or diverge.</param>
/// <param name="GapPoints">Distance between the nearest ends, percentage points; 0 where they share a probability or touch.</param>
/// <param name="SameModel">Both pass on one model: that is no second opinion.</param>
public readonly record struct VoicePair(int One, int Other, IntervalRelation Relation, double GapPoints, bool SameModel);

/// <summary>A voice on the same subject that the gate keeps out of a comparison: shown with the reasons, never measured.</summary>
/// <param name="Latest">Its newest edition.</param>
/// <param name="Reasons">Never empty.</param>
public sealed record VoiceApart(View Latest, Incomparable Reasons);

/// <summary>What everybody says about one subject, event and horizon. Nothing in it is averaged or converted.</summary>
public sealed record Comparison
{
    /// <summary>What it is about.</summary>
    public required ComparedSubject Subject { get; init; }

    /// <summary>Event and horizon; not stated where no judgement on the subject states both.</summary>
    public required Frame Frame { get; init; }

    /// <summary>By partner code, then analysts before models.</summary>
    public required ImmutableArray<Voice> Voices { get; init; }

    /// <summary>Every pair of voices with a usable likelihood.</summary>
    public required ImmutableArray<VoicePair> Pairs { get; init; }

    /// <summary>What cannot be compared with it, by partner code; at most <see cref="Comparer.MostApart"/>.</summary>
    public required ImmutableArray<VoiceApart> Apart { get; init; }

    /// <summary>Partners of whom the caller may see nothing that could be compared: none was written, or none is for this caller. By code.</summary>
    public required ImmutableArray<PartnerCode> NothingToSee { get; init; }
}

/// <summary>Judgements that the caller may see and that take no part. A closed list.</summary>
public enum LeftOut
{
    /// <summary>The judgement may be seen, what it is about may not.</summary>
    NoSubject = 1,

    /// <summary>Its originator says that something else is to be used instead.</summary>
    Replaced,

    /// <summary>One edition says two things of one subject, event and horizon: the one that was sealed last counts.</summary>
    SaidTwice,

    /// <summary>More events and horizons on one subject than a comparison takes.</summary>
    TooManyFrames,

    /// <summary>More models of one partner in one frame than a comparison takes.</summary>
    TooManyVoices,
}

/// <summary>What a comparison came to.</summary>
/// <param name="Comparisons">Most partners first, then by subject and frame.</param>
/// <param name="LeftOut">Visible judgements that took no part, by reason.</param>
public sealed record ComparisonResult(ImmutableArray<Comparison> Comparisons, ImmutableSortedDictionary<LeftOut, int> LeftOut);
