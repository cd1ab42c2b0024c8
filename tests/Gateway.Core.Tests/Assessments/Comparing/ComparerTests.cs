using System.Diagnostics;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Partners;

namespace Gateway.Core.Tests.Assessments.Comparing;

public sealed class ComparerTests
{
    [Theory]
    [InlineData("ewp-mass-killing", 1000, 12, 12, Incomparable.Horizon)]
    [InlineData("ewp-mass-killing", 100, 12, 24, Incomparable.Threshold)]
    [InlineData("ewp-mass-killing", 1000, 1, 24, Incomparable.Window)]
    [InlineData("views-state-based-deaths", 1000, 12, 24, Incomparable.Definition)]
    [InlineData("views-state-based-deaths", 100, 1, 12, Incomparable.Definition | Incomparable.Threshold | Incomparable.Window | Incomparable.Horizon)]
    [InlineData("", 0, 0, 24, Incomparable.EventNotStated)]
    [InlineData("ewp-mass-killing", 1000, 12, 0, Incomparable.HorizonNotStated)]
    [InlineData("", 0, 0, 0, Incomparable.EventNotStated | Incomparable.HorizonNotStated)]
    public void What_differs_in_event_or_horizon_stands_apart_with_every_reason_and_is_not_converted(
        string definition, uint threshold, uint window, uint horizon, Incomparable reasons)
    {
        View other = Views.Of("FRA").Says(0.3) with { Frame = new Frame(new ForeseenEvent(definition, threshold, window), horizon) };
        Comparison comparison = Views.Compare(Views.Of("USA").Says(0.1), Views.Of("GBR").Says(0.1), other).Comparisons[0];
        Assert.Equal(Views.TwoYears, comparison.Frame);
        Assert.Equal(["GBR", "USA"], Views.Codes(comparison.Voices.Select(voice => voice.Latest.Originator)));
        VoiceApart apart = Assert.Single(comparison.Apart);
        Assert.Equal((other, reasons), (apart.Latest, apart.Reasons));
        Assert.Equal(["FRA", "SWE"], Views.Codes(comparison.NothingToSee));
    }

    [Fact]
    public void A_group_is_compared_with_the_same_group_of_the_same_country_only()
    {
        View InGroup(string partner, string country, string group) => Views.Of(partner).Says(0.1) with { Subject = new ComparedSubject(country, group) };
        ComparisonResult result = Views.Compare(
            InGroup("USA", "MMR", "rohingya"), InGroup("GBR", "MMR", "rohingya"), InGroup("FRA", "BGD", "rohingya"), InGroup("SWE", "MMR", ""));
        Assert.Equal(3, result.Comparisons.Length);
        Assert.Equal(["GBR", "USA"], Views.Codes(result.Comparisons[0].Voices.Select(voice => voice.Latest.Originator)));
        Assert.All(result.Comparisons, comparison => Assert.Empty(comparison.Apart));
    }

    [Fact]
    public void Judgements_that_do_not_say_what_they_foresee_are_named_even_when_nothing_else_is_there()
    {
        View view = Views.Of("USA").Says(0.1) with { Frame = default };
        Comparison comparison = Views.One(view);
        Assert.Empty(comparison.Voices);
        Assert.Equal(view, Assert.Single(comparison.Apart).Latest);
    }

    [Fact]
    public void Analysts_and_each_model_of_a_partner_are_voices_of_their_own_and_one_model_twice_is_no_second_opinion()
    {
        Comparison comparison = Views.One(
            Views.Of("USA", model: "ewp").Says(0.1), Views.Of("USA").Says("icd203", "likely"), Views.Of("SWE", model: "ewp").Says(0.1), Views.Of("SWE", model: "views").Says(0.2));
        Assert.Equal(["SWE ewp", "SWE views", "USA ", "USA ewp"], comparison.Voices.Select(voice => $"{voice.Latest.Originator.Value} {voice.Latest.Model}"));
        Assert.Equal((0, 3), comparison.Pairs.Where(pair => pair.SameModel).Select(pair => (pair.One, pair.Other)).Single());
        Assert.Equal(6, comparison.Pairs.Length);
    }

