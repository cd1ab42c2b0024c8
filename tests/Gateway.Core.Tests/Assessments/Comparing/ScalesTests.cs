using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Comparing;

namespace Gateway.Core.Tests.Assessments.Comparing;

/// <summary>
/// The comparison oracle, worked by hand from the tables: domain.md, "Scales" (bounds of ICD 203 touch, so intervals are half-open; PHIA has gaps;
/// AJP-2.1 is not verified) and "Compare" 2 (agree, overlap, diverge, and the gap; never an average).
/// </summary>
public sealed class ScalesTests
{
    [Theory]

    // One scale, bounds that touch: neighbours never share a probability, and the gap is 0. domain.md, Scales: "half-open".
    [InlineData("icd203", "almost no chance", "icd203", "very unlikely", IntervalRelation.Diverge, 0)]
    [InlineData("icd203", "very unlikely", "icd203", "unlikely", IntervalRelation.Diverge, 0)]
    [InlineData("icd203", "unlikely", "icd203", "roughly even chance", IntervalRelation.Diverge, 0)]
    [InlineData("icd203", "very likely", "icd203", "almost certain", IntervalRelation.Diverge, 0)]
    [InlineData("ajp21", "highly unlikely", "ajp21", "unlikely", IntervalRelation.Diverge, 0)]
    [InlineData("ajp21", "likely", "ajp21", "highly likely", IntervalRelation.Diverge, 0)]

    // One scale, words of one row: the same interval.
    [InlineData("icd203", "very unlikely", "icd203", "highly improbable", IntervalRelation.Agree, 0)]
    [InlineData("icd203", "almost certain", "icd203", "nearly certain", IntervalRelation.Agree, 0)]

    // One scale, two and more steps apart.
    [InlineData("icd203", "very unlikely", "icd203", "roughly even chance", IntervalRelation.Diverge, 25)]
    [InlineData("icd203", "almost no chance", "icd203", "almost certain", IntervalRelation.Diverge, 90)]

    // One scale with gaps: neighbours are five points apart. domain.md, Scales: "PHIA has gaps".
    [InlineData("phia", "remote chance", "phia", "highly unlikely", IntervalRelation.Diverge, 5)]
    [InlineData("phia", "highly unlikely", "phia", "unlikely", IntervalRelation.Diverge, 5)]
    [InlineData("phia", "unlikely", "phia", "realistic possibility", IntervalRelation.Diverge, 5)]
    [InlineData("phia", "realistic possibility", "phia", "likely", IntervalRelation.Diverge, 5)]
    [InlineData("phia", "highly likely", "phia", "almost certain", IntervalRelation.Diverge, 5)]

    // ICD 203 with PHIA. [20, 45) holds [25, 35]; [55, 80) holds [55, 75]; [0, 5] holds [1, 5).
    [InlineData("icd203", "unlikely", "phia", "unlikely", IntervalRelation.Agree, 0)]
    [InlineData("icd203", "likely", "phia", "likely", IntervalRelation.Agree, 0)]
    [InlineData("icd203", "almost no chance", "phia", "remote chance", IntervalRelation.Agree, 0)]

    // [5, 20) and [10, 20]: 20 % itself is PHIA's and not ICD's, so neither holds the other.
    [InlineData("icd203", "very unlikely", "phia", "highly unlikely", IntervalRelation.Overlap, 0)]
    [InlineData("icd203", "roughly even chance", "phia", "realistic possibility", IntervalRelation.Overlap, 0)]

    // Touching across scales: 5 % belongs to both, 20 % to both, 55 % to PHIA alone.
    [InlineData("icd203", "very unlikely", "phia", "remote chance", IntervalRelation.Overlap, 0)]
    [InlineData("icd203", "unlikely", "phia", "highly unlikely", IntervalRelation.Overlap, 0)]
    [InlineData("icd203", "roughly even chance", "phia", "likely", IntervalRelation.Diverge, 0)]

    // The same word, and no probability in common: "unlikely" of ICD 203 starts where "highly unlikely" of PHIA ends, "almost certain" differs.
    [InlineData("icd203", "almost no chance", "phia", "highly unlikely", IntervalRelation.Diverge, 5)]
    [InlineData("icd203", "almost certain", "phia", "almost certain", IntervalRelation.Agree, 0)]
    [InlineData("icd203", "likely", "phia", "highly likely", IntervalRelation.Diverge, 0)]
    [InlineData("icd203", "likely", "phia", "almost certain", IntervalRelation.Diverge, 15)]

    // ICD 203 with AJP-2.1.
    [InlineData("icd203", "very unlikely", "ajp21", "highly unlikely", IntervalRelation.Overlap, 0)]
    [InlineData("icd203", "very unlikely", "ajp21", "unlikely", IntervalRelation.Overlap, 0)]
    [InlineData("icd203", "roughly even chance", "ajp21", "even chance", IntervalRelation.Agree, 0)]
    [InlineData("icd203", "almost certain", "ajp21", "highly likely", IntervalRelation.Agree, 0)]
    [InlineData("icd203", "likely", "ajp21", "highly likely", IntervalRelation.Diverge, 10)]

