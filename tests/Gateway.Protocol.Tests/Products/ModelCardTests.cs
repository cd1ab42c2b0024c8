using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Tests.Products;

public class ModelCardTests
{
    [Fact]
    public void A_card_of_forty_predictors_and_two_outputs_travels_as_one_portion()
    {
        Model card = Card(40);
        RiskAssessment assessment = Valid.Assessment();
        assessment.Model.Add(card);
        var flattened = Assert.IsType<FlattenOutcome.Flattened>(Flattener.Flatten(assessment, Schemas.All[0], RandomSource.System));
        Assert.Single(flattened.Portions, portion => portion.Type == Model.Descriptor.FullName);
        Assert.True(card.CalculateSize() < 8 * 1024);
    }

    [Fact]
    public void Ten_thousand_predictors_are_refused_by_size_and_not_by_name() =>
        RefusalTests.Refuses(a => a.Model.Add(Card(10_000)), "model[0]", SubmissionRule.PortionTooLarge);

    [Fact]
    public void A_name_that_stands_twice_is_refused_where_it_stands_again()
    {
        Refuses(model => model.Predictors.Add(new Predictor { Name = "p0" }), "model[0].predictors[2].name");
        Refuses(model => model.Outputs.Add(new ModelOutput { Name = "one-year", Link = LinkFunction.Logit }), "model[0].outputs[2].name");
        Refuses(model => model.Outputs[1].Coefficients.Add(new Coefficient { Predictor = "p1" }), "model[0].outputs[1].coefficients[2].predictor");

        static void Refuses(Action<Model> change, string field) => Refusing(change, field, SubmissionRule.NameDuplicate);
    }

    [Fact]
    public void A_name_that_is_empty_is_refused()
    {
        Refusing(model => model.Predictors[1].Name = "", "model[0].predictors[1].name", SubmissionRule.Required);
        Refusing(model => model.Outputs[0].Name = "", "model[0].outputs[0].name", SubmissionRule.Required);
        Refusing(model => model.Outputs[0].Coefficients[1].Predictor = "", "model[0].outputs[0].coefficients[1].predictor", SubmissionRule.Required);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_coefficient_that_is_not_finite_is_refused(double value)
    {
        Refusing(model => model.Outputs[0].Coefficients[1].Value = value, "model[0].outputs[0].coefficients[1].value", SubmissionRule.OutOfRange);
        Refusing(model => model.Outputs[1].Intercept = value, "model[0].outputs[1].intercept", SubmissionRule.OutOfRange);
        Refusing(model => model.Predictors[0].Value = value, "model[0].predictors[0].value", SubmissionRule.OutOfRange);
    }

    [Fact]
    public void An_output_says_its_link_and_sane_digits()
    {
        Refusing(model => model.Outputs[0].Link = LinkFunction.Unspecified, "model[0].outputs[0].link", SubmissionRule.Required);
        Refusing(model => model.Outputs[0].CoefficientDecimals = 18, "model[0].outputs[0].coefficient_decimals", SubmissionRule.OutOfRange);
        Refusing(model => model.Outputs[0].ProbabilityDigits = 18, "model[0].outputs[0].probability_digits", SubmissionRule.OutOfRange);
    }

    [Fact]
    public void The_models_own_intercept_is_for_models_without_outputs()
    {
        Refusing(model => model.Intercept = 1, "model[0].intercept", SubmissionRule.OutOfRange);
        RiskAssessment assessment = Valid.Assessment();
        assessment.Model.Add(new Model { Portion = Valid.Portion(), Intercept = 1 });
        Assert.Equal(3, FakeSeal.Flatten(assessment).Length);
    }

    [Fact]
    public void A_restated_earlier_edition_keeps_ranges()
    {
        Refuses(new EarlierEdition(), "edition", SubmissionRule.Required);
        Refuses(new EarlierEdition { Edition = "2024", PBest = 1.5 }, "p_best", SubmissionRule.OutOfRange);
        Refuses(new EarlierEdition { Edition = "2024", Rank = 2, Of = 1 }, "rank", SubmissionRule.OutOfRange);
        Refuses(new EarlierEdition { Edition = "2024", ValidFromMs = -1 }, "valid_from_ms", SubmissionRule.OutOfRange);

        static void Refuses(EarlierEdition earlier, string field, string rule) => RefusalTests.Refuses(
            a =>
            {
                a.Judgements.Add(Valid.Judgement("j"));
                a.Judgements[0].Earlier.Add(earlier);
            },
            $"judgements[0].earlier[0].{field}",
            rule);
    }

    private static void Refusing(Action<Model> change, string field, string rule)
    {
        Model card = Card(2);
        change(card);
        RefusalTests.Refuses(a => a.Model.Add(card), field, rule);
    }

    private static Model Card(int predictors) => new()
    {
        Portion = Valid.Portion(),
        ModelId = "ewp-statistical-risk-assessment",
        Version = "2022",
        Predictors = { Enumerable.Range(0, predictors).Select(i => new Predictor { Name = $"p{i}", Value = i + 0.5 }) },
        Outputs = { Output("one-year", 12, predictors), Output("two-year", 24, predictors) },
    };

    private static ModelOutput Output(string name, uint horizon, int predictors) => new()
    {
        Name = name,
        Event = new Event { DefinitionId = "ewp-mass-killing", Threshold = 1000, WindowMonths = 12 },
        HorizonMonths = horizon,
        Link = LinkFunction.Logit,
        Intercept = -9.5,
        Coefficients = { Enumerable.Range(0, predictors).Select(i => new Coefficient { Predictor = $"p{i}", Value = 1.0 / (i + 3) }) },
    };
}
