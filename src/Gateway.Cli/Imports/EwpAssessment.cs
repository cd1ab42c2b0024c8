using System.Globalization;
using Gateway.Protocol.V1;
using static Gateway.Cli.Imports.ForecastTemplate;

namespace Gateway.Cli.Imports;

/// <summary>Writes an Early Warning Project forecast as a risk assessment. Rank and base rate stand beside every number: the highest
/// risk in the world is about ten per cent, and the number alone would mislead.</summary>
internal static class EwpAssessment
{
    /// <summary>The project's event: at least 1,000 civilians of a group killed within twelve months.</summary>
    public const string EventId = "ewp-mass-killing";

    public const string ModelId = "ewp-statistical-risk-assessment";

    /// <summary>The event, anew for every message.</summary>
    public static Event NewEvent() => new() { DefinitionId = EventId, Threshold = 1000, WindowMonths = 12 };

    /// <param name="forecast">One country's forecast.</param>
    /// <param name="edition">The edition it is of.</param>
    /// <param name="terms">Marking and mode.</param>
    /// <param name="coefficients">With them a recipient can compute the risk again; null = none came with the file.</param>
    public static RiskAssessment Write(EwpForecast forecast, EwpEdition edition, ForecastTerms terms, EwpCoefficients? coefficients = null)
    {
        int year = edition.Year;
        RiskAssessment assessment = Begin(terms, forecast.Country, new ForecastHeading(
            string.Create(CultureInfo.InvariantCulture, $"Early Warning Project {year}"),
            "Early Warning Project (USHMM and Dartmouth College)",
            edition.Serial,
            Month(year, 1),
            Month(year, 1),
            Month(year + 2, 1)));
        assessment.Judgements.Add(Judgement(forecast, terms, "risk-2y", 24, forecast.TwoYears,
            string.Create(CultureInfo.InvariantCulture, $"in {year} or {year + 1}")));
        assessment.Judgements.Add(Judgement(forecast, terms, "risk-1y", 12, forecast.OneYear, string.Create(CultureInfo.InvariantCulture, $"in {year}")));
        if (forecast.Previous is { } previous)
        {
            assessment.Judgements[0].Trend = forecast.TwoYears.Risk.CompareTo(previous.Risk) switch
            {
                > 0 => Trend.Rising,
                < 0 => Trend.Falling,
                0 => Trend.Steady,
            };
            assessment.Judgements[0].Earlier.Add(Earlier(previous, year));
            assessment.Judgements[0].Caveats.Add(new Caveat
            {
                Portion = terms.Portion("risk-2y-before"),
                Text = string.Create(CultureInfo.InvariantCulture, $"This edition's model puts {year - 1}-{year} at {Percent(previous.Risk)}, ")
                    + string.Create(CultureInfo.InvariantCulture, $"rank {previous.Rank}. Compare with that, not with the figure published a year earlier."),
            });
        }

        var model = new Model
        {
            Portion = terms.Portion(),
            ModelId = ModelId,
            Version = year.ToString(CultureInfo.InvariantCulture),
            CoefficientsRef = string.Create(CultureInfo.InvariantCulture, $"github.com/EarlyWarningProject/{year}-Statistical-Risk-Assessment"),
        };
        model.Predictors.AddRange(forecast.Predictors.Select(p => new Predictor { Name = p.Name, Value = p.Value }));
        model.Outputs.AddRange(coefficients?.Outputs.Select(output => output.Clone()) ?? []);
        assessment.Model.Add(model);
        return assessment;
    }

    // The year before by this edition's own model: the only figure that a change may be measured from.
    private static EarlierEdition Earlier(RankedRisk previous, int year) => new()
    {
        Edition = EwpEdition.SerialOf(year - 1),
        Refit = true,
        PBest = previous.Risk,
        Rank = (uint)previous.Rank,
        Of = (uint)previous.Of,
        ValidFromMs = Ms(Month(year - 1, 1)),
        ModelId = string.Create(CultureInfo.InvariantCulture, $"{ModelId}/{year}"),
    };

    private static Judgement Judgement(EwpForecast forecast, ForecastTerms terms, string id, uint months, RankedRisk risk, string when) => new()
    {
        Portion = terms.Portion(id),
        Statement = $"A new mass killing begins in {forecast.Country.Name} {when}.",
        Event = NewEvent(),
        HorizonMonths = months,
        Likelihood = new Likelihood { PBest = risk.Risk },
        Rank = (uint)risk.Rank,
        Of = (uint)risk.Of,
        BaseRate = risk.Mean,
        Caveats =
        {
            new Caveat
            {
                Portion = terms.Portion(id + "-model"),
                Text = "The output of a statistical model over public data; no analyst's judgement. A mass killing that goes on already is not a new one.",
            },
        },
    };
}
