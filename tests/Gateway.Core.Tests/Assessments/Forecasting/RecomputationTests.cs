using CsCheck;
using Gateway.Core.Assessments.Forecasting;

namespace Gateway.Core.Tests.Assessments.Forecasting;

public class RecomputationTests
{
    // Worked by hand: logit(0.75) = ln 3.
    private static readonly ModelEquation Equation = new(0, [new ModelTerm("x", Math.Log(3)), new ModelTerm("y", 0)]) { ProbabilityDigits = 2 };

    [Fact]
    public void A_number_that_follows_from_the_card_is_reproduced_within_half_a_unit_of_its_last_digit()
    {
        var reproduced = Assert.IsType<Recomputed.Reproduced>(Recompute(Equation, 0.75));
        Assert.Equal(0.75, reproduced.Computed, 15);
        Assert.Equal(0, reproduced.Difference, 15);
        Assert.Equal(0.005, reproduced.Tolerance, 12);
        Assert.IsType<Recomputed.Reproduced>(Recompute(Equation with { ProbabilityDigits = 4 }, 0.75));
        Assert.IsType<Recomputed.Reproduced>(Recompute(Equation with { ProbabilityDigits = 0 }, 0.75));
    }

    [Fact]
    public void A_number_that_does_not_follow_differs_and_says_by_how_much()
    {
        var differs = Assert.IsType<Recomputed.Differs>(Recompute(Equation with { ProbabilityDigits = 4 }, 0.7501));
        Assert.Equal(-0.0001, differs.Difference, 12);
        Assert.Equal(0.00005, differs.Tolerance, 12);
        Assert.IsType<Recomputed.Differs>(Recompute(Equation with { ProbabilityDigits = 0 }, 0.7500001));
        Assert.IsType<Recomputed.Differs>(Recompute(Equation, 0));
        Assert.IsType<Recomputed.Differs>(Recompute(Equation, 1));
    }

    [Fact]
    public void Coefficients_rounded_to_a_few_decimals_widen_the_tolerance()
    {
        // Half a unit is 0.0005 for the intercept and for each of x = 1 and y = 1; the slope of the sigmoid at 0.75 is 0.1875.
        var reproduced = Assert.IsType<Recomputed.Reproduced>(Recompute(Equation with { ProbabilityDigits = 0, CoefficientDecimals = 3 }, 0.7502));
        Assert.Equal(0.0015 * 0.1875, reproduced.Tolerance, 6);
    }

    [Fact]
    public void Coefficients_rounded_beyond_use_are_not_called_a_reproduction()
    {
        var equation = new ModelEquation(53, [new ModelTerm("year", -0.027)]) { CoefficientDecimals = 3, ProbabilityDigits = 4 };
        var coarse = Assert.IsType<Recomputed.TooCoarse>(Recomputation.Of(equation, new Dictionary<string, double> { ["year"] = 2022 }, 0.16));
        Assert.True(coarse.Low < 0.16 && 0.16 < coarse.High);
        Assert.IsType<Recomputed.Differs>(Recomputation.Of(equation, new Dictionary<string, double> { ["year"] = 2022 }, 0.9));
    }

    [Fact]
    public void What_is_missing_is_named_and_a_term_of_exactly_nothing_is_not_missed()
    {
        var none = new Dictionary<string, double>();
        Assert.Equal(["(intercept)", "x"], Missing(Equation with { Intercept = null }));
        Assert.Equal(["x"], Missing(Equation));
        Assert.Equal(["x", "y"], Missing(Equation with { CoefficientDecimals = 4 }));

        string[] Missing(ModelEquation equation) => [.. Assert.IsType<Recomputed.Incomplete>(Recomputation.Of(equation, none, 0.5)).Missing];
    }

    [Fact]
    public void Without_a_published_number_the_computed_one_stands_alone() =>
        Assert.Equal(0.75, Assert.IsType<Recomputed.Unpublished>(Recompute(Equation, null)).Computed, 15);

    [Theory]
    [InlineData(1e308, 10)]
    [InlineData(-1e308, 1e308)]
    public void A_sum_beyond_all_numbers_is_no_probability(double coefficient, double value)
    {
        var equation = new ModelEquation(1e308, [new ModelTerm("x", coefficient), new ModelTerm("y", -coefficient)]);
        Assert.IsType<Recomputed.Overflow>(Recomputation.Of(equation, new Dictionary<string, double> { ["x"] = value, ["y"] = value }, 0.5));
    }

    [Fact]
    public void The_sigmoid_holds_at_both_ends()
    {
        Assert.Equal(0, Recomputation.Sigmoid(-1e308));
        Assert.Equal(1, Recomputation.Sigmoid(1e308));
        Assert.Equal(0.5, Recomputation.Sigmoid(0));
        Gen.Double[-700, 700].Sample(x => Math.Abs(Recomputation.Sigmoid(x) + Recomputation.Sigmoid(-x) - 1) < 1e-15);
    }

    [Fact]
    public void Whatever_a_model_says_reproduces_when_it_is_rounded_as_stated() =>
        Gen.Select(Gen.Double[-9, 3], Gen.Double[-1, 1].Array[0, 40], Gen.Double[-20, 20].Array[40, 40], Gen.Int[1, 9]).Sample((intercept, weights, values, digits) =>
        {
            var equation = new ModelEquation(intercept, [.. weights.Select((weight, i) => new ModelTerm($"p{i}", weight))]) { ProbabilityDigits = digits };
            double p = Recomputation.Sigmoid(intercept + weights.Reverse().Select((weight, i) => weight * values[weights.Length - 1 - i]).Sum());
            double published = double.Parse(p.ToString($"E{digits - 1}", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
            var named = values.Select((value, i) => (value, i)).ToDictionary(pair => $"p{pair.i}", pair => pair.value);
            Assert.IsType<Recomputed.Reproduced>(Recomputation.Of(equation, named, Math.Min(1, published)));
        });

    private static Recomputed Recompute(ModelEquation equation, double? published) =>
        Recomputation.Of(equation, new Dictionary<string, double> { ["x"] = 1, ["y"] = 1, ["not in the model"] = 9 }, published);
}
