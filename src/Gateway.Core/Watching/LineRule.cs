using System.Collections.Immutable;

namespace Gateway.Core.Watching;

/// <summary>
/// A declared threshold is crossed by an observation of anybody. Once crossed it is crossed, whatever is observed later; it ends when the
/// observation is taken back or the declaration withdrawn.
/// </summary>
internal static class LineRule
{
    private const int MostNamed = 8;

    public static void Evaluate(WarningRule.Line rule, WatchFacts facts, ImmutableArray<ObservedSeries> series, WatchTally tally)
    {
        foreach (ProductFacts declared in facts.Current)
        {
            foreach (LineFact line in declared.Lines.Where(line => !line.Withdrawn && rule.LooksAt(declared.Partner, line.Subject)))
            {
                List<Crossed> crossed = [.. series
                    .Where(one => one.Indicator == line.Indicator && line.Subject.Covers(one.Subject))
                    .Select(one => Worst(rule, line, one, tally)).OfType<Crossed>()
                    .OrderByDescending(one => one.Beyond)
                    .ThenBy(one => one.Point.AtMs).ThenBy(one => one.Series.Partner).ThenBy(one => one.Series.Subject)];
                if (crossed.Count > 0)
                {
                    tally.Add(Found(rule, facts, declared, line, crossed));
                }
            }
        }
    }

    private static Crossed? Worst(WarningRule rule, LineFact line, ObservedSeries series, WatchTally tally)
    {
        SeriesPoint[] within = [.. series.Points.Where(point => point.AtMs >= line.FromMs && (line.UntilMs == 0 || point.AtMs < line.UntilMs))];
        if (line.Crossing == LineCrossing.Seen)
        {
            // Seen and counted as none is not seen.
            return within.FirstOrDefault(point => point.Value is null or > 0) is { } first ? new Crossed(series, first, 0) : null;
        }

        if (within.Any(point => point.Value is not null && point.Unit != line.Unit))
        {
            tally.Refuse(rule, series, RefusalReason.OtherUnit);
        }

        Crossed? worst = null;
        foreach (SeriesPoint point in within.Where(point => point.Unit == line.Unit && point.Value is { } value && double.IsFinite(value)))
        {
            if (SeriesRules.Beyond(line.Crossing, point.Value!.Value, line.Value ?? 0) is { } beyond && !(worst?.Beyond >= beyond))
            {
                worst = new Crossed(series, point, beyond);
            }
        }

        return worst;
    }

    private static Finding Found(WarningRule.Line rule, WatchFacts facts, ProductFacts declared, LineFact line, List<Crossed> crossed)
    {
        Crossed worst = crossed[0];
        string value = worst.Point.Value is { } number ? $"{SeriesRules.Text(number)} {worst.Point.Unit} of " : "";
        string seen = $"{worst.Series.Partner.Value} observes {value}'{line.Indicator}' in {worst.Series.Subject} on {SeriesRules.Day(worst.Point.AtMs)}";
        string bound = line.Crossing switch
        {
            LineCrossing.AtLeast => $" at {SeriesRules.Text(line.Value ?? 0)} {line.Unit}",
            LineCrossing.AtMost => $" down at {SeriesRules.Text(line.Value ?? 0)} {line.Unit}",
            LineCrossing.Seen => "",
        };
        int degree = Steps.Degree(worst.Beyond, Steps.Default(line.Value ?? 0));
        return new Finding
        {
            Key = Finding.KeyOf(facts.Mode, rule, FindingKind.Threshold, line.Subject, declared.Partner.Value, declared.Lineage),
            Rule = rule,
            Kind = FindingKind.Threshold,
            Subject = line.Subject,
            Degree = degree,
            Title = $"{line.Subject}: a threshold declared by {declared.Partner.Value} is crossed",
            Statement = $"{seen}. {declared.Partner.Value} declared a threshold{bound}: \"{line.Statement}\"",
            Alarm = new Alarm(Urgency.Immediate, degree >= 3 ? Severity.Extreme : Severity.Severe, Certainty.Observed),
            Grounds =
            [
                new FindingGround(
                    FindingKind.Threshold, declared.Product, declared.Partner, $"Declared by {declared.Partner.Value}: \"{line.Statement}\"",
                    line.Value, line.Unit, declared.IssuedAtMs, line.Portions),
                .. crossed.Take(MostNamed).Select(one => SeriesRules.Ground(
                    one.Series, one.Point, $"{one.Series.Partner.Value} observes '{line.Indicator}' on {SeriesRules.Day(one.Point.AtMs)}.")),
            ],
        };
    }

    private sealed record Crossed(ObservedSeries Series, SeriesPoint Point, double Beyond);
}
