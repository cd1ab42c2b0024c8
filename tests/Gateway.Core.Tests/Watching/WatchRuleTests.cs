using Gateway.Core.Watching;
using static Gateway.Core.Tests.Watching.Seen;

namespace Gateway.Core.Tests.Watching;

/// <summary>Every rule worked by hand.</summary>
public sealed class WatchRuleTests
{
    private const string Crossing = """{"id": "murders", "kind": "crossing", "indicator": "Murders", "unit": "events", "at_least": 20}""";
    private const string Rise = """{"id": "rise", "kind": "rise", "indicator": "murders", "unit": "events", "percent": 50, "periods": 2, "period": "month", "combine": "sum", "least_base": 4}""";
    private const string Risk = """{"id": "risk", "kind": "risk-rise", "event": "mass-killing", "by_p": 0.01}""";
    private const string Line = """{"id": "line", "kind": "threshold"}""";
    private const string Many = """{"id": "many", "kind": "concurrence", "least": 2, "event": "mass-killing", "p_low": 0.05, "terms": {"icd203": ["likely"]}}""";
    private const string Election = """{"id": "near", "kind": "trigger", "triggers": ["election"], "days": [30, 7]}""";
    private const string First = """{"id": "first", "kind": "first-assessment"}""";

    [Theory]
    [InlineData(19.999, 0)]
    [InlineData(20, 1)]
    [InlineData(39.9, 1)]
    [InlineData(40, 2)]
    [InlineData(1e300, 1001)]
    public void A_value_at_the_bound_crosses_it_and_each_step_beyond_is_a_degree(double value, int degree) =>
        Assert.Equal(degree, Report(Crossing, Product("FRA", "a").Sees("murders", "2026-01-01", value)).Findings.SingleOrDefault()?.Degree ?? 0);

    [Fact]
    public void The_latest_observation_counts_and_a_later_edition_corrects_an_earlier()
    {
        ProductFacts old = Product("FRA", "a", "2026-01-01").Sees("murders", "2026-01-01", 30);
        Assert.Single(Report(Crossing, old).Findings);
        Assert.Empty(Report(Crossing, old.Sees("murders", "2026-02-01", 5)).Findings);
        Assert.Empty(Report(Crossing, old, Product("FRA", "b", "2026-03-01").Sees("murders", "2026-01-01", 3)).Findings);
        Assert.Empty(Report(Crossing, old, Product("FRA", "a2", "2026-03-01", "a")).Findings);
    }

    [Fact]
    public void Series_of_two_partners_are_never_joined()
    {
        WatchReport report = Report(Crossing, Product("FRA", "a").Sees("murders", "2026-01-01", 30), Product("USA", "b").Sees("murders", "2026-02-01", 2));
        Assert.Equal("FRA", Assert.Single(report.Findings).Grounds[0].Partner.Value);
    }

