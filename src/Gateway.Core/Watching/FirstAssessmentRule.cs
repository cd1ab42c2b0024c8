using System.Collections.Immutable;

namespace Gateway.Core.Watching;

/// <summary>
/// Somebody who is watched is assessed, and was not before the watch began. That it happened stays so: of this kind nothing ever ends.
/// </summary>
internal static class FirstAssessmentRule
{
    public static void Evaluate(WarningRule.FirstAssessment rule, WatchFacts facts, WatchTally tally)
    {
        var assessed = facts.All
            .SelectMany(product => product.Assessed.Select(fact => (Product: product, Fact: fact)))
            .GroupBy(one => one.Fact.Subject)
            .ToDictionary(group => group.Key, group => group.MinBy(one => (one.Product.IssuedAtMs, one.Product.Product.ToString())));
        var watched = facts.Current
            .SelectMany(product => product.Watched.Select(fact => (Product: product, Fact: fact)))
            .Where(one => rule.LooksAt(one.Product.Partner, one.Fact.Subject))
            .GroupBy(one => one.Fact.Subject);
        foreach (var watch in watched)
        {
            // Since the first who watches; an assessment older than that is not news to anybody.
            (ProductFacts list, WatchedFact entry) = watch.MinBy(one => (one.Fact.SinceMs, one.Product.Partner, one.Product.Lineage));
            if (assessed.TryGetValue(watch.Key, out (ProductFacts Product, AssessedFact Fact) first) && first.Product.IssuedAtMs >= entry.SinceMs)
            {
                tally.Add(Found(rule, facts, list, entry, first.Product, first.Fact));
            }
        }
    }

    private static Finding Found(
        WarningRule.FirstAssessment rule, WatchFacts facts, ProductFacts list, WatchedFact entry, ProductFacts product, AssessedFact fact) => new()
        {
            Key = Finding.KeyOf(facts.Mode, rule, FindingKind.FirstAssessment, entry.Subject),
            Rule = rule,
            Kind = FindingKind.FirstAssessment,
            Subject = entry.Subject,
            Degree = 1,
            Title = $"{entry.Subject}: first assessment of somebody watched",
            Statement = $"{product.Partner.Value} is the first to assess {entry.Subject}, watched since {SeriesRules.Day(entry.SinceMs)}.",
            Alarm = new Alarm(Urgency.Future, Severity.Minor, Certainty.Unknown),
            Grounds =
            [
                new FindingGround(
                    FindingKind.FirstAssessment, list.Product, list.Partner, $"On the watchlist of {list.Partner.Value} since {SeriesRules.Day(entry.SinceMs)}.",
                    null, "", entry.SinceMs, entry.Portions),
                new FindingGround(
                    FindingKind.FirstAssessment, product.Product, product.Partner, $"Assessed by {product.Partner.Value}.", null, "", product.IssuedAtMs, fact.Portions),
            ],
        };
}
