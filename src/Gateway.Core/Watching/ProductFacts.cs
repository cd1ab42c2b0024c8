using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Watching;

/// <summary>What one product says, as far as the watch may see it, in the compact form that rules are evaluated over. Immutable.</summary>
public sealed record ProductFacts
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The partner that sealed it: whose word it is.</summary>
    public required PartnerCode Partner { get; init; }

    /// <summary>What it replaces and is replaced within, lower-case hex.</summary>
    public required string Lineage { get; init; }

    /// <summary>When it was sealed, milliseconds since the Unix epoch.</summary>
    public required long IssuedAtMs { get; init; }

    /// <summary>From when its judgements hold, milliseconds since the Unix epoch; where not stated, when it was sealed.</summary>
    public long HoldsFromMs { get; init; }

    /// <summary>Unit of the originator that wrote it; editions of one unit are compared with each other.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whom it assesses: its subject first, then the groups at risk that it names.</summary>
    public ImmutableArray<AssessedFact> Assessed { get; init; } = [];

    /// <summary>Numbers that were seen.</summary>
    public ImmutableArray<ObservedFact> Observed { get; init; } = [];

    /// <summary>Judgements.</summary>
    public ImmutableArray<JudgedFact> Judged { get; init; } = [];

    /// <summary>Declared thresholds.</summary>
    public ImmutableArray<LineFact> Lines { get; init; } = [];

    /// <summary>Dated events that could set off violence.</summary>
    public ImmutableArray<TriggerFact> Triggers { get; init; } = [];

    /// <summary>Entries of a watchlist.</summary>
    public ImmutableArray<WatchedFact> Watched { get; init; } = [];

    /// <summary>Whether nothing in it could bear on a rule.</summary>
    public bool IsEmpty =>
        Assessed.IsEmpty && Observed.IsEmpty && Judged.IsEmpty && Lines.IsEmpty && Triggers.IsEmpty && Watched.IsEmpty;
}

/// <summary>A subject is assessed.</summary>
/// <param name="Subject">Who or what.</param>
/// <param name="Portions">The portions that say so; never empty.</param>
public sealed record AssessedFact(WatchSubject Subject, ImmutableArray<FactPortion> Portions);

/// <summary>A number was seen.</summary>
/// <param name="Subject">Where.</param>
/// <param name="Indicator">Name of the indicator, folded.</param>
/// <param name="AtMs">When, milliseconds since the Unix epoch.</param>
/// <param name="Value">In <paramref name="Unit"/>; null: seen, not counted.</param>
/// <param name="Unit">UCUM code, or <c>persons</c>, <c>events</c>; compared letter by letter.</param>
/// <param name="Portions">The portions that say so; never empty.</param>
public sealed record ObservedFact(
    WatchSubject Subject, string Indicator, long AtMs, double? Value, string Unit, ImmutableArray<FactPortion> Portions);

/// <summary>What a judgement foresees. Only judgements with the same are compared.</summary>
/// <param name="Definition">Id of the event's definition.</param>
/// <param name="Threshold">Persons killed from which on it counts.</param>
/// <param name="WindowMonths">Months within which that many have to be killed.</param>
public readonly record struct JudgedEvent(string Definition, uint Threshold, uint WindowMonths);

/// <summary>What an edition's own model gives for an earlier one.</summary>
/// <param name="P">Probability, 0 to 1; null: not stated.</param>
/// <param name="Rank">1 = highest risk; 0: not ranked.</param>
/// <param name="HoldsFromMs">From when the earlier judgement looked ahead, milliseconds since the Unix epoch; 0: not stated.</param>
public readonly record struct Refit(double? P, uint Rank, long HoldsFromMs = 0);

/// <summary>A partner judges.</summary>
public sealed record JudgedFact
{
    /// <summary>About whom.</summary>
    public required WatchSubject Subject { get; init; }

    /// <summary>What it foresees.</summary>
    public required JudgedEvent Event { get; init; }