    [Theory]
    [InlineData("event")]
    [InlineData("Events")]
    [InlineData("")]
    [InlineData("events ")]
    [InlineData("e\u200bvents")]
    public void Another_unit_is_refused_and_told(string unit)
    {
        WatchReport report = Report(Crossing, Product("FRA", "a").Sees("murders", "2026-01-01", 500, unit));
        Assert.Empty(report.Findings);
        Assert.Equal(RefusalReason.OtherUnit, Assert.Single(report.Refusals).Reason);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_crosses_nothing(double value)
    {
        WatchReport report = Report(Crossing, Product("FRA", "a").Sees("murders", "2026-01-01", value));
        Assert.Empty(report.Findings);
        Assert.Equal(RefusalReason.NotANumber, Assert.Single(report.Refusals).Reason);
    }

    // January 4, February 1 + 2, March 2 + 4: from January to March +50 %.
    [Theory]
    [InlineData(4, 6, 1)]
    [InlineData(4, 5.9, 0)]
    [InlineData(4, 8, 2)]
    public void A_rise_is_taken_between_periods_without_a_gap(double first, double last, int degree)
    {
        ProductFacts series = Product("FRA", "a").Sees("murders", "2026-01-31", first).Sees("murders", "2026-02-01", 1).Sees("murders", "2026-02-28", 2)
            .Sees("murders", "2026-03-01", last - 2).Sees("murders", "2026-03-31", 2);
        Assert.Equal(degree, Report(Rise, series).Findings.SingleOrDefault()?.Degree ?? 0);
    }

    [Fact]
    public void A_series_that_is_short_broken_or_small_is_refused_and_told()
    {
        ProductFacts two = Product("FRA", "a").Sees("murders", "2026-01-01", 10).Sees("murders", "2026-02-01", 100);
        Assert.Equal(RefusalReason.TooShort, Assert.Single(Report(Rise, two).Refusals).Reason);
        ProductFacts gap = two.Sees("murders", "2026-04-01", 1000);
        Assert.Equal(RefusalReason.TooShort, Assert.Single(Report(Rise, gap).Refusals).Reason);
        ProductFacts small = Product("FRA", "a").Sees("murders", "2026-01-01", 1).Sees("murders", "2026-02-01", 2).Sees("murders", "2026-03-01", 30);
        Assert.Equal(RefusalReason.SmallBase, Assert.Single(Report(Rise, small).Refusals).Reason);
    }

    // Cambodia 2025: +1.5 points from published to published, -0.2 on the later edition's own refit. Niger: +1.2 on refit.
    [Theory]
    [InlineData(0.030, 0.045, 0.047, 0)]
    [InlineData(0.030, 0.045, null, 1)]
    [InlineData(0.040, 0.042, 0.030, 1)]
    [InlineData(0.030, 0.040, null, 1)]
    [InlineData(0.030, 0.0399, null, 0)]
    [InlineData(0.030, 0.050, null, 2)]
    public void A_risk_rise_is_taken_on_the_later_editions_own_refit(double before, double after, double? refit, int degree)
    {
        ProductFacts first = Product("USA", "2024", "2024-01-01").Judges(before);
        ProductFacts second = Product("USA", "2025", "2025-01-01").Judges(after, before: refit is { } p ? new Refit(p, 0) : null);
        Assert.Equal(degree, Report(Risk, second, first).Findings.SingleOrDefault()?.Degree ?? 0);
    }

    [Fact]
    public void One_edition_that_restates_the_one_before_is_enough()
    {
        ProductFacts edition = Product("USA", "2025", "2025-01-01").Judges(0.042, before: new Refit(0.030, 0, Day("2024-01-01")));
        Finding found = Assert.Single(Report(Risk, edition).Findings);
        Assert.Equal(
            "USA puts the risk of mass-killing in BFA up by 1.2 percentage points to 4.2 % since its edition of 2024-01-01, each edition compared with its own refit of the one before.",
            found.Statement);
    }

    [Fact]
    public void A_rise_lasts_while_it_is_not_lost_again()
    {
        ProductFacts[] editions = [Product("USA", "1", "2023-01-01").Judges(0.01), Product("USA", "2", "2024-01-01").Judges(0.03), Product("USA", "3", "2025-01-01").Judges(0.028)];
        Assert.Single(Report(Risk, editions).Findings);
        Assert.Empty(Report(Risk, [.. editions, Product("USA", "4", "2026-01-01").Judges(0.015)]).Findings);
        Assert.Equal(3, Assert.Single(Report(Risk, [.. editions, Product("USA", "4", "2026-01-01").Judges(0.041)]).Findings).Degree);
    }

    [Fact]
    public void Editions_of_other_horizons_and_partners_are_not_compared() => Assert.Empty(Report(
        Risk, Product("USA", "1", "2024-01-01").Judges(0.01), Product("USA", "2", "2025-01-01").Judges(0.05, months: 12), Product("FRA", "3", "2025-01-01").Judges(0.05)).Findings);

    [Fact]
    public void A_rise_in_rank_counts_places_upwards()
    {
        const string Rank = """{"id": "rank", "kind": "risk-rise", "event": "mass-killing", "by_rank": 10}""";
        Assert.Single(Report(Rank, Product("USA", "1", "2024-01-01").Judges(rank: 25), Product("USA", "2", "2025-01-01").Judges(rank: 15)).Findings);
        Assert.Empty(Report(Rank, Product("USA", "1", "2024-01-01").Judges(rank: 15), Product("USA", "2", "2025-01-01").Judges(rank: 25)).Findings);
        Assert.Empty(Report(Rank, Product("USA", "1", "2024-01-01").Judges(rank: 25), Product("USA", "2", "2025-01-01").Judges(rank: 15, before: new Refit(null, 16))).Findings);
    }

    [Fact]
    public void A_crossed_threshold_names_who_declared_it_and_who_saw_it()
    {
        Finding found = Assert.Single(Report(
            Line, Product("FRA", "line").Draws("chemical weapons", LineCrossing.Seen, null), Product("USA", "obs").Sees("chemical weapons", "2026-02-03", null, "")).Findings);
        Assert.Equal("BFA: a threshold declared by FRA is crossed", found.Title);
        Assert.StartsWith("USA observes 'chemical weapons' in BFA on 2026-02-03. FRA declared a threshold: \"This must not happen.\"", found.Statement);
        Assert.Equal((Urgency.Immediate, Severity.Severe, Certainty.Observed), (found.Alarm.Urgency, found.Alarm.Severity, found.Alarm.Certainty));
        Assert.Equal(["FRA", "USA"], found.Grounds.Select(ground => ground.Partner.Value));
        Assert.Equal(2, found.Portions.Count());
    }

    [Theory]
    [InlineData(LineCrossing.AtLeast, 100, 100, 1)]
    [InlineData(LineCrossing.AtLeast, 100, 99, 0)]
    [InlineData(LineCrossing.AtLeast, 100, 300, 3)]
    [InlineData(LineCrossing.AtMost, 10, 10, 1)]
    [InlineData(LineCrossing.AtMost, 10, 11, 0)]
    [InlineData(LineCrossing.AtLeast, 0, 0, 1)]
    public void A_threshold_is_crossed_at_its_value(LineCrossing way, double bound, double value, int degree) => Assert.Equal(
        degree, Report(Line, Product("FRA", "l").Draws("x", way, bound), Product("USA", "o").Sees("x", "2026-02-03", value)).Findings.SingleOrDefault()?.Degree ?? 0);

    [Fact]
    public void Once_crossed_it_is_crossed_until_it_is_withdrawn_or_the_observation_is()
    {
        ProductFacts line = Product("FRA", "l").Draws("x", LineCrossing.AtLeast, 10);
        ProductFacts seen = Product("USA", "o").Sees("x", "2026-02-03", 11);
        Assert.Single(Report(Line, line, seen.Sees("x", "2026-02-04", 0)).Findings);
        Assert.Empty(Report(Line, line, seen, Product("FRA", "l2", "2026-05-01", "l").Draws("x", LineCrossing.AtLeast, 10, withdrawn: true)).Findings);
        Assert.Empty(Report(Line, line, seen, Product("USA", "o2", "2026-05-01", "o").Sees("x", "2026-02-03", 9)).Findings);
    }

    [Theory]
    [InlineData("2026-02-02", 0)]
    [InlineData("2026-02-03", 1)]
    [InlineData("2026-02-28", 1)]
    [InlineData("2026-03-01", 0)]
    public void Observations_count_while_the_threshold_holds(string date, int found) => Assert.Equal(
        found, Report(Line, Product("FRA", "l").Draws("x", LineCrossing.AtLeast, 1, from: "2026-02-03", until: "2026-03-01"), Product("USA", "o").Sees("x", date, 1)).Findings.Length);

    [Fact]
    public void A_threshold_for_a_country_covers_its_areas_and_not_the_other_way_round()
    {
        WatchSubject area = WatchSubject.Of("BFA", "BF46");
        Assert.Single(Report(Line, Product("FRA", "l").Draws("x", LineCrossing.Seen, null), Product("USA", "o").Sees("x", "2026-02-03", 1, where: area)).Findings);
        Assert.Empty(Report(Line, Product("FRA", "l").Draws("x", LineCrossing.Seen, null, whom: area), Product("USA", "o").Sees("x", "2026-02-03", 1)).Findings);
        Assert.Empty(Report(Line, Product("FRA", "l").Draws("x", LineCrossing.Seen, null), Product("USA", "o").Sees("x", "2026-02-03", 1, where: WatchSubject.Of("MLI"))).Findings);
    }

    [Fact]
    public void Counted_as_none_is_not_seen() => Assert.Empty(Report(
        Line, Product("FRA", "l").Draws("x", LineCrossing.Seen, null), Product("USA", "o").Sees("x", "2026-02-03", 0)).Findings);

    [Fact]
    public void Partners_who_judge_alike_are_named_and_each_counts_once()
    {
        ProductFacts usa = Product("USA", "u").Judges(0.06), again = Product("USA", "v").Judges(0.07), fra = Product("FRA", "f").Judges(scale: "icd203", term: "likely");
        Assert.Empty(Report(Many, usa, again).Findings);
        Finding found = Assert.Single(Report(Many, usa, again, fra).Findings);
        Assert.StartsWith("FRA, USA judge mass-killing", found.Statement);
        Assert.Equal(1, found.Degree);
        Assert.Equal(2, Assert.Single(Report(Many, usa, fra, Product("SWE", "s").Judges(0.05)).Findings).Degree);
    }

    [Fact]
    public void A_word_of_another_scale_and_another_horizon_are_not_alike()
    {
        ProductFacts usa = Product("USA", "u").Judges(0.06);
        Assert.Empty(Report(Many, usa, Product("FRA", "f").Judges(scale: "phia", term: "likely")).Findings);
        Assert.Empty(Report(Many, usa, Product("FRA", "f").Judges(0.9, months: 12)).Findings);
        Assert.Empty(Report(Many, usa, Product("FRA", "f").Judges(0.0499)).Findings);
    }

    [Fact]
    public void A_partner_who_has_changed_its_mind_does_not_count()
    {
        ProductFacts usa = Product("USA", "u").Judges(0.06), fra = Product("FRA", "f").Judges(0.06);
        Assert.Single(Report(Many, usa, fra).Findings);
        Assert.Empty(Report(Many, usa, fra, Product("FRA", "f2", "2026-05-01", "f").Judges(0.01)).Findings);
        Assert.Empty(Report(Many, usa, fra, Product("FRA", "g", "2026-05-01").Judges(0.01)).Findings);
        Assert.Empty(Report(Many, usa, Product("FRA", "f", "2023-01-01").Judges(0.06)).Findings);
    }

    [Theory]
    [InlineData("2026-07-01", DateSpan.Day, 1)]   // 30 days from 1 June
    [InlineData("2026-07-02", DateSpan.Day, 0)]
    [InlineData("2026-06-08", DateSpan.Day, 2)]
    [InlineData("2026-06-01", DateSpan.Day, 2)]   // today
    [InlineData("2026-05-31", DateSpan.Day, 0)]   // over
    [InlineData("2026-07-31", DateSpan.Month, 1)] // from 1 July it may happen
    [InlineData("2026-08-01", DateSpan.Month, 0)]
    [InlineData("2026-05-31", DateSpan.Month, 0)]
    [InlineData("2026-12-31", DateSpan.Year, 2)]
    [InlineData("2026-07-05", DateSpan.Week, 1)]  // the week of Monday 29 June
    [InlineData("2026-07-06", DateSpan.Week, 0)]
    public void A_date_draws_near_from_the_earliest_time_it_may_mean(string date, DateSpan span, int degree) => Assert.Equal(
        degree, Report(Election, Product("FRA", "a").Expects(date, span)).Findings.SingleOrDefault()?.Degree ?? 0);

    [Fact]
    public void The_watch_wakes_when_the_next_date_is_due()
    {
        WatchReport report = Report(Election, Product("FRA", "a").Expects("2026-09-01"), Product("USA", "b").Expects("2026-12-01"));
        Assert.Equal((At("2026-08-02"), 2), (report.WakeAt, report.Dormant.Count));
    }

    [Fact]
    public void One_election_that_two_partners_expect_is_one_warning()
    {
        Finding found = Assert.Single(Report(Election, Product("FRA", "a").Expects("2026-06-20"), Product("USA", "b").Expects("2026-06-05", DateSpan.Month)).Findings);
        Assert.Equal(2, found.Grounds.Length);
        Assert.Equal(Day("2026-07-01"), found.LapsesAtMs);
    }

    [Fact]
    public void The_first_assessment_of_somebody_watched_is_found_and_an_older_one_is_no_news()
    {
        WatchSubject group = WatchSubject.Of("MMR", group: " Rohingya ");
        ProductFacts list = Product("USA", "list").Watches("2026-02-01", WatchSubject.Of("MMR", group: "rohingya"));
        Assert.Single(Report(First, list, Product("FRA", "a", "2026-03-01").Assesses(group)).Findings);
        Assert.Empty(Report(First, list, Product("FRA", "a", "2026-03-01").Assesses(WatchSubject.Of("MMR"))).Findings);
        Assert.Empty(Report(First, list, Product("FRA", "a", "2026-03-01").Assesses(group), Product("SWE", "b", "2026-01-01").Assesses(group)).Findings);
    }

    [Fact]
    public void A_rule_looks_only_where_it_is_told()
    {
        const string Elsewhere = """{"id": "m", "kind": "crossing", "indicator": "murders", "unit": "events", "at_least": 20, "countries": ["MLI"]}""";
        const string Others = """{"id": "m", "kind": "crossing", "indicator": "murders", "unit": "events", "at_least": 20, "partners": ["USA"]}""";
        ProductFacts seen = Product("FRA", "a").Sees("murders", "2026-01-01", 30);
        Assert.Empty(Report(Elsewhere, seen).Findings);
        Assert.Empty(Report(Others, seen).Findings);
    }

    [Fact]
    public void A_huge_series_is_read_in_a_moment()
    {
        ProductFacts product = Product("FRA", "a");
        ObservedFact one = product.Sees("murders", "1970-01-01", 1).Observed[0];
        product = product with { Observed = [.. Enumerable.Range(0, 300_000).Select(i => one with { AtMs = i * 3_600_000L, Value = i % 19 })] };
        Assert.Empty(Watch.Evaluate(Rules(Crossing, Rise, Line), Facts(product), At("2026-06-01")).Findings);
    }
}
