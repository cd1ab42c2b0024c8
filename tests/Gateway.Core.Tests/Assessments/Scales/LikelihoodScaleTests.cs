using System.Text.Json;
using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Scales;
using Gateway.Testing;

namespace Gateway.Core.Tests.Assessments.Scales;

public class LikelihoodScaleTests
{
    // Worked by hand: touching bounds belong to the higher term, bounds beside a gap to their own.
    [Theory]
    [InlineData("icd203", 0.0, null)]
    [InlineData("icd203", 0.0099, null)]
    [InlineData("icd203", 0.01, "almost no chance")]
    [InlineData("icd203", 0.0499999, "almost no chance")]
    [InlineData("icd203", 0.05, "very unlikely")]
    [InlineData("icd203", 0.104, "very unlikely")]
    [InlineData("icd203", 0.2, "unlikely")]
    [InlineData("icd203", 0.45, "roughly even chance")]
    [InlineData("icd203", 0.55, "likely")]
    [InlineData("icd203", 0.8, "very likely")]
    [InlineData("icd203", 0.95, "almost certain")]
    [InlineData("icd203", 0.99, "almost certain")]
    [InlineData("icd203", 0.9900001, null)]
    [InlineData("icd203", 1.0, null)]
    [InlineData("phia", 0.0, "remote chance")]
    [InlineData("phia", 0.05, "remote chance")]
    [InlineData("phia", 0.075, null)]
    [InlineData("phia", 0.1, "highly unlikely")]
    [InlineData("phia", 0.2, "highly unlikely")]
    [InlineData("phia", 0.2000001, null)]
    [InlineData("phia", 0.225, null)]
    [InlineData("phia", 0.375, null)]
    [InlineData("phia", 0.5, "realistic possibility")]
    [InlineData("phia", 0.525, null)]
    [InlineData("phia", 0.775, null)]
    [InlineData("phia", 0.925, null)]
    [InlineData("phia", 1.0, "almost certain")]
    [InlineData("ajp21", 0.0, "highly unlikely")]
    [InlineData("ajp21", 0.1, "unlikely")]
    [InlineData("ajp21", 0.4, "even chance")]
    [InlineData("ajp21", 0.6, "likely")]
    [InlineData("ajp21", 0.9, "highly likely")]
    [InlineData("ajp21", 1.0, "highly likely")]
    [InlineData("ca-kent-fr", 0.01, null)]
    [InlineData("ca-kent-fr", 0.15, null)]
    [InlineData("ca-kent-fr", 0.4, "chances à peu près égales")]
    [InlineData("ca-kent-fr", 0.61, null)]
    [InlineData("ca-kent-fr", 0.87, "quasi certaine")]
    [InlineData("ca-kent-fr", 0.995, null)]
    [InlineData("icd203", double.NaN, null)]
    [InlineData("icd203", double.PositiveInfinity, null)]
    [InlineData("phia", -0.1, null)]
    public void A_probability_has_at_most_one_word(string scale, double probability, string? word) =>
        Assert.Equal(word, Scale(scale).TermFor(probability)?.Name);

    [Theory]
    [InlineData("icd203", "very unlikely", 0.05, 0.2, 1)]
    [InlineData("icd203", "Highly Improbable", 0.05, 0.2, 2)]
    [InlineData("icd203", "remote", 0.01, 0.05, 2)]
    [InlineData("icd203", "roughly even odds", 0.45, 0.55, 2)]
    [InlineData("phia", "probable", 0.55, 0.75, 0)]
    [InlineData("phia", "likely or probable", 0.55, 0.75, 0)]
    [InlineData("ca-kent-fr", "Très peu probable", 0.02, 0.12, 0)]
    public void A_synonym_finds_its_term_and_row(string scale, string word, double low, double high, int row)
    {
        Assert.True(Scale(scale).TryFind(word, out LikelihoodTerm? term));
        Assert.Equal((low, high, row), (term.Interval.Low, term.Interval.High, Scale(scale).RowOf(word)));
    }

