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
                break;
            case Subject subject:
                subject.Iso3 = "MLI";
                break;
            case Judgement judgement:
                judgement.Statement = "A mass killing is unlikely.";
                judgement.Of = judgement.Rank + 3;
                break;
            case Likelihood likelihood:
                likelihood.ScaleId = "icd203";
                if (likelihood.HasPLow)
                {
                    likelihood.PLow *= 0.1;
                }

                if (likelihood.HasPBest)
                {
                    likelihood.PBest = 0.1 + (0.1 * likelihood.PBest);
                }

                if (likelihood.HasPHigh)
                {
                    likelihood.PHigh = 0.2 + (0.1 * likelihood.PHigh);
                }

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
                break;
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
