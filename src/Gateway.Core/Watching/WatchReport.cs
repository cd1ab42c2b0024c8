using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Watching;

/// <summary>Why a rule could not look at something that it was meant to look at.</summary>
public enum RefusalReason
{
    /// <summary>The observations have another unit than the rule or the threshold.</summary>
    OtherUnit = 1,

    /// <summary>A value is not a finite number.</summary>
    NotANumber = 2,

    /// <summary>Fewer periods with observations, without a gap, than the rule compares.</summary>
    TooShort = 3,

    /// <summary>The value to compare with is below the rule's least base.</summary>
    SmallBase = 4,
}

/// <summary>What a rule could not look at: told to the operator, since a rule that never fires looks like peace.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Subject">Where.</param>
/// <param name="Partner">Whose series.</param>
/// <param name="Indicator">Which, folded.</param>
/// <param name="Reason">Why.</param>
/// <param name="Portions">Who learns of it learns of these.</param>
public sealed record WatchRefusal(
    string RuleId, WatchSubject Subject, PartnerCode Partner, string Indicator, RefusalReason Reason, ImmutableArray<FactPortion> Portions);

/// <summary>What the rules come to over one set of facts at one instant. Immutable.</summary>
public sealed record WatchReport
{
    /// <summary>Causes that hold, by key.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>
    /// Keys of causes whose facts are there while the time is not: too early, or over. A warning that was told of one is neither ended nor
    /// repeated, so that a clock that jumps takes nothing back.
    /// </summary>
    public required ImmutableSortedSet<string> Dormant { get; init; }

    /// <summary>What rules could not look at.</summary>
    public required ImmutableArray<WatchRefusal> Refusals { get; init; }

    /// <summary>When the rules come to something else though no fact changes; null: never.</summary>
    public required DateTimeOffset? WakeAt { get; init; }
}
