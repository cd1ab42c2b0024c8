using Gateway.Protocol.V1;

namespace Gateway.Protocol.Forecasting;

/// <summary>One judgement of one country, with what of the assessment around it says which forecast it is.</summary>
/// <param name="Iso3">The country.</param>
/// <param name="Edition">The originator's serial; empty = not stated.</param>
/// <param name="ValidFrom">The time from which it looks ahead; null = not stated.</param>
/// <param name="IssuedAtMs">When the product was issued: of two for one country the later one counts.</param>
/// <param name="Judgement">The judgement. Not to be changed.</param>
public sealed record ForecastRow(string Iso3, string Edition, DateTimeOffset? ValidFrom, long IssuedAtMs, Judgement Judgement)
{
    // The last millisecond of the year 9999: what lies beyond has no place on the calendar.
    private const long LastMs = 253402300799999;

    /// <summary>What it foresees, and over which horizon.</summary>
    public ForecastTopic Topic { get; } = new(
        Judgement.Event?.DefinitionId ?? "", Judgement.Event?.Threshold ?? 0, Judgement.Event?.WindowMonths ?? 0, Judgement.HorizonMonths);

    /// <summary>The end of the horizon, exclusive; null = not stated.</summary>
    public DateTimeOffset? Until =>
        ValidFrom is { } from && Topic.HorizonMonths is > 0 and <= 1200 && from.Year < 9800 ? from.AddMonths((int)Topic.HorizonMonths) : null;

    /// <summary>The judgements of an assessment of a whole country. One of a part of a country, or of a group, is no forecast for the country, and has none.</summary>
    /// <param name="assessment">The assessment, as far as the asker may see it.</param>
    /// <param name="issuedAtMs">When the product was issued.</param>
    /// <param name="partly">Whether it is known to be about a place inside the country.</param>
    public static IEnumerable<ForecastRow> Of(RiskAssessment assessment, long issuedAtMs, bool partly = false)
    {
        if (partly
            || assessment.Subject is not [{ Iso3.Length: > 0, Kind: SubjectKind.Unspecified or SubjectKind.Country } subject, ..]
            || subject.Place.Count > 0)
        {
            return [];
        }

        Header? header = assessment.Header.FirstOrDefault();
        DateTimeOffset? from = header?.ValidFromMs is > 0 and <= LastMs ? DateTimeOffset.FromUnixTimeMilliseconds(header.ValidFromMs) : null;
        return assessment.Judgements.Where(judgement => judgement.GroupId.Length == 0)
            .Select(judgement => new ForecastRow(subject.Iso3, header?.Edition ?? "", from, issuedAtMs, judgement));
    }
}

/// <summary>What a forecast foresees and how far it looks. Two forecasts are scored or ranked together only when all of it is the same.</summary>
/// <param name="DefinitionId">Event definition; empty = the judgement names no event.</param>
/// <param name="Threshold">Persons killed.</param>
/// <param name="WindowMonths">Months within which.</param>
/// <param name="HorizonMonths">Months ahead.</param>
public sealed record ForecastTopic(string DefinitionId, uint Threshold, uint WindowMonths, uint HorizonMonths)
{
    /// <summary>"ewp-mass-killing/1000/12 over 24 months".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{(DefinitionId.Length == 0 ? "no event" : $"{DefinitionId}/{Threshold}/{WindowMonths}")} over {HorizonMonths} months");
}
