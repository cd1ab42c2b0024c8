using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Forecasting;

/// <summary>Finds one producer's forecasts among what a caller may see.</summary>
internal sealed class ForecastLookup(HoldingsIndex holdings)
{
    // A place inside the country: such an assessment is no forecast for the country.
    private const string Place = "subject/place";

    /// <summary>Everything of the producer that holds judgements, and what of it answers the question.</summary>
    public FoundForecasts Find(LocalCaller caller, CoreMode mode, ForecastSelection selection, ForecastMeasure measure)
    {
        var products = new List<ProductId>();
        var rows = new List<ForecastRow>();
        foreach (Holding holding in holdings.For(caller, mode))
        {
            if (holding.Row.Originator.Value == selection.Originator && holding.As<RiskAssessment>() is { Judgements.Count: > 0 } assessment)
            {
                products.Add(holding.Row.Product);
                rows.AddRange(ForecastRow.Of(assessment, holding.Row.IssuedAtMs, holding.Seen.Portions.Any(portion => portion.Body.Path == Place)));
            }
        }

        var question = ForecastQuestion.Of(selection, measure);
        return new FoundForecasts(
            [.. products], selection.Originator, question, question.Settle(rows.Where(row => selection.Edition.Length == 0 || row.Edition == selection.Edition)), [.. rows]);
    }
}

/// <summary>What was found for a selection.</summary>
/// <param name="Products">Products that were looked at, and that the caller therefore was shown something of.</param>
/// <param name="Originator">Whose they are.</param>
/// <param name="Question">The question as it was asked.</param>
/// <param name="Settled">What answers it.</param>
/// <param name="All">All of the producer's judgements, of whatever topic and edition.</param>
internal sealed record FoundForecasts(
    ImmutableArray<ProductId> Products, string Originator, ForecastQuestion Question, SettledForecasts Settled, ImmutableArray<ForecastRow> All)
{
    /// <summary>The forecasts, one a country and edition; several topics are the caller's to choose from.</summary>
    /// <param name="field">Field of the request, for the caller.</param>
    /// <param name="newest">Only the newest edition.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: several topics fit.</exception>
    public ProducerForecasts Only(string field, bool newest) => Settled switch
    {
        SettledForecasts.Settled settled => new(Originator, Question, (newest ? settled.Newest() : settled).OnePerCountry()),
        SettledForecasts.Nothing => new(Originator, Question, null),
        SettledForecasts.Ambiguous ambiguous => throw RichStatus.BadRequest(
            [new FieldViolation(field, "AMBIGUOUS", $"Several fit, say which: {string.Join("; ", ambiguous.Topics)}.")]),
        _ => throw new InvalidOperationException("SettledForecasts is closed."),
    };
}
