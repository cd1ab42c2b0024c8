using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Rubrics;

namespace Gateway.Core.Tests.Assessments.Rubrics;

public class RubricTests
{
    // Labels that the report names, with "human protection" and the rest of its list.
    private static readonly string[] Named =
    [
        "atrocity-prevention", "genocide-prevention", "responsibility-to-protect", "countering-violent-extremism", "conflict-prevention", "stabilization",
        "civilian-protection", "development", "human-rights", "gender-equality", "human-protection", "peacebuilding", "protection-of-civilians",
    ];

    [Fact]
    public void Every_named_label_is_there_in_four_languages() => Assert.All(Named, id =>
    {
        Assert.True(RubricVocabulary.TryGet(id, out Rubric? rubric));
        Assert.Equal(["de", "en", "fr", "sv"], rubric.Labels.Keys);
    });

    [Fact]
    public void Synonyms_hold_both_ways_and_exist() => Assert.All(RubricVocabulary.All, rubric => Assert.All(rubric.Synonyms, id =>
    {
        Assert.True(RubricVocabulary.TryGet(id, out Rubric? other), id);
        Assert.Contains(rubric.Id, other.Synonyms);
    }));

    [Fact]
    public void A_query_under_one_label_finds_what_is_filed_under_any_synonym()
    {
        FiledEffort[] efforts = [new("a", ["genocide-prevention"]), new("b", ["human-protection"]), new("c", ["development"])];
        Assert.Equal(["a", "b"], RubricVocabulary.Find(efforts, "responsibility-to-protect").Select(effort => effort.Key)); // over two steps
    }

    [Fact]
    public void One_effort_under_two_labels_is_one() => Assert.Equal(
        ["conflict-prevention", "peacebuilding"],
        Assert.Single(RubricVocabulary.Find(
            [new("a", ["peacebuilding"]), new("a", ["conflict-prevention"]), new("b", ["stabilization"])], "crisis-prevention")).Rubrics);

    [Fact]
    public void Two_efforts_under_one_label_stay_two() =>
        Assert.Equal(2, RubricVocabulary.Find([new("a", ["development"]), new("b", ["development"])], "development").Length);

    [Fact]
    public void Every_label_that_a_partner_shows_leads_back_to_its_id() => Assert.All(
        from partner in RubricVocabulary.Partners.Append("NZL")
        from language in new[] { "en", "fr", "de", "sv", "tlh" }
        from rubric in RubricVocabulary.All
        select (partner, language, rubric.Id),
        row =>
        {
            Assert.True(RubricVocabulary.TryFind(RubricVocabulary.Show(row.Id, row.partner, row.language), row.partner, out string? id), row.ToString());
            Assert.Equal(row.Id, id);
        });

    [Fact]
    public void A_partner_sees_its_own_words()
    {
        Assert.Equal("zivile Konfliktbearbeitung", RubricVocabulary.Show("conflict-prevention", "DEU", "en"));
        Assert.Equal("prévention des conflits", RubricVocabulary.Show("conflict-prevention", "FRA", "fr"));
        Assert.Equal("x-ours", RubricVocabulary.Show("x-ours", "FRA", "fr"));
        Assert.False(RubricVocabulary.TryFind("no such label", "FRA", out _));
    }
}