    // PHIA with AJP-2.1. 10 % is PHIA's and not in [0, 10); 90 % is PHIA's and not in [60, 90).
    [InlineData("phia", "highly unlikely", "ajp21", "unlikely", IntervalRelation.Agree, 0)]
    [InlineData("phia", "highly unlikely", "ajp21", "highly unlikely", IntervalRelation.Diverge, 0)]
    [InlineData("phia", "remote chance", "ajp21", "highly unlikely", IntervalRelation.Agree, 0)]
    [InlineData("phia", "highly likely", "ajp21", "likely", IntervalRelation.Overlap, 0)]
    [InlineData("phia", "realistic possibility", "ajp21", "likely", IntervalRelation.Diverge, 10)]
    public void Two_words_lie_to_each_other_as_worked_by_hand(
        string scale, string word, string otherScale, string otherWord, IntervalRelation relation, double gap)
    {
        Comparison comparison = Views.One(Views.Of("USA").Says(scale, word), Views.Of("GBR").Says(otherScale, otherWord));
        VoicePair pair = Assert.Single(comparison.Pairs);
        Assert.Equal((relation, gap), (pair.Relation, pair.GapPoints));
        Assert.Equal([word, otherWord], comparison.Voices.OrderByDescending(voice => voice.Latest.Originator).Select(voice => voice.Latest.Likelihood!.Term));
    }

    [Theory]

    // domain.md, Compare 4: the world's highest risk of EWP 2025, 10.4 %, is "very unlikely" in ICD 203.
    [InlineData(0.104, "icd203", "very unlikely", IntervalRelation.Agree, 0)]
    [InlineData(0.016, "icd203", "very unlikely", IntervalRelation.Diverge, 3.4)]
    [InlineData(0.2, "icd203", "very unlikely", IntervalRelation.Diverge, 0)]
    [InlineData(0.2, "phia", "highly unlikely", IntervalRelation.Agree, 0)]

    // In a gap a number has no word, and lies beside both neighbours.
    [InlineData(0.225, "phia", "highly unlikely", IntervalRelation.Diverge, 2.5)]
    [InlineData(0.225, "phia", "unlikely", IntervalRelation.Diverge, 2.5)]
    [InlineData(0, "icd203", "almost no chance", IntervalRelation.Diverge, 1)]
    [InlineData(1, "icd203", "almost certain", IntervalRelation.Diverge, 1)]
    [InlineData(1, "phia", "almost certain", IntervalRelation.Agree, 0)]
    public void A_number_lies_to_a_word_as_worked_by_hand(double number, string scale, string word, IntervalRelation relation, double gap)
    {
        VoicePair pair = Assert.Single(Views.One(Views.Of("USA").Says(number), Views.Of("GBR").Says(scale, word)).Pairs);
        Assert.Equal((relation, gap), (pair.Relation, pair.GapPoints));
    }

    [Fact]
    public void Bounds_copied_from_the_table_beside_a_word_keep_their_open_end()
    {
        View likely = Views.Of("USA") with { Likelihood = new StatedLikelihood("icd203", "likely", 0.55, null, 0.8) };
        VoicePair pair = Assert.Single(Views.One(likely, Views.Of("GBR").Says("icd203", "very likely")).Pairs);
        Assert.Equal(IntervalRelation.Diverge, pair.Relation);
    }

    [Fact]
    public void Own_numbers_go_before_the_table_and_a_word_that_does_not_fit_them_is_pointed_out()
    {
        View view = Views.Of("USA") with { Likelihood = new StatedLikelihood("icd203", "likely", 0.1, 0.2, 0.3) };
        var reading = Assert.IsType<LikelihoodReading.Usable>(Views.One(view).Voices[0].Latest.Reading);
        Assert.Equal((0.1, 0.3, 0.2, IntervalSource.Stated, true), (reading.Interval.Low, reading.Interval.High, reading.Best, reading.Source, reading.WordDiffers));
    }

    [Theory]
    [InlineData("icd203", Verification.Verified)]
    [InlineData("phia", Verification.Partly)]
    [InlineData("ajp21", Verification.Unverified)]
    public void What_is_read_off_a_table_carries_how_far_the_table_was_verified(string scale, Verification verification)
    {
        var reading = Assert.IsType<LikelihoodReading.Usable>(Views.One(Views.Of("USA").Says(scale, "unlikely")).Voices[0].Latest.Reading);
        Assert.Equal(verification, reading.Verification);
    }

    [Theory]
    [InlineData("", "", null, null, null, ReadingFault.NoLikelihood)]
    [InlineData("stix-dni", "unlikely", null, null, null, ReadingFault.UnknownScale)]
    [InlineData("ICD203", "unlikely", null, null, null, ReadingFault.UnknownScale)]
    [InlineData("phia", "very unlikely", null, null, null, ReadingFault.UnknownTerm)]
    [InlineData("icd203", "", double.NaN, null, null, ReadingFault.Invalid)]
    [InlineData("", "", null, double.NaN, null, ReadingFault.Invalid)]
    [InlineData("", "", null, null, double.NaN, ReadingFault.Invalid)]
    [InlineData("", "", double.NegativeInfinity, null, double.PositiveInfinity, ReadingFault.Invalid)]
    [InlineData("", "", null, 1.0000001, null, ReadingFault.Invalid)]
    [InlineData("", "", null, -1e-300, null, ReadingFault.Invalid)]
    [InlineData("", "", 0.5, null, 0.4, ReadingFault.Invalid)]
    [InlineData("", "", 0.1, 0.9, 0.4, ReadingFault.Invalid)]
    [InlineData("", "", double.MaxValue, null, null, ReadingFault.Invalid)]
    public void What_cannot_be_read_is_shown_with_the_reason_and_measured_against_nothing(
        string scale, string term, double? low, double? best, double? high, ReadingFault fault)
    {
        View view = Views.Of("USA") with { Likelihood = new StatedLikelihood(scale, term, low, best, high) };
        Comparison comparison = Views.One(view, Views.Of("GBR").Says(0.1));
        Assert.Empty(comparison.Pairs);
        Assert.Equal(new LikelihoodReading.Unusable(fault), comparison.Voices.Single(voice => voice.Latest.Originator.Value == "USA").Latest.Reading);
    }
}
