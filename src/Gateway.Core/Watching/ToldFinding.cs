using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;

namespace Gateway.Core.Watching;

/// <summary>What was last told of a cause.</summary>
public enum ToldState
{
    /// <summary>Warned of, and the cause holds.</summary>
    Warned = 1,

    /// <summary>Cancelled; should it come back, it is warned of anew.</summary>
    Cancelled = 2,
}

/// <summary>What was told of a cause: all that is needed to say nothing twice.</summary>
/// <param name="Key">The cause.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="State">What was last told.</param>
/// <param name="Kind">Kind of cause.</param>
/// <param name="Degree">The highest degree told since the alert.</param>
/// <param name="Revision">Tellings so far, from 1: alerts, updates and cancellations together.</param>
/// <param name="Sight">The level at which the watch looked when it last told.</param>
public sealed record ToldFinding(string Key, string RuleId, ToldState State, FindingKind Kind, int Degree, int Revision, Level Sight);

/// <summary>What is to be told next of a cause. A closed set.</summary>
public abstract record Telling
{
    private Telling()
    {
    }

    /// <summary>It is warned of for the first time, or again after it was cancelled.</summary>
    public sealed record Alert(Finding Finding, int Revision) : Telling;

    /// <summary>It got worse.</summary>
    public sealed record Update(Finding Finding, int Revision) : Telling;

    /// <summary>It does not hold any more.</summary>
    public sealed record Cancel(ToldFinding Told, int Revision) : Telling;
}

/// <summary>From what was told and what holds to what is to be told. Pure.</summary>
public static class Tellings
{
    /// <summary>
    /// What is to be told, by key. Nothing when nothing changed: whoever records each telling may ask as often as it likes.
    /// </summary>
    /// <param name="rules">The rules that were evaluated: what another rule told stays as it is, since a rule that was taken away is no news.</param>
    /// <param name="report">What holds.</param>
    /// <param name="told">What was told.</param>
    /// <param name="sight">
    /// The level at which the watch looks now. What was told with a higher one is not cancelled: that the watch sees less does not mean that
    /// there is less.
    /// </param>
    public static ImmutableArray<Telling> Next(RuleSet rules, WatchReport report, IEnumerable<ToldFinding> told, Level sight)
    {
        Dictionary<string, ToldFinding> known = told.ToDictionary(row => row.Key);
        HashSet<string> ids = [.. rules.Rules.Select(rule => rule.Id)], held = [];
        var next = new SortedDictionary<string, Telling>(StringComparer.Ordinal);
        foreach (Finding finding in report.Findings)
        {
            held.Add(finding.Key);
            if (!known.TryGetValue(finding.Key, out ToldFinding? row))
            {
                next[finding.Key] = new Telling.Alert(finding, 1);
            }
            else if (row.State == ToldState.Cancelled)
            {
                next[finding.Key] = new Telling.Alert(finding, row.Revision + 1);
            }
            else if (finding.Degree > row.Degree)
            {
                next[finding.Key] = new Telling.Update(finding, row.Revision + 1);
            }
        }

        foreach (ToldFinding row in known.Values)
        {
            bool ends = row.State == ToldState.Warned && row.Kind != FindingKind.FirstAssessment && ids.Contains(row.RuleId)
                && !held.Contains(row.Key) && !report.Dormant.Contains(row.Key) && sight >= row.Sight;
            if (ends)
            {
                next[row.Key] = new Telling.Cancel(row, row.Revision + 1);
            }
        }

        return [.. next.Values];
    }

    /// <summary>What is on record once a telling is.</summary>
    public static ToldFinding After(Telling telling, Level sight) => telling switch
    {
        Telling.Alert(var finding, var revision) =>
            new ToldFinding(finding.Key, finding.Rule.Id, ToldState.Warned, finding.Kind, finding.Degree, revision, sight),
        Telling.Update(var finding, var revision) =>
            new ToldFinding(finding.Key, finding.Rule.Id, ToldState.Warned, finding.Kind, finding.Degree, revision, sight),
        Telling.Cancel(var row, var revision) => row with { State = ToldState.Cancelled, Revision = revision, Sight = sight },
        _ => throw new InvalidOperationException("Telling is closed."),
    };

    /// <summary>The id under which a telling is submitted: the same telling is the same submission, however often it is tried.</summary>
    public static string SubmissionId(string key, int revision) => FormattableString.Invariant($"watch-{key}-{revision}");
}
