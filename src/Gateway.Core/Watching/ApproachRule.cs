using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Core.Watching;

/// <summary>
/// A dated event draws near: warned of so many days before the earliest time at which it may happen, until the latest is over. Dates that
/// partners give for the same kind of event in the same month (or, known to the year alone, in the same year) are one cause.
/// </summary>
internal static class ApproachRule
{
    public static void Evaluate(WarningRule.Approach rule, WatchFacts facts, WatchTally tally)
    {
        var expected = facts.Current
            .SelectMany(product => product.Triggers.Select(fact => new Expected(product, fact, Window(fact))))
            .Where(one => (rule.Kinds.IsEmpty || rule.Kinds.Contains(one.Fact.Kind)) && rule.LooksAt(one.Product.Partner, one.Fact.Subject))
            .GroupBy(one => (one.Fact.Subject, one.Fact.Kind, When: Bucket(one.Fact)));
        foreach (var cause in expected)
        {
            string key = Finding.KeyOf(facts.Mode, rule, FindingKind.Trigger, cause.Key.Subject, cause.Key.Kind, cause.Key.When);
            Expected[] all = [.. cause.OrderBy(one => one.Window.From).ThenBy(one => one.Window.Until).ThenBy(one => one.Product.Partner)
                .ThenBy(one => one.Product.Product.ToString(), StringComparer.Ordinal)];
            foreach (DateTimeOffset at in all.SelectMany(one => rule.Days.Select(days => one.Window.From.AddDays(-days)).Append(one.Window.Until)))
            {
                tally.Wake(at);
            }

            Expected[] near = [.. all.Where(one => Passed(rule, one, tally.Now) > 0 && tally.Now < one.Window.Until)];
            if (near.Length > 0)
            {
                tally.Add(Found(rule, key, near, tally.Now));
            }
            else
            {
                tally.Sleep(key);
            }
        }
    }

    /// <summary>The first and the last instant (exclusive) at which it may happen.</summary>
    private static (DateTimeOffset From, DateTimeOffset Until) Window(TriggerFact fact)
    {
        DateTime day = DateTimeOffset.FromUnixTimeMilliseconds(fact.ExpectedAtMs).UtcDateTime.Date;
        (DateTime from, DateTime until) = fact.Span switch
        {
            DateSpan.Day => (day, day.AddDays(1)),
            DateSpan.Week => (Monday(day), Monday(day).AddDays(7)),
            DateSpan.Month => (new DateTime(day.Year, day.Month, 1), new DateTime(day.Year, day.Month, 1).AddMonths(1)),
            DateSpan.Year => (new DateTime(day.Year, 1, 1), new DateTime(day.Year, 1, 1).AddYears(1)),
        };
        return (new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(until, TimeSpan.Zero));
    }

    private static DateTime Monday(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string Bucket(TriggerFact fact) => DateTimeOffset.FromUnixTimeMilliseconds(fact.ExpectedAtMs).UtcDateTime
        .ToString(fact.Span == DateSpan.Year ? "yyyy" : "yyyy-MM", CultureInfo.InvariantCulture);

    private static int Passed(WarningRule.Approach rule, Expected one, DateTimeOffset now) => rule.Days.Count(days => now >= one.Window.From.AddDays(-days));

    private static Finding Found(WarningRule.Approach rule, string key, Expected[] near, DateTimeOffset now)
    {
        Expected first = near[0];
        int degree = near.Max(one => Passed(rule, one, now));
        string when = Date(first);
        return new Finding
        {
            Key = key,
            Rule = rule,
            Kind = FindingKind.Trigger,
            Subject = first.Fact.Subject,
            Degree = degree,
            Title = $"{first.Fact.Subject}: {first.Fact.Kind} expected {when}",
            Statement = $"In {first.Fact.Subject} {string.Join(", ", near.Select(one => one.Product.Partner.Value).Distinct())} expect '{first.Fact.Kind}' {when}.",
            Alarm = new Alarm(rule.Days[degree - 1] <= 7 ? Urgency.Expected : Urgency.Future, Severity.Moderate, Certainty.Possible),
            OnsetAtMs = first.Window.From.ToUnixTimeMilliseconds(),
            LapsesAtMs = near.Max(one => one.Window.Until).ToUnixTimeMilliseconds(),
            Grounds =
            [
                .. near.Select(one => new FindingGround(
                    FindingKind.Trigger, one.Product.Product, one.Product.Partner, $"{one.Product.Partner.Value} expects '{one.Fact.Kind}' {Date(one)}.",
                    null, "", one.Fact.ExpectedAtMs, one.Fact.Portions)),
            ],
        };
    }

    private static string Date(Expected one) => one.Fact.Span switch
    {
        DateSpan.Day => "on " + SeriesRules.Day(one.Fact.ExpectedAtMs),
        DateSpan.Week => "in the week of " + SeriesRules.Day(one.Window.From.ToUnixTimeMilliseconds()),
        DateSpan.Month => "in " + one.Window.From.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        DateSpan.Year => "in " + one.Window.From.UtcDateTime.ToString("yyyy", CultureInfo.InvariantCulture),
    };

    private sealed record Expected(ProductFacts Product, TriggerFact Fact, (DateTimeOffset From, DateTimeOffset Until) Window);
}