    [Fact]
    public void Rank_percentile_and_base_rate_stand_beside_the_word()
    {
        Voice voice = Views.One((Views.Of("USA").Says("icd203", "very unlikely") with { BaseRate = 0.016 }).Ranked(1)).Voices[0];
        Assert.True(voice.IsHigh);
        Assert.Equal(100.0 * 167 / 168, voice.Percentile);
        Assert.Equal(0.016, voice.Latest.BaseRate);
    }

    [Fact]
    public void Dissent_is_carried()
    {
        DissentNote[] dissent = [new("INR", "Too high", -2, AboutThis: true), new("FRA", "We agree", 1, AboutThis: false)];
        Assert.Equal(dissent, Views.One(Views.Of("USA").Says(0.1) with { Dissent = [.. dissent] }).Voices[0].Latest.Dissent);
    }

    [Fact]
    public void What_its_originator_corrected_or_called_out_of_date_takes_no_part_and_is_counted()
    {
        View old = Views.Of("USA", year: 2024).Says(0.05);
        View latest = Views.Of("USA").Says(0.1);
        Assert.Equal([old, latest], Views.One(old with { IsSuperseded = true }, latest).Voices[0].Editions.Select(one => one.View with { IsSuperseded = false }));

        ComparisonResult corrected = Views.Compare(old with { IsCorrected = true }, latest);
        Assert.Equal(latest, Assert.Single(corrected.Comparisons[0].Voices[0].Editions).View);
        Assert.Equal(1, corrected.LeftOut[LeftOut.Replaced]);

        // The newest one no longer stands, so what came before it is no answer either.
        ComparisonResult nothing = Views.Compare(old, latest with { IsSuperseded = true }, Views.Of("GBR").Says(0.1));
        Assert.Equal(["FRA", "SWE", "USA"], Views.Codes(Assert.Single(nothing.Comparisons).NothingToSee));
        Assert.Equal(2, nothing.LeftOut[LeftOut.Replaced]);
    }

    [Fact]
    public void Of_two_editions_of_one_time_the_one_sealed_last_counts_whatever_the_order()
    {
        View first = Views.Of("USA").Says(0.1);
        View second = Views.Of("USA", model: "").Says(0.2) with { IssuedAtMs = first.IssuedAtMs + 1, Product = Views.Of("GBR").Product };
        foreach (View[] order in (View[][])[[first, second], [second, first]])
        {
            Assert.Equal(0.2, Assert.Single(Views.One(order).Voices[0].Editions).View.Likelihood!.Best);
        }
    }

    [Fact]
    public void One_edition_that_says_two_things_is_pointed_out()
    {
        View first = Views.Of("USA").Says(0.1), second = first.Says(0.2) with { Judgement = "ffffffffffffffff" };
        ComparisonResult result = Views.Compare(first, second);
        Assert.Equal(0.2, Assert.Single(result.Comparisons).Voices[0].Latest.Likelihood!.Best);
        Assert.Equal(1, result.LeftOut[LeftOut.SaidTwice]);
    }

    [Fact]
    public void A_judgement_whose_subject_may_not_be_seen_is_counted_and_named_under_no_country()
    {
        View blind = Views.Of("USA").Says(0.1) with { Subject = default };
        ComparisonResult all = Views.Compare(blind, Views.Of("GBR").Says(0.1));
        Assert.Equal(1, all.LeftOut[LeftOut.NoSubject]);
        Assert.Equal("MLI", Assert.Single(all.Comparisons).Subject.Iso3);
        Assert.Empty(Comparer.Compare([blind], Views.Roster, new ComparisonQuery { Countries = ["MLI"] }).LeftOut);
    }

