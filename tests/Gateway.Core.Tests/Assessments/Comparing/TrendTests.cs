using System.Collections.Immutable;
using Gateway.Core.Assessments.Comparing;

namespace Gateway.Core.Tests.Assessments.Comparing;

/// <summary>domain.md, "Compare" 5: year on year, the later edition's own refit of the earlier year.</summary>
public sealed class TrendTests
{
    [Fact]
    public void A_refit_goes_before_the_published_figure_even_when_it_turns_the_sign()
    {
        // Cambodia, EWP 2025 over 2024: 1.5 points up as published, 0.2 down by the refit.
        View before = Views.Of("USA", "KHM", 2024, "EWP 2024-25").Says(0.010);
        View after = Views.Of("USA", "KHM", 2025, "EWP 2025-26").Says(0.025) with { Earlier = [new EarlierValue("EWP 2024-25", 0, true, 0.027, 20, 168)] };
        EditionChange change = Change(before, after)!;
        Assert.Equal((ChangeBasis.Refit, ChangeDirection.Falling, -0.2, 20u), (change.Basis, change.Direction, change.Points, change.FromRank));
    }

    [Fact]
    public void A_refit_serves_when_the_earlier_edition_is_not_here()
    {
        View after = Views.Of("USA", "NER", 2025).Says(0.05) with { Earlier = [new EarlierValue("EWP 2024-25", Views.Year(2024), true, 0.038, 9, 168)] };
        EditionChange change = Change(after)!;
        Assert.Equal((ChangeBasis.Refit, 1.2, "EWP 2024-25"), (change.Basis, change.Points, change.FromEdition));
    }

    [Fact]
    public void Without_a_refit_the_published_figures_serve_and_another_model_version_is_pointed_out()
    {
        View before = Views.Of("USA", year: 2024).Says(0.010) with { ModelVersion = "2024" };
        View after = Views.Of("USA").Says(0.025) with { ModelVersion = "2025", Earlier = [new EarlierValue("2024", Views.Year(2024), false, 0.010, 0, 0)] };
        EditionChange change = Change(before, after)!;
        Assert.Equal((ChangeBasis.Published, 1.5, true), (change.Basis, change.Points, change.OtherModel));
    }

    [Fact]
    public void A_refit_of_a_year_before_the_last_edition_or_after_this_one_is_not_taken_for_it()
    {
        View before = Views.Of("USA", year: 2024).Says(0.010);
        ImmutableArray<EarlierValue> wrong = [new("a", Views.Year(2022), true, 0.5, 0, 0), new("b", Views.Year(2026), true, 0.6, 0, 0), new("c", Views.Year(2024), true, double.NaN, 0, 0)];
        Assert.Equal(ChangeBasis.Published, Change(before, Views.Of("USA").Says(0.025) with { Earlier = wrong })!.Basis);
        Assert.Equal("a", Change(Views.Of("USA").Says(0.025) with { Earlier = wrong })!.FromEdition);
    }

    [Theory]
    [InlineData("unlikely", "likely", ChangeDirection.Rising)]
    [InlineData("likely", "unlikely", ChangeDirection.Falling)]
    [InlineData("likely", "probable", ChangeDirection.Steady)]
    public void Words_say_the_way_and_no_number(string then, string now, ChangeDirection direction)
    {
        EditionChange change = Change(Views.Of("USA", year: 2024).Says("icd203", then), Views.Of("USA").Says("icd203", now))!;
        Assert.Equal((direction, (double?)null), (change.Direction, change.Points));
    }

    [Fact]
    public void An_interval_that_only_widened_says_no_way()
    {
        View before = Views.Of("USA", year: 2024) with { Likelihood = new StatedLikelihood("", "", 0.2, null, 0.3) };
        View after = Views.Of("USA") with { Likelihood = new StatedLikelihood("", "", 0.1, null, 0.4) };
        Assert.Equal(ChangeDirection.Unclear, Change(before, after)!.Direction);
    }

    [Fact]
    public void Since_when_is_the_first_edition_and_the_first_of_the_run_that_is_high_now()
    {
        View[] views =
        [
            .. new[] { (2019, 12u), (2020, 90u), (2021, 28u), (2022, 14u), (2025, 3u) }.Select(pair => Views.Of("USA", year: pair.Item1).Says(0.05).Ranked(pair.Item2)),
        ];
        Voice voice = Views.One(views).Voices[0];
        Assert.Equal((Views.Year(2019), Views.Year(2021), true), (voice.FirstMs, voice.HighSinceMs, voice.IsHigh));
        Assert.Equal(2, Comparer.Compare(views, Views.Roster, new ComparisonQuery { Editions = 2 }).Comparisons[0].Voices[0].Editions.Length);
        Assert.Equal(0, Views.One(views[..2]).Voices[0].HighSinceMs);
    }

    private static EditionChange? Change(params View[] views) => Views.One(views).Voices[0].Change;
}
