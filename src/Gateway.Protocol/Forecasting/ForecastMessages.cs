using Gateway.Core.Assessments.Forecasting;
using Gateway.Protocol.V1;
using Result = Gateway.Core.Assessments.Forecasting.Recomputed;

namespace Gateway.Protocol.Forecasting;

/// <summary>Puts results into messages: what a node answers, and what a tool says of files without one, is the same.</summary>
public static class ForecastMessages
{
    // Caveats that all forecasts share are a handful; a producer that writes hundreds is cut off.
    private const int MostCaveats = 10;

    /// <summary>Every output of a product.</summary>
    public static RecomputeResponse Recomputed(IEnumerable<RecomputedOutput> outputs)
    {
        var response = new RecomputeResponse();
        response.Outputs.AddRange(outputs.Select(Output));
        return response;
    }

    private static ForecastSettled? Settled(string originator, SettledForecasts.Settled? settled)
    {
        if (settled is null)
        {
            return null;
        }

        string[] editions = [.. settled.Rows.Select(row => row.Edition).Distinct()];
        var message = new ForecastSettled
        {
            Originator = originator,
            DefinitionId = settled.Topic.DefinitionId,
            Threshold = settled.Topic.Threshold,
            WindowMonths = settled.Topic.WindowMonths,
            HorizonMonths = settled.Topic.HorizonMonths,
            Edition = editions.Length == 1 ? editions[0] : "",
            Forecasts = (uint)settled.Rows.Length,
        };
        HashSet<string> shared = [.. settled.Rows[0].Judgement.Caveats.Select(caveat => caveat.Text)];
        foreach (ForecastRow row in settled.Rows)
        {
            shared.IntersectWith(row.Judgement.Caveats.Select(caveat => caveat.Text));
        }

        message.Caveats.AddRange(shared.Order(StringComparer.Ordinal).Take(MostCaveats));
        return message;
    }

    /// <summary>Two producers' agreement over the countries that both have.</summary>
    public static AgreementResponse Agreement(ProducerForecasts first, ProducerForecasts second, int top)
    {
        var agreement = RankAgreement.Of(first.Scores, second.Scores, top);
        var response = new AgreementResponse
        {
            First = Settled(first.Name, first.Settled),
            Second = Settled(second.Name, second.Settled),
            Common = (uint)agreement.Common,
            Top = (uint)agreement.Top,
            TopFirst = (uint)agreement.TopFirst,
            TopSecond = (uint)agreement.TopSecond,
            Overlap = (uint)agreement.Overlap,
            FirstMeasure = first.Question.Measure,
            SecondMeasure = second.Question.Measure,
        };
        if (agreement.Spearman is { } spearman)
        {
            response.Spearman = spearman;
        }

        return response;
    }

    /// <summary>The scores of a producer; without any where nothing is there.</summary>
    public static ScoreResponse Score(ProducerForecasts forecasts, OutcomeList outcomes, double? baseRate)
    {
        var response = new ScoreResponse { Forecasts = Settled(forecasts.Name, forecasts.Settled) };
        if (forecasts.Settled is { } settled)
        {
            response.Scores.AddRange(ForecastScoring.Score(settled, outcomes, baseRate).Select(Score));
        }

        return response;
    }

    /// <summary>What rose and fell in an edition; nothing where it is not there.</summary>
    /// <param name="edition">The later edition.</param>
    /// <param name="all">Everything of the producer, for what was published before.</param>
    public static RisesResponse Rises(ProducerForecasts edition, IReadOnlyCollection<ForecastRow> all)
    {
        var response = new RisesResponse { Forecasts = Settled(edition.Name, edition.Settled) };
        if (edition.Settled is null)
        {
            return response;
        }

        EditionRises rises = EditionRises.Of(edition.Settled, all);
        response.Since = rises.Since;
        response.Restated = (uint)rises.Rises.Restated;
        response.SignsDiffer = (uint)rises.Rises.SignsDiffer;
        response.WithoutRefit.AddRange(rises.Rises.WithoutRefit);
        foreach (Rise rise in rises.Rises.ByChange)
        {
            var country = new CountryRise { Iso3 = rise.Iso3, Now = rise.Now, Refit = rise.Refit };
            if (rise.Published is { } published)
            {
                country.Published = published;
            }

            response.Rises.Add(country);
        }

        return response;
    }

    private static ForecastScore Score(EditionScores edition)
    {
        var message = new ForecastScore
        {
            Edition = edition.Edition,
            Open = (uint)edition.Open,
            Uncertain = (uint)edition.Uncertain,
            Undated = (uint)edition.Undated,
        };
        if (edition.Scores is { } scores)
        {
            message.Count = (uint)scores.Count;
            message.Happened = (uint)scores.Happened;
            message.MeanForecast = scores.MeanForecast;
            message.Brier = scores.Brier;
            message.Log = scores.Log;
            message.Clipped = (uint)scores.Clipped;
            message.BaseRate = scores.BaseRate;
            if (scores.Skill is { } skill)
            {
                message.Skill = skill;
            }

            if (scores.Discrimination is { } discrimination)
            {
                message.Discrimination = discrimination;
            }

            message.Calibration.AddRange(scores.Calibration.Select(bin => new ForecastBin
            {
                From = bin.From,
                Until = bin.Until,
                Count = (uint)bin.Count,
                Happened = (uint)bin.Happened,
                MeanForecast = bin.MeanForecast,
                Low = bin.Low,
                High = bin.High,
            }));
        }

        return message;
    }

    private static OutputResult Output(RecomputedOutput output)
    {
        var message = new OutputResult
        {
            ModelId = output.Model.ModelId,
            Version = output.Model.Version,
            Output = output.Output.Name,
            Event = output.Output.Event?.Clone(),
            HorizonMonths = output.Output.HorizonMonths,
        };
        switch (output.Result)
        {
            case Result.Reproduced found:
                (message.Status, message.Computed, message.Published, message.Tolerance) = (RecomputeStatus.Reproduced, found.Computed, found.Published, found.Tolerance);
                break;
            case Result.Differs found:
                (message.Status, message.Computed, message.Published, message.Tolerance) = (RecomputeStatus.Differs, found.Computed, found.Published, found.Tolerance);
                break;
            case Result.TooCoarse found:
                (message.Status, message.Low, message.High, message.Published) = (RecomputeStatus.TooCoarse, found.Low, found.High, found.Published);
                break;
            case Result.Unpublished found:
                (message.Status, message.Computed) = (RecomputeStatus.Unpublished, found.Computed);
                break;
            case Result.Incomplete found:
                message.Status = RecomputeStatus.Incomplete;
                message.Missing.AddRange(found.Missing);
                break;
            case Result.Overflow:
                message.Status = RecomputeStatus.Overflow;
                break;
            default:
                throw new InvalidOperationException("Recomputed is closed.");
        }

        return message;
    }
}
