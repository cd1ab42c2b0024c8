using Gateway.Protocol.V1;

namespace Gateway.Protocol.Products;

/// <summary>What the values of a risk assessment have to keep (assessment.proto says units and ranges).</summary>
internal static class ContentRules
{
    public static void Check(SubmissionNode node, Violations violations)
    {
        var check = new FieldCheck(node, violations);
        switch (node.Message)
        {
            case Header header:
                Check(header, check);
                break;
            case Subject subject:
                check.Require(subject.Iso3.Length > 0, "iso3");
                check.That(
                    subject.Iso3.Length == 0 || PortionRules.IsCountry(subject.Iso3),
                    "iso3",
                    SubmissionRule.CountryMalformed,
                    "Not an ISO 3166-1 alpha-3 code.");
                check.Range(subject.GwCode <= 999, "gw_code", "0 to 999");
                break;
            case Population population:
                Check(population.Size, "size", check);
                break;
            case Judgement judgement:
                Check(judgement, check);
                break;
            case Factor factor:
                check.Range(factor.Severity <= 4, "severity", "0 to 4");
                break;
            case Indicator indicator:
                Check(indicator, check);
                break;
            case Model model:
                ModelRules.Check(model, check);
                break;
            case Scenario scenario:
                Check(scenario.Likelihood, check);
                break;
            case Evidence { Event: { } report }:
                check.Range(!report.HasLongitude || report.Longitude is >= -180 and <= 180, "event.longitude", "-180 to 180 degrees");
                check.Range(!report.HasLatitude || report.Latitude is >= -90 and <= 90, "event.latitude", "-90 to 90 degrees");
                Check(report.Killed, "event.killed", check);
                break;
            case Dissent dissent:
                check.Range(dissent.Opinion is >= -2 and <= 2, "opinion", "-2 to 2");
                break;
            default:
                KindRules.Check(node.Message, check);
                break;
        }
    }

    /// <summary>What concerns the product as a whole.</summary>
    public static void Check(IProductContent content, Violations violations) => KindRules.Check(content, violations);

    private static void Check(Header header, FieldCheck check)
    {
        check.Require(header.Title.Length > 0, "title");
        check.Require(header.Type != AssessmentType.Unspecified, "type");
        check.That(header.Mode != Mode.Unspecified, "mode", SubmissionRule.ModeMissing, "Say whether it is actual, exercise or test.");
        check.Range(header.AuthoredAtMs >= 0, "authored_at_ms", "not before 1970");
        check.Range(header.InformationCutoffMs >= 0, "information_cutoff_ms", "not before 1970");
        check.Range(header.ValidFromMs >= 0, "valid_from_ms", "not before 1970");
        check.Order(
            header.ValidUntilMs == 0 || header.ValidFromMs < header.ValidUntilMs, "valid_until_ms", "Valid from lies before valid until.");
    }

    private static void Check(Judgement judgement, FieldCheck check)
    {
        check.Require(judgement.Statement.Length > 0, "statement");
        check.Range(judgement.Rank <= judgement.Of, "rank", "at most `of`");
        check.Probability(judgement.HasBaseRate, judgement.BaseRate, "base_rate");
        ModelRules.Check(judgement.Earlier, check);
        Check(judgement.Likelihood, check);
    }

    /// <summary>A likelihood, wherever it stands.</summary>
    internal static void Check(Likelihood? likelihood, FieldCheck check)
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
        double low = likelihood.HasPLow ? likelihood.PLow : double.NegativeInfinity;
        double high = likelihood.HasPHigh ? likelihood.PHigh : double.PositiveInfinity;
        // NaN is out of range and has no order.
        bool falls = low > high || (likelihood.HasPBest && (low > likelihood.PBest || likelihood.PBest > high));
        check.Order(!falls, "likelihood", "Low, best and high have to ascend.");
    }

    private static void Check(PersonRange? range, string field, FieldCheck check)
    {
        if (range is not null)
        {
            ulong low = range.HasLow ? range.Low : ulong.MinValue;
            ulong high = range.HasHigh ? range.High : ulong.MaxValue;
            bool falls = low > high || (range.HasBest && (low > range.Best || range.Best > high));
            check.Order(!falls, field, "Low, best and high have to ascend.");
        }
    }

    private static void Check(Indicator indicator, FieldCheck check)
    {
        for (int i = 0; i < indicator.Observations.Count; i++)
        {
            Observation observation = indicator.Observations[i];
            if (observation.HasValue && observation.Unit.Length == 0)
            {
                check.That(false, $"observations[{i}].unit", SubmissionRule.UnitMissing, "A value needs a unit.");
            }
        }
    }
}
