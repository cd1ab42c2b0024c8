using System.Collections.Immutable;

namespace Gateway.Core.Markings.National;

/// <summary>
/// The European Union's own marks: a bilingual level word and <c>[ RELEASABLE TO codes]</c>. Open to every member state; the list, which is
/// this project's, adds others. One form for portions and banners.
/// </summary>
internal sealed class EuGrammar : IMarkingGrammar
{
    public const string Policy = "EU";

    private const string ReleasableTo = " RELEASABLE TO ";

    public ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        var text = new Piece(marking.Text, 0);
        int at = marking.Text.IndexOf(ReleasableTo, StringComparison.Ordinal);
        string level = at < 0 ? marking.Text : marking.Text[..at];
        ImmutableArray<string>? list = at < 0
            ? null
            : new CodeLists("EU", ", ", UsaFirst: false, registry.IsKnown).Read(text.From(at + ReleasableTo.Length), registry, errors);
        if (!registry.Levels.TryFind(Policy, WordFold.Fold(level), out LevelWord? word))
        {
            errors.Add("EU-LEVEL-UNKNOWN", 0,
                $"Begin with a bilingual level such as {registry.Levels.Preferred(Policy, Level.Secret)?.Word}; only RELEASABLE TO and codes may follow."
                + PolicyGuess.Hint(marking.Text, Policy));
            return null;
        }

        list = StatedFields.Merge(list, marking, mustBeSpelt: true, registry, errors);
        return errors.Any ? null : Draft(marking, kind, word, list);
    }

    public string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry) =>
        marking.ReleasableTo is { } list ? marking.LevelWord + ReleasableTo + string.Join(", ", registry.InOrder(list)) : marking.LevelWord;

    public ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors)
    {
        MergeChecks.Organisation(portions, Policy, registry, errors);
        LevelWord? word = registry.Levels.Preferred(Policy, portions.Max(portion => portion.Level));
        if (word is null)
        {
            errors.Add("ROLLUP-LEVEL", 0, "The EU has no word for this level; another originator has to seal it.");
        }

        return errors.Any || word is null
            ? null
            : Draft(new Marking { Policy = Policy, Text = "" }, MarkingKind.Banner, word, Lists(portions, registry));
    }

    // A portion without a list is for member states alone.
    private static ImmutableArray<string>? Lists(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry)
    {
        ImmutableArray<string>[] lists =
        [
            .. portions.Where(portion => !MarkingLattice.Of(portion, registry).Releasable.IsAll).Select(portion => portion.ReleasableTo ?? []),
        ];
        ImmutableArray<string> common = [.. ReleaseLists.Intersect(lists, registry).Where(code => code != Policy)];
        return common.IsEmpty ? null : common;
    }

    private static ParsedMarking Draft(Marking source, MarkingKind kind, LevelWord word, ImmutableArray<string>? list) => new()
    {
        Source = source,
        Kind = kind,
        Level = word.Level,
        LevelWord = word.Word,
        Owners = [Policy],
        ReleasableTo = list,
        Canonical = "",
    };
}
