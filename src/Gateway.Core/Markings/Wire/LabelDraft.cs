using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>From a label back to the parts of a mark, not yet read under its policy.</summary>
internal static class LabelDraft
{
    /// <summary>The word for the level of a mark in a label: without the organisation, which is the policy or an owner.</summary>
    public static string Word(ParsedMarking marking) =>
        marking.Source.Policy is "US" or LabelVocabulary.Nato ? marking.Level.Word() : marking.LevelWord;

    /// <summary>The parts that a label names. Null when its classification is no word of its policy.</summary>
    public static ParsedMarking? Of(ConfidentialityLabel label, MarkingKind kind, MarkingRegistry registry)
    {
        if (Level(label, kind, registry) is not var (level, word, tlp))
        {
            return null;
        }

        ImmutableArray<string>? foreign = Values(LabelVocabulary.ForeignInformation);
        ImmutableArray<string> controls = Values(LabelVocabulary.Dissemination) ?? [];
        ImmutableArray<OpaqueToken> tokens =
        [
            .. LabelCategories.Tokens.SelectMany(row => (Values(row.Tag) ?? []).Select(text => new OpaqueToken(row.Category, text))),
        ];
        return new ParsedMarking
        {
            Source = new Marking { Policy = label.Policy, Text = "" },
            Kind = kind,
            Level = level,
            LevelWord = word,
            Tlp = tlp,
            Owners = Values(LabelVocabulary.Owner) ?? LabelCategories.OwnersOf(label.Policy),
            Joint = Values(LabelVocabulary.Joint) is [LabelCategories.JointValue],
            Fgi = foreign is not { } owners ? null
                : owners is [ParsedMarking.ConcealedOwner] ? new ForeignGovernmentInformation(true, [])
                : new ForeignGovernmentInformation(false, owners),
            Controls = IsmVocabulary.Dissemination.Where(control => controls.Contains(control.Banner))
                .Aggregate(Controls.None, (all, control) => all | control.Flag),
            ReleasableTo = Values(LabelVocabulary.ReleasableTo),
            NationalOnly = Values(LabelVocabulary.Only),
            DisplayOnly = Values(LabelVocabulary.DisplayOnly),
            Opaque = tokens,
            OtherControls = label.Policy == "US" ? [.. tokens.Select(token => token.Text)] : Values(LabelVocabulary.Sensitivity) ?? [],
            Canonical = "",
        };

        ImmutableArray<string>? Values(string tag) =>
            label.Categories.FirstOrDefault(category => category.TagName == tag)?.Values.Order(StringComparer.Ordinal).ToImmutableArray();
    }

    private static (Level Level, string Word, Tlp? Tlp)? Level(ConfidentialityLabel label, MarkingKind kind, MarkingRegistry registry)
    {
        string word = label.Classification;
        switch (label.Policy)
        {
            case "US" when LevelNames.TryParse(word, out Level level):
                return (level, word, null);
            case LabelVocabulary.Nato when LevelNames.TryParse(word, out Level level):
                return (level, registry.Levels.Preferred(LabelVocabulary.Nato, level)?.Word ?? word, null);
            case "TLP" when MarkingReader.Read(new Marking { Policy = "TLP", Text = word }, kind, registry) is MarkingReading.Readable tlp:
                return (tlp.Marking.Level, tlp.Marking.LevelWord, tlp.Marking.Tlp);
            case "US" or LabelVocabulary.Nato or "TLP":
                return null;
            default:
                return registry.Levels.TryFind(label.Policy, WordFold.Fold(word), out LevelWord? found) ? (found.Level, found.Word, null) : null;
        }
    }
}
