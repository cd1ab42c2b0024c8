using System.Globalization;

namespace Gateway.Core.Watching;

/// <summary>What a rule warns of, in words.</summary>
public static class RuleSentence
{
    /// <summary>The word of the rule's kind, as the file has it.</summary>
    public static string Kind(WarningRule rule) => rule switch
    {
        WarningRule.Crossing => "crossing",
        WarningRule.Rise => "rise",
        WarningRule.RiskRise => "risk-rise",
        WarningRule.Line => "threshold",
        WarningRule.Concurrence => "concurrence",
        WarningRule.Approach => "trigger",
        WarningRule.FirstAssessment => "first-assessment",
        _ => throw new InvalidOperationException("WarningRule is closed."),
    };

    /// <summary>One sentence.</summary>
    public static string Of(WarningRule rule) => rule switch
    {
        WarningRule.Crossing r => Text(
            $"'{r.Indicator}' is observed {(r.Way == LineCrossing.AtLeast ? "at or above" : "at or below")} {r.Value} {r.Unit}; told again every {r.Step} {r.Unit}."),
        WarningRule.Rise r => Text(
            $"'{r.Indicator}' rises by {r.Percent} % over {r.Periods} {r.Period.ToString().ToLowerInvariant()}s, from {r.LeastBase} {r.Unit} or more."),
        WarningRule.RiskRise r => r.ByP is { } p
            ? Text($"A partner's risk of {r.Event}{Horizon(r.HorizonMonths)} rises by {p * 100:0.##} points between its editions.")
            : Text($"A partner's risk of {r.Event}{Horizon(r.HorizonMonths)} rises by {r.ByRank} places between its editions."),
        WarningRule.Line => "A declared threshold is crossed by an observation.",
        WarningRule.Concurrence r => Text($"At least {r.Least} partners judge {r.Event}{Horizon(r.HorizonMonths)} at {Bounds(r)}."),
        WarningRule.Approach r => Text(
            $"{(r.Kinds.IsEmpty ? "A trigger" : string.Join(" or ", r.Kinds))} is expected within {string.Join(" or ", r.Days)} days."),
        WarningRule.FirstAssessment => "Somebody watched is assessed for the first time.",
        _ => throw new InvalidOperationException("WarningRule is closed."),
    };

    private static string Horizon(uint months) => months == 0 ? "" : Text($" within {months} months");

    private static string Bounds(WarningRule.Concurrence rule) => string.Join(" or ",
    [
        .. rule.PLow is { } low ? [Text($"{low * 100:0.##} % or more")] : Array.Empty<string>(),
        .. rule.Rank is { } rank ? [Text($"rank {rank} or higher")] : Array.Empty<string>(),
        .. rule.Terms.Select(scale => $"{string.Join(", ", scale.Value)} ({scale.Key})"),
    ]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
