using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Protocol.Tests.Products;

public class MalformedSubmissionTests
{
    private static readonly byte[] UnknownField = [0xf8, 0x06, 0x01]; // field 111, varint 1

    [Fact]
    public void A_field_that_the_contract_does_not_have_is_refused_at_every_depth()
    {
        Refuses(a => a.MergeFrom(UnknownField), "");
        Refuses(a => a.Header[0].MergeFrom(UnknownField), "header[0]");
        Refuses(a => a.Header[0].Portion.MergeFrom(UnknownField), "header[0].portion");
        Refuses(a => a.Header[0].Portion.Marking.MergeFrom(UnknownField), "header[0].portion.marking");
        Refuses(a => a.Judgements[0].Confidence[0].MergeFrom(UnknownField), "judgements[0].confidence[0]");
        Refuses(a => a.Judgements[0].Likelihood.MergeFrom(UnknownField), "judgements[0].likelihood");

        static void Refuses(Action<RiskAssessment> change, string field) =>
            RefusalTests.Refuses(
                a =>
                {
                    a.Judgements.Add(Valid.Judgement("j"));
                    a.Judgements[0].Likelihood = new Likelihood();
                    change(a);
                },
                field,
                SubmissionRule.FieldUnknown);
    }

    [Fact]
    public void An_enum_member_that_the_contract_does_not_have_is_refused()
    {
        RefusalTests.Refuses(a => a.Header[0].Type = (AssessmentType)99, "header[0].type", SubmissionRule.EnumUnknown);
        RefusalTests.Refuses(a => a.Header[0].Mode = (V1.Mode)99, "header[0].mode", SubmissionRule.EnumUnknown);
        RefusalTests.Refuses(
            a => a.Actors.Add(new Actor { Portion = Valid.Portion(), Role = (ActorRole)(-1) }), "actors[0].role", SubmissionRule.EnumUnknown);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused() =>
        RefusalTests.Refuses(
            a => a.Model.Add(new Model { Portion = Valid.Portion(), Predictors = { new Predictor { Name = "a" }, new Predictor { Name = "b", Value = double.NaN } } }),
            "model[0].predictors[1].value",
            SubmissionRule.OutOfRange);

    [Fact]
    public void Oversize_text_is_refused_by_name()
    {
        RiskAssessment oversize = Valid.Assessment();
        oversize.Header[0].Purpose.Add(["fine", new string('é', 16 * 1024), new string('é', (16 * 1024) + 1)]);
        RefusalTests.Refuses(oversize, ("header[0].purpose[2]", SubmissionRule.TextTooLong), ("header[0]", SubmissionRule.PortionTooLarge));
        RefusalTests.Refuses(a => a.Header[0].Title = new string('x', (32 * 1024) + 1), "header[0].title", SubmissionRule.TextTooLong);
    }

    [Fact]
    public void A_portion_that_would_not_fit_a_body_is_refused()
    {
        RefusalTests.Refuses(
            a => a.Header[0].Purpose.Add([new string('x', 32 * 1024), new string('x', 32 * 1024)]), "header[0]", SubmissionRule.PortionTooLarge);
        RefusalTests.Refuses(
            a => a.Header[0].Portion.Marking.ReleasableTo.Add(Enumerable.Repeat(new string('X', 500), 256)), "header[0]", SubmissionRule.PortionTooLarge);
    }

    [Fact]
    public void A_marking_that_a_recipient_would_refuse_is_refused()
    {
        Refuses(marking => marking.Text = new string('x', 513));
        Refuses(marking => marking.ReleasableTo.Add(""));
        Refuses(marking => marking.OriginatorList.Add(Enumerable.Repeat("USA", 257)));
        Refuses(marking => marking.NotBeforeMs = -1);

        static void Refuses(Action<Marking> change) =>
            RefusalTests.Refuses(a => change(a.Header[0].Portion.Marking), "header[0].portion.marking", SubmissionRule.MarkingMalformed);
    }

    [Fact]
    public void More_portions_than_the_size_class_has_room_for_are_refused()
    {
        RiskAssessment assessment = Valid.Assessment();
        ProductSchema forecast = Schemas.All[0];
        assessment.Evidence.Add(Enumerable.Range(0, forecast.Capacity - 2).Select(_ => new Evidence { Portion = Valid.Portion() }));
        Assert.IsType<FlattenOutcome.Flattened>(Flattener.Flatten(assessment, forecast, RandomSource.System), exactMatch: true);
        assessment.Evidence.Add(new Evidence { Portion = Valid.Portion() });
        var refused = Assert.IsType<FlattenOutcome.Refused>(Flattener.Flatten(assessment, forecast, RandomSource.System), exactMatch: true);
        Assert.Equal(("", SubmissionRule.TooManyPortions), (refused.Violations.Single().Field, refused.Violations.Single().Rule));
    }

    [Fact]
    public void A_submission_that_would_not_fit_a_package_is_refused()
    {
        RiskAssessment assessment = Valid.Assessment();
        string text = new('x', 30 * 1024);
        assessment.Evidence.Add(Enumerable.Range(0, 110).Select(_ => new Evidence { Portion = Valid.Portion(), Text = text }));
        RefusalTests.Refuses(assessment, ("", SubmissionRule.ProductTooLarge));
    }

    [Fact]
    public void A_hostile_submission_gets_a_short_answer()
    {
        var assessment = new RiskAssessment();
        assessment.Evidence.Add(Enumerable.Range(0, 100_000).Select(_ => new Evidence()));
        var refused = Assert.IsType<FlattenOutcome.Refused>(
            Flattener.Flatten(assessment, FakeSeal.Schema, RandomSource.System), exactMatch: true);
        Assert.InRange(refused.Violations.Length, 1, Violations.Most + 1);
        Assert.Contains(refused.Violations, violation => violation.Rule == SubmissionRule.TooManyPortions);
    }

    [Fact]
    public void Violations_do_not_repeat_content()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Subject[0].Iso3 = "agent-x";
        assessment.Evidence.Add(new Evidence { Portion = Valid.Portion("AGENT-X"), SupportsRefs = { "agent-x" } });
        var refused = (FlattenOutcome.Refused)Flattener.Flatten(assessment, FakeSeal.Schema, RandomSource.System);
        Assert.Equal(3, refused.Violations.Length);
        Assert.DoesNotContain("agent-x", string.Join('\n', refused.Violations), StringComparison.OrdinalIgnoreCase);
    }
}
