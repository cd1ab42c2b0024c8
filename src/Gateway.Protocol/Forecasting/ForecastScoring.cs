using System.Collections.Immutable;
using Gateway.Core.Assessments.Forecasting;

namespace Gateway.Protocol.Forecasting;

/// <summary>The scores of one edition, or of all of them together.</summary>
/// <param name="Edition">The originator's serial; empty = all, or not stated.</param>
/// <param name="Scores">Null where no outcome is known.</param>
/// <param name="Open">Forecasts whose window reaches beyond the known outcomes.</param>
/// <param name="Uncertain">Forecasts at whose window's end something began, with too imprecise a date.</param>
/// <param name="Undated">Forecasts that do not say from when or how far they look.</param>
public sealed record EditionScores(string Edition, ForecastScores? Scores, int Open, int Uncertain, int Undated);

/// <summary>Scores forecasts of one topic against what came.</summary>
public static class ForecastScoring
{
    /// <summary>All editions together first, then each by itself, earliest first.</summary>
    /// <param name="forecasts">Forecasts of one topic, one a country and edition, each with a probability.</param>
    /// <param name="outcomes">What came, for this topic's event.</param>
    /// <param name="baseRate">Rate to measure skill against; null = the forecasts' own.</param>
    public static ImmutableArray<EditionScores> Score(SettledForecasts.Settled forecasts, OutcomeList outcomes, double? baseRate) =>
    [
        Score("", forecasts.Rows, outcomes, baseRate),
        .. forecasts.Rows.GroupBy(row => row.Edition).Select(edition => Score(edition.Key, [.. edition], outcomes, baseRate)),
    ];

    private static EditionScores Score(string edition, ImmutableArray<ForecastRow> rows, OutcomeList outcomes, double? baseRate)
    {
        ForecastRow[] dated = [.. rows.Where(row => row.Until is not null)];
        ILookup<Resolution, ForecastRow> resolved = dated.ToLookup(row => outcomes.Resolve(row.Iso3, row.ValidFrom!.Value, row.Until!.Value));
        ScoredForecast[] scored =
        [
            .. resolved[Resolution.Happened].Select(row => new ScoredForecast(row.Judgement.Likelihood.PBest, true)),
            .. resolved[Resolution.DidNotHappen].Select(row => new ScoredForecast(row.Judgement.Likelihood.PBest, false)),
        ];
        return new EditionScores(
            edition,
            scored.Length > 0 ? ForecastScores.Of(scored, baseRate) : null,
            resolved[Resolution.Open].Count(),
            resolved[Resolution.Uncertain].Count(),
            rows.Length - dated.Length);
    }
}
