using System.Collections.Immutable;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Forecasting;

/// <summary>
/// Which forecasts are asked for. What is left out is settled by what is there: when only one topic fits it is that one, otherwise the
/// asker has to say more. Forecasts of different events or horizons are never mixed, and none is converted into another.
/// </summary>
public sealed record ForecastQuestion
{
    /// <summary>Event definition; null = not said. Empty asks for judgements without an event.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Persons killed; null = not said.</summary>
    public uint? Threshold { get; init; }

    /// <summary>Months within which; null = not said.</summary>
    public uint? WindowMonths { get; init; }

    /// <summary>Months ahead; null = not said.</summary>
    public uint? HorizonMonths { get; init; }

    /// <summary>Which number of a judgement.</summary>
    public ForecastMeasure Measure { get; init; } = ForecastMeasure.PBest;

    /// <summary>The question that a selection asks; its originator and edition are for the caller to look for.</summary>
    public static ForecastQuestion Of(ForecastSelection selection, ForecastMeasure measure) => new()
    {
        DefinitionId = selection.HasDefinitionId ? selection.DefinitionId : null,
        Threshold = selection.HasThreshold ? selection.Threshold : null,
        WindowMonths = selection.HasWindowMonths ? selection.WindowMonths : null,
        HorizonMonths = selection.HasHorizonMonths ? selection.HorizonMonths : null,
        Measure = measure,
    };

    /// <summary>Settles the question over what is there.</summary>
    public SettledForecasts Settle(IEnumerable<ForecastRow> rows)
    {
        ILookup<ForecastTopic, ForecastRow> fitting = rows.Where(row => Fits(row.Topic) && Value(row.Judgement) is not null).ToLookup(row => row.Topic);
        ImmutableArray<ForecastTopic> topics = [.. fitting.Select(group => group.Key).OrderBy(topic => topic.ToString(), StringComparer.Ordinal)];
        return topics switch
        {
            [] => new SettledForecasts.Nothing(),
            [var topic] => new SettledForecasts.Settled(topic, [.. fitting[topic]]),
            _ => new SettledForecasts.Ambiguous(topics),
        };
    }

    /// <summary>The measure of a judgement, higher = riskier; null where it does not say.</summary>
    public double? Value(Judgement judgement) => Measure switch
    {
        ForecastMeasure.PBest => judgement.Likelihood is { HasPBest: true } likelihood ? likelihood.PBest : null,
        ForecastMeasure.PLow => judgement.Likelihood is { HasPLow: true } likelihood ? likelihood.PLow : null,
        ForecastMeasure.PHigh => judgement.Likelihood is { HasPHigh: true } likelihood ? likelihood.PHigh : null,
        ForecastMeasure.Unspecified or ForecastMeasure.Rank => judgement.Rank > 0 ? -(double)judgement.Rank : null,
    };

    private bool Fits(ForecastTopic topic) =>
        (DefinitionId is null || DefinitionId == topic.DefinitionId)
        && (Threshold is null || Threshold == topic.Threshold)
        && (WindowMonths is null || WindowMonths == topic.WindowMonths)
        && (HorizonMonths is null || HorizonMonths == topic.HorizonMonths);
}

/// <summary>One producer's forecasts, as they were asked for.</summary>
/// <param name="Name">The producer.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Settled">One row a country, of one edition; null = nothing is there.</param>
public sealed record ProducerForecasts(string Name, ForecastQuestion Question, SettledForecasts.Settled? Settled)
{
    /// <summary>The numbers that were asked for, by country.</summary>
    public IReadOnlyDictionary<string, double> Scores =>
        Settled?.Rows.ToDictionary(row => row.Iso3, row => Question.Value(row.Judgement)!.Value) ?? [];
}

/// <summary>What a question over the forecasts that are there comes to.</summary>
public abstract record SettledForecasts
{
    private SettledForecasts()
    {
    }

    /// <summary>Forecasts of one topic, all of which have the measure.</summary>
    public sealed record Settled(ForecastTopic Topic, ImmutableArray<ForecastRow> Rows) : SettledForecasts
    {
        /// <summary>Only the newest edition: the one that looks ahead from the latest time. Rows without a time count as the oldest.</summary>
        public Settled Newest()
        {
            ForecastRow newest = Rows.MaxBy(row => (row.ValidFrom ?? DateTimeOffset.MinValue, row.IssuedAtMs))!;
            return this with { Rows = [.. Rows.Where(row => row.Edition == newest.Edition && row.ValidFrom == newest.ValidFrom)] };
        }

        /// <summary>Of each edition one row a country: the one that was issued last.</summary>
        public Settled OnePerCountry() => this with
        {
            Rows =
            [
                .. Rows.GroupBy(row => (row.Iso3, row.Edition, row.ValidFrom)).Select(same => same.MaxBy(row => row.IssuedAtMs)!)
                    .OrderBy(row => row.ValidFrom).ThenBy(row => row.Edition, StringComparer.Ordinal).ThenBy(row => row.Iso3, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>Several topics fit; the asker has to say which.</summary>
    public sealed record Ambiguous(ImmutableArray<ForecastTopic> Topics) : SettledForecasts;

    /// <summary>Nothing fits that the asker may see.</summary>
    public sealed record Nothing : SettledForecasts;
}
