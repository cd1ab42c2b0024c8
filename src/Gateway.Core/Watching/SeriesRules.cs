using System.Globalization;

namespace Gateway.Core.Watching;

/// <summary>Rules over what is observed. A value of another unit is never compared, and what cannot be compared is told.</summary>
internal static class SeriesRules
{
    public static void Cross(WarningRule.Crossing rule, WatchFacts facts, IEnumerable<ObservedSeries> all, WatchTally tally)
    {
        foreach (ObservedSeries series in all.Where(series => Concerns(rule, rule.Indicator, series)))
        {
            // The latest observation counts: what lies behind it is over.
            if (Usable(rule, rule.Unit, series, tally) is [.., { } last] && Beyond(rule.Way, last.Value!.Value, rule.Value) is { } beyond)
            {
                string key = Finding.KeyOf(facts.Mode, rule, FindingKind.Observation, series.Subject, series.Partner.Value, series.Indicator, rule.Unit);
                string seen = $"{series.Partner.Value} observes {Text(last.Value.Value)} {rule.Unit} of '{series.Indicator}' in {series.Subject} on {Day(last.AtMs)}";
                int degree = Steps.Degree(beyond, rule.Step);
                tally.Add(new Finding
                {
                    Key = key,
                    Rule = rule,
                    Kind = FindingKind.Observation,
                    Subject = series.Subject,
                    Degree = degree,
                    Title = $"{series.Subject}: '{series.Indicator}' at {Text(last.Value.Value)} {rule.Unit}",
                    Statement = $"{seen}, {(rule.Way == LineCrossing.AtLeast ? "at or above" : "at or below")} {Text(rule.Value)}.",
                    Alarm = Seen(degree),
                    Grounds = [Ground(series, last, seen + ".")],
                });
            }
        }
    }

    public static void Rise(WarningRule.Rise rule, WatchFacts facts, IEnumerable<ObservedSeries> all, WatchTally tally)
    {
        foreach (ObservedSeries series in all.Where(series => Concerns(rule, rule.Indicator, series)))
        {
            List<SeriesPoint> points = Usable(rule, rule.Unit, series, tally);
            if (points.Count == 0)
            {
                continue;
            }

            // Only periods without a gap between them: no observation is not an observation of none.
            PeriodValue[] values = PeriodValue.Of(points, rule.Period, rule.Combine);
            if (values.Length <= rule.Periods || values[^1].Number - values[^(rule.Periods + 1)].Number != rule.Periods)
            {
                tally.Refuse(rule, series, RefusalReason.TooShort);
                continue;
            }

            (PeriodValue before, PeriodValue now) = (values[^(rule.Periods + 1)], values[^1]);
            if (!(before.Value >= rule.LeastBase))
            {
                tally.Refuse(rule, series, RefusalReason.SmallBase);
                continue;
            }

            double percent = (now.Value - before.Value) / before.Value * 100;
            if (percent >= rule.Percent)
            {
                tally.Add(Risen(rule, facts, series, before, now, percent));
            }
        }
    }

