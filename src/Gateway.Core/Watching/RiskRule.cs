using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Partners;

namespace Gateway.Core.Watching;

/// <summary>
/// A partner's risk rises from edition to edition. Where an edition says what its own model gives for the edition before, the change is
/// taken within that model: between published figures of two models a change may have the wrong sign (domain.md, "Compare").
/// </summary>
internal static class RiskRule
{
    public static void Evaluate(WarningRule.RiskRise rule, WatchFacts facts, WatchTally tally)
    {
        var lines = facts.All
            .SelectMany(product => product.Judged.Select(fact => new Edition(product, fact)))
            .Where(edition => edition.Fact.Event.Definition == rule.Event
                && (rule.HorizonMonths == 0 || edition.Fact.HorizonMonths == rule.HorizonMonths)
                && rule.LooksAt(edition.Product.Partner, edition.Fact.Subject)
                && Number(rule, edition.Fact) is not null)
            .GroupBy(edition => (edition.Product.Partner, edition.Product.Unit, edition.Fact.Subject, edition.Fact.Event, edition.Fact.HorizonMonths));
        foreach (var line in lines)
        {
            // Corrections of an edition take its place: of those that hold from one time, the one sealed last.
            Edition[] editions =
            [
                .. line.GroupBy(edition => edition.Product.HoldsFromMs).OrderBy(group => group.Key)
                    .Select(group => group.MaxBy(edition => (edition.Product.IssuedAtMs, edition.Product.Product.ToString()))!),
            ];
            if (Run(rule, editions) is { } run)
            {
                tally.Add(Found(rule, facts, editions, run));
            }
        }
    }

    /// <summary>
    /// The rise that lasts: it begins with a step that is large enough by itself, adds up what follows, and ends once less than that is left.
    /// A first edition that restates the one before it makes a step of its own.
    /// </summary>
    private static (long SinceMs, int From, double Gain)? Run(WarningRule.RiskRise rule, Edition[] editions)
    {
        double bound = rule.ByP ?? rule.ByRank!.Value;
        (long SinceMs, int From, double Gain)? run = null;
        for (int i = 0; i < editions.Length; i++)
        {
            Edition? before = i == 0 ? null : editions[i - 1];
            if (Change(rule, before?.Fact, editions[i].Fact) is { } step)
            {
                double gain = step + (run?.Gain ?? 0);
                run = Reaches(gain, bound)
                    ? (run?.SinceMs ?? before?.Product.HoldsFromMs ?? editions[i].Fact.Before?.HoldsFromMs ?? 0, run?.From ?? Math.Max(0, i - 1), gain)
                    : null;
            }
        }

        return run;
    }

    // What two decimals differ by is not always the decimal that they seem to differ by.
    private static bool Reaches(double gain, double bound) => gain >= bound - 1e-12;

    private static double? Change(WarningRule.RiskRise rule, JudgedFact? before, JudgedFact now) => rule.ByP is not null
        ? now.PBest - (now.Before?.P ?? before?.PBest)
        : (now.Before is { Rank: > 0 } refit ? refit.Rank : before is { } published ? published.Rank : (double?)null) - now.Rank;

    private static double? Number(WarningRule.RiskRise rule, JudgedFact fact) =>
        rule.ByP is not null ? fact.PBest is { } p && double.IsFinite(p) ? p : null : fact.Rank > 0 ? fact.Rank : null;

    private static Finding Found(WarningRule.RiskRise rule, WatchFacts facts, Edition[] editions, (long SinceMs, int From, double Gain) run)
    {
        (ProductFacts product, JudgedFact last) = editions[^1];
        bool refitted = editions[run.From..].Any(edition => edition.Fact.Before is { } before && (rule.ByP is null ? before.Rank > 0 : before.P is not null));
        string rise = rule.ByP is not null
            ? string.Create(CultureInfo.InvariantCulture, $"by {run.Gain * 100:0.##} percentage points to {last.PBest!.Value * 100:0.##} %")
            : string.Create(CultureInfo.InvariantCulture, $"by {run.Gain:0} places to {last.Rank} of {last.Of}");
        string since = run.SinceMs > 0 ? " since its edition of " + SeriesRules.Day(run.SinceMs) : "";
        double bound = rule.ByP ?? rule.ByRank!.Value;
        return new Finding
        {
            Key = Finding.KeyOf(
                facts.Mode, rule, FindingKind.RiskRise, last.Subject, product.Partner.Value, product.Unit, last.Event.Definition,
                Finding.Number(last.Event.Threshold), Finding.Number(last.Event.WindowMonths), Finding.Number(last.HorizonMonths)),
            Rule = rule,
            Kind = FindingKind.RiskRise,
            Subject = last.Subject,
            Degree = Steps.Degree(run.Gain - bound + 1e-12, bound),
            Title = $"{last.Subject}: {product.Partner.Value} sees the risk rise",
            Statement = $"{product.Partner.Value} puts the risk of {last.Event.Definition} in {last.Subject} up {rise}{since}"
                + (refitted ? ", each edition compared with its own refit of the one before." : "."),
            Alarm = new Alarm(Urgency.Future, Severity.Moderate, Alarm.CertaintyOf(last.PBest)),
            Event = last.Event,
            Grounds =
            [
                .. editions[run.From..].Select(edition => new FindingGround(
                    FindingKind.RiskRise, edition.Product.Product, product.Partner, $"The edition that holds from {SeriesRules.Day(edition.Product.HoldsFromMs)}.",
                    Number(rule, edition.Fact), rule.ByP is not null ? "probability" : "rank", edition.Product.HoldsFromMs, edition.Fact.Portions)),
            ],
        };
    }

    private sealed record Edition(ProductFacts Product, JudgedFact Fact);
}
