using Gateway.Core.Assessments.Frameworks;
using Gateway.Core.Assessments.Observations;
using Gateway.Core.Assessments.Spillovers;
using Gateway.Protocol.Assessments;
using Gateway.Protocol.Tests.Products;
using Gateway.Protocol.V1;
using CoreState = Gateway.Core.Assessments.Questions.FactorState;

namespace Gateway.Protocol.Tests.Assessments;

public class ObservedSeriesTests
{
    private const string Un = "un-framework-of-analysis";

    [Fact]
    public void An_indicator_has_the_trend_of_its_values()
    {
        var indicator = new Indicator
        {
            Observations =
            {
                new Observation { AtMs = 1, Value = 1, Unit = "events" },
                new Observation { AtMs = 5, Text = "nothing was counted" },
                new Observation { AtMs = 9, Value = 4, Unit = "events" },
                new Observation { AtMs = long.MaxValue, Value = 0, Unit = "events" },
            },
        };
        var trend = Assert.IsType<ObservationTrend.Computed>(indicator.Trend());
        Assert.Equal((TrendDirection.Rising, 2), (trend.Direction, trend.Count));
    }

    [Fact]
    public void Hate_speech_bears_on_its_two_indicators_of_the_UN_framework() =>
        Assert.Equal([new FactorRef(Un, 7, 14), new FactorRef(Un, 8, 7)], IndicatorKind.HateSpeech.Factors());

    [Fact]
    public void Answers_raise_the_states_that_the_assessment_gives()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Factors.Add([
            new Factor { FrameworkId = Un, FactorNo = 7, IndicatorNo = 14, State = FactorState.Absent },
            new Factor { FrameworkId = Un, FactorNo = 1, State = FactorState.Emerging },
            new Factor { FrameworkId = Un, FactorNo = 1, State = FactorState.Unknown },
            new Factor { FrameworkId = Un, FactorNo = 2, State = (FactorState)99 },
        ]);
        assessment.Indicators.Add(new Indicator { QuestionId = "dehumanising-speech", Answer = QuestionAnswer.Yes });
        var states = assessment.FactorStates();
        Assert.Equal(CoreState.Present, states[new FactorRef(Un, 7, 14)]);
        Assert.Equal(CoreState.Present, states[new FactorRef(Un, 8, 7)]);
        Assert.Equal(CoreState.Emerging, states[new FactorRef(Un, 1, 0)]);
        Assert.Equal(CoreState.Unspecified, states[new FactorRef(Un, 2, 0)]);
    }

    [Fact]
    public void Spillovers_are_edges_of_the_graph_of_countries()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Spillovers.Add(new Spillover { FromIso3 = "LBY", ToIso3 = "MLI" });
        Assert.Equal(["MLI"], new SpilloverGraph(assessment.SpilloverLinks()).EndangeredBy("LBY", 1).Select(country => country.Country));
    }
}
