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
            .. LabelCategories.Tokens.SelectMany(row => (Values(row.Tag) ?? []).Select(text =>
                registry.Tokens.Where(token => token.Category == row.Category && token.Text == text)
                    .DefaultIfEmpty(new OpaqueToken(row.Category, text)).First())),
        ];
        bool nato = label.Policy == LabelVocabulary.Nato;
        ImmutableArray<string>? only = Values(LabelVocabulary.Only);
        return new ParsedMarking
        {
            Source = new Marking { Policy = label.Policy, Text = "" },
            Kind = kind,
            Level = level,
            LevelWord = word,
            Tlp = tlp,
            Owners = Values(LabelVocabulary.Owner) is { } named ? [.. named.Order(StringComparer.Ordinal)] : LabelCategories.OwnersOf(label.Policy),
            Context = Values(LabelVocabulary.Context)?.FirstOrDefault(value => !nato || !IsFrame(value)),
            Activity = Values(LabelVocabulary.Activity) is [var name] ? registry.Activities.FirstOrDefault(activity => activity.Name == name) : null,
            Joint = Values(LabelVocabulary.Joint) is [LabelCategories.JointValue],
            Fgi = foreign is not { } owners ? null
                : owners is [ParsedMarking.ConcealedOwner] ? new ForeignGovernmentInformation(true, [])
                : new ForeignGovernmentInformation(false, [.. owners.Order(StringComparer.Ordinal)]),
            Controls = IsmVocabulary.Dissemination.Where(control => controls.Contains(control.Banner))
                .Aggregate(Controls.None, (all, control) => all | control.Flag),
            ReleasableTo = Values(LabelVocabulary.ReleasableTo),
            NationalOnly = nato ? null : only,
            Only = nato ? only : null,
            Caveat = Values(LabelVocabulary.Caveat) is [var caveat] ? caveat : null,
            Informative = Values(LabelVocabulary.Administrative) ?? [],
            DisplayOnly = Values(LabelVocabulary.DisplayOnly),
            Opaque = tokens,
            OtherControls = label.Policy == "US" ? [.. tokens.Select(token => token.Text)] : Values(LabelVocabulary.Sensitivity) ?? [],
            Canonical = "",
        };

        ImmutableArray<string>? Values(string tag) =>
            label.Categories.FirstOrDefault(category => category.TagName == tag)?.Values;
    }

    // Values of the NATO context that are no context of their own.
    private static bool IsFrame(string value) =>
        value.Equals(LabelVocabulary.Nato, StringComparison.OrdinalIgnoreCase) || value.Equals(LabelVocabulary.Releasable, StringComparison.OrdinalIgnoreCase);

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
