using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Watching;

/// <summary>
/// Evaluates rules over facts. Pure: the same facts, rules and instant give the same report, in whatever order and batches the facts came,
/// and evaluating twice changes nothing. Only <see cref="WarningRule.Approach"/> looks at the instant.
/// </summary>
public static class Watch
{
    /// <summary>The report over one mode's facts.</summary>
    public static WatchReport Evaluate(RuleSet rules, WatchFacts facts, DateTimeOffset now)
    {
        var tally = new WatchTally(now);
        var series = new Lazy<ImmutableArray<ObservedSeries>>(() => ObservedSeries.Of(facts));
        foreach (WarningRule rule in rules.Rules)
        {
            switch (rule)
            {
                case WarningRule.Crossing crossing:
                    SeriesRules.Cross(crossing, facts, series.Value, tally);
                    break;
                case WarningRule.Rise rise:
                    SeriesRules.Rise(rise, facts, series.Value, tally);
                    break;
                case WarningRule.RiskRise risk:
                    RiskRule.Evaluate(risk, facts, tally);
                    break;
                case WarningRule.Line line:
                    LineRule.Evaluate(line, facts, series.Value, tally);
                    break;
                case WarningRule.Concurrence concurrence:
                    ConcurrenceRule.Evaluate(concurrence, facts, tally);
                    break;
                case WarningRule.Approach approach:
                    ApproachRule.Evaluate(approach, facts, tally);
                    break;
                case WarningRule.FirstAssessment first:
                    FirstAssessmentRule.Evaluate(first, facts, tally);
                    break;
                default:
                    throw new InvalidOperationException("WarningRule is closed.");
            }
        }

        return tally.Report();
    }
}

/// <summary>Collects what rules come to. Not thread-safe.</summary>
internal sealed class WatchTally(DateTimeOffset now)
{
    private readonly SortedDictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly ImmutableSortedSet<string>.Builder _dormant = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
    private readonly List<WatchRefusal> _refusals = [];
    private DateTimeOffset? _wakeAt;

    public DateTimeOffset Now => now;

    public void Add(Finding finding) => _findings[finding.Key] = finding with
    {
        Alarm = finding.Alarm with
        {
            Urgency = finding.Rule.Urgency ?? finding.Alarm.Urgency,
            Severity = finding.Rule.Severity ?? finding.Alarm.Severity,
        },
    };

    public void Sleep(string key) => _dormant.Add(key);

    public void Wake(DateTimeOffset at) => _wakeAt = at > now && (_wakeAt is null || at < _wakeAt) ? at : _wakeAt;

    public void Refuse(WarningRule rule, ObservedSeries series, RefusalReason reason) => _refusals.Add(
        new WatchRefusal(rule.Id, series.Subject, series.Partner, series.Indicator, reason, series.Points[^1].Portions));

    public WatchReport Report() => new()
    {
        Findings = [.. _findings.Values],
        Dormant = _dormant.ToImmutable(),
        Refusals = [.. _refusals],
        WakeAt = _wakeAt,
    };
}
