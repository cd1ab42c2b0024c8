using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Assessments.Frameworks;
using Gateway.Core.Assessments.Questions;

namespace Gateway.Core.Tests.Assessments.Questions;

public class IndicatorQuestionTests
{
    private const string Un = "un-framework-of-analysis";

    [Theory]
    [InlineData(FactorState.Unspecified, QuestionAnswer.Yes, FactorState.Present)]
    [InlineData(FactorState.Absent, QuestionAnswer.Yes, FactorState.Present)]
    [InlineData(FactorState.Unknown, QuestionAnswer.Yes, FactorState.Present)]
    [InlineData(FactorState.Emerging, QuestionAnswer.Yes, FactorState.Present)]
    [InlineData(FactorState.Easing, QuestionAnswer.Yes, FactorState.Present)]
    [InlineData(FactorState.Worsening, QuestionAnswer.Yes, FactorState.Worsening)]
    [InlineData(FactorState.Absent, QuestionAnswer.Partly, FactorState.Emerging)]
    [InlineData(FactorState.Present, QuestionAnswer.Partly, FactorState.Present)]
    [InlineData(FactorState.Present, QuestionAnswer.No, FactorState.Present)]
    [InlineData(FactorState.Absent, QuestionAnswer.Unknown, FactorState.Absent)]
    [InlineData(FactorState.Unspecified, QuestionAnswer.Unspecified, FactorState.Unspecified)]
    public void A_yes_raises_the_state_and_nothing_lowers_it(FactorState before, QuestionAnswer answer, FactorState after) =>
        Assert.Equal(after, IndicatorQuestions.Raise(before, answer));

    [Fact]
    public void A_yes_to_the_ethnic_component_raises_its_factors_and_no_others()
    {
        var before = ImmutableDictionary<FactorRef, FactorState>.Empty.Add(new(Un, 7, 8), FactorState.Absent).Add(new(Un, 1, 1), FactorState.Absent);
        var after = IndicatorQuestions.Apply(before, [("ethnic-component", QuestionAnswer.Yes), ("justice-bias", QuestionAnswer.No), ("no-such-question", QuestionAnswer.Yes)]);
        Assert.Equal(
            [(new FactorRef(Un, 1, 1), FactorState.Absent), (new FactorRef(Un, 7, 8), FactorState.Present), (new FactorRef(Un, 9, 0), FactorState.Present)],
            after.Select(row => (row.Key, row.Value)).OrderBy(row => row.Key.Factor));
    }

    [Fact]
    public void The_order_of_answers_does_not_matter() =>
        Gen.Select(Gen.Int[0, IndicatorQuestions.All.Length - 1].Select(i => IndicatorQuestions.All[i].Id), Gen.Enum<QuestionAnswer>()).Array[0, 10].Sample(answers =>
            Assert.Equal(
                IndicatorQuestions.Apply(ImmutableDictionary<FactorRef, FactorState>.Empty, answers),
                IndicatorQuestions.Apply(ImmutableDictionary<FactorRef, FactorState>.Empty, answers.Reverse())));

    [Fact]
    public void Hate_speech_bears_on_hate_speech_and_incitement() =>
        Assert.Equal([new FactorRef(Un, 7, 14), new FactorRef(Un, 8, 7)], IndicatorQuestions.FactorsOf("hate-speech"));

    [Fact]
    public void Every_question_and_kind_names_factors_that_exist()
    {
        Assert.True(RiskFrameworks.TryGet(Un, out RiskFramework? framework));
        Assert.All(
            IndicatorQuestions.All.SelectMany(question => question.Factors).Concat(IndicatorQuestions.Kinds.SelectMany(kind => IndicatorQuestions.FactorsOf(kind))),
            factor => Assert.True(framework.Has(factor), factor.ToString()));
        Assert.All(IndicatorQuestions.All, question => Assert.NotEmpty(question.Factors));
    }
}
