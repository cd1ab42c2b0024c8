using System.Globalization;
using Gateway.Protocol.V1;
using static Gateway.Cli.Imports.ForecastTemplate;

namespace Gateway.Cli.Imports;

/// <summary>Writes a ViEWS forecast as a risk assessment.</summary>
internal static class ViewsAssessment
{
    /// <summary>The producer's event: deaths from state-based armed conflict (UCDP), per calendar month.</summary>
    public const string EventId = "views-state-based-deaths";

    public static RiskAssessment Write(ViewsForecast forecast, ViewsRun run, ForecastTerms terms)
    {
        DateTimeOffset from = Month(run.Year, run.Month).AddMonths(1);
        DateTimeOffset until = from.AddMonths(ViewsReader.Months);
        string period = string.Create(
            CultureInfo.InvariantCulture, $"from {from:MMMM yyyy} to {until.AddMonths(-1):MMMM yyyy}");
        RiskAssessment assessment = Begin(terms, forecast.Country, new ForecastHeading(
            string.Create(CultureInfo.InvariantCulture, $"ViEWS {Month(run.Year, run.Month):MMMM yyyy}"),
            "ViEWS (PRIO and Uppsala University)",
            $"ViEWS {run}",
            from,
            from,
            until));
        assessment.Judgements.Add(new Judgement
        {
            Portion = terms.Portion("expected-deaths"),
            Statement = string.Create(
                CultureInfo.InvariantCulture,
                $"The model expects {forecast.ExpectedDeaths:0} deaths from state-based conflict in {forecast.Country.Name} {period}."),
            HorizonMonths = ViewsReader.Months,
            Rank = (uint)forecast.Rank,
            Of = (uint)forecast.Of,
            Caveats = { Caveat(terms, "expected-deaths-model", "The sum of twelve monthly expectations of a statistical model over public data; no analyst's judgement.") },
        });
        assessment.Judgements.Add(Judgement(forecast, terms, period, 100, forecast.Hundred));
        assessment.Judgements.Add(Judgement(forecast, terms, period, 1000, forecast.Thousand));
        assessment.Model.Add(new Model
        {
            Portion = terms.Portion(),
            ModelId = "views-fatalities-country-month",
            Version = run.ToString(),
            CoefficientsRef = "github.com/prio-data/viewsforecasting",
        });
        return assessment;
    }

    private static Judgement Judgement(ViewsForecast forecast, ForecastTerms terms, string period, uint deaths, Bounds bounds)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"month-{deaths}");
        return new Judgement
        {
            Portion = terms.Portion(id),
            Statement = string.Create(
                CultureInfo.InvariantCulture,
                $"At least one month {period} brings {deaths:#,0} or more deaths from state-based conflict in {forecast.Country.Name}."),
            Event = new Event { DefinitionId = EventId, Threshold = deaths, WindowMonths = 1 },
            HorizonMonths = ViewsReader.Months,
            Likelihood = new Likelihood { PLow = bounds.Low, PHigh = bounds.High },
            Caveats =
            {
                Caveat(terms, id + "-bounds", "Bounds: the producer gives each month alone and months depend on each other. Low is the likeliest single month, high the sum."),
            },
        };
    }

    private static Caveat Caveat(ForecastTerms terms, string id, string text) => new() { Portion = terms.Portion(id), Text = text };
}
