using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Watching;

/// <summary>What kind of cause a finding has. Numbers equal <c>gateway.v1.GroundKind</c>.</summary>
public enum FindingKind
{
    /// <summary>Something seen.</summary>
    Observation = 1,

    /// <summary>A risk rose between editions.</summary>
    RiskRise = 2,

    /// <summary>A declared threshold was crossed.</summary>
    Threshold = 3,

    /// <summary>Several partners judge alike.</summary>
    Concurrence = 4,

    /// <summary>A dated event draws near.</summary>
    Trigger = 5,

    /// <summary>The first assessment of something watched.</summary>
    FirstAssessment = 6,
}

/// <summary>One thing that a finding rests on, with the portions that show it.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Product">The product.</param>
/// <param name="Partner">Whose word it is.</param>
/// <param name="Text">In words that name no source.</param>
/// <param name="Value">The number, in <paramref name="Unit"/>; null: none.</param>
/// <param name="Unit">UCUM code or a plain word.</param>
/// <param name="AtMs">When, milliseconds since the Unix epoch; 0: not stated.</param>
/// <param name="Portions">Who learns of this ground learns of these; never empty.</param>
public sealed record FindingGround(
    FindingKind Kind, ProductId Product, PartnerCode Partner, string Text, double? Value, string Unit, long AtMs, ImmutableArray<FactPortion> Portions);

/// <summary>A cause to warn that holds. What it says is as confidential as all that it rests on together. Immutable.</summary>
public sealed record Finding
{
    /// <summary>Names the cause, 32 lower-case hex digits: the same cause has the same key whenever and in whatever order facts come.</summary>
    public required string Key { get; init; }

    /// <summary>The rule.</summary>
    public required WarningRule Rule { get; init; }

    /// <summary>Kind of cause.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>Whom it concerns.</summary>
    public required WatchSubject Subject { get; init; }

    /// <summary>From 1. A higher one is a worsened cause; a lower one is not told.</summary>
    public required int Degree { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>What was found, in one or two sentences.</summary>
    public required string Statement { get; init; }

    /// <summary>Urgency, severity, certainty, the rule's own words where it has some.</summary>
    public required Alarm Alarm { get; init; }

    /// <summary>When what is warned of is expected, milliseconds since the Unix epoch; 0: not stated.</summary>
    public long OnsetAtMs { get; init; }

    /// <summary>When the warning lapses by itself, milliseconds since the Unix epoch; 0: when it is cancelled.</summary>
    public long LapsesAtMs { get; init; }

    /// <summary>The event that judgements foresee; null: none.</summary>
    public JudgedEvent? Event { get; init; }

    /// <summary>What it rests on, in an order of its own; never empty.</summary>
    public required ImmutableArray<FindingGround> Grounds { get; init; }

    /// <summary>Every portion that it rests on, once.</summary>
    public IEnumerable<FactPortion> Portions => Grounds.SelectMany(ground => ground.Portions).Distinct();

    /// <summary>The key of a cause: mode, rule, kind, subject, and whatever else tells one cause from another.</summary>
    public static string KeyOf(Mode mode, WarningRule rule, FindingKind kind, WatchSubject subject, params ReadOnlySpan<string> rest)
    {
        var text = new StringBuilder();
        foreach (string part in (ReadOnlySpan<string>)
            [Number((int)mode), rule.Id, Number((int)kind), subject.Iso3, subject.Area, subject.Group, .. rest])
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
