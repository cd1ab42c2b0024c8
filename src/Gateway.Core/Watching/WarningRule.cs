using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Watching;

/// <summary>
/// What the operator wants to be warned of. A closed set; <see cref="RuleFile"/> reads it. Immutable. A rule never says who may learn what:
/// the markings of what a warning rests on do.
/// </summary>
public abstract record WarningRule
{
    private WarningRule()
    {
    }

    /// <summary>Stable name, ^[a-z0-9-]{1,32}$: the same name continues the same warnings.</summary>
    public required string Id { get; init; }

    /// <summary>Countries it looks at, ISO 3166-1 alpha-3; empty: all.</summary>
    public ImmutableSortedSet<string> Countries { get; init; } = [];

    /// <summary>Partners whose word it looks at; empty: all.</summary>
    public ImmutableSortedSet<string> Partners { get; init; } = [];

    /// <summary>Instead of the urgency that the cause has by itself.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>Instead of the severity that the cause has by itself.</summary>
    public Severity? Severity { get; init; }

    /// <summary>What readers should do; empty: nothing is said.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>What is asked for when it fires; null: nothing.</summary>
    public ActionDraft? Action { get; init; }

    /// <summary>Marking of the rule's own words; null: they are as open as the grounds let them be.</summary>
    public Marking? Marking { get; init; }

    /// <summary>Whether the rule looks at this partner's word about this subject.</summary>
    public bool LooksAt(PartnerCode partner, WatchSubject subject) =>
        (Partners.IsEmpty || Partners.Contains(partner.Value)) && (Countries.IsEmpty || Countries.Contains(subject.Iso3));

    /// <summary>An observed series crosses a value.</summary>
    public sealed record Crossing : WarningRule
    {
        /// <summary>Name of the indicator, folded.</summary>
        public required string Indicator { get; init; }

        /// <summary>Unit that the observations must have.</summary>
        public required string Unit { get; init; }

        /// <summary>At least or at most.</summary>
        public required LineCrossing Way { get; init; }

        /// <summary>In <see cref="Unit"/>.</summary>
        public required double Value { get; init; }

        /// <summary>In <see cref="Unit"/>, above 0: every further step of this size is told again.</summary>
        public required double Step { get; init; }
    }

    /// <summary>An observed series rises by so many per cent over so many periods.</summary>
    public sealed record Rise : WarningRule
    {
        /// <summary>Name of the indicator, folded.</summary>
        public required string Indicator { get; init; }

        /// <summary>Unit that the observations must have.</summary>
        public required string Unit { get; init; }

        /// <summary>Per cent, above 0; every further rise of this size is told again.</summary>
        public required double Percent { get; init; }

        /// <summary>Periods over which it rises, from 1.</summary>
        public required int Periods { get; init; }

        /// <summary>What a period is.</summary>
        public required Period Period { get; init; }

        /// <summary>What a period's value is.</summary>
        public required Combine Combine { get; init; }

        /// <summary>In <see cref="Unit"/>, above 0: per cent of less say nothing.</summary>
        public required double LeastBase { get; init; }
    }

    /// <summary>A partner's risk rises from edition to edition.</summary>
    public sealed record RiskRise : WarningRule
    {
        /// <summary>Id of the event's definition.</summary>
        public required string Event { get; init; }

        /// <summary>Months ahead; 0: every horizon for itself.</summary>
        public required uint HorizonMonths { get; init; }

        /// <summary>Probability, above 0 to 1; null when places count.</summary>
        public double? ByP { get; init; }

        /// <summary>Places, from 1; null when probability counts.</summary>
        public uint? ByRank { get; init; }
    }

    /// <summary>A declared threshold is crossed by an observation. <see cref="WarningRule.Partners"/> are those who declare.</summary>
    public sealed record Line : WarningRule;

    /// <summary>Several partners judge alike.</summary>
    public sealed record Concurrence : WarningRule
    {
        /// <summary>How many, from 2.</summary>
        public required int Least { get; init; }

        /// <summary>Id of the event's definition.</summary>
        public required string Event { get; init; }

        /// <summary>Months ahead; 0: every horizon for itself.</summary>
        public required uint HorizonMonths { get; init; }

        /// <summary>The lower bound of the probability is at least this; null: no number counts.</summary>
        public double? PLow { get; init; }

        /// <summary>The place is at least as high as this; null: no place counts.</summary>
        public uint? Rank { get; init; }

        /// <summary>Words that count, folded, by scale: none is converted into another.</summary>
        public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Terms { get; init; } =
            ImmutableSortedDictionary<string, ImmutableSortedSet<string>>.Empty;

        /// <summary>Judgements this much older than the newest do not count, months.</summary>
        public required int WithinMonths { get; init; }
    }

    /// <summary>A dated event draws near.</summary>
    public sealed record Approach : WarningRule
    {
        /// <summary>Kinds of events, folded; empty: all.</summary>
        public ImmutableSortedSet<string> Kinds { get; init; } = [];

        /// <summary>Days before the earliest time at which it may happen, descending, never empty; each is told.</summary>
        public required ImmutableArray<int> Days { get; init; }
    }

    /// <summary>Somebody who is watched is assessed for the first time. <see cref="WarningRule.Partners"/> are those who watch.</summary>
    public sealed record FirstAssessment : WarningRule;
}

/// <summary>What is asked for when a rule fires: the text of a request for resources, for a person to take up.</summary>
/// <param name="Tool">Id in the catalogue of tools.</param>
/// <param name="Text">What is asked for.</param>
/// <param name="Owner">Partner code or office that would do it; empty: not stated.</param>
public sealed record ActionDraft(string Tool, string Text, string Owner);

/// <summary>What observations are put together by, UTC.</summary>
public enum Period
{
    /// <summary>A day.</summary>
    Day = 1,

    /// <summary>Seven days from Monday.</summary>
    Week = 2,

    /// <summary>A calendar month.</summary>
    Month = 3,

    /// <summary>Three calendar months from January.</summary>
    Quarter = 4,

    /// <summary>A calendar year.</summary>
    Year = 5,
}

/// <summary>How the observations of a period become one value.</summary>
public enum Combine
{
    /// <summary>The latest.</summary>
    Last = 1,

    /// <summary>Their sum: counts of events.</summary>
    Sum = 2,

    /// <summary>Their mean.</summary>
    Mean = 3,
}
