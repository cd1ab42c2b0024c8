using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Core.Assessments.Frameworks;

namespace Gateway.Core.Assessments.Questions;

/// <summary>A question whose answer bears on risk factors.</summary>
/// <param name="Id">As it stands in <c>Indicator.question_id</c>: <c>ethnic-component</c>.</param>
/// <param name="Text">The question.</param>
/// <param name="Factors">Factors that a yes speaks for; never empty.</param>
public sealed record IndicatorQuestion(string Id, string Text, ImmutableArray<FactorRef> Factors);

/// <summary>
/// The catalogue of indicator questions, and the factors that kinds of observations bear on. Which factor a question bears on is this project's
/// reading, compared with nothing. Pure; immutable and thread-safe.
/// </summary>
public static class IndicatorQuestions
{
    private static readonly FrozenDictionary<string, IndicatorQuestion> ById;
    private static readonly FrozenDictionary<string, ImmutableArray<FactorRef>> ByKind;

    static IndicatorQuestions()
    {
        using JsonDocument file = AssessmentData.Open("Questions", "questions.json");
        All =
        [
            .. file.RootElement.GetProperty("questions").EnumerateArray()
                .Select(row => new IndicatorQuestion(row.Text("id"), row.Text("text"), Refs(row.GetProperty("factors")))),
        ];
        ById = All.ToFrozenDictionary(question => question.Id);
        ByKind = file.RootElement.GetProperty("kinds").EnumerateObject().ToFrozenDictionary(row => row.Name, row => Refs(row.Value));
    }

    /// <summary>All questions, in the order of the data file.</summary>
    public static ImmutableArray<IndicatorQuestion> All { get; }

    /// <summary>The kinds of observations with factors: <c>hate-speech</c>.</summary>
    public static IEnumerable<string> Kinds => ByKind.Keys.Order(StringComparer.Ordinal);

    /// <summary>The question of an id, ordinal. False for any other text.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out IndicatorQuestion? question) => ById.TryGetValue(id, out question);

    /// <summary>The factors that observations of a kind bear on, the kind in lower case with hyphens; empty for any other text.</summary>
    public static ImmutableArray<FactorRef> FactorsOf(string kind) => ByKind.TryGetValue(kind, out ImmutableArray<FactorRef> factors) ? factors : [];

    /// <summary>
    /// The state of a factor once a question that bears on it is answered. A yes raises it at least to present, a partly at least to emerging.
    /// No answer lowers a state: that one sign is missing does not say that the factor is.
    /// </summary>
    public static FactorState Raise(FactorState state, QuestionAnswer answer)
    {
        FactorState least = answer switch
        {
            QuestionAnswer.Yes => FactorState.Present,
            QuestionAnswer.Partly => FactorState.Emerging,
            QuestionAnswer.No or QuestionAnswer.Unknown or QuestionAnswer.Unspecified => FactorState.Unspecified,
        };
        return Stronger(state, least);
    }

    /// <summary>Of two states of one factor the one that says more: unspecified, unknown, absent, easing, emerging, present, worsening.</summary>
    public static FactorState Stronger(FactorState one, FactorState other) => Rank(other) > Rank(one) ? other : one;

    /// <summary>
    /// All factors after all answers: those given, raised where an answer bears on them, and those that only an answer speaks of. Answers to
    /// questions that the catalogue does not have change nothing. The order of answers does not matter.
    /// </summary>
    public static ImmutableDictionary<FactorRef, FactorState> Apply(
        IReadOnlyDictionary<FactorRef, FactorState> states, IEnumerable<(string Question, QuestionAnswer Answer)> answers)
    {
        var raised = states.ToImmutableDictionary().ToBuilder();
        foreach ((string id, QuestionAnswer answer) in answers)
        {
            if (!TryGet(id, out IndicatorQuestion? question))
            {
                continue;
            }

            foreach (FactorRef factor in question.Factors)
            {
                FactorState before = raised.TryGetValue(factor, out FactorState state) ? state : FactorState.Unspecified;
                FactorState after = Raise(before, answer);
                if (after != before)
                {
                    raised[factor] = after;
                }
            }
        }

        return raised.ToImmutable();
    }

    // Unknown is no evidence: anything seen goes before it.
    private static int Rank(FactorState state) => state switch
    {
        FactorState.Unspecified => 0,
        FactorState.Unknown => 1,
        FactorState.Absent => 2,
        FactorState.Easing => 3,
        FactorState.Emerging => 4,
        FactorState.Present => 5,
        FactorState.Worsening => 6,
    };

    private static ImmutableArray<FactorRef> Refs(JsonElement rows) => [.. rows.EnumerateArray().Select(FrameworkData.Ref)];
}
