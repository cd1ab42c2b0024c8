using Gateway.Core.Assessments.Comparing;

namespace Gateway.Core.Tests.Assessments.Comparing;

/// <summary>mission.md B6: countries that would not otherwise be prioritised.</summary>
public sealed class OverlookedTests
{
    [Fact]
    public void Only_the_seeded_country_is_found_that_one_partner_ranks_high_and_no_other_looks_at()
    {
        View[] views =
        [
            .. from partner in new[] { "USA", "GBR", "FRA" } from country in new[] { "MLI", "TCD", "SDN" } select Views.Of(partner, country).Says(0.05).Ranked(5),
            .. from partner in new[] { "USA", "GBR" } select Views.Of(partner, "KHM").Says(0.01).Ranked(90),
            Views.Of("FRA", "KHM").Says(0.05).Ranked(9),
            Views.Of("FRA", "CAF").Says(0.05).Ranked(7),
            Views.Of("USA", "GTM").Says(0.01).Ranked(120),
        ];
        OverlookedSubject found = Assert.Single(Find(views, orCalm: false));
        Assert.Equal(("CAF", "FRA"), (found.Comparison.Subject.Iso3, found.Worried.Value));
        Assert.Equal(["GBR", "USA"], Views.Codes(found.Silent));
        Assert.Equal(["CAF", "KHM"], Find(views, orCalm: true).Select(one => one.Comparison.Subject.Iso3));
    }

    [Fact]
    public void A_partner_that_judges_nothing_in_the_frame_says_nothing_by_its_silence()
    {
        View other = Views.Of("GBR", "TCD").Says(0.05).Ranked(5) with { Frame = Views.TwoYears with { HorizonMonths = 12 } };
        Assert.Empty(Find([Views.Of("FRA", "CAF").Says(0.05).Ranked(7), other], orCalm: true));
    }

    [Theory]
    [InlineData(30u, 168u, true)]
    [InlineData(31u, 168u, false)]
    [InlineData(5u, 20u, true)]
    [InlineData(6u, 20u, false)]
    [InlineData(1u, 1u, true)]
    [InlineData(0u, 168u, false)]
    [InlineData(uint.MaxValue, uint.MaxValue, false)]
    public void High_by_place_is_the_first_thirty_and_the_upper_quarter(uint rank, uint of, bool high) =>
        Assert.Equal(high, Views.One(Views.Of("USA").Says(0.01).Ranked(rank, of)).Voices[0].IsHigh);

    [Theory]
    [InlineData("icd203", "unlikely", null, true)]
    [InlineData("icd203", "very unlikely", null, false)]
    [InlineData("icd203", "very unlikely", 0.012, true)]
    [InlineData("icd203", "very unlikely", 0.016, false)]
    [InlineData("icd203", "very unlikely", double.NaN, false)]
    public void High_without_a_place_is_twenty_per_cent_or_four_times_the_base_rate(string scale, string term, double? rate, bool high) =>
        Assert.Equal(high, Views.One(Views.Of("USA").Says(scale, term) with { BaseRate = rate }).Voices[0].IsHigh);

    private static IEnumerable<OverlookedSubject> Find(View[] views, bool orCalm) => Overlooked.Find(Views.Compare(views).Comparisons, orCalm);
}
