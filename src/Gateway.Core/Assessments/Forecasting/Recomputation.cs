using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Forecasting;

/// <summary>
/// Computes a published probability again from the model card that came with it. The tolerance is not chosen but follows from what the
/// card says of its roundings:
/// <list type="bullet">
/// <item>half a unit in the last significant digit of the published probability;</item>
/// <item>half a unit in the last decimal of each coefficient, times the predictor's value, summed;</item>
/// <item>the bound on rounding in a sum of n doubles, n 2^-53 times the sum of the terms' sizes (Higham, Accuracy and Stability of
/// Numerical Algorithms, 2nd ed., §4.2).</item>
/// </list>
/// Horizons are never converted: an output is held against the figure published for its own event and horizon, or against none.
/// </summary>
public static class Recomputation
{
    /// <summary>What the missing intercept is called among missing predictors.</summary>
    public const string Intercept = "(intercept)";

    // Where the roundings allow a tenth of the figure either way, agreement says nothing about the figure.
    private const double MostSlack = 0.1;

    /// <param name="equation">The output of the card.</param>
    /// <param name="values">Values of the predictors, by name; all finite.</param>
    /// <param name="published">The probability that was published, 0 to 1; null = none.</param>
    public static Recomputed Of(ModelEquation equation, IReadOnlyDictionary<string, double> values, double? published)
    {
        if (Missing(equation, values) is { Length: > 0 } missing)
        {
            return new Recomputed.Incomplete(missing);
        }

        double sum = equation.Intercept!.Value, size = Math.Abs(sum), weight = 1;
        foreach (ModelTerm term in equation.Terms)
        {
            // A term that is exactly nothing needs no value.
            double value = values.GetValueOrDefault(term.Predictor);
            sum += term.Coefficient * value;
            size += Math.Abs(term.Coefficient * value);
            weight += Math.Abs(value);
        }

        if (!double.IsFinite(size) || !double.IsFinite(weight))
        {
            return new Recomputed.Overflow();
        }

        double computed = Sigmoid(sum);
        double rounding = equation.CoefficientDecimals == 0 ? 0 : 0.5 * Math.Pow(10, -equation.CoefficientDecimals) * weight;
        double slack = rounding + ((equation.Terms.Length + 2) * Math.Pow(2, -53) * size);
        double low = Sigmoid(sum - slack), high = Sigmoid(sum + slack);
        return published is { } figure ? Compare(computed, low, high, figure, equation.ProbabilityDigits) : new Recomputed.Unpublished(computed);
    }

    /// <summary>1 / (1 + e^-x), without overflow for large x of either sign.</summary>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static Recomputed Compare(double computed, double low, double high, double published, int digits)
    {
        double spread = Math.Max(high - computed, computed - low);
        double tolerance = HalfUnit(published, digits) + spread + (4 * Math.Pow(2, -53) * computed);
        return Math.Abs(computed - published) > tolerance ? new Recomputed.Differs(computed, published, tolerance)
            : spread > MostSlack * published ? new Recomputed.TooCoarse(low, high, published)
            : new Recomputed.Reproduced(computed, published, tolerance);
    }

    // A coefficient that was rounded to zero may be anything below the rounding, so it needs its value.
    private static ImmutableArray<string> Missing(ModelEquation equation, IReadOnlyDictionary<string, double> values) =>
    [
        .. equation.Intercept is null ? [Intercept] : Array.Empty<string>(),
        .. equation.Terms
            .Where(term => (term.Coefficient != 0 || equation.CoefficientDecimals > 0) && !values.ContainsKey(term.Predictor))
            .Select(term => term.Predictor),
    ];

    /// <summary>Half a unit in the last of so many significant digits: 0.00005 for 0.1589 to four.</summary>
    private static double HalfUnit(double figure, int digits)
    {
        if (digits == 0 || figure == 0)
        {
            return 0;
        }

        double decade = Math.Floor(Math.Log10(figure));
        return 0.5 * Math.Pow(10, decade + 1 - digits);
    }
}
