using Gateway.Core.Assessments.Rubrics;
using Gateway.Core.Partners;

namespace Gateway.Node.Searching;

/// <summary>What else a tag is called: labels of the vocabulary of rubrics that mean the same work, in every language and partner's words.</summary>
internal static class TagSynonyms
{
    /// <summary>Ids of all labels that mean the same; a tag that is no label stands for itself.</summary>
    public static IEnumerable<string> Of(string tag, PartnerCode self) =>
        RubricVocabulary.TryFind(tag, self.Value, out string? id) ? RubricVocabulary.Synonyms(id) : [tag];

    /// <summary>Every way to write the tag and its synonyms.</summary>
    public static IEnumerable<string> Spellings(string tag, PartnerCode self) => Of(tag, self)
        .SelectMany(id => RubricVocabulary.TryGet(id, out Rubric? rubric)
            ? rubric.Labels.Values.Concat(RubricVocabulary.Partners.Select(partner => RubricVocabulary.Show(id, partner, "en"))).Append(id)
            : [id])
        .Append(tag)
        .Distinct(StringComparer.Ordinal);
}
