using System.Collections.Immutable;

namespace Gateway.Core.Markings.Nato;

/// <summary>
/// NATO's own marks: <c>NATO[/context] LEVEL [sensitivities] [Releasable to names] [- administrative] [names ONLY]</c>, and
/// <c>COSMIC TOP SECRET</c>. Open to every member; the list adds recipients, ONLY bounds all of them. One form for portions and banners.
/// </summary>
internal sealed class NatoGrammar : IMarkingGrammar
{
    public const string Policy = "NATO";

    public ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        var reader = new NatoReader(marking.Text, registry, errors);
        reader.Read();
        if (reader.Level is not { } word)
        {
            return null;
        }

        ImmutableArray<string>? list = StatedFields.Merge(reader.List, marking, mustBeSpelt: true, registry, errors);
        return errors.Any
            ? null
            : Draft(marking, kind, word, registry) with
            {
                Context = reader.Context,
                OtherControls = reader.Sensitivities,
                ReleasableTo = list,
                Informative = reader.Administrative is { } administrative ? [administrative] : [],
                Only = reader.Audience,
                Caveat = Spell(reader.Audience, registry),
            };
    }

    public string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry)
    {
        string level = marking.Context is { } context ? marking.LevelWord.Replace("NATO ", $"NATO/{context} ", StringComparison.Ordinal) : marking.LevelWord;
        IEnumerable<string?> parts =
        [
            level,
            .. marking.OtherControls,
            marking.ReleasableTo is { } list ? NatoReader.ReleasableTo + Names(list, registry) : null,
            .. marking.Informative.Select(word => "- " + word),
            Spell(marking.Only, registry),
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }

    /// <summary>Highest level, union of the sensitivities, intersection of the lists; what only some portions say of context or
    /// administration is left out, for it grants nothing.</summary>
    public ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors)
    {
        MergeChecks.Organisation(portions, Policy, registry, errors);
        ImmutableArray<string>[] audiences = [.. portions.Where(portion => portion.Only is not null).Select(portion => portion.Only!.Value)];
        ImmutableArray<string>? only = audiences.Length == 0 ? null : ReleaseLists.Intersect(audiences, registry);
        if (only is { IsEmpty: true })
        {
            errors.Add("ROLLUP-ONLY", 0, "The portions have no audience in common; make one product for each.");
        }

        Level level = portions.Max(portion => portion.Level);
        if (errors.Any || registry.Levels.Preferred(Policy, level) is not { } word)
        {
            return null;
        }

        bool plain = level == Level.TopSecret;
        return Draft(new Marking { Policy = Policy, Text = "" }, MarkingKind.Banner, word, registry) with
        {
            Context = plain ? null : Common(portions, portion => portion.Context),
            OtherControls = [.. NatoVocabulary.Sensitivities.Intersect(portions.SelectMany(portion => portion.OtherControls))],
            ReleasableTo = plain ? null : Lists(portions, registry),
            Informative = Common(portions, portion => portion.Informative.FirstOrDefault()) is { } same ? [same] : [],
            Only = only,
            Caveat = Spell(only, registry),
        };
    }

    private static string? Common(IReadOnlyList<ParsedMarking> portions, Func<ParsedMarking, string?> value) =>
        portions.Select(value).Distinct().ToList() is [{ } same] ? same : null;

    // A portion without a list is for members alone. Members need no naming: they are in already.
    private static ImmutableArray<string>? Lists(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry)
    {
        CodeSet members = CodeSet.Of(registry.Expand(Policy));
        ImmutableArray<string>[] lists =
        [
            .. portions.Where(portion => !MarkingLattice.Of(portion, registry).Releasable.IsAll).Select(portion => portion.ReleasableTo ?? []),
        ];
        ImmutableArray<string> common = [.. ReleaseLists.Intersect(lists, registry).Where(code => !members.Contains(code))];
        return common.IsEmpty ? null : common;
    }

    private static string? Spell(ImmutableArray<string>? audience, MarkingRegistry registry) =>
        audience is { } codes ? Names(codes, registry) + NatoReader.Only : null;

    private static string Names(ImmutableArray<string> codes, MarkingRegistry registry) =>
        string.Join(", ", registry.InOrder(codes).Select(code => NatoVocabulary.NameOf(code, registry)));

    private static ParsedMarking Draft(Marking source, MarkingKind kind, LevelWord word, MarkingRegistry registry) => new()
    {
        Source = source,
        Kind = kind,
        Level = word.Level,
        LevelWord = registry.Levels.Preferred(Policy, word.Level)?.Word ?? word.Word,
        Owners = [Policy],
        Canonical = "",
    };
}
