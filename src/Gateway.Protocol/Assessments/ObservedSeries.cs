using System.Collections.Immutable;
using Gateway.Core.Assessments.Frameworks;
using Gateway.Core.Assessments.Observations;
using Gateway.Core.Assessments.Questions;
using Gateway.Core.Assessments.Spillovers;
using Gateway.Protocol.V1;
using CoreState = Gateway.Core.Assessments.Questions.FactorState;
using CoreAnswer = Gateway.Core.Assessments.Questions.QuestionAnswer;

namespace Gateway.Protocol.Assessments;

/// <summary>What the rules of Core make of an assessment that its reader may see. Pure and thread-safe.</summary>
public static class ObservedSeries
{
    /// <summary>The values of an indicator, in the order of the message; observations without a value are left out.</summary>
    public static IEnumerable<ObservedValue> Values(this Indicator indicator) => indicator.Observations
        .Where(observation => observation.HasValue && IsInstant(observation.AtMs))
        .Select(observation => new ObservedValue(DateTimeOffset.FromUnixTimeMilliseconds(observation.AtMs), observation.Value, observation.Unit));

    /// <summary>The trend of an indicator's values.</summary>
    public static ObservationTrend Trend(this Indicator indicator) => ObservationTrend.Of(indicator.Values());

    /// <summary>The factors that observations of the kind bear on; empty for kinds without any.</summary>
    public static ImmutableArray<FactorRef> Factors(this IndicatorKind kind) => kind switch
    {
        IndicatorKind.Killings => IndicatorQuestions.FactorsOf("killings"),
        IndicatorKind.HateSpeech => IndicatorQuestions.FactorsOf("hate-speech"),
        IndicatorKind.Displacement => IndicatorQuestions.FactorsOf("displacement"),
        IndicatorKind.SexualViolence => IndicatorQuestions.FactorsOf("sexual-violence"),
        IndicatorKind.Destruction => IndicatorQuestions.FactorsOf("destruction"),
        IndicatorKind.Forces => IndicatorQuestions.FactorsOf("forces"),
        IndicatorKind.Arms => IndicatorQuestions.FactorsOf("arms"),
        IndicatorKind.Access => IndicatorQuestions.FactorsOf("access"),
        IndicatorKind.Protest => IndicatorQuestions.FactorsOf("protest"),
        IndicatorKind.Economy => IndicatorQuestions.FactorsOf("economy"),
        IndicatorKind.Unspecified or IndicatorKind.Detentions or IndicatorKind.Question or IndicatorKind.Other => [],
    };

    /// <summary>
    /// The states of all factors with a framework: as the assessment states them (of several statements about one factor, the one that says
    /// most), raised where an answered question bears on them.
    /// </summary>
    public static ImmutableDictionary<FactorRef, CoreState> FactorStates(this RiskAssessment assessment)
    {
        var stated = new Dictionary<FactorRef, CoreState>();
        foreach (Factor factor in assessment.Factors.Where(factor => factor.FrameworkId.Length > 0 && factor.FactorNo > 0))
        {
            var key = new FactorRef(factor.FrameworkId, (int)Math.Min(factor.FactorNo, int.MaxValue), (int)Math.Min(factor.IndicatorNo, int.MaxValue));
            CoreState state = Enum.IsDefined((CoreState)factor.State) ? (CoreState)factor.State : CoreState.Unspecified;
            stated[key] = stated.TryGetValue(key, out CoreState known) ? IndicatorQuestions.Stronger(known, state) : state;
        }

        return IndicatorQuestions.Apply(stated, assessment.Indicators.Where(indicator => Enum.IsDefined((CoreAnswer)indicator.Answer))
            .Select(indicator => (indicator.QuestionId, (CoreAnswer)indicator.Answer)));
    }

    /// <summary>The links between countries that the assessment states.</summary>
    public static IEnumerable<SpilloverLink> SpilloverLinks(this RiskAssessment assessment) =>
        assessment.Spillovers.Select(spillover => new SpilloverLink(spillover.FromIso3, spillover.ToIso3));

    // DateTimeOffset ends with the year 9999; what a partner sent may not.
    private static bool IsInstant(long ms) => ms is >= 0 and <= 253402300799999;
}
