using System.Collections.Immutable;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings.National;

/// <summary>Roll-up of portions of any policy into a national banner.</summary>
internal static class NationalMerge
{
    /// <summary>The word of the highest portions if this nation wrote one (a legacy word stays), else the word it receives that level as.
    /// Null when it has none.</summary>
    public static LevelWord? WordFor(IReadOnlyList<ParsedMarking> portions, string nation, MarkingRegistry registry)
    {
        Level level = portions.Max(portion => portion.Level);
        ParsedMarking[] own = [.. portions.Where(portion => portion.Source.Policy == nation && portion.Level == level)];
        string? kept = own.Select(portion => portion.LevelWord).Order(StringComparer.Ordinal).FirstOrDefault();
        return kept is not null && registry.Levels.TryFind(nation, WordFold.Fold(kept), out LevelWord? word)
            ? word
            : registry.Levels.Preferred(nation, registry.Levels.ReceiveAs("", level, nation));
    }

    /// <summary>Prefix, handling and caveat of the banner: the union of what the nation's own portions have, and the nations that every
    /// EYES ONLY list and every other portion leave.</summary>
    public static NationalHead Head(IReadOnlyList<ParsedMarking> portions, string nation, LevelWord word, MarkingRegistry registry)
    {
        ParsedMarking[] own = [.. portions.Where(portion => portion.Source.Policy == nation)];
        bool eyesOnly = own.Any(portion => portion.Caveat is not null && NationalCaveat.Of(nation).IsEmpty);
        CodeSet eyes = portions.Select(portion => MarkingLattice.Of(portion, registry).Releasable)
            .Aggregate(CodeSet.All, (left, right) => left.Intersect(right));
        return new NationalHead(word)
        {
            Prefix = own.Select(portion => portion.Context).FirstOrDefault(prefix => prefix is not null),
            Caveat = NationalCaveat.Of(nation).FirstOrDefault(caveat => own.Any(portion => portion.Caveat == caveat.Word)),
            EyesOnly = eyesOnly ? registry.InOrder(eyes.Codes.Where(registry.IsNation)) : null,
            Handling = BritishHead.InOrder(own.SelectMany(portion => portion.OtherControls)),
            Informative = own.Length > 0 && own.Length == portions.Count && own.All(portion => portion.Informative.SequenceEqual(own[0].Informative))
                ? own[0].Informative
                : [],
        };
    }

    /// <summary>Who besides the nation may have every portion; null for nobody.</summary>
    public static ImmutableArray<string>? Lists(IReadOnlyList<ParsedMarking> portions, string nation, Level level, MarkingRegistry registry)
    {
        ImmutableArray<string>[] lists =
        [
            .. portions.Select(portion => ListOf(portion, nation)).Where(list => list is not null).Select(list => list!.Value),
        ];
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

    // A national list does not name the owner, who has it all the same; a list in US form names everybody it means.
    private static IEnumerable<string> Holders(ParsedMarking portion) => portion.Source.Policy == UsGrammar.Policy ? [] : portion.Owners;

    // Null for portions that may go anywhere their reader's policy allows.
    private static ImmutableArray<string>? ListOf(ParsedMarking portion, string nation) =>
        portion.ReleasableTo is { } list ? [.. list.Concat(Holders(portion)).Append(nation).Distinct(StringComparer.Ordinal)]
        : portion.Level == Level.Unclassified && MarkingLattice.Of(portion).Releasable.IsAll ? null
        : [nation];
}
