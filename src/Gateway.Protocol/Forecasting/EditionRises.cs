using Gateway.Core.Assessments.Forecasting;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Forecasting;

/// <summary>What rose and fell in an edition since the one before.</summary>
/// <param name="Since">The edition before; empty where this one restates none.</param>
/// <param name="Rises">The changes.</param>
public sealed record EditionRises(string Since, Rises Rises)
{
    /// <summary>Reads the changes out of an edition.</summary>
    /// <param name="edition">The later edition, one row a country.</param>
    /// <param name="all">Everything of the producer: where the earlier edition is among it, what was published then stands beside.</param>
    public static EditionRises Of(SettledForecasts.Settled edition, IReadOnlyCollection<ForecastRow> all)
    {
        // All changes are since the same edition: the latest that any country restates.
        string since = edition.Rows.SelectMany(row => row.Judgement.Earlier).Where(IsRefit).MaxBy(earlier => earlier.ValidFromMs)?.Edition ?? "";
        Dictionary<string, double> published = all
            .Where(row => row.Topic == edition.Topic && row.Edition == since && since.Length > 0 && row.Judgement.Likelihood is { HasPBest: true })
            .GroupBy(row => row.Iso3)
            .ToDictionary(same => same.Key, same => same.MaxBy(row => row.IssuedAtMs)!.Judgement.Likelihood.PBest);
        return new EditionRises(since, Rises.Of(edition.Rows.Select(row => new RestatedForecast(
            row.Iso3,
            row.Judgement.Likelihood.PBest,
            row.Judgement.Earlier.FirstOrDefault(earlier => IsRefit(earlier) && earlier.Edition == since)?.PBest,
            published.TryGetValue(row.Iso3, out double then) ? then
                : row.Judgement.Earlier.FirstOrDefault(earlier => earlier is { Refit: false, HasPBest: true } && earlier.Edition == since)?.PBest))));
    }

    private static bool IsRefit(EarlierEdition earlier) => earlier is { Refit: true, HasPBest: true };
}
