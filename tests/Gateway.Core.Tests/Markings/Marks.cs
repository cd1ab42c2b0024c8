using System.Collections.Immutable;
using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings;

/// <summary>Short ways to make markings in tests.</summary>
internal static class Marks
{
    public static readonly MarkingRegistry Registry = MarkingRegistry.Default;

    public static Marking Of(string policy, string text, params string[] releasableTo) =>
        new() { Policy = policy, Text = text, ReleasableTo = [.. releasableTo] };

    public static ParsedMarking Parsed(Marking marking, MarkingKind kind = MarkingKind.Portion) =>
        MarkingReader.Read(marking, kind, Registry) switch
        {
            MarkingReading.Readable readable => readable.Marking,
            MarkingReading.Unreadable unreadable => throw new InvalidOperationException(
                $"{marking.Text}: {string.Join("; ", unreadable.Errors)}"),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>A portion: <c>(S//NF)</c> is US, <c>TLP:…</c> is TLP, <c>FRA:SECRET</c> and <c>NATO:NATO SECRET</c> name their policy.</summary>
    public static ParsedMarking Portion(string text)
    {
        if (text.StartsWith('(') || text.StartsWith("TLP:", StringComparison.Ordinal))
        {
            return Parsed(Of(text.StartsWith('(') ? "US" : "TLP", text));
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return Parsed(Of(text[..colon], text[(colon + 1)..]));
    }

    public static ImmutableArray<MarkingError> Errors(MarkingReading reading) =>
        reading is MarkingReading.Unreadable unreadable ? unreadable.Errors : [];

    public static string Banner(string policy, params string[] portions) =>
        RollUp.Banner([.. portions.Select(Portion)], policy, Registry) switch
        {
            MarkingReading.Readable readable => readable.Marking.Canonical,
            MarkingReading.Unreadable unreadable => unreadable.Errors[0].Rule,
            _ => throw new InvalidOperationException(),
        };
}
