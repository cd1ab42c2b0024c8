using System.Collections.Immutable;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>Spells a US-format mark in register order.</summary>
internal static class UsPrinter
{
    public static string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry)
    {
        List<string> parts = [Class(marking, kind, registry)];
        foreach (OpaqueCategory category in (ReadOnlySpan<OpaqueCategory>)[OpaqueCategory.Sci, OpaqueCategory.Sap, OpaqueCategory.Aea])
        {
            Add(parts, Opaque(marking, kind, category));
        }

        // A concealed foreign portion says FGI in its class already; its banner says it as a category.
        bool inClass = marking.Owners is [ParsedMarking.ConcealedOwner] && !IsConcealedBanner(marking, kind);
        ForeignGovernmentInformation? fgi = inClass ? null : marking.Fgi;
        Add(parts, fgi is null ? "" : string.Join(' ', registry.InOrder(fgi.Owners).Prepend("FGI")));
        var controls = UsVocabulary.Controls.Select(control => Control(control, marking, kind, registry));
        Add(parts, string.Join('/', controls.Where(text => text.Length > 0)));
        Add(parts, Opaque(marking, kind, OpaqueCategory.NonIc));
        string mark = string.Join("//", parts);
        return kind switch
        {
            MarkingKind.Portion => $"({mark})",
            MarkingKind.Banner => mark,
        };
    }

    private static void Add(List<string> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(text);
        }
    }

    private static string Class(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry)
    {
        string word = UsVocabulary.Word(marking.Level, kind);
        if (marking.Joint)
        {
            return $"//JOINT {word} {string.Join(' ', registry.InOrder(marking.Owners))}";
        }

        if (IsConcealedBanner(marking, kind))
        {
            // Banners have no concealed foreign form: the United States classifies and says that foreign information is inside.
            return UsVocabulary.Word(marking.Level == Level.Restricted ? Level.Confidential : marking.Level, kind);
        }

        return marking.Owners switch
        {
            [UsVocabulary.Usa] => word,
            [UsVocabulary.Nato] => "//" + new NatoClass(marking.Level, marking.Activity).Word(kind),
            _ => $"//{string.Join(' ', registry.InOrder(marking.Owners))} {word}",
        };
    }

    private static bool IsConcealedBanner(ParsedMarking marking, MarkingKind kind) =>
        kind == MarkingKind.Banner && marking.Owners is [ParsedMarking.ConcealedOwner];

    private static string Opaque(ParsedMarking marking, MarkingKind kind, OpaqueCategory category) =>
        string.Join('/', marking.Opaque.Where(token => token.Category == category)
            .OrderBy(token => token.Text, StringComparer.Ordinal).Select(token => token.Spelling(kind)));

    private static string Control(
        UsControl control, ParsedMarking marking, MarkingKind kind, MarkingRegistry registry) => control.Kind switch
        {
            UsControlKind.Flag => (marking.Controls & control.Flag) != Controls.None ? control.Spelling(kind) : "",
            UsControlKind.RelTo => marking.ReleasableTo is { } list
                ? List(control, kind, [UsVocabulary.Usa, .. registry.InOrder(list.Where(code => code != UsVocabulary.Usa))])
                : "",
            UsControlKind.DisplayOnly => marking.DisplayOnly is { } list ? List(control, kind, registry.InOrder(list)) : "",
        };

    private static string List(UsControl control, MarkingKind kind, ImmutableArray<string> codes) =>
        $"{control.Spelling(kind)} {string.Join(", ", codes)}";
}
