namespace Gateway.Core.Assessments.Forecasting;

/// <summary>An event that began: what forecasts are scored against.</summary>
/// <param name="Iso3">Where: ISO 3166-1 alpha-3.</param>
/// <param name="Earliest">It began at this time or later.</param>
/// <param name="Before">It began before this time; as far after <paramref name="Earliest"/> as the date is imprecise.</param>
public sealed record Onset(string Iso3, DateTimeOffset Earliest, DateTimeOffset Before)
{
    /// <summary>An event of which only the year is known.</summary>
    public static Onset InYear(string iso3, int year) => new(iso3, Start(year), Start(year).AddYears(1));

    private static DateTimeOffset Start(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
