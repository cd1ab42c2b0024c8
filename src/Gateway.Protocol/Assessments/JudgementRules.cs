using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Scales;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Assessments;

/// <summary>What judgements, likelihoods and confidence have to keep: terms belong to their scale, numbers to their term.</summary>
internal static class JudgementRules
{
    // Decimal fractions are not exact in binary: 3 × 0.1 is a little more than 0.3. Only outer, closed bounds are widened by it.
    private const double Tolerance = 1e-9;

    public static void Check(Judgement judgement, FieldCheck check)
    {
        check.Require(judgement.Statement.Length > 0, "statement");
        check.Range(judgement.Rank <= judgement.Of, "rank", "at most `of`");
        check.Probability(judgement.HasBaseRate, judgement.BaseRate, "base_rate");
        ModelRules.Check(judgement.Earlier, check);
        Apart(judgement.Statement, "statement", check);
        Check(judgement.Likelihood, check);
        if (judgement.Event is { } foreseen)
        {
            check.Name(foreseen.DefinitionId, "event.definition_id");
        }

        check.Id(judgement.GroupId, "group_id");
        QuantityRules.Check(judgement.Area, "area", check);
    }

    public static void Check(Confidence confidence, FieldCheck check)
    {
        bool known = confidence.ScaleId.Length == 0 || ConfidenceScales.TryGet(confidence.ScaleId, out _) || StableId.IsOwn(confidence.ScaleId);
        check.That(known, "scale_id", SubmissionRule.ScaleUnknown, "No confidence scale has this id; an originator's own begins with \"x-\".");
        Apart(confidence.Basis, "basis", check);
    }

    public static void Check(Likelihood? likelihood, FieldCheck check)
    {
        if (likelihood is null)
        {
            return;
        }

        check.That(
            likelihood.Term.Length == 0 || likelihood.ScaleId.Length > 0,
            "likelihood.scale_id",
            SubmissionRule.Required,
            "A term means nothing without its scale.");
        check.Probability(likelihood.HasPLow, likelihood.PLow, "likelihood.p_low");
        check.Probability(likelihood.HasPBest, likelihood.PBest, "likelihood.p_best");
        check.Probability(likelihood.HasPHigh, likelihood.PHigh, "likelihood.p_high");
        bool ascends = QuantityRules.Ascends(
            likelihood.HasPLow, likelihood.PLow, likelihood.HasPBest, likelihood.PBest, likelihood.HasPHigh, likelihood.PHigh);
        check.Order(ascends, "likelihood", "Low, best and high have to ascend.");
        if (likelihood.ScaleId.Length > 0)
        {
            CheckScale(likelihood, check);
        }
    }

    private static void CheckScale(Likelihood likelihood, FieldCheck check)
    {
        const string Field = "likelihood.scale_id";
        if (LikelihoodScales.TryGet(likelihood.ScaleId, out LikelihoodScale? scale))
        {
            CheckTerm(likelihood, scale, check);
        }
        else if (StableId.IsOwn(likelihood.ScaleId))
        {
            // Nobody else can look the term up.
            check.Require(likelihood.Term.Length == 0 || likelihood.HasPLow, "likelihood.p_low");
            check.Require(likelihood.Term.Length == 0 || likelihood.HasPHigh, "likelihood.p_high");
        }
        else if (StixConfidence.IsTable(likelihood.ScaleId))
        {
            check.That(false, Field, SubmissionRule.ScaleNotLikelihood, "A STIX confidence table; a judgement names the scale that it was written in.");
        }
        else
        {
            check.That(false, Field, SubmissionRule.ScaleUnknown, "No likelihood scale has this id; an originator's own begins with \"x-\".");
        }
    }

    private static void CheckTerm(Likelihood likelihood, LikelihoodScale scale, FieldCheck check)
    {
        if (likelihood.Term.Length == 0)
        {
            return;
        }

        if (!scale.TryFind(likelihood.Term, out LikelihoodTerm? term))
        {
            check.That(false, "likelihood.term", SubmissionRule.TermUnknown, "The scale has no such term.");
            return;
        }

        // Low and best lie in the interval. High may stand at its end, as published tables write it: 55 to 80 %.
        Inside(!likelihood.HasPLow || Holds(term.Interval, likelihood.PLow), "likelihood.p_low", scale, check);
        Inside(!likelihood.HasPBest || Holds(term.Interval, likelihood.PBest), "likelihood.p_best", scale, check);
        Inside(!likelihood.HasPHigh || Holds(term.Interval with { HighClosed = true }, likelihood.PHigh), "likelihood.p_high", scale, check);
    }

    private static void Inside(bool holds, string field, LikelihoodScale scale, FieldCheck check) => check.That(
        holds,
        field,
        SubmissionRule.RangeOutsideTerm,
        scale.Verification == Verification.Verified
            ? "The number lies outside the interval of the term."
            : "The number lies outside the interval of the term, in a table that is not fully verified; leave the term or the number out if yours differs.");

    // NaN and numbers that are no probability are said to be so elsewhere.
    private static bool Holds(ProbabilityInterval interval, double p) => p is not (>= 0 and <= 1)
        || interval.Contains(p)
        || (p < interval.Low && p >= interval.Low - Tolerance)
        || (interval.HighClosed && p > interval.High && p <= interval.High + Tolerance);

    /// <summary>Likelihood and confidence stand in different sentences.</summary>
    public static void Apart(string text, string field, FieldCheck check) => check.That(
        !EstimativeLanguage.MixesLikelihoodAndConfidence(text),
        field,
        SubmissionRule.LikelihoodWithConfidence,
        "State likelihood and confidence in different sentences.");
}