    /// <summary>How far beyond the bound, in its unit; null: not beyond.</summary>
    public static double? Beyond(LineCrossing way, double value, double bound) => way switch
    {
        LineCrossing.AtLeast => value >= bound ? value - bound : null,
        LineCrossing.AtMost => value <= bound ? bound - value : null,
        LineCrossing.Seen => 0,
    };

    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Day(long atMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(atMs).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static FindingGround Ground(ObservedSeries series, SeriesPoint point, string text) => new(
        FindingKind.Observation, point.Product, series.Partner, text, point.Value, point.Unit, point.AtMs, point.Portions);

    private static Finding Risen(
        WarningRule.Rise rule, WatchFacts facts, ObservedSeries series, PeriodValue before, PeriodValue now, double percent)
    {
        string period = rule.Period.ToString().ToLowerInvariant();
        string what = $"'{series.Indicator}' in {series.Subject} rises by {Text(Math.Floor(percent))} % over {rule.Periods} {period}{(rule.Periods == 1 ? "" : "s")}";
        int degree = Steps.Degree(percent - rule.Percent, rule.Percent);
        return new Finding
        {
            Key = Finding.KeyOf(facts.Mode, rule, FindingKind.Observation, series.Subject, series.Partner.Value, series.Indicator, rule.Unit),
            Rule = rule,
            Kind = FindingKind.Observation,
            Subject = series.Subject,
            Degree = degree,
            Title = $"{series.Subject}: '{series.Indicator}' rises by {Text(Math.Floor(percent))} %",
            Statement = $"By what {series.Partner.Value} observes, {what}: from {Text(before.Value)} to {Text(now.Value)} {rule.Unit} a {period}.",
            Alarm = Seen(degree),
            Grounds =
            [
                .. before.Points.Concat(now.Points)
                    .DistinctBy(point => (point.Product, point.Portions[0].Index))
                    .Select(point => Ground(series, point, $"{series.Partner.Value} observes {Text(point.Value!.Value)} {point.Unit} on {Day(point.AtMs)}.")),
            ],
        };
    }

    private static Alarm Seen(int degree) =>
        new(Urgency.Expected, degree >= 3 ? Severity.Severe : Severity.Moderate, Certainty.Observed);

    private static bool Concerns(WarningRule rule, string indicator, ObservedSeries series) =>
        series.Indicator == indicator && rule.LooksAt(series.Partner, series.Subject);

    /// <summary>Points with a finite value in the unit asked for; the rest is told once for a series.</summary>
    private static List<SeriesPoint> Usable(WarningRule rule, string unit, ObservedSeries series, WatchTally tally)
    {
        if (series.Points.Any(point => point.Value is not null && point.Unit != unit))
        {
            tally.Refuse(rule, series, RefusalReason.OtherUnit);
        }

        if (series.Points.Any(point => point.Value is { } value && !double.IsFinite(value)))
        {
            tally.Refuse(rule, series, RefusalReason.NotANumber);
        }

        return [.. series.Points.Where(point => point.Unit == unit && point.Value is { } value && double.IsFinite(value))];
    }
}

/// <summary>What was observed in one period.</summary>
/// <param name="Number">Position among all periods of its length.</param>
/// <param name="Value">Its observations as one value.</param>
/// <param name="Points">Its observations; never empty.</param>
internal sealed record PeriodValue(long Number, double Value, IReadOnlyList<SeriesPoint> Points)
{
    private const long DayMs = 86_400_000;

    /// <summary>One for each period that has an observation, ascending.</summary>
    public static PeriodValue[] Of(IEnumerable<SeriesPoint> points, Period period, Combine combine) =>
    [
        .. points.GroupBy(point => NumberOf(point.AtMs, period)).OrderBy(group => group.Key)
            .Select(group => new PeriodValue(group.Key, Combined(combine, [.. group]), [.. group])),
    ];

    private static double Combined(Combine combine, List<SeriesPoint> points) => combine switch
    {
        Combine.Last => points[^1].Value!.Value,
        Combine.Sum => points.Sum(point => point.Value!.Value),
        Combine.Mean => points.Average(point => point.Value!.Value),
    };

    private static long NumberOf(long atMs, Period period)
    {
        long day = (long)Math.Floor((double)atMs / DayMs);
        DateTime date = DateTimeOffset.FromUnixTimeMilliseconds(atMs).UtcDateTime;
        return period switch
        {
            Period.Day => day,
            Period.Week => (long)Math.Floor((day + 3) / 7.0), // 1970-01-01 was a Thursday
            Period.Month => (date.Year * 12) + date.Month,
            Period.Quarter => (date.Year * 4) + ((date.Month - 1) / 3),
            Period.Year => date.Year,
        };
    }
}
