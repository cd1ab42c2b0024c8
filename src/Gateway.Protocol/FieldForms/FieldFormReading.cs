using System.Collections;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.FieldForms;

/// <summary>Reads a form off an assessment, taking what a form can hold and passing over the rest.</summary>
internal static class FieldFormReading
{
    public static FieldForm Read(RiskAssessment assessment)
    {
        Header header = assessment.Header.Count > 0 ? assessment.Header[0] : new Header();
        Subject subject = assessment.Subject.Count > 0 ? assessment.Subject[0] : new Subject();
        var form = new FieldForm
        {
            Marking = header.Portion?.Marking?.Clone(),
            Mode = header.Mode,
            Title = header.Title,
            Post = header.Post,
            WrittenAtMs = header.AuthoredAtMs,
            InformationCutoffMs = header.InformationCutoffMs,
            Iso3 = subject.Iso3,
            Area = subject.Area?.Clone(),
        };
        form.Groups.AddRange(assessment.Populations.Select(group => new FieldGroup
        {
            Name = group.Name,
            Basis = group.Basis,
            Size = group.Size?.Clone(),
            Where = group.Where,
            GroupId = group.GroupId,
        }));
        form.Actors.AddRange(assessment.Actors.Select(actor => new FieldActor
        {
            Name = actor.Name,
            Role = actor.Role,
            Kind = actor.Kind,
            Means = actor.Means?.Text ?? "",
        }));
        form.Sightings.AddRange(assessment.Indicators.Where(indicator => indicator.Kind != IndicatorKind.Question).Select(Sighting));
        form.Answers.AddRange(assessment.Indicators.Where(indicator => indicator.Kind == IndicatorKind.Question)
            .Select(indicator => new FieldAnswer { QuestionId = indicator.QuestionId, Answer = indicator.Answer }));
        form.Triggers.AddRange(assessment.Triggers.Select(trigger => new FieldTrigger
        {
            Kind = trigger.Kind,
            Text = trigger.Text,
            ExpectedAtMs = trigger.ExpectedAtMs,
            Precision = trigger.Precision,
        }));
        form.Judgement = assessment.Judgements.Count > 0 ? Judgement(assessment.Judgements[0]) : null;
        return form;
    }

    /// <summary>A copy without what sealing and opening add: ids, and the subject's country as the region. Questions last, as forms write them.</summary>
    public static RiskAssessment Comparable(RiskAssessment assessment)
    {
        RiskAssessment copy = assessment.Clone();
        string country = copy.Subject.Count > 0 ? copy.Subject[0].Iso3 : "";
        Strip(copy, country);
        Indicator[] ordered = [.. copy.Indicators.OrderBy(indicator => indicator.Kind == IndicatorKind.Question)];
        copy.Indicators.Clear();
        copy.Indicators.AddRange(ordered);
        return copy;
    }

    private static void Strip(IMessage message, string country)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsHeader && field.Accessor.GetValue(message) is Portion header)
            {
                header.Id = "";
                if (header.Region is [var region] && region == country)
                {
                    header.Region.Clear();
                }
            }
            else if (field.IsPortion)
            {
                foreach (IMessage portion in (IList)field.Accessor.GetValue(message))
                {
                    Strip(portion, country);
                }
            }
        }
    }

    private static FieldSighting Sighting(Indicator indicator)
    {
        Observation seen = indicator.Observations.Count > 0 ? indicator.Observations[0] : new Observation();
        var sighting = new FieldSighting
        {
            Name = indicator.Name,
            Kind = indicator.Kind,
            AtMs = seen.AtMs,
            Unit = seen.Unit,
            Text = seen.Text,
            Quote = seen.Quote,
            Language = seen.Language,
            Reliability = seen.Reliability,
            Credibility = seen.Credibility,
        };
        if (seen.HasValue)
        {
            sighting.Value = seen.Value;
        }

        return sighting;
    }

    private static FieldJudgement Judgement(Judgement judgement)
    {
        Confidence confidence = judgement.Confidence.Count > 0 ? judgement.Confidence[0] : new Confidence();
        return new FieldJudgement
        {
            Statement = judgement.Statement,
            HorizonMonths = judgement.HorizonMonths,
            Term = judgement.Likelihood?.Term ?? "",
            ScaleId = judgement.Likelihood?.ScaleId ?? "",
            Confidence = confidence.Level,
            Basis = confidence.Basis,
            Trend = judgement.Trend,
        };
    }
}
