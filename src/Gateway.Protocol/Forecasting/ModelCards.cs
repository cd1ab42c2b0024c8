using System.Collections.Immutable;
using Gateway.Core.Assessments.Forecasting;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Forecasting;

/// <summary>One output of a model card, computed again.</summary>
/// <param name="Model">The card.</param>
/// <param name="Output">The output.</param>
/// <param name="Result">What came of it.</param>
public sealed record RecomputedOutput(Model Model, ModelOutput Output, Recomputed Result);

/// <summary>
/// Computes an assessment's own numbers again from the model card in it. The published figure of an output is the judgement of the same
/// event and the same horizon, and no other.
/// </summary>
public static class ModelCards
{
    /// <summary>What an output without a known link function is said to miss.</summary>
    public const string Link = "(link)";

    // A card may come from a node that checks less than this one; 17 digits are all that a double has.
    private const int MostDigits = 17;

    /// <summary>Every output of every card that is there, in the card's order; one for each figure where several were published.</summary>
    public static ImmutableArray<RecomputedOutput> Recompute(RiskAssessment assessment) =>
    [
        .. from model in assessment.Model
           let values = Values(model)
           from output in model.Outputs
           from published in Published(assessment, output)
           select new RecomputedOutput(model, output, Recompute(output, values, published)),
    ];

    private static Recomputed Recompute(ModelOutput output, Dictionary<string, double> values, double? published)
    {
        if (output.Link != LinkFunction.Logit)
        {
            return new Recomputed.Incomplete([Link]);
        }

        var equation = new ModelEquation(
            output.HasIntercept ? output.Intercept : null,
            [.. output.Coefficients.Select(coefficient => new ModelTerm(coefficient.Predictor, coefficient.Value))])
        {
            CoefficientDecimals = Digits(output.CoefficientDecimals),
            ProbabilityDigits = Digits(output.ProbabilityDigits),
        };
        return equation.Terms.DistinctBy(term => term.Predictor).Count() == equation.Terms.Length
            ? Recomputation.Of(equation, values, published)
            : new Recomputed.Incomplete([.. equation.Terms.GroupBy(term => term.Predictor).Where(same => same.Count() > 1).Select(same => same.Key)]);
    }

    // A predictor that is named twice says nothing.
    private static Dictionary<string, double> Values(Model model) => model.Predictors
        .GroupBy(predictor => predictor.Name)
        .Where(same => same.Count() == 1 && same.First().HasValue)
        .ToDictionary(same => same.Key, same => same.First().Value);

    private static IEnumerable<double?> Published(RiskAssessment assessment, ModelOutput output) => assessment.Judgements
        .Where(judgement => judgement.Likelihood is { HasPBest: true }
            && judgement.HorizonMonths == output.HorizonMonths
            && (judgement.Event ?? new Event()).Equals(output.Event ?? new Event()))
        .Select(judgement => (double?)judgement.Likelihood.PBest)
        .Distinct()
        .DefaultIfEmpty();

    private static int Digits(uint digits) => (int)Math.Min(digits, MostDigits);
}
