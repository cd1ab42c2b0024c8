using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Protocol.Tests.Products;

/// <summary>Moves generated values into the ranges that assessment.proto states.</summary>
internal static class ValidRanges
{
    public static void Mend(IMessage message)
    {
        switch (message)
        {
            case Header header:
                header.Title = "Risk of mass killing";
                header.Type = AssessmentType.Annual;
                header.Mode = Mode.Exercise;
                header.ValidUntilMs = header.ValidFromMs + 1;
                header.AuthoredAtMs = header.InformationCutoffMs + 1;
                header.Post = "ML-5";
                header.TemplateId = "";
                header.EditionYear = 2026;
                header.Submitter = "";
                header.JointPartners.Clear();
                header.JointQuorum = 0;
                break;
            case Subject subject:
                subject.Iso3 = "MLI";
                subject.GroupId = "mli-dogon";
                subject.Kind = SubjectKind.Group;
                break;
            case Place place:
                place.AdmPcode = "ML05";
                place.Geometry = """{"type":"Point","coordinates":[-4,14.5]}""";
                break;
            case Area area:
                (area.Iso3, area.AdmPcode, area.Subdivision) = ("MLI", "ML05", "ML-5");
                break;
            case Judgement judgement:
                judgement.Statement = "A mass killing is unlikely.";
                judgement.Of = judgement.Rank + 3;
                judgement.GroupId = "mli-dogon";
                break;
            case Confidence confidence:
                confidence.ScaleId = "analytic-confidence";
                break;
            case Likelihood likelihood:
                Mend(likelihood);
                break;
            case Population population:
                population.GroupId = "mli-dogon";
                break;
            case Displacement displacement:
                displacement.Kind = DisplacementKind.Refugees;
                displacement.Persons = new PersonRange { Low = 0, High = 10 };
                break;
            case QuantityRange range:
                (range.Low, range.High, range.Unit) = (0, double.MaxValue, "persons");
                break;
            case Actor actor:
                (actor.ActorId, actor.Iso3) = ("mli-militia", "MLI");
                break;
            case Capability capability:
                capability.Kind = CapabilityKind.Armour;
                break;
            case Factor factor:
                (factor.FrameworkId, factor.FrameworkEdition, factor.FactorNo, factor.IndicatorNo) = ("un-framework-of-analysis", "2014", 7, 14);
                break;
            case Indicator indicator:
                (indicator.GroupId, indicator.QuestionId) = ("mli-dogon", "ethnic-component");
                break;
            case Trigger trigger:
                trigger.ExpectedAtMs += 1;
                trigger.ExpectedUntilMs = 0;
                break;
            case Flow flow:
                (flow.FromIso3, flow.ToIso3, flow.UntilMs) = ("MLI", "BFA", ++flow.FromMs + 1);
                flow.Kind = FlowKind.Refugees;
                flow.Quantity = new QuantityRange { Best = 12.5, Unit = "persons" };
                flow.GroupId = "";
                break;
            case Spillover spillover:
                (spillover.FromIso3, spillover.ToIso3) = ("MLI", "NER");
                break;
            case BasedOn link:
                link.ProductId = ByteString.CopyFrom(new byte[32]);
                link.Relation = ProductRelation.RestsOn;
                break;
            case Option option:
                (option.DoNothing, option.Text) = (true, "Nothing is done.");
                option.OptionSet = "a";
                break;
            case Determination determination:
                (determination.Label, determination.Partner, determination.MadeAtMs) = ("genocide", "USA", 1);
                determination.GroupId = "";
                break;
            case Tags tags:
                tags.Scheme = "";
                break;
            case EarlierEdition earlier:
                earlier.Edition = "2024";
                earlier.Of = earlier.Rank + 3;
                break;
            case Model model:
                Mend(model);
                break;
            case PersonRange range:
                range.Low = 0;
                range.High = ulong.MaxValue;
                break;
            case Observation observation:
                observation.Unit = "events";
                observation.AtMs += 1;
                observation.UntilMs = observation.AtMs + 1;
                observation.Low = double.MinValue;
                observation.High = double.MaxValue;
                observation.Language = "rw";
                break;
        }
    }

    // "unlikely" and its synonyms in other scales: 20 to 35 % lies inside all of them but PHIA's, which begins at 25 %.
    private static void Mend(Likelihood likelihood)
    {
        (likelihood.ScaleId, likelihood.Term) = likelihood.Term.Length % 2 == 0 ? ("icd203", "unlikely") : ("ajp21", "unlikely");
        if (likelihood.HasPLow)
        {
            likelihood.PLow = 0.2 + (0.05 * likelihood.PLow);
        }

        if (likelihood.HasPBest)
        {
            likelihood.PBest = 0.25 + (0.05 * likelihood.PBest);
        }

        if (likelihood.HasPHigh)
        {
            likelihood.PHigh = 0.3 + (0.1 * likelihood.PHigh);
        }
    }

    private static void Mend(Model model)
    {
        for (int i = 0; i < model.Predictors.Count; i++)
        {
            model.Predictors[i].Name = $"predictor {i}";
        }

        for (int i = 0; i < model.Outputs.Count; i++)
        {
            model.ClearIntercept();
            model.Outputs[i].Name = $"output {i}";
            model.Outputs[i].Link = LinkFunction.Logit;
            for (int k = 0; k < model.Outputs[i].Coefficients.Count; k++)
            {
                model.Outputs[i].Coefficients[k].Predictor = $"predictor {k}";
            }
        }
    }
}
