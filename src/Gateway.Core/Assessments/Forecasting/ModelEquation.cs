using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Forecasting;

/// <summary>One output of a model card: ln(p / (1 - p)) = intercept + the sum of coefficient times value. Immutable.</summary>
/// <param name="Intercept">Null: the card does not say it.</param>
/// <param name="Terms">One for each predictor that goes in.</param>
public sealed record ModelEquation(double? Intercept, ImmutableArray<ModelTerm> Terms)
{
    /// <summary>Decimal places that intercept and coefficients were rounded to; 0 = as computed.</summary>
    public int CoefficientDecimals { get; init; }

    /// <summary>Significant digits that the published probability was rounded to; 0 = as computed.</summary>
    public int ProbabilityDigits { get; init; }
}

/// <summary>What one predictor does to the log-odds.</summary>
/// <param name="Predictor">Name of the predictor.</param>
/// <param name="Coefficient">Change of the log-odds for each unit of the predictor.</param>
public readonly record struct ModelTerm(string Predictor, double Coefficient);
