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

    /// <summary>A portion: <c>(S//NF)</c> is US, <c>TLP:…</c> is TLP, <c>FRA:SECRET</c> is national.</summary>
    public static ParsedMarking Portion(string text)
    {
        if (text.StartsWith('('))
        {
            return Parsed(Of("US", text));
        }

        return text.StartsWith("TLP:", StringComparison.Ordinal) ? Parsed(Of("TLP", text)) : Parsed(Of(text[..3], text[4..]));
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
