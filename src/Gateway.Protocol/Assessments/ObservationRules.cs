using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Frameworks;
using Gateway.Core.Assessments.Questions;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Assessments;

/// <summary>What factors, indicators and other things that are watched have to keep.</summary>
internal static class ObservationRules
{
    private const int MostLanguage = 35;

    public static void Check(Factor factor, FieldCheck check)
    {
        check.Range(factor.Severity <= 4, "severity", "0 to 4");
        check.Require(factor.FrameworkId.Length > 0 || factor.FactorNo == 0, "framework_id");
        check.That(
            factor.FactorNo > 0 || factor.IndicatorNo == 0, "indicator_no", SubmissionRule.IndicatorUnknown, "An indicator stands under a factor.");
        if (factor.FrameworkId.Length == 0)
        {
            return;
        }

        if (!RiskFrameworks.TryGet(factor.FrameworkId, out RiskFramework? framework))
        {
            check.That(
                StableId.IsOwn(factor.FrameworkId), "framework_id", SubmissionRule.FrameworkUnknown,
                "No framework has this id; an originator's own begins with \"x-\".");
            return;
        }

        check.That(
            factor.FrameworkEdition.Length == 0 || factor.FrameworkEdition == framework.Edition, "framework_edition",
            SubmissionRule.FrameworkUnknown, "The framework is not known in this edition.");
        if (factor.FactorNo == 0)
        {
            return;
        }

        FrameworkFactor? known = framework.Factor((int)Math.Min(factor.FactorNo, int.MaxValue));
        check.That(known is not null, "factor_no", SubmissionRule.FactorUnknown, "The framework has no factor of this number.");
        check.That(
            known?.HasIndicator((int)Math.Min(factor.IndicatorNo, int.MaxValue)) ?? true, "indicator_no", SubmissionRule.IndicatorUnknown,
            "The factor has no indicator of this number.");
    }

    public static void Check(Indicator indicator, FieldCheck check)
    {
        check.Name(indicator.Name, "name");
        check.Id(indicator.GroupId, "group_id");
        QuantityRules.Check(indicator.Area, "area", check);
        check.Require(indicator.Kind != IndicatorKind.Question || indicator.QuestionId.Length > 0, "question_id");
        check.That(
            indicator.QuestionId.Length == 0 || IndicatorQuestions.TryGet(indicator.QuestionId, out _) || StableId.IsOwn(indicator.QuestionId),
            "question_id",
            SubmissionRule.QuestionUnknown,
            "The catalogue has no such question; an originator's own begins with \"x-\".");
        string? unit = null;
        for (int i = 0; i < indicator.Observations.Count; i++)
        {
            Observation observation = indicator.Observations[i];
            string field = FormattableString.Invariant($"observations[{i}]");
            Check(observation, field, check);
            if (observation.HasValue && observation.Unit.Length > 0)
            {
                unit ??= observation.Unit;
                check.That(
                    unit == observation.Unit, field + ".unit", SubmissionRule.UnitMixed, "All observations of an indicator have one unit.");
            }
        }
    }

    public static void Check(Trigger trigger, FieldCheck check)
    {
        check.Require(trigger.ExpectedAtMs != 0, "expected_at_ms");
        check.Time(trigger.ExpectedAtMs, "expected_at_ms");
        check.Order(
            trigger.ExpectedUntilMs == 0 || trigger.ExpectedAtMs < trigger.ExpectedUntilMs, "expected_until_ms", "The window ends after it begins.");
        QuantityRules.Check(trigger.Area, "area", check);
    }

    public static void Check(Flow flow, FieldCheck check)
    {
        check.Require(flow.Kind != FlowKind.Unspecified, "kind");
        check.Require(flow.Quantity is not null, "quantity");
        QuantityRules.Check(flow.Quantity, "quantity", check);
        bool people = flow.Kind is FlowKind.Fighters or FlowKind.Refugees;
        check.That(
            !people || flow.Quantity is not { Unit.Length: > 0 } quantity || quantity.Unit == QuantityRules.Persons,
            "quantity.unit",
            SubmissionRule.UnitWrong,
            "People are counted in \"persons\".");
        Direction(flow.FromIso3, flow.ToIso3, check);
        check.Require(flow.FromMs != 0, "from_ms");
        check.Require(flow.UntilMs != 0, "until_ms");
        check.Time(flow.FromMs, "from_ms");
        check.Order(flow.UntilMs == 0 || flow.FromMs < flow.UntilMs, "until_ms", "The period ends after it begins.");
        check.Id(flow.GroupId, "group_id");
    }

    public static void Check(Spillover spillover, FieldCheck check)
    {
        Direction(spillover.FromIso3, spillover.ToIso3, check);
        check.Range(spillover.Severity <= 4, "severity", "0 to 4");
    }

    private static void Check(Observation observation, string field, FieldCheck check)
    {
        bool counted = observation.HasValue || observation.HasLow || observation.HasHigh;
        check.That(!counted || observation.Unit.Length > 0, field + ".unit", SubmissionRule.UnitMissing, "A value needs a unit.");
        check.Name(observation.Unit, field + ".unit");
        check.Require(!counted || observation.AtMs != 0, field + ".at_ms");
        check.Time(observation.AtMs, field + ".at_ms");
        check.Order(observation.UntilMs == 0 || observation.AtMs < observation.UntilMs, field + ".until_ms", "The period ends after it begins.");
        check.Order(
            QuantityRules.Ascends(
                observation.HasLow, observation.Low, observation.HasValue, observation.Value, observation.HasHigh, observation.High),
            field,
            "Low, value and high have to ascend.");
        QuantityRules.Check(observation.Area, field + ".area", check);
        check.Name(observation.SourceRef, field + ".source_ref");
        check.Require(observation.Quote.Length == 0 || observation.Language.Length > 0, field + ".language");
        check.That(
            observation.Language.Length == 0 || IsLanguage(observation.Language), field + ".language", SubmissionRule.LanguageMalformed,
            "Not a BCP 47 language tag: \"rw\", \"fr-CD\".");
    }

    private static void Direction(string from, string to, FieldCheck check)
    {
        check.Require(from.Length > 0, "from_iso3");
        check.Require(to.Length > 0, "to_iso3");
        check.Country(from, "from_iso3");
        check.Country(to, "to_iso3");
        check.That(from.Length == 0 || from != to, "to_iso3", SubmissionRule.DirectionMissing, "It goes from one country to another.");
    }

    // RFC 5646 §2.1, well-formed in its common part: a language of two or three letters, then subtags of one to eight letters or digits.
    private static bool IsLanguage(string tag)
    {
        if (tag.Length > MostLanguage)
        {
            return false;
        }

        bool first = true;
        foreach (Range part in tag.AsSpan().Split('-'))
        {
            ReadOnlySpan<char> subtag = tag.AsSpan(part);
            bool fits = first ? subtag.Length is 2 or 3 : subtag.Length is >= 1 and <= 8;
            foreach (char c in subtag)
            {
                fits &= char.IsAsciiLetter(c) || (!first && char.IsAsciiDigit(c));
            }

            if (!fits)
            {
                return false;
            }

            first = false;
        }

        return true;
    }
}