    /// <summary>Months ahead; 0: not stated.</summary>
    public required uint HorizonMonths { get; init; }

    /// <summary>Lower bound of the probability: the stated one, else the best estimate; null: no number was given.</summary>
    public double? PLow { get; init; }

    /// <summary>Best estimate, else the middle of the bounds; null: no number was given.</summary>
    public double? PBest { get; init; }

    /// <summary>Scale of <see cref="Term"/>.</summary>
    public string Scale { get; init; } = "";

    /// <summary>The analyst's word.</summary>
    public string Term { get; init; } = "";

    /// <summary>Place, 1 = highest risk; 0: not ranked.</summary>
    public uint Rank { get; init; }

    /// <summary>Countries ranked.</summary>
    public uint Of { get; init; }

    /// <summary>What this edition's own model gives for the edition before; null where it says nothing of it.</summary>
    public Refit? Before { get; init; }

    /// <summary>The portions that say so; never empty.</summary>
    public required ImmutableArray<FactPortion> Portions { get; init; }
}

/// <summary>How an observation crosses a declared threshold. Numbers equal <c>gateway.v1.Crossing</c>.</summary>
public enum LineCrossing
{
    /// <summary>A value of at least the threshold.</summary>
    AtLeast = 1,

    /// <summary>A value of at most the threshold.</summary>
    AtMost = 2,

    /// <summary>That it is seen at all.</summary>
    Seen = 3,
}

/// <summary>A partner declared a threshold: a red line.</summary>
public sealed record LineFact
{
    /// <summary>For whom it holds.</summary>
    public required WatchSubject Subject { get; init; }

    /// <summary>Name of the indicator whose observations are compared, folded.</summary>
    public required string Indicator { get; init; }

    /// <summary>What crosses it.</summary>
    public required LineCrossing Crossing { get; init; }

    /// <summary>In <see cref="Unit"/>; null exactly for <see cref="LineCrossing.Seen"/>.</summary>
    public double? Value { get; init; }

    /// <summary>UCUM code, or a plain word.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The declaration in the partner's own words.</summary>
    public required string Statement { get; init; }

    /// <summary>Observations from this time on count, milliseconds since the Unix epoch; 0: all.</summary>
    public long FromMs { get; init; }

    /// <summary>Observations before this time count; 0: no end.</summary>
    public long UntilMs { get; init; }

    /// <summary>The declaration no longer stands.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>The portions that say so; never empty.</summary>
    public required ImmutableArray<FactPortion> Portions { get; init; }
}

/// <summary>How exactly a date is known. Numbers equal <c>gateway.v1.DatePrecision</c>.</summary>
public enum DateSpan
{
    /// <summary>To the day, UTC.</summary>
    Day = 1,

    /// <summary>To the week, from Monday, UTC.</summary>
    Week = 2,

    /// <summary>To the month, UTC.</summary>
    Month = 3,

    /// <summary>To the year, UTC.</summary>
    Year = 4,
}

/// <summary>A dated event that could set off violence.</summary>
/// <param name="Subject">Where.</param>
/// <param name="Kind">What, folded: <c>election</c>.</param>
/// <param name="ExpectedAtMs">A time within the span, milliseconds since the Unix epoch.</param>
/// <param name="Span">How exactly the date is known.</param>
/// <param name="Portions">The portions that say so; never empty.</param>
public sealed record TriggerFact(
    WatchSubject Subject, string Kind, long ExpectedAtMs, DateSpan Span, ImmutableArray<FactPortion> Portions);

/// <summary>A partner watches a subject.</summary>
/// <param name="Subject">Whom.</param>
/// <param name="SinceMs">Since when, milliseconds since the Unix epoch; where not stated, when the list was sealed.</param>
/// <param name="Portions">The portions that say so; never empty.</param>
public sealed record WatchedFact(WatchSubject Subject, long SinceMs, ImmutableArray<FactPortion> Portions);
