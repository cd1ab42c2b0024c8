using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>What the policy of a label demands of it (ADatP-4774 App. 2 for NATO; docs/markings-wire.md for the others).</summary>
internal static class LabelRules
{
    private static readonly ImmutableArray<string> NatoLevels = ["TOP SECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED", "UNCLASSIFIED"];

    /// <summary>The label with its words as the policy spells them. Places: the path of each category, and of the information.</summary>
    public static ConfidentialityLabel Check(
        ConfidentialityLabel label, ImmutableArray<string> places, string path, MarkingRegistry registry, WireErrors errors)
    {
        if (label.Policy != LabelVocabulary.Nato && !registry.Policies.Contains(label.Policy))
        {
            errors.Add("4774-POLICY", $"{path}/PolicyIdentifier", "Name NATO or a policy that is registered here.");
            return label;
        }

        StringComparer comparer = LabelVocabulary.ComparerOf(label.Policy);
        string classification = label.Classification;
        if (label.Policy == LabelVocabulary.Nato)
        {
            classification = NatoLevels.FirstOrDefault(level => comparer.Equals(level, classification)) ?? classification;
            if (classification.Length > 0 && !NatoLevels.Contains(classification))
            {
                errors.Add("4774-CLASSIFICATION", $"{path}/Classification", $"Write one of {string.Join(", ", NatoLevels)}, without NATO or COSMIC.");
            }
        }

        ImmutableArray<LabelCategory> categories = [.. label.Categories.Select((category, i) => CheckCategory(category, label.Policy, places[i], errors))];
        foreach (IGrouping<string, LabelCategory> twice in categories.GroupBy(category => category.TagName, comparer).Where(same => same.Skip(1).Any()))
        {
            errors.Add("4774-TAG-DUPLICATE", path, $"The category {twice.Key} stands twice; put its values into one.");
        }

        if (label.Policy == LabelVocabulary.Nato)
        {
            CheckNato(categories, path, errors);
        }

        return label with { Classification = classification, Categories = categories };
    }

    private static LabelCategory CheckCategory(LabelCategory category, string policy, string place, WireErrors errors)
    {
        StringComparer comparer = LabelVocabulary.ComparerOf(policy);
        foreach ((string tag, LabelCategoryType type) in LabelVocabulary.TagsOf(policy))
        {
            if (comparer.Equals(tag, category.TagName))
            {
                if (type != category.Type)
                {
                    errors.Add("4774-TAG-TYPE", $"{place}/@Type", $"{tag} is {LabelVocabulary.Word(type)}.");
                }

                return category with { TagName = tag, Values = Spelt(category.Values, policy) };
            }
        }

        if (category.TagName.Length > 0)
        {
            string tags = string.Join(", ", LabelVocabulary.TagsOf(policy).Select(known => known.Tag));
            errors.Add("4774-TAG", $"{place}/@TagName", $"Not a tag of this policy; write one of {tags}.");
        }

        return category;
    }

    private static ImmutableArray<string> Spelt(ImmutableArray<string> values, string policy) => policy != LabelVocabulary.Nato
        ? values
        : [.. values.Select(value => LabelVocabulary.ComparerOf(policy).Equals(value, LabelVocabulary.Releasable)
            ? LabelVocabulary.Releasable
            : value.ToUpperInvariant())];

    private static void CheckNato(ImmutableArray<LabelCategory> categories, string path, WireErrors errors)
    {
        LabelCategory? context = categories.FirstOrDefault(category => category.TagName == LabelVocabulary.Context);
        if (context is null)
        {
            errors.Add("4774-NATO-CONTEXT", path, "A NATO label has a Context; add the category.");
            return;
        }

        bool releasable = context.Values.Contains(LabelVocabulary.Releasable);
        if (!releasable && categories.Any(category => category.TagName == LabelVocabulary.ReleasableTo))
        {
            errors.Add("4774-NATO-RELEASABLE", path, "Releasable To needs the Context value Releasable; add it, or remove the list.");
        }
    }
}
