using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>The categories that carry what a mark says besides its level.</summary>
internal static class LabelCategories
{
    public const string JointValue = "JOINT";

    /// <summary>Tags of tokens that only an enabled registry admits.</summary>
    public static readonly ImmutableArray<(OpaqueCategory Category, string Tag)> Tokens =
    [
        (OpaqueCategory.Sci, LabelVocabulary.Sci), (OpaqueCategory.Sap, LabelVocabulary.Sap), (OpaqueCategory.Aea, LabelVocabulary.Aea),
        (OpaqueCategory.NonIc, LabelVocabulary.NonIc),
    ];

    /// <summary>Owners that a label of the policy does not name.</summary>
    public static ImmutableArray<string> OwnersOf(string policy) => policy switch
    {
        "US" => [IsmVocabulary.Usa],
        "TLP" => [],
        _ => [policy],
    };

    public static ImmutableArray<LabelCategory> Of(ParsedMarking marking, MarkingRegistry registry)
    {
        string policy = marking.Source.Policy;
        bool us = policy == "US";
        var categories = ImmutableArray.CreateBuilder<LabelCategory>();
        bool nato = policy == LabelVocabulary.Nato;
        string? context = marking.Context ?? (nato ? LabelVocabulary.Nato : null);
        Add(LabelVocabulary.Context, context is null ? [] : nato && marking.ReleasableTo is not null ? [context, LabelVocabulary.Releasable] : [context]);
        Add(LabelVocabulary.Owner, marking.Owners.AsSpan().SequenceEqual(OwnersOf(policy).AsSpan()) ? [] : marking.Owners);
        Add(LabelVocabulary.Joint, marking.Joint ? [JointValue] : []);
        Add(LabelVocabulary.ForeignInformation, marking.Fgi switch
        {
            null => [],
            { Concealed: true } => [ParsedMarking.ConcealedOwner],
            { Owners: var owners } => owners,
        });
        Add(LabelVocabulary.Dissemination, IsmVocabulary.Dissemination
            .Where(control => (marking.Controls & control.Flag) != Controls.None).Select(control => control.Banner));
        ImmutableArray<string> list = marking.ReleasableTo ?? [];
        Add(LabelVocabulary.ReleasableTo, us ? IsmVocabulary.InReleaseOrder(list, registry) : registry.InOrder(list));
        Add(LabelVocabulary.Only, us ? [] : marking.NationalOnly ?? marking.Only ?? []);
        Add(LabelVocabulary.Caveat, us || nato || marking.Caveat is null ? [] : [marking.Caveat]); // NATO's follows from its list
        Add(LabelVocabulary.DisplayOnly, marking.DisplayOnly ?? []);
        Add(LabelVocabulary.Sensitivity, us ? [] : marking.OtherControls);
        Add(LabelVocabulary.Administrative, marking.Informative);
        Add(LabelVocabulary.Activity, marking.Activity is { } activity ? [activity.Name] : []);
        foreach ((OpaqueCategory category, string tag) in Tokens)
        {
            Add(tag, marking.Opaque.Where(token => us && token.Category == category).Select(token => token.Text));
        }

        return categories.ToImmutable();

        void Add(string tag, IEnumerable<string> values)
        {
            LabelCategoryType type = LabelVocabulary.TagsOf(policy).Where(known => known.Tag == tag).Select(known => known.Type).FirstOrDefault();
            if (values.ToImmutableArray() is { IsEmpty: false } all)
            {
                categories.Add(new LabelCategory(type, tag, all));
            }
        }
    }
}
