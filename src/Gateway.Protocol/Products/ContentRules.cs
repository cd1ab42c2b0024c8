using Gateway.Protocol.Assessments;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Products;

/// <summary>What the values of a product have to keep (the proto files say units and ranges).</summary>
internal static class ContentRules
{
    public static void Check(SubmissionNode node, Violations violations)
    {
        var check = new FieldCheck(node, violations);
        switch (node.Message)
        {
            case Header header:
                HeaderRules.Check(header, check);
                KindRules.CheckJoint(header, check);
                break;
            case Subject subject:
                HeaderRules.Check(subject, check);
                break;
            case Place place:
                HeaderRules.Check(place, check);
                break;
            case Population population:
                PeopleRules.Check(population, check);
                break;
            case Actor actor:
                PeopleRules.Check(actor, check);
                break;
            case Capability capability:
                PeopleRules.Check(capability, check);
                break;
            case Judgement judgement:
                JudgementRules.Check(judgement, check);
                break;
            case Confidence confidence:
                JudgementRules.Check(confidence, check);
                break;
            case Factor factor:
                ObservationRules.Check(factor, check);
                break;
            case Indicator indicator:
                ObservationRules.Check(indicator, check);
                break;
            case Trigger trigger:
                ObservationRules.Check(trigger, check);
                break;
            case Flow flow:
                ObservationRules.Check(flow, check);
                break;
            case Spillover spillover:
                ObservationRules.Check(spillover, check);
                break;
            case Model model:
                ModelRules.Check(model, check);
                break;
            case Scenario scenario:
                StatementRules.Check(scenario, check);
                break;
            case Option option:
                StatementRules.Check(option, check);
                break;
            case Evidence evidence:
                StatementRules.Check(evidence, check);
                break;
            case BasedOn link:
                StatementRules.Check(link, check);
                break;
            case Dissent dissent:
                StatementRules.Check(dissent, check);
                break;
            case Determination determination:
                StatementRules.Check(determination, check);
                break;
            case Tags tags:
                StatementRules.Check(tags, check);
                break;
            default:
                KindRules.Check(node.Message, check);
                break;
        }
    }

    /// <summary>What concerns the product as a whole.</summary>
    public static void Check(IProductContent content, Violations violations)
    {
        KindRules.Check(content, violations);
        if (content is RiskAssessment assessment)
        {
            WholeRules.Check(assessment, violations);
        }
    }
}
