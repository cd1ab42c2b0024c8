using System.Collections.Immutable;

namespace Gateway.Core.Watching;

/// <summary>
/// Several partners judge the same subject, event and horizon alike. Each counts once, with its newest word; words of one scale are never
/// turned into another, and no horizon into another.
/// </summary>
internal static class ConcurrenceRule
{
    private const long MonthMs = 2_629_746_000; // a twelfth of the mean Gregorian year

    public static void Evaluate(WarningRule.Concurrence rule, WatchFacts facts, WatchTally tally)
    {
        var views = facts.Current
            .SelectMany(product => product.Judged.Select(fact => new View(product, fact)))
            .Where(view => view.Fact.Event.Definition == rule.Event
                && (rule.HorizonMonths == 0 || view.Fact.HorizonMonths == rule.HorizonMonths)
                && rule.LooksAt(view.Product.Partner, view.Fact.Subject))
            .GroupBy(view => (view.Fact.Subject, view.Fact.Event, view.Fact.HorizonMonths));
        foreach (var alike in views)
        {
            long newest = alike.Max(view => view.Product.HoldsFromMs);
            View[] partners =
            [
                .. alike.Where(view => newest - view.Product.HoldsFromMs <= rule.WithinMonths * MonthMs)
                    .GroupBy(view => view.Product.Partner)
                    .Select(own => own.Where(view => Newest(view, own) && Meets(rule, view.Fact)).MaxBy(view => view.Product.Product.ToString()))
                    .OfType<View>()
                    .OrderBy(view => view.Product.Partner),
            ];
            if (partners.Length >= rule.Least)
            {
                tally.Add(Found(rule, facts, partners));
            }
        }
    }

    // Of two units of one partner the later word is the partner's.
    private static bool Newest(View view, IEnumerable<View> own) =>
        own.Max(other => (other.Product.HoldsFromMs, other.Product.IssuedAtMs)) == (view.Product.HoldsFromMs, view.Product.IssuedAtMs);

    private static bool Meets(WarningRule.Concurrence rule, JudgedFact fact) =>
        (rule.PLow is { } low && fact.PLow >= low)
        || (rule.Rank is { } rank && fact.Rank > 0 && fact.Rank <= rank)
        || (rule.Terms.TryGetValue(fact.Scale, out ImmutableSortedSet<string>? terms) && terms.Contains(fact.Term));

    private static Finding Found(WarningRule.Concurrence rule, WatchFacts facts, View[] partners)
    {
        JudgedFact first = partners[0].Fact;
        string names = string.Join(", ", partners.Select(view => view.Product.Partner.Value));
        string horizon = first.HorizonMonths == 0 ? "" : $" within {first.HorizonMonths} months";
        return new Finding
        {
            Key = Finding.KeyOf(
                facts.Mode, rule, FindingKind.Concurrence, first.Subject, first.Event.Definition, Finding.Number(first.Event.Threshold),
                Finding.Number(first.Event.WindowMonths), Finding.Number(first.HorizonMonths)),
            Rule = rule,
            Kind = FindingKind.Concurrence,
            Subject = first.Subject,
            Degree = partners.Length - rule.Least + 1,
            Title = $"{first.Subject}: {partners.Length} partners worry alike",
            Statement = $"{names} judge {first.Event.Definition} in {first.Subject}{horizon} at or above what this rule asks for.",
            Alarm = new Alarm(Urgency.Future, Severity.Severe, Alarm.CertaintyOf(partners.Min(view => view.Fact.PLow))),
            Event = first.Event,
            Grounds =
            [
                .. partners.Select(view => new FindingGround(
                    FindingKind.Concurrence, view.Product.Product, view.Product.Partner, $"{view.Product.Partner.Value}: {Word(view.Fact)}.",
                    view.Fact.PLow, view.Fact.PLow is null ? "" : "probability", view.Product.HoldsFromMs, view.Fact.Portions)),
            ],
        };
    }

    private static string Word(JudgedFact fact) =>
        fact.Term.Length > 0 ? $"\"{fact.Term}\" on its scale {fact.Scale}"
        : fact.PLow is { } low ? $"{SeriesRules.Text(low * 100)} % or more"
        : $"rank {fact.Rank} of {fact.Of}";

    private sealed record View(ProductFacts Product, JudgedFact Fact);
}