    [Theory]
    [InlineData("icd203", "highly likely")] // PHIA's and NATO's word
    [InlineData("icd203", "realistic possibility")]
    [InlineData("phia", "very likely")]
    [InlineData("ajp21", "almost certain")]
    [InlineData("icd203", "")]
    [InlineData("icd203", "likely ")]
    public void A_word_of_another_scale_is_unknown(string scale, string word) => Assert.False(Scale(scale).TryFind(word, out _));

    [Theory]
    [InlineData("ICD203")]
    [InlineData("stix-dni")]
    [InlineData("stix-wep")]
    [InlineData("")]
    public void Only_scales_of_likelihood_are_found(string id) => Assert.False(LikelihoodScales.TryGet(id, out _));

    [Fact]
    public void Terms_ascend_and_never_overlap() => Assert.All(LikelihoodScales.All, scale =>
    {
        Assert.All(scale.Terms, term => Assert.True(term.Interval.Low < term.Interval.High));
        Assert.All(scale.Terms.Zip(scale.Terms.Skip(1)), pair =>
            Assert.True(pair.First.Interval.High < pair.Second.Interval.Low
                || (pair.First.Interval.High == pair.Second.Interval.Low && !pair.First.Interval.HighClosed)));
    });

    [Fact]
    public void The_tables_that_were_not_compared_with_their_source_say_so() => Assert.Equal(
        [("icd203", Verification.Verified), ("phia", Verification.Partly), ("ajp21", Verification.Unverified), ("ca-kent-fr", Verification.Verified)],
        LikelihoodScales.All.Select(scale => (scale.Id, scale.Verification)));

    [Fact]
    public void The_tables_are_those_of_the_domain_data()
    {
        string? file = SharedData.File("domain/scales.json");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        using JsonDocument data = JsonDocument.Parse(File.ReadAllText(file));
        Compare("ICD203", "icd203");
        Compare("PHIA", "phia");
        Compare("NATO_AJP2_1", "ajp21");
        Compare("CA_KENT_FR", "ca-kent-fr");

        void Compare(string source, string id)
        {
            var rows = data.RootElement.GetProperty("likelihood").GetProperty(source).GetProperty("terms").EnumerateArray().ToArray();
            Assert.Equal(rows.Select(row => (row[1].GetDouble(), row[2].GetDouble())), Scale(id).Terms.Select(term => (term.Interval.Low, term.Interval.High)));
            Assert.All(rows.Zip(Scale(id).Terms), pair => Assert.All(
                pair.First[0].GetString()!.Split('/'), word => Assert.Contains(pair.Second.Words, known => known.Text.EndsWith(word, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void The_STIX_table_with_the_words_of_ICD_203_has_other_ranges()
    {
        StixConfidenceTable dni = StixConfidence.All.Single(table => table.Id == "stix-dni");
        int[] others = [.. dni.Rows.Select((row, i) => (row, i)).Where(pair =>
            (int)Math.Round(100 * Scale("icd203").Terms[pair.i].Interval.High) != pair.row.Range.High + 1
            || (int)Math.Round(100 * Scale("icd203").Terms[pair.i].Interval.Low) != pair.row.Range.Low).Select(pair => pair.i)];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], others);
        Assert.True(StixConfidence.IsTable("stix-dni"));
    }

    [Fact]
    public void F_and_6_are_missing_values_and_G_is_no_grade()
    {
        Assert.Equal("ABCDEF", string.Concat(Admiralty.Reliability.Select(grade => grade.Code)));
        Assert.Equal("123456", string.Concat(Admiralty.Credibility.Select(grade => grade.Code)));
        AdmiraltyGrade[] missing = [.. Admiralty.Reliability.Concat(Admiralty.Credibility).Where(grade => !grade.IsJudged)];
        Assert.Equal("F6", string.Concat(missing.Select(grade => grade.Code)));
        Assert.All(missing, grade => Assert.Null(grade.Stix));
    }

    [Fact]
    public void Confidence_has_three_levels_and_no_numbers() => Assert.All(
        ConfidenceScales.All, scale => Assert.Equal(["low", "moderate", "high"], scale.Levels));

    private static LikelihoodScale Scale(string id) =>
        LikelihoodScales.TryGet(id, out LikelihoodScale? scale) ? scale : throw new KeyNotFoundException(id);
}