    [Fact]
    public void A_query_narrows_by_country_group_event_horizon_and_partner()
    {
        View[] views =
        [
            Views.Of("USA", "MLI").Says(0.1), Views.Of("GBR", "MLI").Says(0.1), Views.Of("USA", "TCD").Says(0.1),
            Views.Of("USA", "MLI").Says(0.1) with { Frame = Views.TwoYears with { HorizonMonths = 12 } },
            Views.Of("USA", "MMR").Says(0.1) with { Subject = new ComparedSubject("MMR", "rohingya") },
        ];
        Assert.Equal(["MLI", "MLI"], Countries(new ComparisonQuery { Countries = ["MLI"] }));
        Assert.Equal(["MLI"], Countries(new ComparisonQuery { HorizonMonths = 12 }));
        Assert.Equal(["MMR"], Countries(new ComparisonQuery { Groups = ["rohingya"] }));
        Assert.Empty(Countries(new ComparisonQuery { Definition = "other" }));
        Comparison one = Comparer.Compare(views, Views.Roster, new ComparisonQuery { Countries = ["MLI"], Partners = [PartnerCode.Of("GBR")] }).Comparisons.Single();
        Assert.Empty(one.NothingToSee);

        string[] Countries(ComparisonQuery query) => [.. Comparer.Compare(views, Views.Roster, query).Comparisons.Select(comparison => comparison.Subject.Iso3)];
    }

    [Fact]
    public void The_order_in_which_views_come_changes_nothing()
    {
        var random = new Random(7);
        View[] views = [.. Enumerable.Range(0, 200).Select(_ => Random(random))];
        string expected = Text(views);
        for (int i = 0; i < 10; i++)
        {
            random.Shuffle(views);
            Assert.Equal(expected, Text(views));
        }
    }

    [Fact]
    public void What_one_partner_floods_takes_nothing_from_the_others_and_little_time()
    {
        View[] flood =
        [
            .. Enumerable.Range(0, 10_000).Select(i => Views.Of("FRA").Says(0.5) with { Frame = new Frame(new ForeseenEvent($"x-{i}", 1, 1), 1) }),
            .. Enumerable.Range(0, 10_000).Select(i => Views.Of("FRA").Says(0.5) with { Subject = new ComparedSubject("MLI", $"g{i}") }),
            .. Enumerable.Range(0, 10_000).Select(i => Views.Of("FRA", model: $"m{i}").Says(0.5) with { Subject = new ComparedSubject("TCD") }),
        ];
        long start = Stopwatch.GetTimestamp();
        ComparisonResult result = Views.Compare([.. flood.Take(20_000), Views.Of("USA").Says(0.1), Views.Of("GBR").Says(0.2)]);
        Assert.Equal(["GBR", "USA"], Views.Codes(result.Comparisons[0].Voices.Select(voice => voice.Latest.Originator)));
        Assert.Equal(Comparer.MostApart, result.Comparisons[0].Apart.Length);
        Assert.Equal(10_001 - Comparer.MostFrames, result.LeftOut[LeftOut.TooManyFrames]);
        ComparisonResult voices = Views.Compare([.. flood.Skip(20_000), Views.Of("USA", "TCD").Says(0.1)]);
        Assert.Equal(Comparer.MostVoices + 1, voices.Comparisons[0].Voices.Length);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "a flood costs no square");
    }

    private static View Random(Random random) =>
        Views.Of(Any(random, "USA", "GBR", "FRA"), Any(random, "MLI", "TCD"), random.Next(2020, 2026), model: Any(random, "", "ewp")).Says(random.NextDouble())
            with
        { Frame = Any(random, Views.TwoYears, Views.TwoYears with { HorizonMonths = 12 }, default), Judgement = random.Next().ToString("x16", null) };

    private static T Any<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static string Text(View[] views) => string.Join('\n', Views.Compare(views).Comparisons.Select(comparison =>
        $"{comparison.Subject} {comparison.Frame} {string.Join(';', comparison.Voices.Select(voice => voice.Latest + " " + string.Join(',', voice.Editions)))}"
        + $"{string.Join(';', comparison.Pairs)} {string.Join(';', comparison.Apart)}"));
}
