using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Marks in the format of the US register, for US, foreign and joint information (CAPCO 2016 §A.6, §D.1).</summary>
internal sealed class UsGrammar : IMarkingGrammar
{
    public const string Policy = "US";

    public ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        if (Body(marking.Text, kind, errors) is not { } body)
        {
            return null;
        }

        bool slashes = body.Text.StartsWith("//", StringComparison.Ordinal);
        Piece[] parts = [.. (slashes ? body.From(2) : body).Split("//")];
        UsClass? read = UsClassReader.Read(parts[0], slashes, kind, registry, errors);

        // Go on after a bad class, so that the rest is checked too; whatever comes out is not used.
        read ??= new UsClass(UsForm.Us, Level.Confidential, [UsVocabulary.Usa]);
        var mark = new UsMark { Class = read, ClassStart = parts[0].Start };
        foreach (Piece part in parts.Skip(1))
        {
            UsCategoryReader.Read(part, mark, kind, registry, errors);
        }

        if (!errors.Any)
        {
            UsRules.Check(mark, registry, errors);
        }

        ImmutableArray<string>? list = StatedFields.Merge(mark.RelTo, marking, mustBeSpelt: true, registry, errors);
        return errors.Any ? null : Parsed(marking, kind, mark, list);
    }

    public string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry) => UsPrinter.Print(marking, kind, registry);

    public ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors) =>
        UsMerge.Merge(portions, registry, errors);

    private static ParsedMarking Parsed(Marking marking, MarkingKind kind, UsMark mark, ImmutableArray<string>? list) => new()
    {
        Source = marking,
        Kind = kind,
        Level = mark.Class.Level,
        LevelWord = mark.Class.Owners is [UsVocabulary.Nato]
            ? UsVocabulary.NatoWord(mark.Class.Level, MarkingKind.Banner)
            : UsVocabulary.Word(mark.Class.Level, MarkingKind.Banner),
        Owners = mark.Class.Owners,
        Joint = mark.Class.Form == UsForm.Joint,
        Fgi = mark.Class.Owners is [ParsedMarking.ConcealedOwner] ? new ForeignGovernmentInformation(true, []) : mark.Fgi,
        Controls = mark.Controls,
        ReleasableTo = list,
        DisplayOnly = mark.DisplayOnly,
        NationalOnly = mark.Has(Controls.NoForn) ? [UsVocabulary.Usa] : null,
        Opaque = [.. mark.Opaque],
        OtherControls = [.. mark.Opaque.Select(token => token.Text)],
        Canonical = "",
    };

    private static Piece? Body(string text, MarkingKind kind, MarkingErrors errors)
    {
        bool open = text.StartsWith('(');
        bool close = text.EndsWith(')');
        bool wanted = kind == MarkingKind.Portion;
        if (open != wanted || close != wanted || (wanted && text.Length < 2))
        {
            int position = open != wanted ? 0 : text.Length - 1;
            errors.Add("US-PARENTHESES", position, wanted ? "Put a portion mark in parentheses." : "A banner has no parentheses.");
            return null;
        }

        Piece body = wanted ? new Piece(text[1..^1], 1) : new Piece(text, 0);
        for (int i = 0; i < body.Text.Length; i++)
        {
            char c = body.Text[i];
            if (char.IsAsciiLetterLower(c))
            {
                errors.Add("US-CASE", body.Start + i, "Write marks in upper case.");
                return null;
            }

            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c is not (' ' or '/' or ',' or '-' or '_'))
            {
                errors.Add("US-CHARACTER", body.Start + i,
                    "Only letters A-Z, digits, space, comma, hyphen, underscore and / may stand here.");
                return null;
            }
        }

        return body;
    }
}
