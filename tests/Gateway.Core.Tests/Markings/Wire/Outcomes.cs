using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Core.Tests.Markings.Wire;

/// <summary>Short ways to look into outcomes of wire forms.</summary>
internal static class Outcomes
{
    public static readonly LabelDetails Details = new(
        new DateTimeOffset(2026, 11, 2, 9, 30, 0, TimeSpan.Zero), new DateTimeOffset(2031, 11, 2, 9, 30, 0, TimeSpan.Zero));

    public static T Value<T>(this WireOutcome<T> outcome) => outcome switch
    {
        WireOutcome<T>.Done done => done.Value,
        WireOutcome<T>.Refused refused => throw new InvalidOperationException(string.Join("; ", refused.Errors)),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The rules that were broken, in the order found; empty when nothing was refused.</summary>
    public static string[] Rules<T>(this WireOutcome<T> outcome) =>
        outcome is WireOutcome<T>.Refused refused ? [.. refused.Errors.Select(error => error.Rule)] : [];

    public static WireError[] Errors<T>(this WireOutcome<T> outcome) =>
        outcome is WireOutcome<T>.Refused refused ? [.. refused.Errors] : [];

    /// <summary>A mark of a policy; what stands in parentheses is a portion's.</summary>
    public static ParsedMarking Mark(string policy, string text, params string[] list) =>
        Marks.Parsed(Marks.Of(policy, text, list), text.StartsWith('(') ? MarkingKind.Portion : MarkingKind.Banner);
}
