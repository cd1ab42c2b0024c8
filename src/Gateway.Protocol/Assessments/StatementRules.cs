using Gateway.Core.Assessments.Rubrics;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Assessments;

/// <summary>What evidence, links, plans, dissent, determinations and tags have to keep.</summary>
internal static class StatementRules
{
    private const int ProductIdBytes = 32;

    public static void Check(Evidence evidence, FieldCheck check)
    {
        check.Name(evidence.OpaqueRef, "opaque_ref");
        if (evidence.Event is not { } report)
        {
            return;
        }

        check.Name(report.Actor, "event.actor");
        check.Name(report.Target, "event.target");
        check.Range(!report.HasLongitude || report.Longitude is >= -180 and <= 180, "event.longitude", "-180 to 180 degrees");
        check.Range(!report.HasLatitude || report.Latitude is >= -90 and <= 90, "event.latitude", "-90 to 90 degrees");
        QuantityRules.Check(report.Killed, "event.killed", check);
    }

    public static void Check(BasedOn link, FieldCheck check)
    {
        check.Require(!link.ProductId.IsEmpty, "product_id");
        check.That(
            link.ProductId.IsEmpty || link.ProductId.Length == ProductIdBytes, "product_id", SubmissionRule.IdMalformed, "A product id has 32 bytes.");
        check.Require(link.Relation != ProductRelation.Unspecified, "relation");
        check.Name(link.Originator, "originator");
    }

    public static void Check(Scenario scenario, FieldCheck check)
    {
        check.Name(scenario.Title, "title");
        JudgementRules.Check(scenario.Likelihood, check);
    }

    public static void Check(Option option, FieldCheck check)
    {
        check.Name(option.ToolId, "tool_id");
        check.Name(option.Owner, "owner");
        check.Time(option.DueAtMs, "due_at_ms");
        check.Id(option.OptionSet, "option_set");
        // To do nothing is weighed like the others: what it leads to has to be said.
        check.Require(!option.DoNothing || option.Text.Length > 0, "text");
    }

    public static void Check(Dissent dissent, FieldCheck check)
    {
        check.Name(dissent.Partner, "partner");
        check.Range(dissent.Opinion is >= -2 and <= 2, "opinion", "-2 to 2");
    }

    public static void Check(Determination determination, FieldCheck check)
    {
        check.Require(determination.Label.Length > 0, "label");
        check.Id(determination.Label, "label");
        check.Require(determination.Partner.Length + determination.Authority.Length > 0, "partner");
        check.Require(determination.MadeAtMs != 0, "made_at_ms");
        check.Time(determination.MadeAtMs, "made_at_ms");
        check.Name(determination.Partner, "partner");
        check.Name(determination.Authority, "authority");
        check.Name(determination.Actor, "actor");
        check.Id(determination.GroupId, "group_id");
    }

    public static void Check(Tags tags, FieldCheck check)
    {
        bool rubrics = tags.Scheme == RubricVocabulary.Scheme;
        check.Name(tags.Scheme, "scheme");
        for (int i = 0; i < tags.Terms.Count; i++)
        {
            string field = FormattableString.Invariant($"terms[{i}]");
            check.Name(tags.Terms[i], field);
            check.That(
                !rubrics || RubricVocabulary.TryGet(tags.Terms[i], out _), field, SubmissionRule.RubricUnknown,
                "The vocabulary has no such label; a term is the label's id, whatever a partner shows for it.");
        }
    }
}
