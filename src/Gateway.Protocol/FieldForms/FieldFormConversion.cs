using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.FieldForms;

/// <summary>
/// Turns the short form of a post into a risk assessment and back. Every form has one assessment, and the form made from that assessment is
/// the same form. Pure and thread-safe.
/// </summary>
public static class FieldFormConversion
{
    /// <summary>Template that the assessments made here name.</summary>
    public const string TemplateId = "field-form";

    private const string ConfidenceScale = "analytic-confidence";

    /// <summary>The assessment that the form stands for. Nothing is checked: see <see cref="Check"/>.</summary>
    public static RiskAssessment ToAssessment(FieldForm form)
    {
        var assessment = new RiskAssessment
        {
            Header =
            {
                new Header
                {
                    Portion = Marked(form),
                    Title = form.Title,
                    Post = form.Post,
                    Type = AssessmentType.Field,
                    Mode = form.Mode,
                    AuthoredAtMs = form.WrittenAtMs,
                    InformationCutoffMs = form.InformationCutoffMs,
                    TemplateId = TemplateId,
                },
            },
            Subject =
            {
                new Subject
                {
                    Portion = Marked(form),
                    Iso3 = form.Iso3,
                    Kind = form.Area is null ? SubjectKind.Country : SubjectKind.Area,
                    Area = form.Area?.Clone(),
                },
            },
        };
        assessment.Populations.AddRange(form.Groups.Select(group => Population(form, group)));
        assessment.Actors.AddRange(form.Actors.Select(actor => Actor(form, actor)));
        assessment.Indicators.AddRange(form.Sightings.Select(sighting => Indicator(form, sighting)));
        assessment.Indicators.AddRange(form.Answers.Select(answer => new Indicator
        {
            Portion = Marked(form),
            Kind = IndicatorKind.Question,
            QuestionId = answer.QuestionId,
            Answer = answer.Answer,
        }));
        assessment.Triggers.AddRange(form.Triggers.Select(trigger => new Trigger
        {
            Portion = Marked(form),
            Kind = trigger.Kind,
            Text = trigger.Text,
            ExpectedAtMs = trigger.ExpectedAtMs,
            Precision = trigger.Precision,
        }));
        if (form.Judgement is { } judgement)
        {
            assessment.Judgements.Add(Judgement(form, judgement));
        }

        return assessment;
    }

    /// <summary>
    /// The form behind an assessment, also one that was sealed and opened again: random ids and default regions do not matter.
    /// </summary>
    /// <param name="assessment">Any assessment.</param>
    /// <param name="form">The form; null when the assessment says more than a form can.</param>
    /// <param name="unfit">Fields of the assessment that a form cannot hold, empty on success.</param>
    public static bool TryRead(RiskAssessment assessment, [NotNullWhen(true)] out FieldForm? form, out ImmutableArray<string> unfit)
    {
        FieldForm read = FieldFormReading.Read(assessment);
        RiskAssessment expected = FieldFormReading.Comparable(ToAssessment(read)), given = FieldFormReading.Comparable(assessment);
        unfit =
        [
            .. RiskAssessment.Descriptor.Fields.InFieldNumberOrder()
                .Where(field => !Equals(field.Accessor.GetValue(expected), field.Accessor.GetValue(given)))
                .Select(field => field.Name),
        ];
        form = unfit.IsEmpty && expected.Equals(given) ? read : null;
        return form is not null;
    }

    /// <summary>All faults of the form, each at the form's own field: the rules are those of the assessment. Empty when a node would take it.</summary>
    public static ImmutableArray<FieldViolation> Check(FieldForm form, ProductSchema schema, RandomSource random) =>
        Flattener.Flatten(ToAssessment(form), schema, random) is FlattenOutcome.Refused refused
            ? new FieldFormPaths(form).Translate(refused.Violations)
            : [];

    private static Portion Marked(FieldForm form) => new() { Marking = form.Marking?.Clone() };

    private static Population Population(FieldForm form, FieldGroup group) => new()
    {
        Portion = Marked(form),
        Name = group.Name,
        Basis = group.Basis,
        Size = group.Size?.Clone(),
        Where = group.Where,
        GroupId = group.GroupId,
    };

    private static Actor Actor(FieldForm form, FieldActor actor) => new()
    {
        Portion = Marked(form),
        Name = actor.Name,
        Role = actor.Role,
        Kind = actor.Kind,
        Means = actor.Means.Length == 0 ? null : new Finding { Present = true, Text = actor.Means },
    };

    private static Indicator Indicator(FieldForm form, FieldSighting sighting)
    {
        var observation = new Observation
        {
            AtMs = sighting.AtMs,
            Unit = sighting.Unit,
            Text = sighting.Text,
            Quote = sighting.Quote,
            Language = sighting.Language,
            Reliability = sighting.Reliability,
            Credibility = sighting.Credibility,
        };
        if (sighting.HasValue)
        {
            observation.Value = sighting.Value;
        }

        return new Indicator { Portion = Marked(form), Name = sighting.Name, Kind = sighting.Kind, Observations = { observation } };
    }

    private static Judgement Judgement(FieldForm form, FieldJudgement written)
    {
        var judgement = new Judgement
        {
            Portion = Marked(form),
            Statement = written.Statement,
            HorizonMonths = written.HorizonMonths,
            Trend = written.Trend,
            Likelihood = written.Term.Length + written.ScaleId.Length == 0 ? null : new Likelihood { ScaleId = written.ScaleId, Term = written.Term },
        };
        if (written.Confidence != ConfidenceLevel.Unspecified || written.Basis.Length > 0)
        {
            judgement.Confidence.Add(
                new Confidence { Portion = Marked(form), ScaleId = ConfidenceScale, Level = written.Confidence, Basis = written.Basis });
        }

        return judgement;
    }
}
