using System.Collections;
using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.Tests.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using FormMode = Gateway.Protocol.V1.Mode;
using Forms = Gateway.Protocol.FieldForms.FieldFormConversion;

namespace Gateway.Protocol.Tests.FieldForms;

public class FieldFormTests
{
    [Fact]
    public void A_form_is_an_assessment_that_a_node_takes() => Assert.Empty(Faults(Form()));

    [Fact]
    public void Form_and_assessment_turn_into_each_other_without_loss()
    {
        RiskAssessment assessment = Forms.ToAssessment(Form());
        Assert.True(Forms.TryRead(assessment, out FieldForm? read, out _));
        Assert.Equal(Form(), read);
        Assert.Equal(assessment, Forms.ToAssessment(read));
    }

    [Fact]
    public void A_form_of_any_content_survives_the_way_there_and_back() => Gen.Int.Sample(
        seed =>
        {
            FieldForm form = Any(new Random(seed));
            bool fits = Forms.TryRead(Forms.ToAssessment(form), out FieldForm? read, out ImmutableArray<string> unfit);
            Assert.True(fits, string.Join(", ", unfit));
            Assert.Equal(form, read);
        },
        iter: 300);

    [Fact]
    public void A_form_is_read_off_an_assessment_that_was_sealed_and_opened()
    {
        FieldForm form = Form();
        var opened = (RiskAssessment)Reassembler.Reassemble(FakeSeal.Seal(FakeSeal.Flatten(Forms.ToAssessment(form))), FakeSeal.Schema);
        Assert.True(Forms.TryRead(opened, out FieldForm? read, out ImmutableArray<string> unfit), string.Join(", ", unfit));
        Assert.Equal(form, read);
    }

    [Fact]
    public void What_a_form_cannot_hold_is_named()
    {
        RiskAssessment assessment = Forms.ToAssessment(Form());
        assessment.Evidence.Add(new Evidence { Portion = Valid.Portion() });
        assessment.Judgements[0].Rank = 3;
        assessment.Indicators[0].Observations.Add(new Observation());
        Assert.False(Forms.TryRead(assessment, out _, out ImmutableArray<string> unfit));
        Assert.Equal(["judgements", "indicators", "evidence"], unfit);
    }

    [Fact]
    public void Faults_name_the_fields_of_the_form()
    {
        FieldForm form = Form();
        form.Title = "";
        form.Post = "nowhere";
        form.WrittenAtMs = -1;
        form.Iso3 = "QQQ";
        form.Area.AdmPcode = "?";
        form.Groups[0].Size = new PersonRange { Low = 2, High = 1 };
        form.Actors[0].Name = "\u202E";
        form.Sightings[0].Unit = "";
        form.Sightings[0].Language = "";
        form.Answers[0].QuestionId = "what";
        form.Triggers[0].ExpectedAtMs = 0;
        form.Judgement.Term = "perhaps";
        form.Judgement.Basis = "We have high confidence that it is likely.";
        Assert.Equal(
            [
                ("actors[0].name", SubmissionRule.TextDeceptive), ("answers[0].question_id", SubmissionRule.QuestionUnknown),
                ("area.adm_pcode", SubmissionRule.CodeMalformed), ("groups[0].size", SubmissionRule.OutOfOrder),
                ("iso3", SubmissionRule.CountryUnknown), ("judgement.basis", SubmissionRule.LikelihoodWithConfidence), ("judgement.term", SubmissionRule.TermUnknown),
                ("post", SubmissionRule.CodeMalformed), ("sightings[0].language", SubmissionRule.Required), ("sightings[0].unit", SubmissionRule.UnitMissing),
                ("title", SubmissionRule.Required), ("triggers[0].expected_at_ms", SubmissionRule.Required), ("written_at_ms", SubmissionRule.OutOfRange),
            ],
            Faults(form).OrderBy(fault => fault.Field, StringComparer.Ordinal));
    }

    [Fact]
    public void An_empty_form_lacks_what_a_form_cannot_go_without() => Assert.Equal(
        [
            ("groups", SubmissionRule.TemplateBlockMissing), ("iso3", SubmissionRule.Required), ("judgement", SubmissionRule.TemplateBlockMissing),
            ("marking", SubmissionRule.MarkingMissing), ("mode", SubmissionRule.ModeMissing), ("post", SubmissionRule.Required), ("title", SubmissionRule.Required),
        ],
        Faults(new FieldForm()).OrderBy(fault => fault.Field, StringComparer.Ordinal));

    private static IEnumerable<(string Field, string Rule)> Faults(FieldForm form) =>
        Forms.Check(form, FakeSeal.Schema, RandomSource.System).Select(violation => (violation.Field, violation.Rule));

    private static FieldForm Form() => new()
    {
        Marking = new Marking { Policy = "US", Text = "(C//REL TO USA, FRA)" },
        Mode = FormMode.Exercise,
        Title = "EXERCISE. Burnt villages",
        Post = "ML-5",
        WrittenAtMs = 1_000,
        InformationCutoffMs = 900,
        Iso3 = "MLI",
        Area = new Area { AdmPcode = "ML05" },
        Groups = { new FieldGroup { Name = "Farmers of the plain", Basis = PopulationBasis.Ethnical, Size = new PersonRange { Best = 900 } } },
        Actors = { new FieldActor { Name = "Militia", Role = ActorRole.Perpetrator, Kind = ActorKind.NonState, Means = "Sixty men." } },
        Sightings =
        {
            new FieldSighting { Name = "Radio", Kind = IndicatorKind.HateSpeech, AtMs = 5, Value = 2, Unit = "events", Quote = "rats", Language = "fr" },
        },
        Answers = { new FieldAnswer { QuestionId = "ethnic-component", Answer = QuestionAnswer.Yes } },
        Triggers = { new FieldTrigger { Kind = "market", ExpectedAtMs = 10, Precision = DatePrecision.Day } },
        Judgement = new FieldJudgement
        {
            Statement = "More villages are burnt.",
            HorizonMonths = 3,
            ScaleId = "icd203",
            Term = "likely",
            Confidence = ConfidenceLevel.Low,
            Basis = "One source.",
        },
    };

    private static FieldForm Any(Random random)
    {
        var form = (FieldForm)Message(FieldForm.Descriptor, random);
        foreach (FieldSighting sighting in form.Sightings.Where(sighting => sighting.Kind == IndicatorKind.Question))
        {
            sighting.Kind = IndicatorKind.Other; // A question is an answer.
        }

        return form;
    }

    private static IMessage Message(MessageDescriptor type, Random random)
    {
        IMessage message = type.Parser.ParseFrom([]);
        foreach (FieldDescriptor field in type.Fields.InDeclarationOrder())
        {
            for (int i = random.Next(0, field.IsRepeated ? 3 : 2); i > 0; i--)
            {
                object value = field.FieldType switch
                {
                    FieldType.String => new[] { "", "a", "Ménaka" }[random.Next(3)],
                    FieldType.Double => random.NextDouble(),
                    FieldType.UInt32 => (uint)random.Next(3),
                    FieldType.UInt64 => (ulong)random.Next(3),
                    FieldType.Int64 => (long)random.Next(3),
                    FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, random.Next(field.EnumType.Values.Count)),
                    _ => Message(field.MessageType, random),
                };
                if (field.IsRepeated)
                {
                    ((IList)field.Accessor.GetValue(message)).Add(value);
                }
                else
                {
                    field.Accessor.SetValue(message, value);
                }
            }
        }

        return message;
    }
}
