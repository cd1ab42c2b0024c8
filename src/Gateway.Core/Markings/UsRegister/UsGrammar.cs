using System.Buffers;
using System.Collections.Immutable;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>Marks in the format of the US register, for US, foreign and joint information (CAPCO 2016 §A.6, §D.1).</summary>
internal sealed class UsGrammar : IMarkingGrammar
{
    public const string Policy = "US";

    // All that may stand in a mark besides the parentheses of a portion.
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /,-_");

    public ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors) =>
        Read(marking, new UsReading(kind, registry, Banner: null, errors));

    /// <summary>The same, with a bare <c>REL</c> and a list-less <c>JOINT</c> read as the banner says (CAPCO 2016 §H.3 p56, §H.8 p151).
    /// The marking that comes out spells them.</summary>
    public static ParsedMarking? ReadUnder(ParsedMarking banner, Marking marking, MarkingRegistry registry, MarkingErrors errors)
    {
        ParsedMarking? read = Read(marking, new UsReading(MarkingKind.Portion, registry, banner, errors));
        return read is null ? null : read with { Source = marking with { Text = UsPrinter.Print(read, MarkingKind.Portion, registry) } };
    }

    public string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry) => UsPrinter.Print(marking, kind, registry);

    public ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors) =>
        UsMerge.Merge(portions, registry, errors);

    private static ParsedMarking? Read(Marking marking, in UsReading reading)
    {
        MarkingErrors errors = reading.Errors;
        if (!TryBody(marking.Text, reading.Kind, errors, out MarkPart body))
        {
            return null;
        }

        bool slashes = body.Text.StartsWith("//", StringComparison.Ordinal);
        UsMark? mark = null;
        foreach (MarkPart part in (slashes ? body.From(2) : body).Split("//"))
        {
            if (mark is null)
            {
                // Go on after a bad class, so that the rest is checked too; whatever comes out is not used.
                UsClass read = UsClassReader.Read(part, slashes, reading) ?? new UsClass(UsForm.Us, Level.Confidential, UsVocabulary.UsaAlone);
                mark = new UsMark(read, part.Start);
            }
            else
            {
                UsCategoryReader.Read(part, mark, reading);
            }
        }

        if (mark is null)
        {
            return null; // never: splitting gives one part at least
        }

        if (!errors.Any)
        {
            UsRules.Check(mark, reading.Registry, errors);
        }

        ImmutableArray<string>? list = StatedFields.Merge(mark.RelTo, marking, mustBeSpelt: true, reading.Registry, errors);
        return errors.Any ? null : Parsed(marking, reading.Kind, mark, list);
    }

    // Strict input leaves one spelling for everything but FGI, so a valid mark is its own canonical form.
    private static ParsedMarking Parsed(Marking marking, MarkingKind kind, UsMark mark, ImmutableArray<string>? list)
    {
        UsClass main = mark.Class;
        bool concealed = main.Owners is [ParsedMarking.ConcealedOwner];
        ImmutableArray<OpaqueToken> tokens = mark.Tokens;
        return new ParsedMarking
        {
            Source = marking,
            Kind = kind,
            Level = main.Level,
            LevelWord = main.Owners is [UsVocabulary.Nato]
                ? new NatoClass(main.Level, main.Activity).Word(MarkingKind.Banner)
                : UsVocabulary.Word(main.Level, MarkingKind.Banner),
            Owners = main.Owners,
            Activity = main.Activity,
            Joint = main.Form == UsForm.Joint,
            Fgi = concealed ? new ForeignGovernmentInformation(true, []) : mark.Fgi,
            Controls = mark.Controls,
            ReleasableTo = list,
            DisplayOnly = mark.DisplayOnly,
            NationalOnly = mark.Has(Controls.NoForn) ? UsVocabulary.UsaAlone : null,
            Opaque = tokens,
            OtherControls = tokens.IsEmpty ? [] : [.. tokens.Select(token => token.Text)],
            Canonical = mark.IsCanonical ? marking.Text : "",
        };
    }

    private static bool TryBody(string text, MarkingKind kind, MarkingErrors errors, out MarkPart body)
    {
        bool open = text.StartsWith('(');
        bool close = text.EndsWith(')');
        bool wanted = kind == MarkingKind.Portion;
        body = default;
        if (open != wanted || close != wanted || (wanted && text.Length < 2))
        {
            int position = open != wanted ? 0 : text.Length - 1;
            errors.Add("US-PARENTHESES", position, wanted ? "Put a portion mark in parentheses." : "A banner has no parentheses.");
            return false;
        }

        body = wanted ? new MarkPart(text.AsSpan(1, text.Length - 2), 1) : new MarkPart(text, 0);
        int stray = body.Text.IndexOfAnyExcept(Alphabet);
        if (stray < 0)
        {
            return true;
        }

        if (char.IsAsciiLetterLower(body.Text[stray]))
        {
            errors.Add("US-CASE", body.Start + stray, "Write marks in upper case.");
        }
        else
        {
            errors.Add("US-CHARACTER", body.Start + stray, "Only letters A-Z, digits, space, comma, hyphen, underscore and / may stand here.");
        }

        return false;
    }
}
