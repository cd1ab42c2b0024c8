using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Forecasting;

/// <summary>One country's figure in an edition, with what the edition says of the year before.</summary>
/// <param name="Iso3">The country.</param>
/// <param name="Now">The edition's probability, 0 to 1.</param>
/// <param name="Refit">The edition's own model applied to the year before; null where it does not say.</param>
/// <param name="Published">What was published a year earlier; null where it is not known.</param>
public readonly record struct RestatedForecast(string Iso3, double Now, double? Refit, double? Published);

/// <summary>How one country's risk changed from one edition to the next.</summary>
/// <param name="Iso3">The country.</param>
/// <param name="Now">The later edition's probability, 0 to 1.</param>
/// <param name="Refit">The later edition's own model applied to the year before.</param>
/// <param name="Published">What was published a year earlier; null where it is not known.</param>
public sealed record Rise(string Iso3, double Now, double Refit, double? Published)
{
    /// <summary>The change that one model sees between two years; negative = a fall.</summary>
    public double Change => Now - Refit;

    /// <summary>The change between the two published figures: partly the world's, partly the model's.</summary>
    public double? PublishedChange => Now - Published;

    /// <summary>Whether the published figures point another way than the model does.</summary>
    public bool SignDiffers => PublishedChange is { } change && Math.Sign(change) != Math.Sign(Change);
}

/// <summary>
/// Changes from one edition to the next, by the later edition's own refit of the earlier year. Two published figures are not compared: a
/// new edition is another model on other data, and a third of all changes would point the wrong way (docs/forecasting.md).
/// </summary>
/// <param name="ByChange">Largest rise first; equal ones by code.</param>
/// <param name="WithoutRefit">Countries of which no honest change can be said, by code.</param>
public sealed record Rises(ImmutableArray<Rise> ByChange, ImmutableArray<string> WithoutRefit)
{
    /// <summary>Countries whose published figures point another way than the model does.</summary>
    public int SignsDiffer => ByChange.Count(rise => rise.SignDiffers);

    /// <summary>Countries of which the refit says something else than was published.</summary>
    public int Restated => ByChange.Count(rise => rise.Published is { } published && published != rise.Refit);

    /// <summary>Computes the changes.</summary>
    public static Rises Of(IEnumerable<RestatedForecast> forecasts)
    {
        ILookup<bool, RestatedForecast> byRefit = forecasts.ToLookup(forecast => forecast.Refit is not null);
        return new Rises(
            [
                .. byRefit[true].Select(forecast => new Rise(forecast.Iso3, forecast.Now, forecast.Refit!.Value, forecast.Published))
                    .OrderByDescending(rise => rise.Change).ThenBy(rise => rise.Iso3, StringComparer.Ordinal),
            ],
            [.. byRefit[false].Select(forecast => forecast.Iso3).Order(StringComparer.Ordinal)]);
    }
}
