using Gateway.Core.Assessments.Forecasting;

namespace Gateway.Core.Tests.Assessments.Forecasting;

public class OutcomeListTests
{
    private static readonly OutcomeList Outcomes = new(
        [Onset.InYear("SDN", 2023), Onset.InYear("BFA", 2019), Onset.InYear("BFA", 2022), new("MMR", Day(2021, 2, 1), Day(2021, 2, 2))], Day(2025, 1, 1));

    [Fact]
    public void An_event_counts_when_it_surely_began_within_the_window()
    {
        Assert.Equal(Resolution.Happened, Outcomes.Resolve("SDN", Day(2023, 1, 1), Day(2024, 1, 1)));
        Assert.Equal(Resolution.Happened, Outcomes.Resolve("SDN", Day(2022, 1, 1), Day(2024, 1, 1)));
        Assert.Equal(Resolution.DidNotHappen, Outcomes.Resolve("SDN", Day(2022, 1, 1), Day(2023, 1, 1)));
        Assert.Equal(Resolution.DidNotHappen, Outcomes.Resolve("SDN", Day(2024, 1, 1), Day(2025, 1, 1)));
        Assert.Equal(Resolution.DidNotHappen, Outcomes.Resolve("FRA", Day(2023, 1, 1), Day(2024, 1, 1)));
    }

    [Fact]
    public void A_second_event_is_one_more_that_began() =>
        Assert.Equal(
            [Resolution.Happened, Resolution.DidNotHappen, Resolution.DidNotHappen, Resolution.Happened],
            Enumerable.Range(2019, 4).Select(year => Outcomes.Resolve("BFA", Day(year, 1, 1), Day(year + 1, 1, 1))));

    [Fact]
    public void A_window_that_is_not_over_stays_open_even_where_an_event_has_begun()
    {
        Assert.Equal(Resolution.Open, Outcomes.Resolve("SDN", Day(2023, 1, 1), Day(2025, 1, 2)));
        Assert.Equal(Resolution.Open, Outcomes.Resolve("FRA", Day(2024, 6, 1), Day(2025, 6, 1)));
    }

    [Fact]
    public void A_year_is_too_imprecise_for_a_window_that_ends_within_it()
    {
        Assert.Equal(Resolution.Uncertain, Outcomes.Resolve("SDN", Day(2022, 9, 1), Day(2023, 9, 1)));
        Assert.Equal(Resolution.Uncertain, Outcomes.Resolve("SDN", Day(2023, 9, 1), Day(2024, 9, 1)));
        Assert.Equal(Resolution.Happened, Outcomes.Resolve("MMR", Day(2020, 9, 1), Day(2021, 9, 1)));
        Assert.Equal(Resolution.DidNotHappen, Outcomes.Resolve("MMR", Day(2021, 2, 2), Day(2022, 2, 2)));
    }

    private static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
