using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>
/// Marks of a nation without a grammar of its own: <c>LEVEL[//FGI owners][//REL TO list]</c> with the nation's words, compared
/// without case and diacritics. The FGI part is this project's: it keeps the owners of inputs in a derived product.
/// </summary>
internal sealed class NationalGrammar(string nation) : IMarkingGrammar
{
    // IGI 1300 art. 65: never to a foreign state, organisation or company, even under an agreement.
    private const string SpecialFrance = "SPÉCIAL FRANCE";
    private const string Fgi = "FGI";
    private const string RelTo = "REL TO ";

    public ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        Piece[] parts = [.. new Piece(marking.Text, 0).Split("//")];
        string folded = WordFold.Fold(parts[0].Text);
        string caveat = " " + WordFold.Fold(SpecialFrance);
        bool nationalOnly = nation == "FRA" && folded.EndsWith(caveat, StringComparison.Ordinal);
        if (!registry.Levels.TryFind(nation, nationalOnly ? folded[..^caveat.Length] : folded, out LevelWord? word))
        {
            errors.Add("NAT-LEVEL-UNKNOWN", 0,
                $"Begin with a level word of {nation}, such as {registry.Levels.Preferred(nation, Level.Secret)?.Word}.");
            return null;
        }

        ForeignGovernmentInformation? fgi = null;
        ImmutableArray<string>? list = null;
        foreach (Piece part in parts.Skip(1))
        {
            if (part.Text == Fgi || part.Text.StartsWith(Fgi + " ", StringComparison.Ordinal))
            {
                CheckOnce(fgi is not null, list is not null, part, errors);
                fgi = ReadFgi(part, registry, errors);
            }
            else if (part.Text.StartsWith(RelTo, StringComparison.Ordinal))
            {
                CheckOnce(list is not null, false, part, errors);
                list = new CodeLists("NAT", ", ", UsaFirst: false, registry.IsKnown).Read(part.From(RelTo.Length), registry, errors);
            }
            else
            {
                errors.Add("NAT-TOKEN-UNKNOWN", part.Start, "Only FGI and REL TO may follow the level; remove the rest.");
            }
        }

        list = StatedFields.Merge(list, marking, mustBeSpelt: false, registry, errors);
        if (nationalOnly && list is not null)
        {
            errors.Add("FRA-SF-REL", parts.Length > 1 ? parts[1].Start : 0, "SPÉCIAL FRANCE is for France alone; remove the release list.");
        }

        if (nationalOnly && word.Level == Level.Unclassified)
        {
            errors.Add("FRA-SF-LEVEL", 0, "SPÉCIAL FRANCE stands on DIFFUSION RESTREINTE or above; raise the level or remove it.");
        }

        return errors.Any ? null : Draft(marking, kind, word, fgi, list, nationalOnly);
    }

    public string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry)
    {
        string text = marking.LevelWord + (marking.NationalOnly is null ? "" : " " + SpecialFrance);
        if (marking.Fgi is { } fgi)
        {
            text += "//" + string.Join(' ', registry.InOrder(fgi.Owners).Prepend(Fgi));
        }

        return marking.ReleasableTo is { } list ? $"{text}//{RelTo}{string.Join(", ", registry.InOrder(list))}" : text;
    }

    public ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors)
    {
        MergeChecks.Holder(portions, nation, registry, errors);
        MergeChecks.Spellable(portions, nation, errors);
        LevelWord? word = WordFor(portions, portions.Max(portion => portion.Level), registry);
        if (word is null)
        {
            errors.Add("ROLLUP-LEVEL", 0, $"{nation} has no word for a level this high; another originator has to seal it.");
        }

        if (errors.Any || word is null)
        {
            return null;
        }

        bool nationalOnly = portions.Any(portion => portion.NationalOnly is not null);
        ImmutableArray<string>? list = nationalOnly ? null : MergeLists(portions, word.Level, registry);
        ForeignGovernmentInformation? fgi = MergeChecks.Owners(portions, nation);
        return Draft(new Marking { Policy = nation, Text = "" }, MarkingKind.Banner, word, fgi, list, nationalOnly);
    }

    private static void CheckOnce(bool seen, bool late, Piece part, MarkingErrors errors)
    {
        if (seen || late)
        {
            errors.Add(seen ? "NAT-CATEGORY-DUPLICATE" : "NAT-CATEGORY-ORDER", part.Start,
                "Write LEVEL//FGI owners//REL TO list, each part once.");
        }
    }

    private ForeignGovernmentInformation ReadFgi(Piece part, MarkingRegistry registry, MarkingErrors errors)
    {
        if (part.Text == Fgi)
        {
            return new ForeignGovernmentInformation(true, []);
        }

        var lists = new CodeLists("NAT", " ", UsaFirst: false, code => code != nation && registry.IsOwner(code));
        return new ForeignGovernmentInformation(false, Ordinal(lists.Read(part.From(Fgi.Length + 1), registry, errors)));
    }

    // The word of the highest portions if this nation wrote one (a legacy word stays), else the word it receives that level as.
    private LevelWord? WordFor(IReadOnlyList<ParsedMarking> portions, Level level, MarkingRegistry registry)
    {
        ParsedMarking[] own = [.. portions.Where(portion => portion.Source.Policy == nation && portion.Level == level)];
        string? kept = own.Select(portion => portion.LevelWord).Order(StringComparer.Ordinal).FirstOrDefault();
        return kept is not null && registry.Levels.TryFind(nation, WordFold.Fold(kept), out LevelWord? word)
            ? word
            : registry.Levels.Preferred(nation, registry.Levels.ReceiveAs("", level, nation));
    }

    private ImmutableArray<string>? MergeLists(IReadOnlyList<ParsedMarking> portions, Level level, MarkingRegistry registry)
    {
        ImmutableArray<string>[] lists = [.. portions.Select(ListOf).Where(list => list is not null).Select(list => list!.Value)];
        if (lists.Length == 0)
        {
            return null;
        }

        ImmutableArray<string> common = [.. ReleaseLists.Intersect(lists, registry).Where(code => code != nation)];
        if (common.Length > 0)
        {
            return common;
        }

        // Nobody else. Unclassified without a list would be open to local policy, so the owner is named.
        return level == Level.Unclassified ? [nation] : null;
    }

    // Null for portions that may go anywhere their reader's policy allows.
    private ImmutableArray<string>? ListOf(ParsedMarking portion) =>
        portion.ReleasableTo is { } list ? [.. list.Append(nation).Distinct(StringComparer.Ordinal)]
        : portion.Level == Level.Unclassified && MarkingLattice.Of(portion).Releasable.IsAll ? null
        : [nation];

    private ParsedMarking Draft(
        Marking source, MarkingKind kind, LevelWord word,
        ForeignGovernmentInformation? fgi, ImmutableArray<string>? list, bool nationalOnly) => new()
        {
            Source = source,
            Kind = kind,
            Level = word.Level,
            LevelWord = word.Word,
            Owners = [nation],
            Fgi = fgi,
            ReleasableTo = list,
            NationalOnly = nationalOnly ? [nation] : null,
            Canonical = "",
        };

    private static ImmutableArray<string> Ordinal(ImmutableArray<string> codes) => [.. codes.Order(StringComparer.Ordinal)];
}
